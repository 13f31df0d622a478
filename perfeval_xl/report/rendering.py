"""Fill in a template: what people typed is text, whatever it looks like; a template is prepared once per process.

docxtpl turns the tags of a Word document into jinja; the parts around it are ours, because docxtpl parses and compiles
a template again at every rendering, prints an unknown name as nothing, and edits the text that was filled in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup, escape

from perfeval_xl.errors import TemplateError
from perfeval_xl.evaluation import Evaluation
from perfeval_xl.limits import LIMITS
from perfeval_xl.report.context import Report
from perfeval_xl.report.drafting import draft
from perfeval_xl.report.lint import MERGE, SectionUse, check_tags
from perfeval_xl.report.merging import MARK, finish
from perfeval_xl.report.package import read_package, write_package
from perfeval_xl.report.parsing import parse_xml
from perfeval_xl.report.tags import read_tags
from perfeval_xl.report.templates import template_for
from perfeval_xl.texts import storable, visible

__all__ = ["render_report"]

_BREAKS = {"\n": '</w:t><w:br/><w:t xml:space="preserve">', "\t": '</w:t><w:tab/><w:t xml:space="preserve">'}


def render_report(evaluation: Evaluation, template: Path | None = None) -> bytes:
    """Return the report as a .docx; the same evaluation and template give the same bytes.

    `None` takes the template of the scheme. Raises `TemplateError` when the template cannot be read or holds a tag
    that cannot be filled in: it names the tag and where it stands.
    """
    path = template_for(evaluation.scheme.id) if template is None else template
    return _prepared(path).render(draft(evaluation))


def _printed(value: object) -> Markup:
    """Return a value as the inside of `<w:t>`: escaped, line breaks and tabs kept, nothing XML cannot hold."""
    if not isinstance(value, (str, int)):
        raise TypeError(f"a tag prints text and numbers, not {type(value).__name__}")
    if value is MARK:
        return MARK
    text = str(escape(visible(storable(str(value)))))
    for char, xml in _BREAKS.items():
        text = text.replace(char, xml)
    return Markup(text)  # noqa: S704 - escaped two lines above; what is added is ours


_ENVIRONMENT = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True, finalize=_printed)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Prepared:
    """A template ready to be filled in many times: the parts as they are, and those with tags as compiled jinja."""

    name: str
    parts: Mapping[str, bytes]
    compiled: Mapping[str, Template]
    sections: tuple[SectionUse, ...]

    def render(self, report: Report) -> bytes:
        for use in self.sections:
            if use.name not in report.sections:
                known = "、".join(report.sections)
                raise use.tag.wrong(f"中的“{use.name}”不是评价方案“{report.scheme}”的栏目", f"可用的栏目：{known}。")
        names = {entry.name: getattr(report, entry.name) for entry in fields(report)}
        names[MERGE] = MARK
        filled = {name: self._fill(compiled, names) for name, compiled in self.compiled.items()}
        return write_package({**self.parts, **filled})

    def _fill(self, compiled: Template, names: Mapping[str, object]) -> bytes:
        text = self._text(compiled, names)
        try:
            root = parse_xml(text.encode("utf-8"))
        except etree.XMLSyntaxError as exc:
            remedy = "请检查 for、if 及其 endfor、endif 所在的行和段，或改用原模板重新修改。"
            raise TemplateError(f"报告模板“{self.name}”填写后不是有效的 Word 文档。", remedy) from exc
        finish(root)
        data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        return data

    def _text(self, compiled: Template, names: Mapping[str, object]) -> str:
        """Fill in the text piece by piece, so that one that grows beyond all measure is stopped."""
        pieces: list[str] = []
        length = 0
        for piece in compiled.generate(names):
            pieces.append(piece)
            length += len(piece)
            if length > LIMITS.report_characters:
                remedy = "请减少模板中 for 里面的内容和 for 的嵌套。"
                raise TemplateError(f"报告模板“{self.name}”填写后过大。", remedy)
        return "".join(pieces)


def _prepared(path: Path) -> _Prepared:
    try:
        state = path.stat()
    except OSError:
        return _prepare(path)  # says what is wrong with the path
    return _remembered(path.resolve(), state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=16)
def _remembered(path: Path, _changed: int, _size: int) -> _Prepared:
    """Prepare a template once for as long as its file does not change."""
    return _prepare(path)


def _prepare(path: Path) -> _Prepared:
    package = read_package(path)
    word = DocxTemplate(path)
    compiled: dict[str, Template] = {}
    sections: list[SectionUse] = []
    for story in package.stories:
        if tags := read_tags(story.root, story.shown):
            sections += check_tags(tags)
            xml = etree.tostring(story.root, encoding="unicode")
            compiled[story.part] = _ENVIRONMENT.from_string(word.patch_xml(xml))
    return _Prepared(name=path.name, parts=package.parts, compiled=compiled, sections=tuple(sections))
