"""Fill in a template: what people typed is text, whatever it looks like; a template is prepared once per process.

docxtpl turns the tags of a Word document into jinja; the parts around it are ours, because docxtpl parses and compiles
a template again at every rendering, prints an unknown name as nothing, and edits the text that was filled in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template, TemplateSyntaxError, nodes, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup, escape

from perfeval_xl.errors import TemplateError
from perfeval_xl.evaluation import Evaluation
from perfeval_xl.report.budget import Budget, Counted
from perfeval_xl.report.charts.model import Chart
from perfeval_xl.report.charts.placing import CHART, chart_parts, place_charts
from perfeval_xl.report.comments import drop_comments, without_comment_parts
from perfeval_xl.report.contents import write_contents
from perfeval_xl.report.drafting.drafting import draft
from perfeval_xl.report.filters import FILTERS
from perfeval_xl.report.finishing import highlight_gaps
from perfeval_xl.report.lineage.marks import PRINT, Runs, name_owners
from perfeval_xl.report.lineage.part import lineage_part, with_place
from perfeval_xl.report.lineage.tracing import BOOKMARK, Trace
from perfeval_xl.report.linting.checking import MERGE, MERGE_CHINESE, Use
from perfeval_xl.report.linting.lint import lint_template, refuse
from perfeval_xl.report.linting.scheme_names import unknown_use
from perfeval_xl.report.merging import MARK, finish
from perfeval_xl.report.package import write_package
from perfeval_xl.report.parsing import parse_xml
from perfeval_xl.report.properties import report_properties
from perfeval_xl.report.settings import steady_lines
from perfeval_xl.report.templates import template_for
from perfeval_xl.report.vocabulary.naming import words_of
from perfeval_xl.report.vocabulary.report import Report
from perfeval_xl.texts import storable, visible

__all__ = ["render_report"]

_BREAKS = {"\n": '</w:t><w:br/><w:t xml:space="preserve">', "\t": '</w:t><w:tab/><w:t xml:space="preserve">'}
_SHORT = 100
_PIECES = 500
_BUDGET = "perfeval_budget"
_COUNTED = "perfeval_counted"
_TRACE = "perfeval_trace"
_LOOKS = "perfeval_looks"
_BOOKMARKS = re.compile(rf'w:name="({BOOKMARK}\d+)"'.encode())
_TO_WRITE = "【请补写".encode()


def render_report(evaluation: Evaluation, template: Path | None = None) -> bytes:
    """Return the report as a .docx; the same evaluation and template give the same bytes.

    `None` takes the template of the scheme. Raises `TemplateError` when the template cannot be read or holds a tag
    that cannot be filled in: it names the tag and where it stands.
    """
    path = template_for(evaluation.scheme) if template is None else template
    return _prepared(path).render(draft(evaluation), evaluation)


class _Run(Markup):
    """A value with the run it stands in, and the bookmark around it."""

    __slots__ = ()


def _printed(value: object) -> Markup:
    """Return a value as the inside of `<w:t>`: escaped, line breaks and tabs kept, nothing XML cannot hold."""
    if isinstance(value, Chart):
        # a processing instruction is nothing that typed text can turn into
        return Markup(f"<?perfeval {CHART} {value.key}?>" if value else "")  # noqa: S704 - the key is ours
    if not isinstance(value, (str, int)):
        raise TypeError(f"a tag prints text, numbers and charts, not {type(value).__name__}")
    if value is MARK or isinstance(value, _Run):
        return value
    text = str(value)
    return _remembered_text(text) if len(text) < _SHORT else _as_xml(text)


def _as_xml(value: str) -> Markup:
    text = str(escape(visible(storable(value))))
    for char, xml in _BREAKS.items():
        text = text.replace(char, xml)
    return Markup(text)  # noqa: S704 - escaped two lines above; what is added is ours


_remembered_text = lru_cache(maxsize=8_192)(_as_xml)
"""Short texts come again in every row and every report."""


@pass_context
def _counted(context: Context, items: Any) -> Counted:
    budget: Budget = context[_BUDGET]
    return budget.counted(items)


class _Sandbox(ImmutableSandboxedEnvironment):
    """The sandbox of jinja, with a narrower and quicker answer to what a template may look at.

    Its own answer looks for methods of functions, frames and generators. The linter has let through only names of the
    vocabulary; and nothing that begins with an underscore is ever looked at.
    """

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a name may be looked at: what it holds is a value, never something to call."""
        return not attr.startswith("_") and not callable(value)


@pass_context
def _print(context: Context, value: object, run: int, owner: object = None, field: str = "", *listed: object) -> _Run:
    """Return a value with its run; a figure that a record of the report holds gets a bookmark around it."""
    text = _printed(value)
    looks: Sequence[str] = context[_LOOKS]
    written = f'<w:r>{looks[run]}<w:t xml:space="preserve">{text}</w:t></w:r>'
    trace: Trace = context[_TRACE]
    number = None
    if field and isinstance(value, str) and value is not MARK:
        number = trace.note(owner, field, value, listed=any(listed))
    if number is None:
        return _Run(written)
    begins = f'<w:bookmarkStart w:id="{number}" w:name="{trace.last}"/>'
    return _Run(f'{begins}{written}<w:bookmarkEnd w:id="{number}"/>')


def _environment() -> ImmutableSandboxedEnvironment:
    """The sandbox: no filters, tests and functions but ours."""
    environment = _Sandbox(undefined=StrictUndefined, autoescape=True, finalize=_printed)
    environment.globals.clear()
    environment.filters = {**FILTERS, _COUNTED: _counted, PRINT: _print}
    return environment


_ENVIRONMENT = _environment()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Prepared:
    """A template ready to be filled in many times: the parts as they are, and those with tags as compiled jinja."""

    name: str
    main: str
    parts: Mapping[str, bytes]
    compiled: Mapping[str, Template]
    uses: tuple[Use, ...]
    looks: tuple[str, ...]
    lineage: str

    def render(self, report: Report, evaluation: Evaluation) -> bytes:
        for use in self.uses:
            wrong = unknown_use(use, evaluation.scheme)
            if wrong is not None:
                raise wrong.error()
        names = _names_of(report)
        names[_BUDGET] = Budget(self.name)
        names[_LOOKS] = self.looks
        trace = names[_TRACE] = Trace(report, evaluation)
        made: dict[str, bytes] = {}
        charts: tuple[Chart, ...] = ()
        for part, compiled in self.compiled.items():
            root = self._filled(compiled, names)
            if part == self.main:
                charts = place_charts(root, _charts_of(report))
                write_contents(root)
            finish(root)
            data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            made[part] = data
        standing = {name.decode() for data in made.values() for name in _BOOKMARKS.findall(data)}
        made[self.lineage] = lineage_part(trace.lineage(standing))
        made |= report_properties(self.parts, report)
        made |= chart_parts(self.parts, self.main, charts)
        return write_package({**self.parts, **made})

    def _filled(self, compiled: Template, names: Mapping[str, Any]) -> Any:
        budget: Budget = names[_BUDGET]
        xml = "".join(_blocks(compiled.generate(names), budget)).encode("utf-8")
        try:
            root = parse_xml(xml)
        except etree.XMLSyntaxError as exc:
            remedy = "请检查 for、if 及其 endfor、endif 所在的行和段，或改用原模板重新修改。"
            raise TemplateError(f"报告模板“{self.name}”填写后不是有效的 Word 文档。", remedy) from exc
        if _TO_WRITE in xml:
            highlight_gaps(root)
        return root


def _blocks(pieces: Iterable[str], budget: Budget) -> Iterator[str]:
    """Join the pieces a template writes, and count them, a few hundred at a time."""
    block: list[str] = []
    for piece in pieces:
        block.append(piece)
        if len(block) == _PIECES:
            yield budget.write("".join(block))
            block.clear()
    yield budget.write("".join(block))


def _charts_of(report: Report) -> dict[str, Chart]:
    charts = (report.charts.rates, report.charts.execution, report.charts.scores)
    return {chart.key: chart for chart in charts}


def _names_of(report: Report) -> dict[str, Any]:
    """Every name of the top level, in English and in Chinese, and the mark for merged cells."""
    names: dict[str, Any] = {MERGE: MARK, MERGE_CHINESE: MARK}
    for name, told in words_of(Report).items():
        value = getattr(report, name)
        names[name] = value
        names[told.chinese] = value
    return names


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
    linted = lint_template(path)
    refuse(linted.findings)
    word = DocxTemplate(path)
    compiled: dict[str, Template] = {}
    parts = without_comment_parts(linted.package.parts)
    for story in linted.package.stories:
        drop_comments(story.root)
        if story not in linted.tagged:
            data: bytes = etree.tostring(story.root, xml_declaration=True, encoding="UTF-8", standalone=True)
            parts[story.part] = data
    runs = Runs()
    for story in linted.tagged:
        runs.separate(story.root)
        xml = etree.tostring(story.root, encoding="unicode")
        compiled[story.part] = _compiled(runs.restore(word.patch_xml(xml)), path)
    main = linted.package.stories[0].part
    parts, lineage = with_place(steady_lines(parts), main)
    return _Prepared(
        name=path.name,
        main=main,
        parts=parts,
        compiled=compiled,
        uses=linted.uses,
        looks=tuple(runs.looks),
        lineage=lineage,
    )


def _compiled(source: str, path: Path) -> Template:
    """Compile with every loop counted."""
    try:
        tree = _ENVIRONMENT.parse(source)
    except TemplateSyntaxError as exc:
        remedy = "请检查 for 与 endfor、if 与 endif 是否成对，或改用原模板重新修改。"
        raise TemplateError(f"报告模板“{path.name}”中的标记不能组成完整的语句。", remedy) from exc
    name_owners(tree)
    for loop in tree.find_all(nodes.For):
        loop.iter = nodes.Filter(loop.iter, _COUNTED, [], [], None, None, lineno=loop.lineno)
        loop.iter.set_environment(_ENVIRONMENT)
    code = _ENVIRONMENT.compile(tree, filename="<template>")
    return Template.from_code(_ENVIRONMENT, code, dict(_ENVIRONMENT.globals))
