"""The doctor tells which fonts of a report are missing, and what stands in for them."""

from __future__ import annotations

from perfeval_xl.doctor.findings import State
from perfeval_xl.doctor.fonts import reports_fonts


def test_a_font_that_is_there_an_alternative_and_one_that_is_missing_are_told_apart() -> (
    None
):
    title, text, heading, *_ = reports_fonts({"方正小标宋简体", "仿宋"})
    assert (title.state, title.told) == (State.GOOD, "有方正小标宋简体。")
    assert (text.state, text.told) == (State.GOOD, "没有仿宋_GB2312，用仿宋代替。")
    assert heading.state is State.ABSENT
    assert "没有黑体、SimHei" in heading.told
    assert "代替" in heading.told
    assert "请安装黑体" in heading.remedy


def test_the_fonts_of_a_machine_with_all_of_them_need_nothing() -> None:
    names = {
        "方正小标宋简体",
        "仿宋_GB2312",
        "黑体",
        "楷体_GB2312",
        "宋体",
        "Times New Roman",
    }
    assert all(finding.remedy == "" for finding in reports_fonts(names))
