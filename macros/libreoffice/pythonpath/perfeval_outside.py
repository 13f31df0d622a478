"""Starting the Python outside, and saying in Chinese what kept it from working. Knows nothing of the office.

This runs in the Python that belongs to LibreOffice, which may be as old as 3.7; perfeval_xl needs a newer one of its own,
with many libraries, and therefore runs outside. Where that Python is was written into `interpreter.txt` of the extension
when it was installed; the environment variable PERFEVAL_PYTHON overrides it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

__all__ = [
    "TITLES",
    "CannotStart",
    "asked_to_wait",
    "busy",
    "complaint",
    "environment",
    "interpreter",
    "patience",
    "start",
]

TITLES = {
    "check": "校验",
    "score": "评分",
    "next": "下一个问题",
    "clear": "清除标记",
    "report": "导出报告",
    "summary": "生成汇总",
    "about": "关于与诊断",
}
"""Every command of the add-in and what people know it as."""

_OLDEST = (3, 11)
_PATIENCE = {"report": 300, "summary": 1800}
_QUICK = 60
_NOTHING_CHANGED = "命令没有运行，表格没有改动。"
_INSTALL = "请在命令行运行：perfeval-xl addin install --libreoffice，然后重新启动 LibreOffice。"
_UNSAFE_NAMES = {
    "pythonw.exe": "python.exe"
}  # a pythonw has no place to write an error to


class CannotStart(Exception):
    """Python cannot be started; the text says why and what to do, in Chinese."""


def interpreter(extension: Path) -> Path:
    """Return the Python to start: PERFEVAL_PYTHON, or what `interpreter.txt` in the folder of the extension names.

    Raises:
        CannotStart: none was ever written down, or what was is not there any more.
    """
    named = os.environ.get("PERFEVAL_PYTHON", "").strip()
    note = extension / "interpreter.txt"
    if not named and note.is_file():
        named = note.read_text(encoding="utf-8").strip()
    if not named:
        raise CannotStart("还没有设置 Python，" + _NOTHING_CHANGED + "\n" + _INSTALL)
    path = Path(named)
    if not path.is_file():
        raise CannotStart(
            f"找不到安装扩展时使用的 Python，{_NOTHING_CHANGED}\n{named}\n"
            "它可能已被卸载、移动或升级。请重新安装 perfeval-xl。" + _INSTALL
        )
    return path.with_name(_UNSAFE_NAMES.get(path.name.lower(), path.name))


def environment(program: Path) -> dict[str, str]:
    """Return the environment for the Python outside; `program` is the program folder of the office.

    The office points PYTHONHOME and PYTHONPATH to a Python of its own, in which another one cannot start.
    """
    kept = dict(os.environ)
    for name in (
        "PYTHONHOME",
        "PYTHONSTARTUP",
        "PYTHONEXECUTABLE",
        "LD_LIBRARY_PATH",
        "DYLD_LIBRARY_PATH",
    ):
        kept.pop(name, None)
    paths = [
        path
        for path in kept.pop("PYTHONPATH", "").split(os.pathsep)
        if path and not _is_within(path, program)
    ]
    if paths:
        kept["PYTHONPATH"] = os.pathsep.join(paths)
    soffice = program / ("soffice.exe" if sys.platform == "win32" else "soffice")
    if soffice.is_file():
        kept.setdefault(
            "SOFFICE", str(soffice)
        )  # so that `uno` is taken from the office that runs
    # The folder in which the office was started may be that of a workbook from somewhere: no Python file there counts.
    kept.update(PYTHONUTF8="1", PYTHONIOENCODING="utf-8", PYTHONSAFEPATH="1")
    return kept


def start(
    python: Path, stay: float, variables: dict[str, str]
) -> subprocess.Popen[str]:
    """Start `python -m perfeval_xl.addin --stay STAY`, without a window of its own; it is asked over its stdin.

    Raises:
        CannotStart: the system does not start that file.
    """
    quietly = (
        {"creationflags": 0x08000000}
        if sys.platform == "win32"
        else {"start_new_session": True}
    )
    try:
        return subprocess.Popen(  # noqa: S603 - the interpreter was written down by the installation
            [str(python), "-m", "perfeval_xl.addin", "--stay", str(stay)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            env=variables,
            **quietly,  # type: ignore[call-overload]
        )
    except (OSError, ValueError) as error:
        raise CannotStart(
            f"Python 启动不了（{error}），{_NOTHING_CHANGED}\n{python}\n{_INSTALL}"
        ) from error


def patience(command: str) -> float:
    """Return after how many seconds the person is asked whether to wait; PERFEVAL_PATIENCE_COMMAND overrides it."""
    try:
        return float(os.environ["PERFEVAL_PATIENCE_" + command.upper()])
    except (KeyError, ValueError):
        return _PATIENCE.get(command, _QUICK)


def complaint(
    python: Path,
    variables: dict[str, str],
    command: str,
    code: int,
    written: str,
    *,
    came: bool,
) -> str:
    """Return what to tell the person after the Python outside ended with `code`; empty when all is well.

    `came` says whether it has answered: a program that ends well without it is not ours. Only a
    Python that failed is asked for its version: asking takes as long as a command.
    """
    if code == 0 and came:
        return ""
    version = _version(python, variables)
    if version is None:
        return f"这个文件不是能用的 Python，{_NOTHING_CHANGED}\n{python}\n{_INSTALL}"
    if version < _OLDEST:
        return (
            f"Python 版本过低：需要 3.11 或更高版本，这里是 {version[0]}.{version[1]}，{_NOTHING_CHANGED}\n{python}\n"
            "请用较新的 Python 安装 perfeval-xl，再运行：perfeval-xl addin install --libreoffice"
        )
    last = next(
        (line.strip() for line in reversed(written.splitlines()) if line.strip()), ""
    )
    if "No module named" in last and "perfeval_xl" in last:
        return (
            f"这个 Python 里没有安装 perfeval_xl，或版本过旧，{_NOTHING_CHANGED}\n{python}\n"
            f"请在本软件的文件夹里运行：{python} -m pip install --upgrade ."
        )
    if code < 0 or not last:
        return f"“{TITLES[command]}”没有做完：执行它的 Python 中途退出（代码 {code}）。请再点一次；仍不行请重新启动 LibreOffice。"
    return f"“{TITLES[command]}”没有做完：{last}"


def busy(running: str) -> str:
    """Return what a click is told while another command runs."""
    return f"“{TITLES[running]}”还在运行，请等它完成后再点。"


def asked_to_wait(command: str, seconds: float) -> str:
    """Return the question after `patience` has passed; yes goes on waiting."""
    return f"“{TITLES[command]}”已经运行了 {seconds:.0f} 秒，还没有完成。要继续等待吗？\n选“否”将停止它，已做的标记可用“清除标记”去掉。"


def _version(python: Path, variables: dict[str, str]) -> tuple[int, int] | None:
    ask = "import sys; sys.stdout.write('%d %d' % sys.version_info[:2])"
    quietly = {"creationflags": 0x08000000} if sys.platform == "win32" else {}
    try:
        told = subprocess.run(  # noqa: S603
            [str(python), "-c", ask],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=10,
            env=variables,
            **quietly,  # type: ignore[call-overload]
        )
        major, minor = told.stdout.split()
        return int(major), int(minor)
    except (OSError, ValueError, subprocess.SubprocessError):
        return None


def _is_within(path: str, folder: Path) -> bool:
    root = folder.parent
    return Path(path) == root or root in Path(path).parents
