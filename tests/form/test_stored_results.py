"""What Protected View, phones and previews of mails show of a form: the results that stand in the file, which are those of LibreOffice."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from perfeval_xl.form.filling import empty_form, fill_form
from perfeval_xl.scheme.loader import example_json, has_example, load_scheme, scheme_ids
from perfeval_xl.submission.spelling import loads
from tests.form.test_witnesses import alike, shown, written
from tests.support.office import Office

Stored = dict[tuple[str, str], object]


def stored(data: bytes) -> Stored:
    """Return the results of all formulas that a person can see, `None` where the file has none."""
    formulas = openpyxl.load_workbook(BytesIO(data))
    kept = openpyxl.load_workbook(BytesIO(data), data_only=True)
    found: Stored = {}
    for sheet in formulas:
        if sheet.sheet_state != "visible":
            continue
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type != "f":
                    continue
                if not sheet.column_dimensions[cell.column_letter].hidden:
                    value = kept[sheet.title][cell.coordinate].value
                    found[sheet.title, cell.coordinate] = value
    return found


def differences(office: Office, data: bytes, path: Path) -> list[object]:
    """Return the cells whose stored result is another than that of LibreOffice, or is not there."""
    path.write_bytes(data)
    computed = shown(office, path)
    found: list[object] = []
    for (title, address), value in stored(data).items():
        told = computed[title].get(address)
        if isinstance(value, int):
            value = float(value)
        if not alike(value, told):
            found.append((title, address, value, told))
    return found


@pytest.mark.parametrize("scheme_id", scheme_ids())
def test_a_blank_form_keeps_what_libreoffice_shows(
    office: Office, tmp_path: Path, scheme_id: str
) -> None:
    data = empty_form(load_scheme(scheme_id))
    assert any(value for value in stored(data).values())
    assert differences(office, data, tmp_path / "blank.xlsx") == []


@pytest.mark.parametrize("scheme_id", [one for one in scheme_ids() if has_example(one)])
def test_a_filled_form_keeps_what_libreoffice_shows(
    office: Office, tmp_path: Path, scheme_id: str
) -> None:
    data = fill_form(load_scheme(scheme_id), loads(example_json(scheme_id)))
    assert differences(office, data, tmp_path / "filled.xlsx") == []


@pytest.mark.parametrize("scheme_id", scheme_ids())
def test_words_of_published_forms_show_what_libreoffice_shows(
    office: Office, tmp_path: Path, scheme_id: str
) -> None:
    data = fill_form(load_scheme(scheme_id), written(scheme_id))
    assert differences(office, data, tmp_path / "words.xlsx") == []
