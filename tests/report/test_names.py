"""Every name a template may use is documented, in the page and in the record."""

from __future__ import annotations

from dataclasses import fields

import pytest

from perfeval_xl.report import context
from perfeval_xl.report.context import MEANING
from perfeval_xl.report.names import names_table
from tests.support.missing import CHECKOUT


def test_the_page_holds_the_table_of_all_names() -> None:
    page = (CHECKOUT / "docs" / "report-templates.md").read_text(encoding="utf-8")
    assert page.endswith(names_table() + "\n"), "replace the tables of the page by the text of names_table()"


@pytest.mark.parametrize("record", [getattr(context, name) for name in context.__all__ if name != "MEANING"])
def test_every_name_has_a_chinese_meaning(record: type) -> None:
    assert all(entry.metadata.get(MEANING) for entry in fields(record))
