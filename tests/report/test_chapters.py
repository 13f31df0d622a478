"""A chapter kept as a Word file beside the workbook is taken into the report in whole, and brings nothing else along."""

from __future__ import annotations

import io
import shutil
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result
from docx.oxml import parse_xml
from docx.shared import Pt

from perfeval_xl.cli.main import commands
from perfeval_xl.errors import UsageError
from perfeval_xl.evaluation import Evaluation, evaluate
from perfeval_xl.report.chapters.folder import chapters_beside
from perfeval_xl.report.rendering import render_report
from perfeval_xl.scheme.loader import example_json
from tests.report.documents import W, evaluated, lines_of
from tests.report.schemas import report_errors

SECTION = "项目立项背景"
NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
Write = Callable[..., Path]


def _picture() -> io.BytesIO:
    """A PNG of one white pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data))
            + kind
            + data
            + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    pixel = chunk(b"IDAT", zlib.compress(b"\0\xff\xff\xff"))
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + header + pixel + chunk(b"IEND", b""))


def run(*words: object) -> Result:
    return CliRunner().invoke(commands, [str(word) for word in words])


@pytest.fixture
def chapter(tmp_path: Path) -> Write:
    """`chapter("栏目")` writes a Word file with headings, a list, a table, a picture, a style of its own and changes."""

    def write(name: str = SECTION, folder: str = "忻州_章节") -> Path:
        document = docx.Document()
        document.add_heading("（一）由来", 2)
        document.add_paragraph("第一段文字")
        document.add_paragraph("第一项", style="List Number")
        own = document.styles.add_style("单位的样式", 1)
        own.font.size = Pt(20)
        document.add_paragraph("自定样式的一段", style=own)
        table = document.add_table(2, 2, style="Table Grid")
        table.cell(1, 1).text = "表格的内容"
        document.add_picture(_picture())
        inserted = f'<w:p {NAMES}><w:ins w:id="1" w:author="某人"><w:r><w:t>补进的字</w:t></w:r></w:ins>'
        inserted += '<w:del w:id="2" w:author="某人"><w:r><w:delText>删去的字</w:delText></w:r></w:del></w:p>'
        document.element.body.insert(-1, parse_xml(inserted))
        target = tmp_path / folder / f"{name}.docx"
        target.parent.mkdir(exist_ok=True)
        document.save(str(target))
        return target

    return write


def test_a_chapter_stands_whole_in_the_place_of_its_section(
    chapter: Write, evaluation: Evaluation
) -> None:
    folder = chapter().parent
    data = render_report(evaluation, chapters=folder)
    lines = lines_of(data)
    place = lines.index("第一段文字")
    assert lines[place - 2 : place + 3] == [
        "（一）项目立项背景",
        "（一）由来",
        "第一段文字",
        "第一项",
        "自定样式的一段",
    ]
    assert "补进的字" in lines
    whole = "".join(docx.Document(io.BytesIO(data)).element.body.itertext())
    assert "删去的字" not in whole
    assert "表格的内容" in whole
    assert "perfeval" not in whole
    assert report_errors(data) == []


def test_styles_lists_and_pictures_come_along_and_headings_are_those_of_the_report(
    chapter: Write, evaluation: Evaluation
) -> None:
    document = docx.Document(
        io.BytesIO(render_report(evaluation, chapters=chapter().parent))
    )
    by_text = {paragraph.text: paragraph for paragraph in document.paragraphs}
    assert (
        by_text["（一）由来"].style.style_id
        == by_text["（一）项目立项背景"].style.style_id
    )
    assert by_text["自定样式的一段"].style.font.size == Pt(20)
    assert by_text["第一项"].style.name == "List Number"
    numbers = document.part.numbering_part.element
    used = by_text["第一项"].style.element.find(f".//{W}numId").get(f"{W}val")
    assert used in {number.get(f"{W}numId") for number in numbers.iter(f"{W}num")}
    blips = list(
        document.element.body.iter(
            "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
        )
    )
    embedded = (
        "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
    )
    assert [
        document.part.related_parts[blip.get(embedded)].content_type for blip in blips
    ] == ["image/png"]


@pytest.mark.parametrize("identity", ["", ' w:abstractNumId="x"'])
def test_lists_of_a_template_need_no_numbers_that_can_be_counted_on(
    chapter: Write, evaluation: Evaluation, tmp_path: Path, identity: str
) -> None:
    plain = docx.Document()
    plain.add_paragraph("{{ sections['项目立项背景'].text }}")
    plain.save(str(tmp_path / "plain.docx"))
    template = tmp_path / "模板.docx"
    with (
        zipfile.ZipFile(tmp_path / "plain.docx") as source,
        zipfile.ZipFile(template, "w") as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            if name == "word/numbering.xml":
                odd = f"<w:abstractNum{identity}/><w:num/>".encode()
                data = data.replace(b"</w:numbering>", odd + b"</w:numbering>")
            # A style of that name would be taken for the chapter's, with its list
            data = data.replace(b'"List Number"', b'"Numbers"')
            target.writestr(name, data)
    data = render_report(evaluation, template, chapters=chapter().parent)
    assert "第一项" in lines_of(data)


def test_the_table_of_contents_lists_the_headings_of_a_chapter(chapter: Write) -> None:
    evaluation = evaluate(example_json("yantian-2024").encode(), "盐田.json")
    section = evaluation.scheme.sections[-1].name
    data = render_report(evaluation, chapters=chapter(section, "盐田_章节").parent)
    lines = lines_of(data)
    assert "（一）由来\t1" in lines
    assert "（一）由来" in lines
    assert report_errors(data) == []


def test_macros_objects_and_ways_out_stay_behind(
    chapter: Write, evaluation: Evaluation
) -> None:
    path = chapter()
    outside = (
        '<Relationship Id="rIdOut" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" '
        'Target="http://example.invalid/" TargetMode="External"/>'
        '<Relationship Id="rIdOle" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/oleObject" '
        'Target="embeddings/ole.bin"/></Relationships>'
    )
    run_ole = (
        f'<w:p {NAMES} xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:r="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships"><w:r><w:object><o:OLEObject Type="Embed" r:id="rIdOle"/></w:object></w:r>'
        '<w:hyperlink r:id="rIdOut"><w:r><w:t>链接的字</w:t></w:r></w:hyperlink></w:p><w:sectPr'
    )
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    rels = "word/_rels/document.xml.rels"
    parts[rels] = parts[rels].replace(b"</Relationships>", outside.encode())
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        b"<w:sectPr", run_ole.encode(), 1
    )
    parts["word/embeddings/ole.bin"] = b"object"
    with zipfile.ZipFile(path, "w") as target:
        for name, data in parts.items():
            target.writestr(name, data)
    made = render_report(evaluation, chapters=path.parent)
    with zipfile.ZipFile(io.BytesIO(made)) as report:
        whole = b"".join(report.read(name) for name in report.namelist())
        assert not [name for name in report.namelist() if "ole" in name.lower()]
    assert b"example.invalid" not in whole
    assert b"OLEObject" not in whole
    assert "链接的字" in "".join(lines_of(made))


def test_a_file_that_cannot_be_used_stops_the_report_and_says_what_to_do(
    chapter: Write, evaluation: Evaluation, tmp_path: Path
) -> None:
    wrong = {
        "项目立项背影.docx": "是否应为“项目立项背景.docx”",
        "项目立项背景.doc": "不是 .docx 文件",
        "项目立项背景.docx": "不能取用",
    }
    for name, told in wrong.items():
        folder = tmp_path / name
        folder.mkdir()
        (folder / name).write_bytes(b"no document")
        with pytest.raises(UsageError) as raised:
            render_report(evaluation, chapters=folder)
        assert told in str(raised.value)
    linked = tmp_path / "链接"
    linked.mkdir()
    (linked / "项目立项背景.docx").symlink_to(chapter())
    with pytest.raises(UsageError, match="没有跟随"):
        render_report(evaluation, chapters=linked)


def test_files_of_an_open_word_are_passed_over(
    chapter: Write, evaluation: Evaluation
) -> None:
    folder = chapter().parent
    (folder / "~$目立项背景.docx").write_bytes(b"lock")
    assert "第一段文字" in lines_of(render_report(evaluation, chapters=folder))


def test_without_the_file_the_section_is_what_was_typed(
    evaluation: Evaluation, tmp_path: Path
) -> None:
    assert chapters_beside(tmp_path / "忻州.xlsx") is None
    (tmp_path / "忻州_章节").mkdir()
    assert render_report(evaluation, chapters=tmp_path / "忻州_章节") == render_report(
        evaluation
    )


def test_a_chapter_in_a_cell_leaves_a_paragraph_behind_its_table(
    chapter: Write, template: Callable[..., Path]
) -> None:
    path = template("x", rows=[["{{ sections.项目立项背景.text }}"]])
    data = render_report(evaluated(), path, chapter().parent)
    cell = docx.Document(io.BytesIO(data)).tables[0].cell(0, 0)
    assert cell.paragraphs[0].text == "（一）由来"
    assert cell._tc[-1].tag == f"{W}p"


def test_the_commands_take_the_folder_beside_the_workbook(
    chapter: Write, tmp_path: Path
) -> None:
    chapter()
    form = tmp_path / "忻州.json"
    form.write_text(example_json("xinzhou-2022"), encoding="utf-8")
    result = run("report", form, "-o", tmp_path / "一.docx")
    assert result.exit_code == 0
    assert "章节取自" in result.stderr
    received = tmp_path / "收到"
    received.mkdir()
    shutil.copy(form, received)
    shutil.copytree(tmp_path / "忻州_章节", received / "忻州_章节")
    assert run("report", "all", received, "-o", tmp_path / "报告").exit_code == 0
    for made in (tmp_path / "一.docx", tmp_path / "报告" / "忻州.docx"):
        assert "第一段文字" in lines_of(made.read_bytes())
