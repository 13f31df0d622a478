"""A person's own schemes stand beside the package's, and never break or replace those."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfeval_xl.errors import SchemeError
from perfeval_xl.scheme.files import DATA, VARIABLE, own_folders, shipped_files
from perfeval_xl.scheme.loader import find_scheme, load_scheme, scheme_ids

OWN = (
    'extends = "national-2020"\nid = "county-2025"\ntitle = "某县自评"\nversion = "1"\n'
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of `PERFEVAL_SCHEMES`; the home folder is empty."""
    home, named = tmp_path / "home", tmp_path / "schemes"
    home.mkdir()
    named.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setenv(VARIABLE, str(named))
    return named


def test_a_scheme_in_the_named_folder_is_found_by_id_and_title(folder: Path) -> None:
    (folder / "county-2025.toml").write_text(OWN, encoding="utf-8")
    assert "county-2025" in scheme_ids()
    assert find_scheme("某县自评") is load_scheme("county-2025")
    assert load_scheme("county-2025").bands == load_scheme("national-2020").bands


@pytest.mark.usefixtures("folder")
def test_a_scheme_in_the_home_folder_is_found_with_and_without_the_variable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    home = own_folders()[1]
    home.mkdir(parents=True)
    (home / "county-2025.toml").write_text(OWN, encoding="utf-8")
    assert load_scheme("county-2025").title == "某县自评"
    monkeypatch.delenv(VARIABLE)
    assert own_folders() == (home,)
    assert load_scheme("county-2025").title == "某县自评"


def test_folders_that_are_not_there_hold_no_schemes(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(folder / "none"))
    assert scheme_ids() == tuple(shipped_files())


def test_a_link_that_leads_to_itself_or_nowhere_hides_no_other_scheme(
    folder: Path,
) -> None:
    (folder / "county-2025.toml").write_text(OWN, encoding="utf-8")
    (folder / "again.toml").symlink_to("again.toml")
    (folder / "gone.toml").symlink_to("nowhere.toml")
    (folder / "folder.toml").mkdir()
    own = set(scheme_ids()) - set(shipped_files())
    assert own == {"county-2025"}


def test_a_changed_file_is_read_again_and_an_unchanged_one_is_not(folder: Path) -> None:
    path = folder / "county-2025.toml"
    path.write_text(OWN, encoding="utf-8")
    first = load_scheme("county-2025")
    assert load_scheme("county-2025") is first
    path.write_text(OWN.replace("某县自评", "某县单位自评"), encoding="utf-8")
    assert load_scheme("county-2025").title == "某县单位自评"


def test_a_scheme_follows_a_changed_scheme_that_it_extends(folder: Path) -> None:
    (folder / "county-2025.toml").write_text(OWN, encoding="utf-8")
    town = 'extends = "county-2025"\nid = "town-2025"\ntitle = "某镇自评"\n'
    (folder / "town-2025.toml").write_text(town, encoding="utf-8")
    assert load_scheme("town-2025").version == "1"
    (folder / "county-2025.toml").write_text(
        OWN.replace('"1"', '"2 改"'), encoding="utf-8"
    )
    assert load_scheme("town-2025").version == "2 改"


def test_taking_an_id_of_the_package_is_an_error_that_names_both_files(
    folder: Path,
) -> None:
    taken = folder / "national-2020.toml"
    taken.write_text(
        DATA.joinpath("national-2020.toml").read_text(encoding="utf-8"),
        encoding="utf-8",
    )
    with pytest.raises(SchemeError, match="程序自带") as caught:
        load_scheme("national-2020")
    assert str(taken) in str(caught.value)
    assert "“national-2020.toml”" in str(caught.value)


def test_a_taken_id_does_not_reach_the_other_schemes_of_the_package(
    folder: Path,
) -> None:
    (folder / "national-2020.toml").write_text("坏了", encoding="utf-8")
    assert load_scheme("xinzhou-2022").id == "xinzhou-2022"  # extends national-2020
    assert find_scheme("忻州2022年度项目支出绩效自评").id == "xinzhou-2022"


def test_two_files_of_a_person_with_one_id_are_an_error_that_names_both(
    folder: Path,
) -> None:
    home = own_folders()[1]
    home.mkdir(parents=True)
    for place in (folder, home):
        (place / "county-2025.toml").write_text(OWN, encoding="utf-8")
    with pytest.raises(SchemeError) as caught:
        load_scheme("county-2025")
    assert str(folder) in str(caught.value)
    assert str(home) in str(caught.value)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("不是 TOML", "不符合 TOML 格式"),
        (OWN.replace("county-2025", "city-2025"), "与文件名“broken.toml”不同"),
        ('id = "broken"\n', "没有填写"),
        ('extends = "broken"\nid = "broken"\n', "引用成了循环"),
        ('extends = "../national-2020"\nid = "broken"\n', "不存在"),
        (OWN.replace("county-2025", "../broken"), "只能用字母"),
        (
            OWN.replace("county-2025", "broken") + "valid_from = 2020-01-01T00:00:00\n",
            "应为日期",
        ),
    ],
)
def test_a_broken_scheme_says_what_is_wrong_and_leaves_the_others_alone(
    folder: Path, content: str, words: str
) -> None:
    (folder / "broken.toml").write_text(content, encoding="utf-8")
    with pytest.raises(SchemeError, match=words):
        load_scheme("broken")
    assert load_scheme("national-2020").id == "national-2020"
    assert find_scheme("忻州2022年度项目支出绩效自评").id == "xinzhou-2022"
    with pytest.raises(SchemeError, match="没有叫“不存在的方案”的评价方案"):
        find_scheme("不存在的方案")


def test_a_file_that_is_no_utf8_is_told_and_a_byte_order_mark_is_not_minded(
    folder: Path,
) -> None:
    (folder / "county-2025.toml").write_bytes(OWN.encode("gbk"))
    with pytest.raises(SchemeError, match="UTF-8"):
        load_scheme("county-2025")
    (folder / "county-2025.toml").write_bytes(OWN.encode("utf-8-sig"))
    assert load_scheme("county-2025").title == "某县自评"


def test_a_title_that_two_schemes_have_is_not_guessed(folder: Path) -> None:
    for scheme_id in ("county-2025", "county-2026"):
        (folder / f"{scheme_id}.toml").write_text(
            OWN.replace("county-2025", scheme_id), encoding="utf-8"
        )
    with pytest.raises(SchemeError, match="county-2025、county-2026"):
        find_scheme("某县自评")
