"""Summary (汇总): the 汇总表.xlsx of everything a ledger holds; every figure leads back to its file and cell.

`summarising` reads the ledger, `projects` and `statistics` count, `lists` and `conspicuous` yield the rows of the sheets,
`overview` draws the first one; `tables` and `columns` say how they look, and `originals` is what their links lead to.
"""
