"""Whether every name of a template is known, and used as what it is: values printed, lists taken one by one.

A template may use values, filters, `for` and `if`, and the names of `vocabulary`; nothing that computes or calls. So it
can be checked completely without data, also in the branches that one project does not reach. Every tag is parsed by
itself, so that one mistake hides no other.
"""

from __future__ import annotations

import difflib
import typing
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from perfeval_xl.limits import LIMITS
from perfeval_xl.report.charts.model import Chart
from perfeval_xl.report.filters import FILTERS
from perfeval_xl.report.linting.places import Finding
from perfeval_xl.report.linting.tags import Tag
from perfeval_xl.report.vocabulary.form import SectionText, TableText
from perfeval_xl.report.vocabulary.naming import types_of
from perfeval_xl.report.vocabulary.report import Loop, Report

__all__ = ["MERGE", "MERGE_CHINESE", "TagCheck", "Use", "check_tags"]

MERGE, MERGE_CHINESE = "merge", "合并"
"""`{{ merge }}` in a cell: merge it with the cell above when both show the same."""

_WHOLE = " whole list"
"""Among the names of a loop: it goes over a list of the report. No name has a blank."""
_NAMES = "可用的名称见 docs/report-names.md。"
_PLAIN = "模板中只能写名称、过滤器、for 和 if，不能写算式和函数；" + _NAMES
_LIST = "请用 {% for … in … %} 逐个取用，或写到它下面的名称；" + _NAMES
_CONDITIONS = (nodes.Not, nodes.And, nodes.Or, nodes.Compare, nodes.Operand)
_PARSER = SandboxedEnvironment()
_PARSER.filters = dict.fromkeys(FILTERS, str)


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a section, a table, or a column of a table by its name: whether it exists only the scheme knows.

    `column` is empty for sections and for tables as a whole.
    """

    kind: str
    name: str
    column: str
    tag: Tag


@dataclass(frozen=True, slots=True)
class _Row:
    """The type of a row of the table of that name, empty where the table is not named by the template."""

    table: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TagCheck:
    """What is wrong with the names, and which names only the scheme knows.

    `excessive` says that there are blocks or conditions which no person writes, and which would exhaust a parser.
    """

    excessive: bool

    findings: tuple[Finding, ...]
    uses: tuple[Use, ...]


def check_tags(tags: Sequence[Tag]) -> TagCheck:
    """Check the names in the tags of one story, all of them."""
    check = _Check()
    findings = list(check.run(tags))
    return TagCheck(
        findings=tuple(findings), uses=tuple(check.uses), excessive=check.excessive
    )


def _item(kind: Any) -> Any:
    """The type of the items of a list, or `None` for anything else."""
    if typing.get_origin(kind) is not tuple:
        return None
    return typing.get_args(kind)[0]


class _Check:
    """Walks the tags in their order; `self.scopes` are the names of the loops that are open."""

    def __init__(self) -> None:
        self.uses: list[Use] = []
        self.excessive = False
        self.scopes: list[tuple[str, dict[str, Any]]] = []
        self.tag: Tag

    def run(self, tags: Sequence[Tag]) -> Iterator[Finding]:
        most = LIMITS.template_tags
        for tag in tags[:most]:
            self.tag = tag
            # A comment prints nothing
            if tag.text.startswith("{#"):
                continue
            # What no person writes is not parsed at all
            if (
                len(tag.text) > LIMITS.template_tag_characters
                or tag.text.count("(") > LIMITS.template_depth
            ):
                self.excessive = True
                yield tag.wrong("过长", "请把条件拆开写。")
                # Its end is still to come, and must find something to close
                if tag.word in ("for", "if"):
                    self.scopes.append((tag.word, {}))
                continue
            yield from self._tag(tag)

        if len(tags) > most:
            self.excessive = True
            yield tags[most].wrong(
                f"是第{most + 1}个，超过了{most}个",
                "请用 for 逐行填写，不要逐个写标记。",
            )

    def _tag(self, tag: Tag) -> Iterator[Finding]:
        if not tag.statement:
            node = self._parsed(tag.source)
            if isinstance(node, nodes.Output):
                yield from self._value(node.nodes[0])
            else:
                yield self._miswritten()
        elif tag.word == "for":
            yield from self._for(tag)
        elif tag.word in ("if", "elif"):
            yield from self._if(tag)
        elif tag.word.startswith("end"):
            self._close(tag.word.removeprefix("end"))

    def _parsed(self, source: str) -> nodes.Node | None:
        try:
            body = _PARSER.parse(source).body
        except TemplateSyntaxError:
            return None
        if len(body) == 1:
            return body[0]
        return None

    def _miswritten(self) -> Finding:
        return self.tag.wrong("写法有误", f"请检查名称、引号和空格是否写全；{_PLAIN}")

    def _for(self, tag: Tag) -> Iterator[Finding]:
        node = self._parsed(tag.source + "{% endfor %}")
        inner: dict[str, Any] = {}
        # The scope opens whatever is wrong with the tag, so that its end still closes it
        yield from self._deeper(tag)
        if not isinstance(node, nodes.For):
            yield self._miswritten()
            self.scopes.append(("for", {"loop": Loop}))
            return
        kind = yield from self._kind(node.iter)
        # What it goes over must be a list, and its items get the name
        item = _item(kind)
        if kind is not None and item is None:
            yield tag.wrong("不是一组内容，不能用 for", _NAMES)
        if (
            not isinstance(node.target, nodes.Name)
            or node.recursive
            or node.target.name in types_of(Report)
        ):
            remedy = (
                "请写成 {% for row in indicators %}，其中 row 不能与已有的名称相同。"
            )
            yield tag.wrong("写法有误", remedy)
        else:
            inner[node.target.name] = self._row(node.iter, item)
        # A list of the report, not one of a row of another list
        if isinstance(node.iter, nodes.Name):
            yield from self._whole_list(tag, inner)
        self.scopes.append(("for", inner))
        if node.test is not None:
            yield from self._condition(node.test)
        # jinja counts only what the test lets through, so the test itself knows no count
        inner["loop"] = Loop

    def _deeper(self, tag: Tag) -> Iterator[Finding]:
        if len(self.scopes) >= LIMITS.template_depth:
            self.excessive = True
            yield tag.wrong(
                f"嵌套超过{LIMITS.template_depth}层", "请减少 for 和 if 的嵌套。"
            )

    def _whole_list(self, tag: Tag, inner: dict[str, Any]) -> Iterator[Finding]:
        """Lists of the report inside each other: what is filled in multiplies with every one."""
        inner[_WHOLE] = True
        around = sum(_WHOLE in names for _, names in self.scopes)
        most = LIMITS.template_loops
        if around >= most:
            what = f"使整份名单的 for 嵌套超过{most}层，填写出来的内容会成倍增加"
            yield tag.wrong(what, "请把它移到外面的 for 之外。")

    def _row(self, node: nodes.Node, item: Any) -> Any:
        """A row of a table knows its table, so that its columns can be looked up in the scheme."""
        if typing.get_origin(item) is None:
            return item
        owner = getattr(node, "node", None)
        if isinstance(owner, nodes.Node):
            return _Row(_attribute(owner) or "")
        return item

    def _if(self, tag: Tag) -> Iterator[Finding]:
        source = tag.source.replace("{% elif", "{% if", 1) + "{% endif %}"
        node = self._parsed(source)
        if tag.word == "if":
            yield from self._deeper(tag)
            self.scopes.append(("if", {}))
        if isinstance(node, nodes.If):
            yield from self._condition(node.test)
        else:
            yield self._miswritten()

    def _close(self, word: str) -> None:
        """Close the innermost block of that word; what was left open inside it is closed with it."""
        words = [open_word for open_word, _ in self.scopes]
        if word in words:
            last = len(words) - 1 - words[::-1].index(word)
            del self.scopes[last:]

    def _value(self, node: nodes.Expr) -> Iterator[Finding]:
        # The mark for merged cells prints nothing itself
        if isinstance(node, nodes.Name) and node.name in (MERGE, MERGE_CHINESE):
            if not self.tag.in_cell:
                yield self.tag.wrong(
                    "不在表格中", "{{ merge }} 只能写在表格的单元格里。"
                )
            return
        kind = yield from self._kind(node)
        # A chart needs parts that only the document itself leads to
        if kind is Chart:
            if not self.tag.place.part.endswith("document.xml"):
                yield self.tag.wrong(
                    "是图表，不在正文中",
                    "图表只能写在正文里，不能写在页眉、页脚、脚注里。",
                )
            return
        if kind is not None and kind not in (str, int):
            yield self.tag.wrong("不是一个可以打印的值", _LIST)

    def _condition(self, node: nodes.Node) -> Iterator[Finding]:
        if isinstance(node, nodes.Const):
            return
        if isinstance(node, _CONDITIONS):
            for child in node.iter_child_nodes():
                yield from self._condition(child)
        else:
            yield from self._kind(node)

    def _kind(self, node: nodes.Node) -> typing.Generator[Finding, None, Any]:
        """Yield what is wrong with a name, and return its type; `None` when it is wrong or belongs to a wrong one."""
        if isinstance(node, nodes.Name):
            return (yield from self._name(node.name))
        if isinstance(node, nodes.Filter):
            return (yield from self._filter(node))
        if isinstance(node, nodes.Add):
            return (yield from self._sum(node))
        # Something behind a dot or in brackets: its owner comes first
        attribute = _attribute(node)
        if attribute is None:
            yield self._miswritten()
            return None
        owner: Any = yield from self._kind(typing.cast("Any", node).node)
        if owner is None:
            return None
        # Names of sections, tables and columns are in the scheme, which is not known here
        if isinstance(owner, _Row):
            self.uses.append(Use("tables", owner.table, attribute, self.tag))
            return str
        if typing.get_origin(owner) is not None and _item(owner) is None:
            return self._by_scheme(owner, attribute)
        if hasattr(owner, "__dataclass_fields__"):
            known = types_of(owner)
        else:
            known = {}
        return (yield from self._lookup(attribute, known))

    def _by_scheme(self, owner: Any, attribute: str) -> Any:
        inner = typing.get_args(owner)[1]
        kind = "tables"
        if inner is SectionText:
            kind = "sections"
        if inner in (SectionText, TableText):
            self.uses.append(Use(kind, attribute, "", self.tag))
        return inner

    def _filter(self, node: nodes.Filter) -> typing.Generator[Finding, None, Any]:
        if node.node is None or node.args or node.kwargs:
            yield self._miswritten()
            return None
        # Both may be wrong: what the filter is given, and its name
        kind = yield from self._kind(node.node)
        if kind is not None and kind not in (str, int):
            yield self.tag.wrong("不是文字或数，不能用过滤器", _LIST)
        if node.name not in FILTERS:
            near = difflib.get_close_matches(node.name, FILTERS, 1)
            meant = ""
            if near:
                meant = f"是否应为“{near[0]}”？"
            yield self.tag.wrong(
                f"中的“{node.name}”不是可用的过滤器",
                f"{meant}可用的过滤器：{'、'.join(FILTERS)}。",
            )
        return str

    def _sum(self, node: nodes.Add) -> typing.Generator[Finding, None, Any]:
        """`loop.index + 2`: a count and a number, for headings that are numbered on."""
        kind = yield from self._kind(node.left)
        added = isinstance(node.right, nodes.Const) and type(node.right.value) is int
        if not added or (kind is not None and kind is not int):
            yield self._miswritten()
            return None
        return int

    def _name(self, name: str) -> typing.Generator[Finding, None, Any]:
        # The innermost loop first
        for _, names in reversed(self.scopes):
            if name in names:
                return names[name]
        # For the nearest name that exists, all that could be meant here
        around: dict[str, Any] = dict(types_of(Report))
        for _, names in self.scopes:
            around |= names
        return (yield from self._lookup(name, around))

    def _lookup(
        self, name: str, names: Mapping[str, Any]
    ) -> typing.Generator[Finding, None, Any]:
        if name in names:
            return names[name]
        near = difflib.get_close_matches(name, names, 1)
        meant = ""
        if near:
            meant = f"是否应为“{near[0]}”？"
        yield self.tag.wrong(f"中的“{name}”不是可用的名称", meant + _NAMES)
        return None


def _attribute(node: nodes.Node) -> str | None:
    """The name behind the dot of `a.b`, or between the brackets of `a["b"]`."""
    if isinstance(node, nodes.Getattr):
        return node.attr
    if (
        isinstance(node, nodes.Getitem)
        and isinstance(node.arg, nodes.Const)
        and isinstance(node.arg.value, str)
    ):
        return node.arg.value
    return None
