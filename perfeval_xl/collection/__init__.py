"""Collection (收集): what arrives by mail or in folders is told apart, judged once and kept for good.

`sources` finds what was received, `mail` opens it, `content` says what bytes are, `intake` judges one attachment,
`ledger` keeps everything; `collecting` is the one loop over all of it.
"""
