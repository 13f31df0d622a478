"""Receipts: every unit hears what became of its form, in plain words, with the workbook to mend."""

from __future__ import annotations

import io
import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from perfeval_xl.collection.collecting import collect
from perfeval_xl.collection.ledger import open_ledger
from perfeval_xl.errors import UsageError
from perfeval_xl.evaluation import evaluate
from perfeval_xl.replies.draft import Draft, draft_bytes
from perfeval_xl.replies.folder import ASIDE, write_drafts
from perfeval_xl.replies.mending import MENDING_SHEET
from perfeval_xl.replies.receipts import Office, Unanswered, receipts
from perfeval_xl.replies.texts import default_texts, mail_texts
from tests.collection.mails import letter

OFFICE = Office(
    texts=mail_texts(),
    sender="caiwu@finance.example",
    addresses={"戊单位": "wu@unit-e.example"},
)


@pytest.fixture(scope="module")
def drafts(received: str) -> dict[str, Draft]:
    """The receipts of all that arrived, by recipient."""
    unanswered = Unanswered()
    made = list(receipts(open_ledger(received), OFFICE, unanswered))
    assert unanswered.reasons == []
    return {draft.to: draft for _, draft in made}


def _parsed(draft: Draft) -> EmailMessage:
    return message_from_bytes(draft_bytes(draft), policy=SMTP)


def _workbook(draft: Draft) -> bytes:
    (part,) = _parsed(draft).iter_attachments()
    content: bytes = part.get_content()
    return content


def test_everybody_who_waits_for_an_answer_gets_one_and_nobody_else(
    drafts: dict[str, Draft],
) -> None:
    """丁 sent the form again that could not be read: one answer, about the one that could."""
    assert {to: draft.subject[:6] for to, draft in drafts.items()} == {
        "jia@unit-a.example": "【已收到】甲",
        "yi@unit-b.example": "【请改正后重",
        "bing@unit-c.example": "【没有收到自",
        "ding@unit-d.example": "【已收到】丁",
        "wu@unit-e.example": "【已收到】戊",
    }


def test_a_draft_opens_for_writing_and_names_the_first_things_to_mend(
    drafts: dict[str, Draft],
) -> None:
    mail = _parsed(drafts["yi@unit-b.example"])
    assert (mail["X-Unsent"], mail["From"], mail["To"]) == (
        "1",
        "caiwu@finance.example",
        "yi@unit-b.example",
    )
    (body, *_) = [
        part for part in mail.walk() if part.get_content_type() == "text/plain"
    ]
    text = body.get_content()
    assert "乙单位：" in text
    assert "总分栏填91分" in text
    assert "必须改正" in text
    assert not re.search(r"PE-\d|[{}]", text)


def test_the_first_sheet_says_what_to_mend_without_codes_and_leads_to_the_cells(
    drafts: dict[str, Draft],
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(_workbook(drafts["yi@unit-b.example"])))
    page = book.worksheets[0]
    assert (page.title, book.active) == (MENDING_SHEET, page)
    assert [
        sheet.title for sheet in book.worksheets if sheet.sheet_view.tabSelected
    ] == [MENDING_SHEET]
    rows = list(page.iter_rows(min_row=4, values_only=True))
    assert [row[1] for row in rows] == sorted(
        (row[1] for row in rows), key=["必须改正", "请改正或写明原因", "供参考"].index
    )
    assert any("总分栏填91分" in row[4] for row in rows)
    told = " ".join(str(cell) for row in rows for cell in row)
    assert not re.search(r"PE-\d|÷|×", told)
    linked = [
        cell.hyperlink.location
        for (cell,) in page.iter_rows(min_row=4, min_col=3, max_col=3)
        if cell.hyperlink
    ]
    assert linked
    assert all(link.partition("!")[0].strip("'") in book.sheetnames for link in linked)


def test_the_workbook_mended_in_place_is_a_correction_and_untouched_it_is_none(
    drafts: dict[str, Draft], tmp_path: Path
) -> None:
    sent = _workbook(drafts["yi@unit-b.example"])
    before = evaluate(sent, "乙.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(sent))
    place = before.submission.self_total.location
    book[place.sheet][place.cell] = 98
    mended = io.BytesIO()
    book.save(mended)
    box = tmp_path / "收件箱"
    box.mkdir()
    (box / "1.eml").write_bytes(letter(("a.xlsx", sent), message_id="<1@b>").as_bytes())
    (box / "2.eml").write_bytes(
        letter(("b.xlsx", mended.getvalue()), message_id="<2@b>").as_bytes()
    )
    run = collect([box], str(tmp_path / "台账.db"))
    assert [(verdict.file, str(verdict.state)) for verdict in run.verdicts] == [
        ("a.xlsx", "ignored"),
        ("b.xlsx", "new"),
    ]


def test_a_unit_that_judges_itself_gets_no_points_for_it(
    received: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reply is made of the form as received from a unit (PE-215)."""
    seen: list[bool] = []
    from perfeval_xl.replies import receipts as room

    def spy(data: bytes, file: str, *, received: bool = False) -> Any:
        seen.append(received)
        return evaluate(data, file, received=received)

    monkeypatch.setattr(room, "evaluate", spy)
    ledger = open_ledger(received)
    version = ledger.in_force()[0]
    data = ledger.original(version.arrival.sha256)
    assert data is not None
    room.reply_workbook(
        data, version.arrival.file, room.mending_sheet([], OFFICE.texts)
    )
    assert seen == [True]


def test_drafts_stay_as_they_are_and_old_ones_go_aside(
    drafts: dict[str, Draft], tmp_path: Path
) -> None:
    named = [(draft.to, draft) for draft in drafts.values()]
    first = write_drafts(tmp_path, named)
    assert (first.new, first.aside) == (5, 0)
    edited = first.drafts[0].path
    edited.write_bytes(edited.read_bytes().replace(b"caiwu@finance", b"other@finance"))
    (tmp_path / "别人的.eml").write_bytes(b"Message-ID: <x@y>\r\n\r\n")
    again = write_drafts(tmp_path, named[:-1])
    assert (again.new, [one.changed for one in again.drafts], again.aside) == (
        0,
        [True, False, False, False],
        1,
    )
    assert [path.name for path in (tmp_path / ASIDE).iterdir()] == [
        first.drafts[-1].path.name
    ]
    assert (tmp_path / "别人的.eml").exists()
    assert write_drafts(tmp_path, named, force=True).new == 2


def _plain_draft(key: str) -> Draft:
    return Draft(key=key, to="", sender="", subject=key, body=f"{key}\n")


def test_drafts_with_twin_names_all_have_files_of_their_own(tmp_path: Path) -> None:
    names = ("甲", "甲", "甲（2）", "甲(2)")
    made = [(name, _plain_draft(f"k{at}")) for at, name in enumerate(names)]
    written = write_drafts(tmp_path, made)
    assert len({one.path.name for one in written.drafts}) == len(names)
    assert len(list(tmp_path.glob("*.eml"))) == len(names)


def test_what_went_aside_before_is_not_overwritten(tmp_path: Path) -> None:
    for key in ("k1", "k2", "k3"):
        write_drafts(tmp_path, [("甲", _plain_draft(key))])
        assert write_drafts(tmp_path, []).aside == 1
    kept = {path.name for path in (tmp_path / ASIDE).iterdir()}
    assert kept == {"甲.eml", "甲（2）.eml", "甲（3）.eml"}


def test_texts_of_an_office_take_the_place_of_ours_and_mistakes_are_named() -> None:
    own = '[office]\nname = "预算科"\n[passed]\nsubject = "收到{项目名称}"\n'.encode()
    texts = mail_texts(own, "文字.toml")
    assert texts.office == "预算科"
    assert mail_texts(default_texts(), "x").sections == mail_texts().sections
    for broken, named in (
        ('[passed]\nbody = "{项目}"', "{项目}"),
        ("[passd]\n", "passd"),
        ('[passed]\ntext = "x"', "text"),
        ("[passed", "邮件文字"),
        ('[words]\nmore = "共{个数}处"', "{个数}"),
        ('[words]\nnothing = "没有{问题}"', "{问题}"),
        ('[office]\nname = "{落款}"', "{落款}"),
        ('[words]\nheadings = ["序号", "哪里"]', "6段文字"),
        ("[words]\nheadings = [1, 2, 3, 4, 5, 6]", "6段文字"),
    ):
        with pytest.raises(UsageError, match=named.replace("{", r"\{")):
            mail_texts(broken.encode(), "文字.toml")


def test_what_a_unit_writes_is_no_header_and_no_template() -> None:
    draft = Draft(
        key="k",
        to="a@unit.example",
        sender="",
        subject="甲\r\nBcc: b@unit.example",
        body=mail_texts().body("passed", {"项目名称": "{落款}", "落款": "科"}),  # type: ignore[arg-type]
    )
    mail = _parsed(draft)
    assert mail["Bcc"] is None
    assert "“{落款}”" in mail.get_content()
