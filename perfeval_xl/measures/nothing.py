"""Words that say that something bad did not happen: 无投诉, 零事故, 未发生安全事故."""

from __future__ import annotations

import re

from perfeval_xl.measures.names import words

__all__ = ["what_did_not_happen"]

_BEFORE = re.compile(r"(?:已|均|全年|本年度?|年度内|目前|实[际现]|确保)*")
_SIGNS = "。；;，,！!"


def what_did_not_happen(text: str) -> str | None:
    """Return what a text says did not happen, empty for 无 and 未发生 alone; `None` for every other text.

    >>> what_did_not_happen("未发生安全事故"), what_did_not_happen("零投诉"), what_did_not_happen("无")
    ('安全事故', '投诉', '')
    >>> what_did_not_happen("无投诉渠道"), what_did_not_happen("无"), what_did_not_happen("0")
    (None, '', None)
    """
    known = words()
    plain = text.strip(_SIGNS)
    begun = _BEFORE.match(plain)
    if begun is not None:
        plain = plain[begun.end() :]
    # The longest word first: 未发生 before 未
    for word in sorted(known.nothing, key=len, reverse=True):
        if not plain.startswith(word):
            continue
        what = plain.removeprefix(word)
        for ending in known.nothing_of:
            what = what.removesuffix(ending)
        # What follows has to be something bad: 无投诉渠道 is none
        if not what or what.endswith(known.less_is_better):
            return what
        return None
    return None
