"""Marking up (标记): what is to be written back into a workbook, planned as records and applied in one go."""
