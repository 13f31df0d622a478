"""The desk answers what the page asks, in the words of the command line, whatever it is given."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from openpyxl import load_workbook

from perfeval_xl.evaluation import evaluate
from perfeval_xl.form.filling import empty_form
from perfeval_xl.form.layout.form_layout import form_layout
from perfeval_xl.limits import LIMITS
from perfeval_xl.markup.marking import mark_up
from perfeval_xl.page import evaluating
from perfeval_xl.reading.drawn import _drawn, drawn_form
from perfeval_xl.scheme.loader import example_json, load_scheme
from tests.page.asking import ask
from tests.support.rosters import GOOD, TARGETS, roster
from tests.support.seeds import SEEDS, seed_form


@pytest.mark.parametrize("seed", SEEDS)
def test_a_form_is_answered_with_the_json_of_the_command_line(seed: str) -> None:
    told, _ = ask("evaluate", {}, [("表.xlsx", seed_form(seed))])
    expected = json.loads(json.dumps(evaluate(seed_form(seed), "表.xlsx").as_json()))
    assert {key: told["done"][key] for key in expected} == expected
    said = told["done"]["said"]
    assert len(said["places"]) == len(expected["problems"])
    assert sum(said["counts"].values()) == len(expected["problems"])
    assert said["points"].keys() == {
        "/".join(row["path"]) for row in expected["indicators"]
    }


def test_a_marked_copy_is_that_of_the_command_line() -> None:
    data = seed_form("xinzhou-2022")
    told, made = ask("marked copy", {}, [("忻州.xlsx", data)])
    assert told == {
        "done": {"anew": False, "damaged": False},
        "files": ["忻州（评分结果）.xlsx"],
    }
    assert made == [mark_up(evaluate(data, "忻州.xlsx"))]


def test_a_submission_as_json_is_copied_as_its_filled_form() -> None:
    told, made = ask(
        "marked copy", {}, [("忻州.json", example_json("xinzhou-2022").encode())]
    )
    assert told["files"] == ["忻州（评分结果）.xlsx"]
    assert "问题清单" in load_workbook(io.BytesIO(made[0])).sheetnames


def test_a_form_is_scored_under_another_scheme() -> None:
    told, _ = ask(
        "evaluate",
        {"scheme": "national-2020"},
        [("表.xlsx", seed_form("xinzhou-2022"))],
    )
    assert told["done"]["scheme"] == "national-2020"
    told, _ = ask(
        "evaluate", {"scheme": "yueyang-2020"}, [("表.xlsx", seed_form("xinzhou-2022"))]
    )
    assert "不能互相评分" in told["refused"]["message"]


@pytest.mark.parametrize(
    ("data", "code"), [(b"", "PE-075"), (b"not a form", "PE-075"), (b"{}", "PE-079")]
)
def test_what_is_no_form_is_refused_with_its_code(data: bytes, code: str) -> None:
    told, made = ask("evaluate", {}, [("表.xlsx", data)])
    assert told["refused"]["code"] == code
    assert told["refused"]["remedy"]
    assert made == []


@pytest.mark.parametrize(
    ("name", "words", "code"),
    [
        ("too large", {"file": "大.xlsx", "size": "200000000"}, "PE-078"),
        ("too long", {"file": "大.xlsx"}, "PE-180"),
        ("too much", {"file": "大.xlsx"}, "PE-181"),
    ],
)
def test_what_the_page_has_to_stop_is_told_in_the_words_of_collecting(
    name: str, words: dict[str, str], code: str
) -> None:
    told, _ = ask(name, words)
    assert told["refused"]["code"] == code
    assert "大.xlsx" in told["refused"]["message"]


@pytest.mark.parametrize(
    ("failure", "code"), [(ValueError("bug"), "PE-080"), (MemoryError(), "PE-181")]
)
def test_a_bug_and_a_lack_of_memory_become_refusals(
    failure: Exception, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object) -> None:
        raise failure

    monkeypatch.setattr(evaluating, "evaluate", fail)
    told, _ = ask("evaluate", {}, [("甲.xlsx", b"never seen before " + code.encode())])
    assert told["refused"]["code"] == code


def test_the_page_is_told_limits_schemes_and_templates() -> None:
    told, _ = ask("begin")
    begun = told["done"]
    assert begun["limits"] == {
        "file_bytes": LIMITS.file_bytes,
        "work_seconds": LIMITS.work_seconds,
    }
    assert set(SEEDS) <= {scheme["id"] for scheme in begun["schemes"]}
    assert "核对单" in begun["templates"]


def test_blank_forms_are_those_of_the_command_line() -> None:
    told, made = ask("blank form", {"scheme": "national-2020"})
    assert made == [empty_form(load_scheme("national-2020"))]
    assert told["files"][0].endswith("（空白表）.xlsx")


def test_a_project_list_becomes_prefilled_forms() -> None:
    told, made = ask(
        "prefilled forms",
        {"scheme": "national-2020"},
        [("项目清单.xlsx", roster(targets=TARGETS))],
    )
    assert told["done"]["projects"] == 1, told
    assert told["done"]["targets"] == len(TARGETS)
    with zipfile.ZipFile(io.BytesIO(made[0])) as archive:
        forms = [name for name in archive.namelist() if "政务云运维" in name]
        submission = evaluate(archive.read(forms[0]), "表.xlsx").submission
    assert submission.project.text == "政务云运维"
    assert (
        next(row.path[2] for row in submission.indicators if row.target.text)
        == "运维系统数量"
    )


def test_a_project_list_with_errors_gives_problems_and_no_forms() -> None:
    given = roster([(*GOOD[:5], "去年", *GOOD[6:])])
    told, made = ask(
        "prefilled forms", {"scheme": "national-2020"}, [("项目清单.xlsx", given)]
    )
    assert told["done"]["problems"]
    assert made == []


def test_a_list_without_years_takes_the_one_that_is_given() -> None:
    files = [("项目清单.xlsx", roster([(*GOOD[:5], None, *GOOD[6:])]))]
    words = {"scheme": "national-2020"}
    told, made = ask("prefilled forms", words, files)
    assert (bool(told["done"]["problems"]), made) == (True, [])
    told, made = ask("prefilled forms", {**words, "year": "2024年度"}, files)
    assert (told["done"]["problems"], len(made)) == ([], 1)
    told, _ = ask("prefilled forms", {**words, "year": "24"}, files)
    assert "“24”不是年度" in told["refused"]["message"]


def test_an_empty_project_list_gives_no_forms() -> None:
    _, lists = ask("project list", {"scheme": "national-2020"})
    told, made = ask(
        "prefilled forms", {"scheme": "national-2020"}, [("项目清单.xlsx", lists[0])]
    )
    assert (told["done"]["projects"], made) == (0, [])


def test_a_changed_scheme_is_taken_and_a_wrong_one_told_cell_by_cell(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PERFEVAL_SCHEMES", str(tmp_path))
    _, books = ask("scheme out", {"scheme": "national-2020"})
    told, made = ask("scheme in", {}, [("方案.xlsx", books[0])])
    assert (told["done"]["id"], made) == (None, [])
    assert [mistake["cell"] for mistake in told["done"]["mistakes"]] == ["B4"]
    book = load_workbook(io.BytesIO(books[0]))
    book["方案"]["B4"] = "own-2025"
    saved = io.BytesIO()
    book.save(saved)
    told, made = ask("scheme in", {}, [("方案.xlsx", saved.getvalue())])
    assert told["done"]["id"] == "own-2025"
    assert b"own-2025" in made[0]
    assert {
        scheme["id"]: True for scheme in told["done"]["schemes"] if scheme["own"]
    } == {"own-2025": True}


def test_a_command_on_an_open_workbook_is_answered_with_a_plan_and_its_lists() -> None:
    data = seed_form("yueyang-2020")
    words = {"path": "C:/Temp/l.xlsx"}
    told, made = ask("open check", words, [("表.xlsx", data)])
    records = told["done"]["plan"].split("\x1e")
    assert records[0] == "clear"
    assert records[1].split("\x1f") == ["take", "C:/Temp/l.xlsx", "问题清单"]
    assert load_workbook(io.BytesIO(made[0])).sheetnames == ["问题清单"]
    told, made = ask("open clear", words, [("表.xlsx", data)])
    assert (told["done"]["plan"], made) == ("clear", [])
    told, _ = ask("open next", {"sheet": "", "selection": ""}, [("表.xlsx", data)])
    assert told["done"]["plan"].startswith("select\x1f")


def test_what_the_hands_answer_is_told_in_words() -> None:
    assert "done" in ask("hands answered", {"answer": ""})[0]
    told, _ = ask("hands answered", {"answer": "3\x1fpassword 表"})
    assert "“表”设有密码保护" in told["refused"]["message"]


def test_a_scheme_is_made_ready_before_its_first_form_comes() -> None:
    scheme = load_scheme("yueyang-2020")
    asked = {"scheme": scheme.id}
    assert ask("make ready", asked)[0]["done"] == {}
    hits = _drawn.cache_info().hits
    drawn_form(scheme, form_layout(scheme, None))
    assert _drawn.cache_info().hits == hits + 1
    assert ask("make ready", {"scheme": "no-such-scheme"})[0]["done"] == {}
