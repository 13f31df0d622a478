"""`unopkg`, LibreOffice's program for extensions: where it is, and running it.

It refuses to work for root except on what is shared by all users of the machine, so root always installs for all.
"""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from perfeval_xl.errors import EnvironmentMissing

__all__ = ["Unopkg", "find_unopkg", "office_environment"]

_SECONDS = 180
_PLACES = (
    "/usr/lib/libreoffice/program/unopkg",
    "/usr/lib64/libreoffice/program/unopkg",
    "/opt/libreoffice*/program/unopkg",
    "/Applications/LibreOffice.app/Contents/MacOS/unopkg",
    "C:/Program Files/LibreOffice/program/unopkg.com",
    "C:/Program Files (x86)/LibreOffice/program/unopkg.com",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unopkg:
    """The program. `settings` are LibreOffice's own, such as `UserInstallation`; none means the person's profile.

    `shared` says whether extensions are those of all users of the machine.
    """

    program: Path
    settings: tuple[tuple[str, str], ...] = ()
    shared: bool = False

    def add(self, extension: Path) -> None:
        """Install an extension, in place of an earlier version; raises `EnvironmentMissing` with its last words."""
        self._run("add", "--force", "--suppress-license", str(extension))

    def remove(self, identifier: str) -> None:
        """Take an extension away; raises `EnvironmentMissing`, also when there is none."""
        self._run("remove", identifier)

    def told(self) -> str:
        """Return what is said about all extensions; the words are English in every language."""
        return self._run("list")

    def _run(self, command: str, *arguments: str) -> str:
        """Run it and return what it wrote."""
        # For whom, then with which settings: `-env:UserInstallation=…` for tests and for offices elsewhere
        scope = ["--shared"] if self.shared else []
        settings = [f"-env:{name}={value}" for name, value in self.settings]
        try:
            done = subprocess.run(  # noqa: S603
                [str(self.program), command, *scope, *settings, *arguments],
                check=False,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                timeout=_SECONDS,
                env=office_environment(),
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise EnvironmentMissing(
                f"LibreOffice 的 unopkg 运行不了：{error}。", _REMEDY
            ) from error
        # It says many lines; the one with ERROR is for people
        if done.returncode != 0:
            complaints = [
                line.strip()
                for line in (done.stderr + "\n" + done.stdout).splitlines()
                if "ERROR" in line
            ]
            if complaints:
                said = complaints[0].partition("ERROR:")[2].strip()
            else:
                said = f"代码 {done.returncode}"
            raise EnvironmentMissing(
                f"LibreOffice 的扩展管理器报告错误：{said}。", _REMEDY
            )
        return done.stdout


_REMEDY = "请关闭 LibreOffice 的所有窗口（含快速启动）后重试；Debian、Ubuntu、统信、麒麟还需要安装软件包 python3-uno。"


def find_unopkg(environment: Mapping[str, str] = os.environ) -> Unopkg:
    """Return the program: beside the `soffice` that SOFFICE names, or on the path, or where installers put it.

    Raises:
        EnvironmentMissing: there is no LibreOffice.
    """
    office = environment.get("SOFFICE")
    beside = (
        [
            str(Path(office).resolve().with_name(name))
            for name in ("unopkg", "unopkg.com")
        ]
        if office
        else []
    )
    # Of several offices of one kind the newest: their folders end with the version
    for place in beside or ["unopkg", *_PLACES]:
        newest_first = sorted(glob.glob(place), reverse=True)  # noqa: PTH207
        found = shutil.which(place) or next(iter(newest_first), None)
        if found:
            return Unopkg(program=Path(found), shared=_is_root())
    raise EnvironmentMissing(
        "没有找到 LibreOffice（unopkg）。",
        "请先安装 LibreOffice；装在别处时，把环境变量 SOFFICE 设为 soffice 的完整路径。",
    )


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


def office_environment() -> dict[str, str]:
    """Return the variables with which LibreOffice starts: it has a Python of its own; ours must not be forced upon it.

    That Python looks for its library beside the first `python3` of the path: with another one in front (pyenv, conda, a
    virtual environment) it ends with std::bad_alloc. The system's programs therefore come first here.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in {"PYTHONHOME", "PYTHONPATH"}
    }
    if sys.platform != "win32":
        kept["PATH"] = os.pathsep.join(("/usr/bin", "/bin", kept.get("PATH", "")))
    return kept
