"""The command line: thin commands over the rooms. Results on stdout, progress and messages on stderr."""
