"""Workbooks as files: a plain description of sheets, and the one place that knows how .xlsx files are made of it.

`model` describes, `writing` makes a new workbook, `copying` edits a copy of an existing one, `raw` reads one. No other
room imports openpyxl.
"""
