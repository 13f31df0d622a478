"""Stand-in for lxml inside the page: the part of `lxml.etree` that reports use, in pure Python."""
