"""The add-in (加载项): the commands of the ribbon over an open workbook, in whatever program it is open.

A command copies the open workbook, evaluates the copy as a file, plans all edits, and hands the plan over in one call.
"""
