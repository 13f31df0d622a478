"""Draw the pictures of `docs/pictures/`: `python -m tools.pictures` (needs LibreOffice, pdftoppm and ImageMagick).

Each picture is a page of a real file: the workbook or report is made by the program and printed by LibreOffice. The
ribbon is drawn from its XML (`tools/ribbon_picture.py`).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from perfeval_xl.demo.demonstration import demonstrate
from perfeval_xl.errors import EnvironmentMissing
from perfeval_xl.evaluation import evaluate
from perfeval_xl.form.filling import empty_form, fill_form
from perfeval_xl.report.rendering import render_report
from perfeval_xl.scheme.loader import example_json, has_example, load_scheme
from perfeval_xl.submission.spelling import loads
from tools.ribbon_picture import draw_ribbon

__all__ = ["FORMS", "PICTURES", "draw", "main"]

PICTURES: Mapping[str, tuple[str, int]] = MappingProxyType(
    {
        "空白自评表.png": ("空白自评表", 1),
        "标出问题的自评表.png": ("标出问题和得分的副本", 1),
        "报告中的自评表.png": ("Word 报告", 4),
        "汇总表.png": ("一周的汇总表", 1),
        "报送情况.png": ("报送情况", 2),
    }
)
"""File name to (what the demonstration calls the file, page); the white around what is printed is cut off."""

FORMS: Mapping[str, tuple[str, int]] = MappingProxyType(
    {
        "全国通用自评表.png": ("national-2020", 1),
        "核心绩效指标自评表.png": ("national-2021", 1),
        "湖北自评表.png": ("hubei-2020", 1),
        "安徽自评表.png": ("anhui-2020", 1),
        "上海自评表.png": ("shanghai-2020", 1),
        "云南自评表.png": ("yunnan-2022", 1),
        "四川自评表.png": ("sichuan-2022", 1),
        "岳阳自评报告.png": ("yueyang-2020", 3),
        "岳阳指标体系.png": ("yueyang-2020", 6),
        "岳阳评分依据.png": ("yueyang-2020", 9),
        "盐田评分表.png": ("yantian-2024", 1),
        "盐田评分依据.png": ("yantian-2024", 4),
        "河东综合得分表.png": ("hedong-2022", 1),
        "咸安评价分数和等级.png": ("xianan-2024", 1),
        "共性指标评分表.png": ("framework-2020", 1),
        "共性指标评分依据.png": ("framework-2020", 5),
    }
)
"""File name to (scheme, page) of a form: filled with the example of the scheme, empty where it has none."""

REPORTS: Mapping[str, tuple[str, tuple[int, ...]]] = MappingProxyType(
    {
        "忻州自评报告.png": ("xinzhou-2022", (1, 2, 3, 4)),
        "岳阳自评报告_附件.png": ("yueyang-2020", (1, 2, 3, 5)),
        "盐田评价报告.png": ("yantian-2024", (1, 2, 8, 9)),
        "河东评价报告.png": ("hedong-2022", (1, 4, 5, 6)),
        "咸安评价报告.png": ("xianan-2024", (1, 2)),
        "通用自评报告.png": ("national-2020", (1, 2, 4, 5)),
        "通用评价报告.png": ("framework-2020", (1, 3, 4, 5)),
    }
)
"""File name to (scheme, pages) of a report: made from the example, the pages beside each other."""

_FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
_RESOLUTION = "80"
_SHARP = "130"
_SMALL = "50"


def draw(folder: Path) -> list[Path]:
    """Draw every picture into `folder` and return the files; raises `EnvironmentMissing` without the programs."""
    for name in ("soffice", "pdftoppm", "montage", "mogrify"):
        _program(name)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        files = dict(demonstrate(work / "demo").files)
        drawn = [
            _cut(_picture(work, files[what], page, folder / name, _SHARP))
            for name, (what, page) in PICTURES.items()
        ]
        forms = [
            _picture(work, _form(work, scheme), page, folder / name)
            for name, (scheme, page) in FORMS.items()
        ]
        reports = [
            _report(work, scheme, pages, folder / name)
            for name, (scheme, pages) in REPORTS.items()
        ]
        return [*drawn, *forms, *reports, draw_ribbon(folder)]


def _report(work: Path, scheme_id: str, pages: tuple[int, ...], target: Path) -> Path:
    """Draw pages of the report of a scheme beside each other; its example is the form."""
    path = work / f"{scheme_id}.docx"
    path.write_bytes(
        render_report(evaluate(example_json(scheme_id).encode(), f"{scheme_id}.json"))
    )
    drawn = [
        _picture(work, path, page, work / f"{scheme_id}-{page}.png", _SMALL)
        for page in pages
    ]
    beside = [
        _program("montage"),
        *map(str, drawn),
        "-tile",
        "x1",
        "-geometry",
        "+6+6",
        "-background",
        "#808080",
    ]
    subprocess.run([*beside, "-colors", "32", str(target)], check=True)
    return target


def _form(work: Path, scheme_id: str) -> Path:
    """Return the form of a scheme as a file, with its example in it where there is one."""
    scheme = load_scheme(scheme_id)
    path = work / f"{scheme_id}.xlsx"
    path.write_bytes(
        fill_form(scheme, loads(example_json(scheme_id)))
        if has_example(scheme_id)
        else empty_form(scheme)
    )
    return path


def _picture(
    work: Path, file: Path, page: int, target: Path, resolution: str = _RESOLUTION
) -> Path:
    """Print one page of a file to a picture."""
    # A form and a report of one scheme are called the same but for their endings.
    beside = work / f"{file.name}_pdf"
    printed = beside / f"{file.stem}.pdf"
    if not printed.exists():
        profile = f"-env:UserInstallation={(work / 'profile').as_uri()}"
        convert = [
            _program("soffice"),
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(beside),
            str(file),
        ]
        subprocess.run(convert, check=True, capture_output=True)
    pages = ["-f", str(page), "-l", str(page), "-r", resolution, "-png", "-singlefile"]
    subprocess.run(
        [_program("pdftoppm"), *pages, printed, target.with_suffix("")], check=True
    )
    return target


def _cut(picture: Path) -> Path:
    """Cut the margins of a page off, but for a little: a list of five lines is no full page."""
    without_page_number = ["-gravity", "south", "-chop", "0x7%", "+repage"]
    around = ["-trim", "-bordercolor", "white", "-border", "12", "+repage"]
    cut = [_program("mogrify"), *without_page_number, *around, str(picture)]
    subprocess.run(cut, check=True)
    return picture


def _program(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise EnvironmentMissing(
            f"没有找到程序 {name}。", "请先运行 make test，它会安装所需的程序。"
        )
    return path


def main() -> None:
    """Draw the committed pictures."""
    for path in draw(_FOLDER):
        sys.stdout.write(f"{path.relative_to(_FOLDER.parents[1])}\n")


if __name__ == "__main__":
    main()
