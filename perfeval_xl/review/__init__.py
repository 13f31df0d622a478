"""Review (抽查复核): a sample drawn by risk, workbooks to review it in, and self, rule and review side by side.

`sampling` ranks and draws, `workbook` makes the review workbooks and reads them back, `comparing` puts them together.
"""
