"""The command line: thin commands over the rooms. Results on stdout, progress and messages on stderr.

click looks up some of its sentences while commands are declared, so its language is set before any command is.
"""

from perfeval_xl.cli.chinese import speak_chinese

speak_chinese()
