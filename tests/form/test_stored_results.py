"""What Protected View, phones and previews of mails show of a form: the results that stand in the file.

They are those of LibreOffice, in every cell that a person can see. `test_witnesses` says so of forms with the words of
published ones, `tests.support.faces` of every rule.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from perfeval_xl.foreign import forms_in
from perfeval_xl.form.filling import empty_form, fill_form
from perfeval_xl.markup.importing import imported
from perfeval_xl.scheme.loader import example_json, load_scheme, scheme_ids
from perfeval_xl.sheets.raw_opening import open_raw
from perfeval_xl.sheets.results import kept_results
from perfeval_xl.submission.spelling import loads
from perfeval_xl.tables import open_tables
from tests.form.test_witnesses import shown
from tests.support.issued import issued
from tests.support.layout_files import as_docx
from tests.support.layouts import drawn
from tests.support.office import Office
from tests.support.stored import Difference, stored_otherwise, without_result


def differences(office: Office, data: bytes, path: Path) -> list[Difference]:
    """Return the cells whose stored result is another than that of LibreOffice, or is not there."""
    path.write_bytes(data)
    found: list[Difference] = []
    for title, values in shown(office, path).items():
        found += stored_otherwise(data, title, values)
        found += without_result(data, title, values)
    return found


@pytest.mark.parametrize("scheme_id", scheme_ids())
def test_a_blank_form_keeps_what_libreoffice_shows(
    office: Office, tmp_path: Path, scheme_id: str
) -> None:
    data = empty_form(load_scheme(scheme_id))
    assert differences(office, data, tmp_path / "blank.xlsx") == []


@pytest.mark.parametrize("scheme_id", ["national-2020", "shanghai-2020", "hedong-2022"])
def test_a_filled_form_keeps_what_libreoffice_shows(
    office: Office, tmp_path: Path, scheme_id: str
) -> None:
    data = fill_form(load_scheme(scheme_id), loads(example_json(scheme_id)))
    assert differences(office, data, tmp_path / "filled.xlsx") == []


@pytest.mark.parametrize("seed", range(3))
def test_a_distributed_form_keeps_what_libreoffice_shows(
    office: Office, tmp_path: Path, seed: int
) -> None:
    assert differences(office, issued(seed), tmp_path / "issued.xlsx") == []


def test_a_distributed_form_of_printed_rows_keeps_what_libreoffice_shows(
    office: Office, tmp_path: Path
) -> None:
    data = issued(1, scheme_id="yueyang-2020")
    assert differences(office, data, tmp_path / "issued.xlsx") == []


def test_an_imported_form_keeps_what_libreoffice_shows(
    office: Office, tmp_path: Path
) -> None:
    name = "表.docx"
    (form,) = forms_in(open_tables(as_docx(drawn(3)), name), name)
    data = imported(form).data
    assert differences(office, data, tmp_path / "imported.xlsx") == []


def test_the_panel_of_a_blank_form_says_what_to_do_before_anything_is_computed() -> (
    None
):
    kept = kept_results(
        open_raw(empty_form(load_scheme("national-2020")), "form.xlsx")
    )["项目支出绩效自评表"]
    assert str(kept[2, 11]).startswith("还差")
    assert kept[4, 12] == "还没有分值"


def test_an_untouched_score_that_proposes_nothing_has_no_result() -> None:
    """A blank there would be read as one that a program has shown."""
    data = empty_form(load_scheme("national-2020"))
    kept = kept_results(open_raw(data, "form.xlsx"))["项目支出绩效自评表"]
    assert (14, 8) not in kept
    assert kept[14, 11] == ""


def test_what_is_stored_is_compared_with_what_is_shown() -> None:
    data = empty_form(load_scheme("national-2020"))
    title = "项目支出绩效自评表"
    told = stored_otherwise(data, title, {"L4": "100分，相符"})
    assert ("L4", "还没有分值", "100分，相符") in told
    assert without_result(data, title, {"H14": 5.0}) == [("H14", None, 5.0)]
