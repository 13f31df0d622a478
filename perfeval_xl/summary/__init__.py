"""Summary (汇总): the 汇总表.xlsx of everything a ledger holds; every figure leads back to its file and cell.

`frames` asks the ledger and groups with pandas, `tables` and `overview` describe the sheets, `summarising` puts them
together.
"""
