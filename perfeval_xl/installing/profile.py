"""What LibreOffice itself keeps of the extension in a person's profile: where its toolbar was.

`unopkg` takes the extension away and leaves that behind.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

__all__ = ["forget_toolbar", "user_profile"]

_SETTINGS = "user/registrymodifications.xcu"
_TOOLBAR = "private:resource/toolbar/addon_perfeval.toolbar"
_ITEM = re.compile(r"<item oor:path=\"([^\"]*)\">.*?</item>\n?", re.DOTALL)


def user_profile(
    settings: Mapping[str, str],
    platform: str = sys.platform,
    environment: Mapping[str, str] = os.environ,
) -> Path | None:
    """Return the folder of the profile, as LibreOffice's `settings` name it or else where it stands on a platform.

    `None` for a person without a home folder.
    """
    # A folder that was named counts whatever the platform
    named = settings.get("UserInstallation")
    if named:
        return Path(url2pathname(urlsplit(named).path))
    # Where each platform keeps what belongs to a person; the 4 below is the same since LibreOffice 4
    if platform == "win32":
        folder = environment.get("APPDATA")
        inside = "LibreOffice"
    elif platform == "darwin":
        folder = environment.get("HOME")
        inside = "Library/Application Support/LibreOffice"
    elif environment.get("XDG_CONFIG_HOME"):
        folder = environment["XDG_CONFIG_HOME"]
        inside = "libreoffice"
    else:
        folder = environment.get("HOME")
        inside = ".config/libreoffice"
    if not folder:
        return None
    return Path(folder, inside, "4")


def forget_toolbar(profile: Path) -> None:
    """Take the toolbar of the extension out of the settings of a profile; all else stays as it is, byte by byte.

    An office that runs writes its settings again: then it stays until the next time.
    """
    path = profile / _SETTINGS
    if not path.is_file():
        return
    # Undecodable bytes go through unchanged: it is not our file
    before = path.read_bytes().decode("utf-8", "surrogateescape")
    after = _ITEM.sub(_unless_ours, before)
    if after == before:
        return
    # Under another name first, since half a file of settings would lose all of them
    beside = path.with_suffix(".perfeval")
    beside.write_bytes(after.encode("utf-8", "surrogateescape"))
    beside.replace(path)


def _unless_ours(item: re.Match[str]) -> str:
    if _TOOLBAR in item[1]:
        return ""
    return item[0]
