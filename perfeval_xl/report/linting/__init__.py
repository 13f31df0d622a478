"""Whether a template can be filled in, and where it cannot: all findings in one pass."""
