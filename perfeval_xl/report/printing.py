"""How a template is filled in: the sandbox, and what each value becomes. What people typed is text, whatever it looks like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from jinja2 import StrictUndefined, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from perfeval_xl.report.budget import Budget, Counted
from perfeval_xl.report.chapters.model import Chapter, TakenIn
from perfeval_xl.report.charts.model import Chart
from perfeval_xl.report.charts.placing import chart_run
from perfeval_xl.report.filters import FILTERS
from perfeval_xl.report.finishing import TO_WRITE, gap_pieces
from perfeval_xl.report.joints import CHAPTER, JOINT, MARK
from perfeval_xl.report.lineage.marks import PRINT, Look
from perfeval_xl.report.lineage.tracing import Trace
from perfeval_xl.report.vocabulary.naming import is_record, types_of
from perfeval_xl.texts import storable, visible

__all__ = ["COUNTED", "ENVIRONMENT", "FILLING", "Filling"]

FILLING = "perfeval_filling"
"""The name under which a template finds what is known about the report that is filled in; no tag can say it."""
COUNTED = "perfeval_counted"
"""The filter around every list that a `for` goes over."""

_BREAKS = {
    "\n": '</w:t><w:br/><w:t xml:space="preserve">',
    "\t": '</w:t><w:tab/><w:t xml:space="preserve">',
}
# Characters; a longer text hardly comes twice
_SHORT = 100


@dataclass(slots=True, kw_only=True)
class Filling:
    """What is known while one report is filled in; `charts` and `chapters` are those that were printed, in their order.

    `in_main` says that the main part is filled in: no other can take a chapter in.
    """

    budget: Budget
    trace: Trace
    looks: Sequence[Look]
    charts: list[Chart] = field(default_factory=list)
    chapters: list[Chapter] = field(default_factory=list)
    in_main: bool = True


class _Written(Markup):
    """XML of ours, with whole runs."""

    __slots__ = ()


def _printed(value: object) -> Markup:
    """Return a value as the inside of `<w:t>`: escaped, line breaks and tabs kept, nothing XML cannot hold."""
    if isinstance(value, _Written) or value is MARK:
        return value
    # A record or a list would print its Python spelling
    if not isinstance(value, (str, int)):
        raise TypeError(
            f"a tag prints text, numbers and charts, not {type(value).__name__}"
        )
    text = str(value)
    if len(text) < _SHORT:
        return _remembered_text(text)
    return _as_xml(text)


def _as_xml(value: str) -> Markup:
    # Escaped first, so that only our own breaks become elements
    text = str(escape(visible(storable(value))))
    for char, xml in _BREAKS.items():
        text = text.replace(char, xml)
    return Markup(text)  # noqa: S704 - escaped two lines above; what is added is ours


_remembered_text = lru_cache(maxsize=8_192)(_as_xml)
"""Short texts come again in every row and every report."""


@pass_context
def _print(
    context: Context,
    value: object,
    number: int,
    owner: object = None,
    name: str = "",
    *listed: object,
) -> _Written:
    """Return a value with its run; a figure that a record of the report holds gets a bookmark around it."""
    filling: Filling = context[FILLING]
    if isinstance(value, Chart):
        return _Written(_chart(filling, value))
    # A chapter takes the place of its paragraph, which only the main part has
    look = filling.looks[number]
    if isinstance(value, TakenIn) and filling.in_main:
        return _Written(_one_run(look.plain, _chapter(filling, value)))
    # Only what has a field can be traced back
    written = _run(look, value)
    if not name or not isinstance(value, str):
        return _Written(written)
    marked = filling.trace.note(owner, name, value, listed=any(listed))
    if marked is None:
        return _Written(written)
    identity, bookmark = marked
    begins = f'<w:bookmarkStart w:id="{identity}" w:name="{bookmark}"/>'
    return _Written(f'{begins}{written}<w:bookmarkEnd w:id="{identity}"/>')


def _run(look: Look, value: object) -> str:
    if isinstance(value, str) and TO_WRITE in value:
        return "".join(
            _one_run(look.yellow if gap else look.plain, piece)
            for piece, gap in gap_pieces(value)
        )
    return _one_run(look.plain, value)


def _one_run(look: str, value: object) -> str:
    return f'<w:r>{look}<w:t xml:space="preserve">{_printed(value)}</w:t></w:r>'


def _chart(filling: Filling, chart: Chart) -> str:
    """A chart without a figure is printed as nothing."""
    if not chart:
        return ""
    filling.charts.append(chart)
    return chart_run(chart, len(filling.charts))


def _chapter(filling: Filling, text: TakenIn) -> _Written:
    """Mark the place; the chapter is taken in when the whole text is there."""
    filling.chapters.append(text.chapter)
    return _Written(f"<?{JOINT} {CHAPTER} {len(filling.chapters)}?>")


@pass_context
def _counted(context: Context, items: Any) -> Counted:
    filling: Filling = context[FILLING]
    return filling.budget.counted(items)


class _Sandbox(ImmutableSandboxedEnvironment):
    """The sandbox of jinja, with a narrower and quicker answer to what a template may look at.

    Its own answer looks for methods of functions, frames and generators. The linter has let through only names of the
    vocabulary; and nothing that begins with an underscore is ever looked at.
    """

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return a field of a record at once; everything else is asked for as the sandbox asks."""
        kind: Any = type(obj)
        # Asked for in every tag of every row; the sandbox is asked for the rest
        if attribute in _fields(kind):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a name may be looked at: what it holds is a value, never something to call."""
        return not attr.startswith("_") and not callable(value)


@cache
def _fields(kind: type) -> Mapping[str, Any]:
    """The fields of a record of the vocabulary by both their names; nothing for other types."""
    if is_record(kind):
        return types_of(kind)
    return {}


def _environment() -> ImmutableSandboxedEnvironment:
    """The sandbox: no filters, tests and functions but ours. `_printed` escapes, and everything printed goes through it."""
    environment = _Sandbox(
        undefined=StrictUndefined, autoescape=False, finalize=_printed
    )
    # `range`, `dict` and the like would let a template compute
    environment.globals.clear()
    environment.filters = {
        **FILTERS,
        COUNTED: _counted,
        PRINT: _print,
    }
    return environment


ENVIRONMENT = _environment()
