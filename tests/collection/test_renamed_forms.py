"""A distributed form is known by its id, whatever its project is called when it comes back."""

from __future__ import annotations

from openpyxl.workbook import Workbook

from perfeval_xl.collection.collecting import collect
from perfeval_xl.form.identity.stated import IDENTITY_SHEET
from perfeval_xl.form.layout.open import layout_for, slots_for
from perfeval_xl.scheme.loader import load_scheme
from tests.collection.conftest import Mailbox
from tests.collection.mails import letter
from tests.support.issued import SCHEME, drawn_submission, issued
from tests.support.workbooks import edited


def test_a_distributed_form_stays_one_project_when_it_is_renamed(
    mailbox: Mailbox,
) -> None:
    layout = layout_for(
        load_scheme(SCHEME), slots_for(load_scheme(SCHEME), drawn_submission(1))
    )

    def fill(book: Workbook) -> None:
        book.worksheets[0][layout.at("indicator_0_actual")].value = "完成"

    def rename(book: Workbook) -> None:
        fill(book)
        book.worksheets[0][layout.at("project")].value = "改了名的项目"

    def disown(book: Workbook) -> None:
        rename(book)
        row = next(
            row for row in book[IDENTITY_SHEET].iter_rows() if row[0].value == "form_id"
        )
        row[1].value = "PF-0000000000000000"

    for day, change in enumerate((fill, rename, disown), start=1):
        form = edited(issued(1), change)
        mailbox.put(
            f"{day}.eml",
            letter((f"{day}.xlsx", form), date=f"0{day} Mar 2025 09:30:00 +0800"),
        )
    run = collect([mailbox.folder], mailbox.ledger)
    assert [str(verdict.state) for verdict in run.verdicts] == [
        "new",
        "correction",
        "new",
    ]
