"""Shapes, pictures and charts of a sheet, through xlwings, in a running office."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlwings as xw
from PIL import Image

import xlwings_libreoffice


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A picture of 80 x 40 pixels, which are 60 x 30 points."""
    path = tmp_path_factory.mktemp("pictures") / "blue.png"
    Image.new("RGB", (80, 40), (0, 0, 255)).save(path)
    return path


def test_picture_has_its_own_size_and_goes_where_it_is_told(
    sheet: xw.Sheet, image: Path
) -> None:
    picture = sheet.pictures.add(image, name="seal", left=20, top=30)
    assert (picture.left, picture.top) == (20, 30)
    assert (picture.width, picture.height) == pytest.approx((60, 30), abs=0.1)
    picture.top = 50
    assert sheet.shapes["SEAL"].top == 50
    assert [shape.type for shape in sheet.shapes] == ["picture"]
    assert sheet.shapes["seal"].impl.index == picture.impl.index() == 1


def test_picture_in_its_own_size_keeps_its_ratio(sheet: xw.Sheet, image: Path) -> None:
    picture = sheet.pictures.add(image, name="seal")
    assert picture.lock_aspect_ratio is True
    picture.width = 120
    assert picture.height == pytest.approx(60, abs=0.2)
    picture.lock_aspect_ratio = False
    picture.width = 60
    assert (picture.width, picture.height) == pytest.approx((60, 60), abs=0.2)


def test_shape_grows_from_its_middle(sheet: xw.Sheet, image: Path) -> None:
    sheet.pictures.add(image, name="seal", left=100, top=100, width=60, height=30)
    shape = sheet.shapes["seal"]
    shape.scale_width(2, scale="scale_from_middle")
    assert (shape.left, shape.width, shape.height) == (70, 120, 30)
    shape.scale_height(3)
    assert (shape.top, shape.width, shape.height) == (100, 120, 90)


def test_picture_is_replaced_in_its_place_and_deleted(
    sheet: xw.Sheet, image: Path
) -> None:
    picture = sheet.pictures.add(image, name="seal", left=7, top=9)
    sheet.pictures.add(image, name="seal", update=True)
    assert len(sheet.pictures) == 1
    assert (picture.left, picture.top) == (7, 9)
    with pytest.raises(xw.ShapeAlreadyExists):
        sheet.pictures.add(image, name="seal")
    picture.delete()
    assert "seal" not in sheet.pictures


def test_drawings_outlive_saving(
    app: xw.App, sheet: xw.Sheet, image: Path, tmp_path: Path
) -> None:
    sheet["A1"].value = [["单位", "得分"], ["甲", 90], ["乙", 80]]
    sheet.pictures.add(image, name="seal", left=200, top=10)
    chart = sheet.charts.add(
        left=10,
        top=100,
        chart_type="bar_clustered",
        source=sheet["A1:B3"],
        name="Scores",
    )
    chart.title = "得分"
    path = tmp_path / "drawn.xlsx"
    sheet.book.save(path)
    sheet.book.close()
    again = app.books.open(path).sheets[0]
    assert again.charts["Scores"].chart_type == "bar_clustered"
    assert again.charts["Scores"].title == "得分"
    assert again.pictures["seal"].left == pytest.approx(200, abs=0.5)


def test_chart_draws_the_cells_and_is_written_as_picture(
    sheet: xw.Sheet, tmp_path: Path
) -> None:
    sheet["A1"].value = [["单位", "得分", "上年"], ["甲", 90, 85], ["乙", 80, 70]]
    chart = sheet.charts.add(chart_type="line")
    chart.set_source_data(sheet["A1:C3"])
    assert (chart.name, chart.chart_type) == ("Chart 1", "line")
    chart.plot_by = "rows"
    assert chart.plot_by == "rows"
    chart.chart_type = "pie"
    assert sheet.charts[0].chart_type == "pie"
    chart.to_png(tmp_path / "chart.png")
    with Image.open(tmp_path / "chart.png") as drawn:
        colours = drawn.convert("RGB").getcolors(1 << 20)
    assert colours is not None
    assert len(colours) > 2
    chart.delete()
    assert len(sheet.charts) == 0


def test_what_office_does_not_have_is_said(sheet: xw.Sheet, image: Path) -> None:
    with pytest.raises(NotImplementedError, match="link_to_file"):
        sheet.pictures.add(image, link_to_file=True)
    chart = sheet.charts.add()
    with pytest.raises(NotImplementedError, match="pyramid_col_stacked"):
        chart.chart_type = "pyramid_col_stacked"


def test_drawing_on_a_protected_sheet_is_refused(sheet: xw.Sheet, image: Path) -> None:
    sheet.api.protect("")
    with pytest.raises(xlwings_libreoffice.OfficeFailure, match="受保护"):
        sheet.pictures.add(image)
