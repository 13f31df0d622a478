"""What is kept of the usual forms is what drawing them gives, and nothing is taken from it where it may be something else."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest

from perfeval_xl.form.drawing.whole_form import draw_form
from perfeval_xl.form.layout.form_layout import form_layout
from perfeval_xl.form.layout.open import layout_for
from perfeval_xl.reading import references
from perfeval_xl.reading.drawn_sheets import DrawnSheet, as_drawn
from perfeval_xl.reading.references import made_of, reference_form, write_references
from perfeval_xl.scheme.files import shipped_files
from perfeval_xl.scheme.loader import load_scheme

KEPT = Path(references.__file__).parent / "references"


def values_of(sheet: DrawnSheet) -> dict[str, object]:
    return {field.name: getattr(sheet, field.name) for field in fields(sheet)}


@pytest.mark.parametrize("scheme_id", shipped_files())
def test_what_is_kept_of_a_form_is_what_drawing_it_gives(scheme_id: str) -> None:
    scheme = load_scheme(scheme_id)
    layout = form_layout(scheme)
    kept = reference_form(scheme, layout)
    assert kept is not None, "run make templates: what forms are drawn by has changed"
    drawn = as_drawn(draw_form(scheme, layout))
    assert kept.wording == drawn.wording
    assert [values_of(sheet) for sheet in kept.sheets] == [
        values_of(sheet) for sheet in drawn.sheets
    ]


def test_nothing_kept_is_used_for_other_rows_or_another_scheme_of_the_same_name() -> (
    None
):
    scheme = load_scheme("xinzhou-2022")
    usual = layout_for(scheme)
    assert reference_form(scheme, usual) is not None
    assert reference_form(scheme, layout_for(scheme, usual.slots[:-1])) is None
    assert reference_form(replace(scheme, title="别的方案"), usual) is None
    assert reference_form(replace(scheme, id="own"), usual) is None


def test_nothing_kept_is_used_once_something_that_draws_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scheme = load_scheme("xianan-2024")
    write_references(tmp_path)
    assert made_of() in (tmp_path / "made_of.txt").read_text("ascii")
    monkeypatch.setattr(references, "_FOLDER", tmp_path)
    references._current.cache_clear()
    try:
        assert reference_form(scheme, form_layout(scheme)) is not None
        (tmp_path / "made_of.txt").write_text("of something else\n", "ascii")
        references._current.cache_clear()
        assert reference_form(scheme, form_layout(scheme)) is None
        (tmp_path / "made_of.txt").unlink()
        references._current.cache_clear()
        assert reference_form(scheme, form_layout(scheme)) is None
    finally:
        monkeypatch.undo()
        references._current.cache_clear()


def test_what_stays_the_same_is_not_written_again(tmp_path: Path) -> None:
    """Other versions of zlib pack the same data into other bytes, which would be a change of nothing."""
    written = write_references(tmp_path)
    path = written[-1]
    before = path.stat().st_mtime_ns
    assert write_references(tmp_path) == written
    assert path.stat().st_mtime_ns == before
