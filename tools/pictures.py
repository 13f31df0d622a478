"""Draw the pictures of `docs/pictures/`: `python -m tools.pictures` (needs LibreOffice and pdftoppm).

Each picture is a page of a real file: the workbook or report is made by the program and printed by LibreOffice.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from perfeval_xl.demo import demonstrate
from perfeval_xl.errors import EnvironmentMissing

__all__ = ["PICTURES", "draw", "main"]

PICTURES: Mapping[str, tuple[str, int]] = MappingProxyType(
    {
        "空白自评表.png": ("空白自评表", 1),
        "标出问题的自评表.png": ("标出问题和得分的副本", 1),
        "报告中的自评表.png": ("Word 报告", 3),
        "汇总表.png": ("汇总表", 1),
    }
)
"""File name to (what the demonstration calls the file, page)."""

_FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
_RESOLUTION = "80"


def draw(folder: Path) -> list[Path]:
    """Draw every picture into `folder` and return the files; raises `EnvironmentMissing` without the programs."""
    soffice, pdftoppm = _program("soffice"), _program("pdftoppm")
    folder.mkdir(parents=True, exist_ok=True)
    drawn = []
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        files = dict(demonstrate(work / "demo").files)
        for name, (what, page) in PICTURES.items():
            convert = [soffice, f"-env:UserInstallation={(work / 'profile').as_uri()}", "--headless"]
            subprocess.run(
                [*convert, "--convert-to", "pdf", "--outdir", work, files[what]], check=True, capture_output=True
            )
            pages = ["-f", str(page), "-l", str(page), "-r", _RESOLUTION, "-png", "-singlefile"]
            target = folder / name
            subprocess.run([pdftoppm, *pages, work / f"{files[what].stem}.pdf", target.with_suffix("")], check=True)
            drawn.append(target)
    return drawn


def _program(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise EnvironmentMissing(f"没有找到程序 {name}。", "请先运行 make test，它会安装所需的程序。")
    return path


def main() -> None:
    """Draw the committed pictures."""
    for path in draw(_FOLDER):
        sys.stdout.write(f"{path.relative_to(_FOLDER.parents[1])}\n")


if __name__ == "__main__":
    main()
