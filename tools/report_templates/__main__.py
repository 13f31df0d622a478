"""Write every template: `python -m tools.report_templates`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tools.report_templates.general import (
    check_sheet,
    evaluation_report,
    score_sheet,
    self_report,
)
from tools.report_templates.hedong import hedong_report
from tools.report_templates.xianan import xianan_report
from tools.report_templates.xinzhou import xinzhou_report
from tools.report_templates.yantian import yantian_report
from tools.report_templates.yueyang import yueyang_report

__all__ = ["FOLDER", "TEMPLATES", "main"]

FOLDER = Path(__file__).resolve().parents[2] / "report_templates"
TEMPLATES: dict[str, Callable[[], bytes]] = {
    "项目支出绩效自评报告.docx": self_report,
    "项目支出绩效评价报告.docx": evaluation_report,
    "评分单.docx": score_sheet,
    "核对单.docx": check_sheet,
    "忻州自评报告.docx": xinzhou_report,
    "河东评价报告.docx": hedong_report,
    "咸安评价报告.docx": xianan_report,
    "岳阳自评报告.docx": yueyang_report,
    "盐田评价报告.docx": yantian_report,
}
"""Every template by its file name."""


def main() -> None:
    """Write them all."""
    for name, made in TEMPLATES.items():
        (FOLDER / name).write_bytes(made())
        print(f"report_templates/{name}")


if __name__ == "__main__":
    main()
