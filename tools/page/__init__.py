"""The page 绩效评价.html: everything it needs, fetched, checked by hash, compiled, packed and put into one file."""
