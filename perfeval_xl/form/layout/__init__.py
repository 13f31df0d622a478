"""Where every field of a form stands: from the described parts of a scheme to cells, before anything is drawn.

`open` is the owner of the addresses of forms in which units write their indicators, `rating` of forms that print theirs.
"""
