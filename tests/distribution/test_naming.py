"""File names that every system takes, and that never leave their folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfeval_xl.distribution.model import Project
from perfeval_xl.distribution.naming import check_paths, file_names, safe_name
from perfeval_xl.errors import UsageError
from perfeval_xl.refs import Entry


def project(
    name: str, code: str | None = None, unit: str = "中心", department: str = "局"
) -> Project:
    return Project(
        project=Entry(name),
        department=Entry(department),
        unit=Entry(unit),
        year=Entry("2024"),
        code=Entry(code),
        scheme="national-2020",
    )


HOSTILE = [
    "../../etc/passwd",
    "..\\..\\Windows",
    "/etc/passwd",
    "C:\\boot",
    "=HYPERLINK(1)",
    "＝公式",
    "...",
    ".",
    " . ",
    "-rf",
    "CON",
    "con.txt",
    "NUL",
    "COM1",
    "lpt9.表",
    "a\x00b\nc\td",
    'a/b\\c:d*e?f"g<h>i|j',
    "长" * 5000,
    "😀" * 200,
    "\u202egpj.exe",
    "零\u200b宽",
    "尾点...",
    "尾空格   ",
    "~$锁",
    "é" * 300,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_name_becomes_a_plain_one(text: str) -> None:
    for name in (
        safe_name(text),
        *file_names([project(text), project(text, department=text)]),
    ):
        assert name
        assert not set(name) & set('/\\:*?"<>|\x00\n\t\r\u202e\u200b')
        assert name[0] not in "=+-@.~＝ "
        assert not name.rstrip().endswith((".", " "))
        assert len(name.encode()) <= 255
        assert name.split(".")[0].upper() not in {
            "CON",
            "NUL",
            "PRN",
            "AUX",
            "COM1",
            "LPT9",
        }


def test_names_say_department_project_and_year() -> None:
    assert file_names([project("政务云运维")]) == ("局_政务云运维_2024.xlsx",)


def test_projects_of_one_name_get_their_code_their_unit_or_a_number() -> None:
    listed = [
        project("云", "XM1"),
        project("云", "XM2"),
        project("云", unit="信息中心"),
        project("云", unit="信息中心"),
        project("别的"),
    ]
    assert file_names(listed) == (
        "局_云_XM1_2024.xlsx",
        "局_云_XM2_2024.xlsx",
        "局_云_信息中心_2024.xlsx",
        "局_云_信息中心_2024_2.xlsx",
        "局_别的_2024.xlsx",
    )


def test_names_that_some_systems_take_for_one_are_kept_apart() -> None:
    names = file_names(
        [
            project("Project"),
            project("PROJECT"),
            project("云／a"),
            project("云/A"),
            project("CON"),
            project("con"),
        ]
    )
    assert len({name.casefold() for name in names}) == len(names)


def test_ten_thousand_names_of_one_project_are_all_different() -> None:
    names = file_names([project("长" * 300, "同") for _ in range(10_000)])
    assert len(set(names)) == 10_000
    assert max(len(name.encode()) for name in names) <= 255


def test_windows_is_told_before_the_first_file_that_paths_are_too_long() -> None:
    name = "市数据局_政务云运维_2024.xlsx"
    fitting = Path("/" + "深" * (259 - len("//") - len(name)))
    check_paths(fitting, [name], "nt")
    check_paths(Path("/短"), [], "nt")
    with pytest.raises(UsageError, match="有260个字，Windows 最多259个"):
        check_paths(Path(f"{fitting}深"), ["甲.xlsx", name], "nt")
    check_paths(Path(f"{fitting}深"), [name], "posix")
    with pytest.raises(UsageError):
        check_paths(fitting, [name.replace("政", "😀")], "nt")
