"""Macros, embedded files, controls, external relations and fields that fetch: none of a template's reach a report."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from perfeval_xl.evaluation import Evaluation
from perfeval_xl.report.rendering import render_report
from perfeval_xl.report.templates import template_for
from tests.report.documents import lines_of

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships"
RELATIONS = f"""
<Relationship Id="rIdA" Type="{MICROSOFT}/vbaProject" Target="vbaProject.bin"/>
<Relationship Id="rIdB" Type="{OFFICE}/oleObject" Target="embeddings/oleObject1.bin"/>
<Relationship Id="rIdC" Type="{OFFICE}/hyperlink" Target="https://elsewhere.example/x" TargetMode="External"/>
<Relationship Id="rIdD" Type="{OFFICE}/image" Target="https://elsewhere.example/x.png" TargetMode="External"/>
<Relationship Id="rIdE" Type="{OFFICE}/aFChunk" Target="afchunk.html"/>
<Relationship Id="rIdF" Type="{OFFICE}/package" Target="embeddings/book.xlsx"/>
"""
BODY = """
<w:p><w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" r:id="rIdB"/></w:object></w:r></w:p>
<w:p><w:hyperlink r:id="rIdC"><w:r><w:t>见网页</w:t></w:r></w:hyperlink></w:p>
<w:altChunk r:id="rIdE"/>
<w:p><w:r><w:instrText> DDE</w:instrText></w:r><w:r><w:instrText>AUTO c:\\\\windows\\\\cmd.exe "/k calc"</w:instrText></w:r></w:p>
<w:p><w:fldSimple w:instr=' INCLUDETEXT "https://elsewhere.example/a.docx" '><w:r><w:t>段</w:t></w:r></w:fldSimple></w:p>
<w:p><w:r><w:instrText> HYPERLINK \\l "_Toc1" </w:instrText></w:r></w:p>
"""
BROUGHT = (
    "vbaProject.bin",
    "embeddings/oleObject1.bin",
    "afchunk.html",
    "embeddings/book.xlsx",
    "media/unused.bin",
)


@pytest.fixture
def loaded(template: Callable[..., Path]) -> Path:
    """A template in which everything is that may do harm."""
    path = template("{{ project }}")
    source = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    parts = {name: source.read(name) for name in source.namelist()}
    relations = parts["word/_rels/document.xml.rels"].decode()
    parts["word/_rels/document.xml.rels"] = relations.replace(
        "</Rel", RELATIONS + "</Rel"
    ).encode()
    text = parts["word/document.xml"].decode()
    parts["word/document.xml"] = text.replace("<w:body>", "<w:body>" + BODY, 1).encode()
    settings = parts["word/settings.xml"].decode()
    away = f'<w:attachedTemplate xmlns:r="{OFFICE}" r:id="rId1"/>'
    parts["word/settings.xml"] = re.sub(
        r"(<w:settings [^>]*>)", r"\1" + away, settings, count=1
    ).encode()
    parts["word/_rels/settings.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/attachedTemplate" Target="file:///C:/t.dotm" TargetMode="External"/>'
        "</Relationships>"
    ).encode()
    with zipfile.ZipFile(path, "w") as target:
        for name, data in parts.items():
            target.writestr(name, data)
        for name in BROUGHT:
            target.writestr(f"word/{name}", b"MZ harm")
    return path


def test_nothing_of_it_reaches_the_report(loaded: Path, evaluation: Evaluation) -> None:
    report = render_report(evaluation, loaded)
    with zipfile.ZipFile(io.BytesIO(report)) as archive:
        assert not {f"word/{name}" for name in BROUGHT} & set(archive.namelist())
        whole = b"".join(archive.read(name) for name in archive.namelist())
        text = archive.read("word/document.xml")
    assert b"DDE" not in text
    for harm in (
        b"MZ harm",
        b"elsewhere.example",
        b'"External"',
        b"AUTO c:",
        b"INCLUDETEXT",
        b"t.dotm",
    ):
        assert harm not in whole
    for gone in (b"OLEObject", b"altChunk", b"attachedTemplate", b"rIdB", b"rIdC"):
        assert gone not in whole
    assert b'HYPERLINK \\l "_Toc1"' in whole


def test_the_text_of_links_and_fields_stays_and_word_opens_the_report(
    loaded: Path, evaluation: Evaluation
) -> None:
    report = render_report(evaluation, loaded)
    assert evaluation.submission.project.text in lines_of(report)
    shown = "".join(
        t.text or "" for t in docx.Document(io.BytesIO(report)).element.iter("{*}t")
    )
    assert "见网页" in shown
    assert "段" in shown


def test_our_own_templates_lose_nothing(evaluation: Evaluation) -> None:
    own = template_for(evaluation.scheme)
    with (
        zipfile.ZipFile(io.BytesIO(render_report(evaluation))) as archive,
        zipfile.ZipFile(own) as template,
    ):
        kept = {name for name in template.namelist() if not name.endswith("/")}
        added = set(archive.namelist()) - kept
        assert kept <= set(archive.namelist())
        ours = ("perfeval-chart", "customXml/")
        assert all(any(part in name for part in ours) for name in added), (
            "only charts and lineage come to them"
        )


def test_a_template_of_ones_own_stands_in_the_home_folder_and_only_there(
    template: Callable[..., Path],
    evaluation: Evaluation,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    before = render_report(evaluation)
    own = tmp_path / ".perfeval_xl" / "templates" / f"{evaluation.scheme.id}.docx"
    own.parent.mkdir(parents=True)
    own.write_bytes(template("自己的模板：{{ project }}").read_bytes())
    assert lines_of(render_report(evaluation)) == [
        f"自己的模板：{evaluation.submission.project.text}"
    ]
    own.unlink()
    assert render_report(evaluation) == before
