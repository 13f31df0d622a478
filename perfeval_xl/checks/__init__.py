"""Checks (校验): one topic per file; all of them run in one pass, and none stops at the first finding."""
