"""Everything that arrives is taken in once and for good, and nothing that arrives stops the run."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from perfeval_xl.collection.collecting import collect
from perfeval_xl.collection.ledger import open_ledger
from perfeval_xl.collection.records import State
from perfeval_xl.errors import UsageError
from tests.collection.collected import Make, everything, run_over, states
from tests.collection.conftest import Mailbox
from tests.collection.mails import letter, raw_mail, raw_part
from tests.support.limits import limited, working_here


def test_a_real_workbook_goes_all_the_way_into_the_ledger(
    mailbox: Mailbox, form: Make
) -> None:
    mailbox.put("1.eml", letter(("自评表.xlsx", form()), message_id="<1@unit.example>"))
    assert states(run_over(mailbox)) == [("自评表.xlsx", "new")]
    ledger = open_ledger(mailbox.ledger)
    (version,) = ledger.in_force()
    figures = version.figures
    assert (str(figures.self_total), str(figures.rule_total), figures.rule_grade) == (
        "98",
        "100",
        "优",
    )
    assert (str(figures.budget), figures.sheet, figures.budget_cell) == (
        "24.5",
        "项目支出绩效自评表",
        "E7",
    )
    assert version.arrival.sender == "财务科 <caiwu@unit.example>"
    assert ledger.original(version.arrival.sha256) == form()
    problems = {problem.code: problem for _, problem in ledger.all_problems()}
    assert (problems["PE-032"].cell, problems["PE-032"].severity) == ("H30", "错误")
    assert figures.errors == 1
    rows = [row for _, row in ledger.indicator_scores()]
    assert [str(row.score) for row in rows if row.path[-1] == "工作人员满意度"] == [
        "10"
    ]
    assert sum(row.score for row in rows) == figures.rule_total


def test_running_again_changes_not_one_row(mailbox: Mailbox, form: Make) -> None:
    mailbox.put(
        "1.eml",
        letter(("a.xlsx", form()), ("b.xlsx", b"broken"), ("logo.png", b"\x89PNG\r\n")),
    )
    mailbox.put("c.xlsx", form(project="另一个项目"))
    first = run_over(mailbox)
    before = everything(mailbox.ledger)
    again = run_over(mailbox)
    assert everything(mailbox.ledger) == before
    assert again.known == again.attachments == first.attachments == 4
    assert (again.new, again.duplicates, again.unreadable, again.ignored) == (
        0,
        0,
        0,
        0,
    )


def test_the_same_bytes_count_once_wherever_they_come_from(
    mailbox: Mailbox, document: Make
) -> None:
    original = letter(("a.json", document()), message_id="<1@x.example>")
    forward = letter(message_id="<2@x.example>")
    forward.add_attachment(original)
    mailbox.put("1.eml", original)
    mailbox.put("2.eml", forward)
    mailbox.put("copy.json", document())
    run = run_over(mailbox)
    assert (run.new, run.duplicates) == (1, 2)
    mailbox.put("later.json", document())
    assert run_over(mailbox).duplicates == 1
    ledger = open_ledger(mailbox.ledger)
    assert len(ledger.in_force()) == 1
    assert {arrival.earlier for arrival in ledger.arrivals(State.DUPLICATE)} == {
        "a.json"
    }


def test_two_mails_without_message_id_are_two(mailbox: Mailbox, document: Make) -> None:
    mailbox.put("1.eml", letter(("a.json", document()), subject="一"))
    mailbox.put("2.eml", letter(("a.json", document()), subject="二"))
    run = run_over(mailbox)
    assert (run.envelopes, run.new, run.duplicates) == (2, 1, 1)
    assert open_ledger(mailbox.ledger).envelopes() == 2


def test_a_copied_message_id_does_not_hide_what_came_with_it(
    mailbox: Mailbox, document: Make
) -> None:
    mailbox.put("1.eml", letter(("a.json", document()), message_id="<same@x.example>"))
    mailbox.put(
        "2.eml",
        letter(("a.json", document(project="别的项目")), message_id="<same@x.example>"),
    )
    assert run_over(mailbox).new == 2


def test_a_mail_with_thirty_attachments_gives_thirty_verdicts(
    mailbox: Mailbox, document: Make
) -> None:
    attachments = [(f"{n}.json", document(project=f"项目{n}")) for n in range(30)]
    mailbox.put("1.eml", letter(*attachments))
    run = run_over(mailbox)
    assert (run.attachments, run.new) == (30, 30)
    assert [verdict.file for verdict in run.verdicts] == [
        name for name, _ in attachments
    ]


def test_what_no_sender_meant_as_a_form_is_ignored_and_what_he_did_is_answered(
    mailbox: Mailbox,
) -> None:
    text = "情况说明".encode("gb18030")
    mailbox.put(
        "1.eml",
        letter(
            ("说明.txt", text),
            ("自评表.xlsx", text),
            ("通知.pdf", b"%PDF-1.4"),
            ("公章.png.xlsx", b"\x89PNG\r\n"),
        ),
    )
    mailbox.put("~$自评表.xlsx", b"\x05owner" + bytes(159))
    run = run_over(mailbox)
    assert states(run) == [
        ("说明.txt", "ignored"),
        ("自评表.xlsx", "unreadable"),
        ("通知.pdf", "ignored"),
        ("公章.png.xlsx", "unreadable"),
        ("~$自评表.xlsx", "ignored"),
    ]
    assert "图片" in run.verdicts[3].message


def _bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b"0" * 300_000_000)
    return buffer.getvalue()


def test_hostile_files_get_a_code_and_the_run_goes_on(
    mailbox: Mailbox, form: Make
) -> None:
    deep = b'{"scheme":' + b"[" * 100_000
    files = {
        "01炸弹.xlsx": _bomb(),
        "02空.xlsx": b"",
        "03截断.xlsx": form()[:9000],
        "04网页.xls": b"<html><table><tr><td>1</td></tr></table>",
        "05旧版.xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "06深.json": deep,
        "07压缩.zip": _archive(form()),
        "08乱码.xlsx": bytes(range(256)),
        "09别的.json": b'{"name": "x"}',
    }
    for name, data in files.items():
        mailbox.put(name, data)
    mailbox.put("99好.xlsx", form())
    run = run_over(mailbox)
    opened = [verdict for verdict in run.verdicts if verdict.state is State.OPENED]
    refused = [verdict for verdict in run.verdicts if verdict.state is State.UNREADABLE]
    assert [verdict.file for verdict in opened] == ["07压缩.zip"]
    assert (len(refused), run.new) == (len(files), 1)
    assert all(verdict.code.startswith("PE-07") for verdict in refused)
    unreadable = open_ledger(mailbox.ledger).unreadable()
    assert all(arrival.message and arrival.remedy for arrival in unreadable)
    names = {"07压缩.zip": "07压缩.zip/自评表.xlsx"}
    assert [arrival.file for arrival in unreadable] == [
        names.get(name, name) for name in sorted(files)
    ]


def test_damaged_documents_of_other_formats_are_answered(mailbox: Mailbox) -> None:
    mimetype = b"application/vnd.oasis.opendocument.spreadsheet"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", mimetype)
        archive.writestr("content.xml", bytes(range(256)))
    mailbox.put("1.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    mailbox.put("2.ods", buffer.getvalue())
    first, second = run_over(mailbox).verdicts
    assert ("或有密码" in first.message, first.code) == (True, "PE-075")
    assert ("内容已损坏" in second.message, second.code) == (True, "PE-075")


def _archive(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("../../自评表.xlsx", data[:10])
    return buffer.getvalue()


def test_names_never_become_paths(
    mailbox: Mailbox, document: Make, tmp_path: Path
) -> None:
    before = sorted(tmp_path.rglob("*"))
    mail = raw_mail(
        raw_part(
            document(), b'Content-Disposition: attachment; filename="../../x.json"'
        )
    )
    path = mailbox.put("1.eml", mail)
    assert states(run_over(mailbox)) == [("x.json", "new")]
    assert sorted(tmp_path.rglob("*")) == sorted([*before, path, Path(mailbox.ledger)])


def test_an_empty_file_of_every_sender_is_answered_but_a_second_one_of_the_same_is_not(
    mailbox: Mailbox,
) -> None:
    for number, sender in enumerate(["a@x.example", "甲 <A@x.example>", "b@x.example"]):
        mailbox.put(
            f"{number}.eml",
            letter(("表.xlsx", b""), sender=sender, message_id=f"<{number}@x.example>"),
        )
    assert [state for _, state in states(run_over(mailbox))] == [
        "unreadable",
        "duplicate",
        "unreadable",
    ]


def test_what_is_too_large_is_kept_and_not_opened(
    mailbox: Mailbox, document: Make
) -> None:
    small = document()
    mailbox.put("1.eml", letter(("大.xlsx", small + b" "), ("小.json", small)))
    mailbox.put("2.xlsx", b"x" * (len(small) + 1))
    mailbox.put("3.xlsx", b"x" * (4 * len(small) + 1))
    with limited(file_bytes=len(small), mail_bytes=4 * len(small)), working_here():
        run = run_over(mailbox)
    assert [(v.file, str(v.state), v.code) for v in run.verdicts] == [
        ("大.xlsx", "unreadable", "PE-078"),
        ("小.json", "new", ""),
        ("2.xlsx", "unreadable", "PE-078"),
        ("3.xlsx", "unreadable", "PE-078"),
    ]
    ledger = open_ledger(mailbox.ledger)
    originals = [small + b" ", b"x" * (len(small) + 1), b"x" * (4 * len(small) + 1)]
    assert [
        ledger.original(arrival.sha256) for arrival in ledger.unreadable()
    ] == originals
    assert [arrival.size for arrival in ledger.unreadable()] == [
        len(small) + 1,
        len(small) + 1,
        4 * len(small) + 1,
    ]
    assert run_over(mailbox).known == 4


def test_a_mail_without_attachments_is_listed_as_a_letter(mailbox: Mailbox) -> None:
    mailbox.put("1.eml", letter())
    run = run_over(mailbox)
    assert (run.envelopes, run.attachments, run.letters) == (1, 1, 1)
    assert open_ledger(mailbox.ledger).envelopes() == 1


def test_single_files_hidden_files_and_the_ledger_itself(
    mailbox: Mailbox, document: Make
) -> None:
    mailbox.put(".隐藏.json", document())
    mailbox.put("Thumbs.db", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    path = mailbox.put("1.json", document())
    inside = str(mailbox.folder / "台账.sqlite")
    for _ in range(2):
        run = collect([mailbox.folder, path], inside)
    assert [verdict.file for verdict in run.verdicts] == ["1.json", "1.json"]
    assert run.known == 2


def test_a_source_that_is_not_there_is_a_mistake_in_the_call(mailbox: Mailbox) -> None:
    with pytest.raises(UsageError, match="没有找到"):
        collect([mailbox.folder / "没有"], mailbox.ledger)
    assert not Path(mailbox.ledger).exists()
