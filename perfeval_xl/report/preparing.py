"""A template is prepared once per process: checked, its tags compiled, its parts packed, its joints set.

docxtpl turns the tags of a Word document into jinja; the parts around it are ours, because docxtpl parses and compiles
a template again at every rendering, prints an unknown name as nothing, and edits the text that was filled in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from pyexpat import ExpatError, ParserCreate
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import Template, TemplateSyntaxError, nodes
from lxml import etree

from perfeval_xl.errors import TemplateError
from perfeval_xl.report.comments import drop_comments, without_comment_parts
from perfeval_xl.report.contents import Levels, levels_of, mark_contents
from perfeval_xl.report.finishing import highlight_gaps
from perfeval_xl.report.lineage.marks import Look, Runs, name_owners
from perfeval_xl.report.lineage.part import with_place
from perfeval_xl.report.linting.checking import Use
from perfeval_xl.report.linting.lint import Linted, lint_template, refuse
from perfeval_xl.report.merging import CellLook, mark_tables
from perfeval_xl.report.parsing import write_part
from perfeval_xl.report.printing import COUNTED, ENVIRONMENT
from perfeval_xl.report.settings import steady_lines
from perfeval_xl.sheets.packing import Packed, packed

__all__ = ["Prepared", "prepared"]

_STYLES = "word/styles.xml"
_PAIRED = "请检查 for 与 endfor、if 与 endif 是否成对，或改用原模板重新修改。"
_PLACED = "请检查 for、if 及其 endfor、endif 所在的行和段，或改用原模板重新修改。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A template ready to be filled in many times: the parts as they are, and those with tags as compiled jinja.

    `packed` are the parts once more, deflated. `main` and `lineage` are the names of the main part and of the one to be added; `contents` says that the main part has
    a table of contents, `levels` what its headings and lines are called.
    """

    name: str
    main: str
    parts: Mapping[str, bytes]
    packed: Mapping[str, Packed]
    compiled: Mapping[str, Template]
    uses: tuple[Use, ...]
    looks: tuple[Look, ...]
    cells: tuple[CellLook, ...]
    contents: bool
    levels: Levels
    lineage: str


def prepared(path: Path) -> Prepared:
    """Return a template, prepared once for as long as its file does not change.

    Raises `TemplateError` when it cannot be read or holds a tag that cannot be filled in: it names the tag and its place.
    """
    try:
        # Device and inode too: a file may be replaced by one of the same age and size
        state = path.stat()
    except OSError:
        # Says what is wrong with the path
        return _prepare(path)
    return _remembered(
        path, (state.st_dev, state.st_ino, state.st_mtime_ns, state.st_size)
    )


@lru_cache(maxsize=16)
def _remembered(path: Path, _state: tuple[int, ...]) -> Prepared:
    return _prepare(path)


def _prepare(path: Path) -> Prepared:
    # Everything wrong is told before anything is prepared
    linted = lint_template(path)
    refuse(linted.findings)
    main = linted.package.stories[0].part
    parts = _untagged(linted)
    levels = levels_of(parts.get(_STYLES, b""))
    contents = False
    runs = Runs()
    cells: list[CellLook] = []
    compiled: dict[str, Template] = {}
    word = DocxTemplate(path)
    for story in linted.tagged:
        if story.part == main:
            contents = mark_contents(story.root, levels)
        # Joints while the tags still stand where they were written
        mark_tables(story.root, cells)
        runs.separate(story.root)
        highlight_gaps(story.root)
        # docxtpl turns the tags into jinja; the runs of values are put back around them afterwards
        xml = etree.tostring(story.root, encoding="unicode")
        compiled[story.part] = _compiled(runs.restore(word.patch_xml(xml)), path)
    # What is the same in every report is packed once
    parts, lineage = with_place(steady_lines(parts), main)
    return Prepared(
        name=path.name,
        main=main,
        parts=parts,
        packed={part: packed(data) for part, data in parts.items()},
        compiled=compiled,
        uses=linted.uses,
        looks=tuple(runs.looks),
        cells=tuple(cells),
        contents=contents,
        levels=levels,
        lineage=lineage,
    )


def _untagged(linted: Linted) -> dict[str, bytes]:
    """The parts without comments; those with tags are filled in later."""
    parts = without_comment_parts(linted.package.parts)
    for story in linted.package.stories:
        drop_comments(story.root)
        if story not in linted.tagged:
            parts[story.part] = write_part(story.root)
    return parts


def _compiled(source: str, path: Path) -> Template:
    """Compile with every loop counted."""
    try:
        tree = ENVIRONMENT.parse(source)
    except TemplateSyntaxError as exc:
        raise TemplateError(
            f"报告模板“{path.name}”中的标记不能组成完整的语句。", _PAIRED
        ) from exc
    # A block may be balanced for jinja and yet cut an element in two
    if not _whole(tree):
        raise TemplateError(
            f"报告模板“{path.name}”填写后不是有效的 Word 文档。", _PLACED
        )
    # Every value gets its record, every loop its count
    name_owners(tree)
    for loop in tree.find_all(nodes.For):
        loop.iter = nodes.Filter(
            loop.iter, COUNTED, [], [], None, None, lineno=loop.lineno
        )
        loop.iter.set_environment(ENVIRONMENT)
    code = ENVIRONMENT.compile(tree, filename="<template>")
    return Template.from_code(ENVIRONMENT, code, dict(ENVIRONMENT.globals))


def _whole(tree: nodes.Template) -> bool:
    """Whether every filling is well-formed XML: the document without its blocks is, and so is what stands in each block."""
    if not _well_formed(_text(tree.body)):
        return False
    # Whatever branch is taken, and however often, only whole elements come or go
    bodies = [
        body
        for block in tree.find_all((nodes.For, nodes.If))
        for body in _bodies(block)
    ]
    return all(_well_formed(f"<part>{_text(body)}</part>") for body in bodies)


def _bodies(block: Any) -> Iterable[Sequence[nodes.Node]]:
    """What stands in each branch; an `elif` is a block of its own."""
    yield block.body
    yield block.else_


def _text(body: Sequence[nodes.Node]) -> str:
    outputs = (node for node in body if isinstance(node, nodes.Output))
    pieces = (piece for output in outputs for piece in output.nodes)
    return "".join(
        piece.data for piece in pieces if isinstance(piece, nodes.TemplateData)
    )


def _well_formed(xml: str) -> bool:
    try:
        ParserCreate().Parse(xml, True)
    except ExpatError:
        return False
    return True
