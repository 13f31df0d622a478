"""The command line library's own words, in Chinese.

click looks up every sentence it prints with `gettext`, in the domain `messages`, but ships no translations. The Chinese
ones stand in `locale/zh_CN/LC_MESSAGES/messages.po`; `make docs` compiles them.
"""

from __future__ import annotations

import gettext
import os
from pathlib import Path

__all__ = ["speak_chinese"]

_FOLDER = Path(__file__).parent / "locale"
_DOMAIN = "messages"


def speak_chinese() -> None:
    """Make click speak Chinese in this process, whatever the language of the machine.

    To be called before the first message, so at the start of `main`. `gettext` takes the language from the environment
    and from nowhere else, so `LANGUAGE` is set; the programs this process starts see it too, where it changes the
    language of their messages and nothing else.
    """
    # gettext has no other way to be told a language than this variable
    os.environ["LANGUAGE"] = "zh_CN"
    gettext.bindtextdomain(_DOMAIN, str(_FOLDER))
