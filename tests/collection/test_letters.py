"""A mail that brings no form is listed with what it is and what to do; a form that cannot be read is told as one."""

from __future__ import annotations

import io
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from docx import Document

from perfeval_xl.collection.collecting import collect
from perfeval_xl.collection.ledger import open_ledger
from perfeval_xl.collection.letters import plain_text, words
from perfeval_xl.collection.outcome import AttachmentVerdict, CollectionRun
from perfeval_xl.collection.records import State
from tests.collection.conftest import Mailbox
from tests.collection.containers import outlook_mail
from tests.collection.mails import SENDER, letter
from tests.support.limits import working_here

Make = Callable[..., bytes]
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(40)


def _run(mailbox: Mailbox) -> CollectionRun:
    with working_here():
        return collect([mailbox.folder], mailbox.ledger)


def _only(mailbox: Mailbox) -> AttachmentVerdict:
    (verdict,) = _run(mailbox).verdicts
    return verdict


def _written(text: str, subject: str = "关于绩效自评", **headers: str) -> EmailMessage:
    mail = letter(subject=subject)
    mail.set_content(text)
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    return mail


@pytest.mark.parametrize(
    ("text", "subject", "state", "part"),
    [
        (
            "自评表见 https://pan.baidu.com/s/1abc 提取码 1234",
            "自评表",
            "unreadable",
            "网盘",
        ),
        (
            "从QQ邮箱发来的超大附件\nhttps://wx.mail.qq.com/ftn/download?x=1",
            "自评表",
            "unreadable",
            "网盘",
        ),
        (
            "项目名称：某项目\n一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分\n产出 数量 … ",
            "自评表",
            "unreadable",
            "邮件正文里",
        ),
        ("我单位该项目已取消，申请不报自评表。", "说明", "no-form", "不报"),
        ("因审计原因，申请延期至下月。", "关于自评", "no-form", "延期"),
        ("请问预算数填年初还是调整后的？", "关于自评", "no-form", "提出问题"),
        ("现将有关情况说明如下。特此说明", "情况说明", "no-form", "情况说明"),
        ("收到，谢谢。", "回复", "no-form", "没有自评表"),
        ("我出差在外。", "自动回复：自评", "no-form", "自动回复"),
    ],
)
def test_a_mail_without_a_form_says_what_it_is(
    mailbox: Mailbox, text: str, subject: str, state: str, part: str
) -> None:
    mailbox.put("1.eml", _written(text, subject))
    verdict = _only(mailbox)
    assert (str(verdict.state), part in verdict.message) == (state, True)
    assert (verdict.sender, verdict.subject) == (SENDER, subject)
    (arrival,) = open_ledger(mailbox.ledger).arrivals()
    assert arrival.remedy
    assert _only(mailbox).before is verdict.state


def test_the_letter_that_is_answered_is_not_taken_for_the_answer(
    mailbox: Mailbox,
) -> None:
    quoted = "收到。\n\n-----原始邮件-----\n发件人：财政局\n一级指标 二级指标 三级指标 分值 得分，请问何时报送？\n> 网盘"
    mailbox.put("1.eml", _written(quoted))
    assert _only(mailbox).message.startswith("没有自评表")


def test_a_machine_says_in_the_headers_that_it_is_one(mailbox: Mailbox) -> None:
    mailbox.put("1.eml", _written("请问有什么事？", Auto_Submitted="auto-replied"))
    assert "自动回复" in _only(mailbox).message


def test_a_link_in_an_html_letter_is_seen_behind_its_words(mailbox: Mailbox) -> None:
    mail = letter()
    mail.set_content(
        "<p>自评表请<a href='https://www.kdocs.cn/l/abc'>点这里</a></p>", subtype="html"
    )
    mailbox.put("1.eml", mail)
    assert _only(mailbox).code == "PE-225"


def test_a_logo_in_the_letter_hides_no_link(mailbox: Mailbox) -> None:
    mail = _written("https://pan.baidu.com/s/1abc")
    mail.add_attachment(
        PICTURE,
        maintype="image",
        subtype="png",
        filename="logo.png",
        disposition="inline",
        cid="<l>",
    )
    mailbox.put("1.eml", mail)
    logo, told = _run(mailbox).verdicts
    assert (str(logo.state), logo.message) == (
        "ignored",
        "邮件正文里的图片，不是附件。",
    )
    assert told.code == "PE-225"


def test_a_mail_with_a_form_is_no_letter_whatever_it_says(
    mailbox: Mailbox, document: Make
) -> None:
    mail = letter(("表.json", document()))
    next(mail.iter_parts()).set_content(
        "请问这样可以吗？另见 https://pan.baidu.com/s/1abc"
    )
    mailbox.put("1.eml", mail)
    assert str(_only(mailbox).state) == "new"


def _bounce(original: EmailMessage) -> bytes:
    head = b'From: Postmaster <postmaster@mail.example>\r\nSubject: x\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n'
    status = b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.example\r\n\r\nFinal-Recipient: rfc822; gone@unit.example\r\nAction: failed\r\n"
    parts = [b"Content-Type: text/plain\r\n\r\nnot delivered\r\n", status]
    parts.append(b"Content-Type: message/rfc822\r\n\r\n" + original.as_bytes())
    body = b"".join(b"\r\n--b\r\n" + part for part in parts)
    return head + b"MIME-Version: 1.0\r\n" + body + b"\r\n--b--\r\n"


def test_a_bounce_of_our_own_mail_is_no_submission(
    mailbox: Mailbox, document: Make
) -> None:
    data = _bounce(letter(("空表.json", document())))
    mailbox.put("退信.eml", data)
    verdict = _only(mailbox)
    assert (str(verdict.state), "gone@unit.example" in verdict.message) == (
        "no-form",
        True,
    )
    ledger = open_ledger(mailbox.ledger)
    assert ledger.versions() == ()
    assert ledger.original(ledger.arrivals()[0].sha256) == data


def test_who_writes_of_a_bounce_is_no_server(mailbox: Mailbox, document: Make) -> None:
    mailbox.put("1.eml", letter(("表.json", document()), subject="系统退信后重新报送"))
    assert str(_only(mailbox).state) == "new"


def _word(*labels: str) -> bytes:
    document = Document()
    table = document.add_table(rows=1, cols=max(len(labels), 1))
    for cell, label in zip(table.rows[0].cells, labels, strict=False):
        cell.text = label
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


FORM_LABELS = (
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "分值",
    "得分",
)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("某项目绩效自评表.docx", _word("x")),
        ("附件2.docx", _word(*FORM_LABELS)),
        ("项目支出绩效自评表.pdf", b"%PDF-1.7\n"),
        ("自评表照片.jpg", b"\xff\xd8\xff\xe0" + bytes(40)),
    ],
    ids=["name", "table", "pdf", "picture"],
)
def test_a_form_that_is_no_workbook_is_told_as_one(
    mailbox: Mailbox, name: str, data: bytes
) -> None:
    mailbox.put(name, data)
    mailbox.put("1.eml", letter((name, data), sender="b@x.example"))
    assert [verdict.code for verdict in _run(mailbox).verdicts] == ["PE-227", "PE-227"]


def test_beside_a_workbook_it_is_a_copy(mailbox: Mailbox, document: Make) -> None:
    mailbox.put(
        "1.eml", letter(("自评表.pdf", b"%PDF-1.7\n"), ("自评表.json", document()))
    )
    copy, form = _run(mailbox).verdicts
    assert (str(copy.state), str(form.state)) == ("ignored", "new")
    assert "以工作簿为准" in copy.message


@pytest.mark.parametrize(
    "name", ["绩效自评报告.docx", "关于报送自评表的函.pdf", "佐证材料.pdf", "合同.docx"]
)
def test_other_documents_are_no_forms(mailbox: Mailbox, name: str) -> None:
    mailbox.put(name, _word("x") if name.endswith("docx") else b"%PDF-1.7\n")
    assert str(_only(mailbox).state) == "ignored"


def test_a_letter_that_outlook_saved_is_told_alike(mailbox: Mailbox) -> None:
    mailbox.put(
        "1.msg", outlook_mail(subject="网盘", text="https://pan.baidu.com/s/1abc")
    )
    assert _only(mailbox).code == "PE-225"


def test_the_same_letter_through_another_mailbox_is_known(mailbox: Mailbox) -> None:
    mail = _written("收到。")
    mail["Message-ID"] = "<1@x.example>"
    mailbox.put("1.eml", mail)
    mailbox.put(
        "2.eml",
        b"Received: from x by y; Tue, 07 Mar 2023 08:00:00 +0800\r\n" + mail.as_bytes(),
    )
    run = _run(mailbox)
    assert (run.letters, run.known) == (1, 1)


def test_what_an_html_letter_does_not_show_is_not_read() -> None:
    shown = plain_text(
        "<style>a{}</style><p>一&nbsp;二<br>三</p><script>四</script><style>五"
    )
    assert shown.split() == ["一", "二", "三"]


def test_every_reason_has_a_state_and_says_what_to_do() -> None:
    reasons = words()["reason"]
    for reason in reasons:
        assert State(reason["state"]) in {State.NO_FORM, State.UNREADABLE}
        assert reason["remedy"].endswith("。")
        assert ("code" in reason) == (reason["state"] == "unreadable")
    assert len({reason["key"] for reason in reasons}) == len(reasons)


def test_of_a_document_that_was_not_opened_nothing_is_claimed(mailbox: Mailbox) -> None:
    mailbox.put("办公室10.pdf", b"%PDF-1.7\n")
    verdict = _only(mailbox)
    assert verdict.state is State.IGNORED
    assert (verdict.message or "").startswith("PDF 文档，文件名不像自评表，没有打开；")
