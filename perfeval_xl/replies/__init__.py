"""Replies (回复): what goes back to the units: receipts, reminders and forms, as drafts of mails or by SMTP.

`texts` are the words of the mails, which an office edits; `draft` makes one mail of them; `receipts` and `reminders` say
who gets which; `folder` writes them down, and `sending` sends them, nobody's twice.
"""
