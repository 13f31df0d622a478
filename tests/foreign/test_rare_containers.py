"""Containers that few offices write: strict .xlsx, .et and .wps; each says what the usual file says."""

from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path

import pytest

from perfeval_xl.reading import read_submission
from perfeval_xl.submission.spelling import as_json
from tests.support.layout_files import as_docx, as_xlsx
from tests.support.layouts import drawn
from tests.support.missing import program

_STRICT = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main": b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": b"http://purl.oclc.org/ooxml/officeDocument/relationships",
}
"""The namespaces of ISO 29500 Transitional, and those of Strict."""


def strict(data: bytes) -> bytes:
    """Return a package with the namespaces of ISO 29500 Strict."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            for transitional, other in _STRICT.items():
                content = content.replace(transitional, other)
            new.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize("seed", range(4))
def test_a_strict_workbook_says_what_the_usual_one_says(seed: int) -> None:
    usual = as_xlsx(drawn(seed))
    read = read_submission(strict(usual), "表.xlsx").submission
    assert read.indicators
    assert as_json(read) == as_json(read_submission(usual, "表.xlsx").submission)


@pytest.mark.parametrize("seed", range(4))
def test_a_strict_word_document_says_what_the_usual_one_says(seed: int) -> None:
    usual = as_docx(drawn(seed))
    read = read_submission(strict(usual), "表.docx").submission
    assert read.indicators
    assert as_json(read) == as_json(read_submission(usual, "表.docx").submission)


@pytest.fixture(scope="module")
def old_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A form as .et and .wps: WPS writes them as Excel 97 and Word 97 do."""
    folder = tmp_path_factory.mktemp("wps")
    (folder / "form.xlsx").write_bytes(as_xlsx(drawn(2)))
    (folder / "text.html").write_bytes(_page())
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    convert = [program("soffice"), profile, "--headless", "--convert-to"]
    for kind, source in (
        ("xls", "form.xlsx"),
        ("odt", "text.html"),
        ("doc", "text.odt"),
    ):
        subprocess.run(
            [*convert, kind, "--outdir", str(folder), str(folder / source)],
            check=True,
            capture_output=True,
            timeout=120,
        )
    (folder / "form.xls").rename(folder / "form.et")
    (folder / "text.doc").rename(folder / "text.wps")
    return folder


def _page() -> bytes:
    rows = (
        ("项目名称", "修路", "主管部门", "示例局", "实施单位", "示例所", ""),
        (
            "一级指标",
            "二级指标",
            "三级指标",
            "年度指标值",
            "实际完成值",
            "分值",
            "得分",
        ),
        ("产出指标", "数量指标", "里程", "≥3公里", "3公里", "50", "50"),
    )
    body = "".join(
        f"<tr>{''.join(f'<td>{said}</td>' for said in row)}</tr>" for row in rows
    )
    title = "<p>2023年度项目支出绩效自评表</p>"
    return f"<html><meta charset=utf-8>{title}<table>{body}</table></html>".encode()


def test_a_table_of_wps_says_what_the_workbook_says(old_files: Path) -> None:
    new = read_submission((old_files / "form.xlsx").read_bytes(), "form.xlsx")
    old = read_submission((old_files / "form.et").read_bytes(), "form.et")
    assert new.submission.indicators
    assert as_json(old.submission) == as_json(new.submission)


def test_a_text_of_wps_is_read(old_files: Path) -> None:
    read = read_submission((old_files / "text.wps").read_bytes(), "text.wps")
    (row,) = read.submission.indicators
    assert (row.path[2], row.actual.text, row.self_score.text) == (
        "里程",
        "3公里",
        "50",
    )
    assert read.submission.year.text == "2023"
