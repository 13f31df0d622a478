"""The page as people use it: opened from disk in Chromium, without a network, and its results beside the command line's."""

from __future__ import annotations

import html
import zipfile
from pathlib import Path

import pytest

from perfeval_xl.limits import LIMITS
from tests.hostile import makers
from tests.page.asking import ask
from tests.page.hands import press, put_in, rows_of
from tests.page.natively import Question, answers, unpacked
from tests.support.browser import Browser
from tests.support.rosters import TARGETS, roster
from tests.support.seeds import seed_form

# The first test builds the page, and starts it beside other tests.
pytestmark = [pytest.mark.timeout(900), pytest.mark.usefixtures("emptied")]


def test_nothing_is_asked_of_the_network(browser: Browser, page: Path) -> None:
    assert {address.partition(":")[0] for address in browser.asked} <= {
        "file",
        "blob",
        "data",
    }
    assert [address for address in browser.asked if address.startswith("file:")] == [
        page.resolve().as_uri()
    ]
    assert browser.console == []


def test_the_page_starts_from_memory_within_six_seconds(browser: Browser) -> None:
    assert (
        browser.started_in < 6
    )  # of the processor, not of a clock that others hold up


def test_the_policy_of_the_page_stops_a_request(browser: Browser) -> None:
    failed = browser.run(
        "fetch('https://example.org/').then(() => 'sent', (failure) => failure.name)"
    )
    assert failed == "TypeError"
    assert any("Content Security Policy" in line for line in browser.console), (
        browser.console
    )
    browser.console.clear()


def test_five_seeds_give_the_problems_and_scores_of_the_command_line(
    browser: Browser, forms: list[Path]
) -> None:
    put_in(browser, forms)
    for number, path in enumerate(forms):
        told, _ = ask("evaluate", {}, [(path.name, path.read_bytes())])
        done = told["done"]
        browser.run(
            f"document.querySelectorAll('#overview tbody button')[{number}].click()"
        )
        problems = rows_of(browser, "问题") or []
        assert [(row[0], row[1], row[4]) for row in problems] == [
            (one["severity"], one["code"], one["source"]) for one in done["problems"]
        ]
        assert [row[2:4] for row in problems] == [
            [
                "\n".join(filter(None, [place, "·".join(one["path"])])),
                f"{one['message']}\n{one['remedy']}",
            ]
            for one, place in zip(done["problems"], done["said"]["places"], strict=True)
        ]
        assert rows_of(browser, "得分") == [
            [
                "·".join(r["path"]),
                r["weight"],
                r["self_score"] or "未填",
                done["said"]["points"]["/".join(r["path"])],
                r["explanation"],
            ]
            for r in done["indicators"]
        ]
        assert done["said"]["total"] in browser.run(
            "document.getElementById('detail').innerText"
        )


def test_copies_reports_and_the_summary_are_those_of_the_program(
    browser: Browser, forms: list[Path], tmp_path: Path
) -> None:
    for path in forms:
        path.touch()
    times = " ".join(str(int(path.stat().st_mtime)) for path in forms)
    questions: list[Question] = [
        ("marked copy", {}, forms[:1]),
        ("report", {}, forms[:1]),
    ]
    questions.append(("summary", {"times": times}, forms))
    _, expected = answers(tmp_path, questions)
    put_in(browser, forms)
    for name, button in zip(
        sorted(expected), ("下载标注副本", "下载 Word 报告", "下载汇总表"), strict=True
    ):
        press(browser, button)
        made = browser.saved(name.partition(" ")[2])
        assert unpacked(made) == unpacked(expected[name]), name


def _broken(folder: Path, shared: Path) -> list[Path]:
    """Twenty files that are no form, or a broken one."""
    form = seed_form("xinzhou-2022")
    made = {
        "空.xlsx": b"",
        "文字.xlsx": "项目支出绩效自评表".encode(),
        "图.xlsx": b"\x89PNG\r\n\x1a\n" + b"0" * 100,
        "网页.xls": "<html><table><tr><td>表</td></tr></table></html>".encode(),
        "半.xlsx": form[: len(form) // 2],
        "密码.xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 600
        + "EncryptedPackage".encode("utf-16-le")
        + b"\0" * 900,
        "旧.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000,
        "数.json": b"[1, 2",
        "别的.json": b"{}",
        "表多.xlsx": makers.many_sheets(LIMITS.sheets + 1),
        "名多.xlsx": makers.many_names(LIMITS.names + 1),
        "并多.xlsx": makers.many_merges(LIMITS.merges + 1),
    }
    for name, data in made.items():
        (folder / name).write_bytes(data)
    cases = shared / "hostile-cases"
    kept = [cases / name for name in ("bz2_bomb.xlsx", "lzma_broken.xlsx")]
    kept += [cases / "min" / name for name in ("app_broken.xlsx", "cut100_at40.xlsx", "cut100_at400.ods", "cut4_at40.xlsx", "theme_broken.xlsx", "xf_numfmt_text.xlsx")]  # fmt: skip
    return [*(folder / name for name in made), *kept]


def test_twenty_broken_files_are_told_as_by_the_command_line(
    browser: Browser, tmp_path: Path, shared_folder: Path
) -> None:
    files = _broken(tmp_path, shared_folder)
    assert len(files) == 20
    expected = []
    for path in files:
        told, _ = ask("evaluate", {}, [(path.name, path.read_bytes())])
        if "refused" in told:
            expected.append([path.name, "未能读取", told["refused"]["message"]])
        else:
            said = told["done"]["said"]
            expected.append([path.name, said["state"], said["total"]])
    put_in(browser, files)
    assert [[row[0], row[2], row[7]] for row in rows_of(browser, "放入")] == expected
    assert sum(state == "未能读取" for _, state, _ in expected) >= 13


def test_a_format_for_which_a_browser_lacks_the_means_is_told_apart(
    browser: Browser, tmp_path: Path
) -> None:
    path = tmp_path / "文.pdf"
    path.write_bytes(b"%PDF-1.7\n")
    put_in(browser, [path])
    assert "这个页面不能读取“文.pdf”的格式" in rows_of(browser, "放入")[0][7]


def test_a_file_of_200_mb_is_refused_unread(browser: Browser, tmp_path: Path) -> None:
    huge = tmp_path / "大.xlsx"
    with huge.open("wb") as stream:
        stream.truncate(200 * 2**20)
    put_in(browser, [huge])
    told, _ = ask("too large", {"file": huge.name, "size": str(huge.stat().st_size)})
    assert told["refused"]["message"] in browser.run(
        "document.getElementById('said').textContent"
    )


def test_a_question_that_does_not_end_is_ended_and_the_next_is_answered(
    browser: Browser, forms: list[Path]
) -> None:
    limit = LIMITS.work_seconds * 1000
    browser.run(
        "window.plainTimeout = window.setTimeout;"
        f"window.setTimeout = (work, wait) => window.plainTimeout(work, wait === {limit} ? 300 : wait);"
        # the next message to the thread never arrives
        "window.plainPost = Worker.prototype.postMessage;"
        "Worker.prototype.postMessage = function () { Worker.prototype.postMessage = window.plainPost; };"
    )
    try:
        put_in(browser, forms[:1])
        told, _ = ask("too long", {"file": forms[0].name})
        assert told["refused"]["message"] in browser.run(
            "document.getElementById('said').textContent"
        )
    finally:
        browser.run(
            "window.setTimeout = window.plainTimeout; document.getElementById('clear').click()"
        )
    put_in(browser, forms[:1])
    assert "100分（优）" in browser.run("document.getElementById('said').textContent")


def test_what_stands_in_a_cell_is_text_in_the_page(
    browser: Browser, tmp_path: Path
) -> None:
    hostile = "<img src=x onerror=document.title='hurt'><script>document.title='hurt'</script>"
    path = tmp_path / "<b>恶意.xlsx"
    path.write_bytes(makers.with_text("B4", html.escape(hostile)))
    put_in(browser, [path])
    assert hostile in browser.run("document.getElementById('overview').innerText")
    assert (
        browser.run(
            "document.querySelectorAll('#results img, #results script, #results b').length"
        )
        == 0
    )
    assert browser.run("document.title") == "项目支出绩效评价"


def test_files_can_be_dropped(browser: Browser, forms: list[Path]) -> None:
    browser.drop("#drop", forms[:2])
    browser.wait(
        "document.getElementById('said').textContent.startsWith('处理完成：共2份')"
    )
    assert [row[0] for row in rows_of(browser, "放入")] == [
        path.name for path in forms[:2]
    ]


def test_blank_and_prefilled_forms_are_handed_out(
    browser: Browser, tmp_path: Path
) -> None:
    browser.run("document.getElementById('form-scheme').value = 'national-2020'")
    listed = tmp_path / "项目清单.xlsx"
    listed.write_bytes(roster(targets=TARGETS))
    questions: list[Question] = [("blank form", {"scheme": "national-2020"}, [])]
    questions.append(("prefilled forms", {"scheme": "national-2020"}, [listed]))
    _, expected = answers(tmp_path, questions)
    blank, forms = sorted(expected)
    press(browser, "下载空白表")
    assert unpacked(browser.saved(blank.partition(" ")[2])) == unpacked(expected[blank])
    browser.choose("#list-files", [listed])
    made = browser.saved(forms.partition(" ")[2])
    assert unpacked(made).keys() == unpacked(expected[forms]).keys()
    assert "清单中有1个项目" in browser.run(
        "document.getElementById('list-result').innerText"
    )


def test_a_scheme_goes_out_and_a_wrong_one_is_told_cell_by_cell(
    browser: Browser, tmp_path: Path
) -> None:
    browser.run("document.getElementById('form-scheme').value = 'xinzhou-2022'")
    press(browser, "下载方案工作簿")
    name = ask("scheme out", {"scheme": "xinzhou-2022"})[0]["files"][0]
    book = tmp_path / "方案.xlsx"
    book.write_bytes(browser.saved(name))
    assert zipfile.is_zipfile(book)
    browser.choose("#scheme-file", [book])
    browser.wait("!!document.querySelector('#scheme-result table')")
    assert rows_of(browser, "方案没有导入")[0][0] == "方案 B4"
