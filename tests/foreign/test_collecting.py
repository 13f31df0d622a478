"""Folders and mails bring forms in layouts of their own: they are taken in like any other."""

from __future__ import annotations

from pathlib import Path

from perfeval_xl.collection.collecting import collect
from tests.support.layout_files import as_docx, as_html, as_mht, as_xlsx
from tests.support.layouts import drawn


def test_forms_of_other_offices_are_new_and_other_papers_are_not(
    tmp_path: Path,
) -> None:
    inbox = tmp_path / "收件"
    inbox.mkdir()
    (inbox / "甲局.xlsx").write_bytes(as_xlsx(drawn(1)))
    (inbox / "乙局自评表.docx").write_bytes(as_docx(drawn(2)))
    (inbox / "丙局.html").write_bytes(as_html(drawn(3), "gb2312"))
    (inbox / "丁局.mht").write_bytes(as_mht(drawn(4)))
    (inbox / "戊局.mht").write_bytes(b"From: <Saved by Blink>\r\n" + as_mht(drawn(5)))
    (inbox / "通知.html").write_bytes(
        "<html><body><p>请按时报送自评表。</p></body></html>".encode()
    )
    run = collect([inbox], f"sqlite:///{tmp_path}/台账.db")
    states = {verdict.file: str(verdict.state) for verdict in run.verdicts}
    assert states == {
        "甲局.xlsx": "new",
        "乙局自评表.docx": "new",
        "丙局.html": "new",
        "丁局.mht": "new",
        "戊局.mht": "new",
        "通知.html": "ignored",
    }
