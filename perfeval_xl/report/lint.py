"""Whether a template can be filled in: every tag is read, and every name looked up, before anything is rendered.

A template may use values, `for` and `if`, and the names of `context`; nothing that computes or calls. So it can be
checked completely without data, also in the branches that one project does not reach.
"""

from __future__ import annotations

import difflib
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from perfeval_xl.errors import TemplateError
from perfeval_xl.limits import LIMITS
from perfeval_xl.report.context import Loop, Report, SectionText
from perfeval_xl.report.package import read_package
from perfeval_xl.report.tags import Tag, read_tags

__all__ = ["MERGE", "SectionUse", "check_tags", "lint_template"]

MERGE = "merge"
"""`{{ merge }}` in a cell: merge it with the cell above when both show the same."""

_NAMES = "可用的名称见 docs/report-templates.md。"
_PLAIN = "模板中只能写名称、for 和 if，不能写算式和函数；" + _NAMES
_LIST = "请用 {% for … in … %} 逐个取用，或写到它下面的名称；" + _NAMES
_CONDITIONS = (nodes.Not, nodes.And, nodes.Or, nodes.Compare, nodes.Operand)


@dataclass(frozen=True, slots=True)
class SectionUse:
    """One use of a section by its name: whether it exists only the scheme knows."""

    name: str
    tag: Tag


def lint_template(path: Path) -> tuple[TemplateError, ...]:
    """Return what is wrong with a template, one error for each tag; empty when it can be used.

    An error in the grammar hides those behind it; a file that cannot be read is a finding as well.
    """
    errors: list[TemplateError] = []
    try:
        package = read_package(path)
        for story in package.stories:
            check = _Check(read_tags(story.root, story.shown))
            errors.extend(check.run())
    except TemplateError as exc:
        errors.append(exc)
    return tuple(errors)


def check_tags(tags: list[Tag]) -> list[SectionUse]:
    """Check the tags of one story; raises the first `TemplateError`, returns the sections that are used by name."""
    check = _Check(tags)
    for error in check.run():
        raise error
    return check.sections


@cache
def _types(record: Any) -> Mapping[str, Any]:
    hints = typing.get_type_hints(record)
    return {entry.name: hints[entry.name] for entry in fields(record)}


def _item(kind: Any) -> Any:
    """The type of the items of a list, or `None` for anything else."""
    return typing.get_args(kind)[0] if typing.get_origin(kind) is tuple else None


class _Check:
    """Checks the tags of one story by a skeleton: plain jinja with one tag in each line, so that lines are tags."""

    def __init__(self, tags: list[Tag]) -> None:
        self.tags = tags
        self.sections: list[SectionUse] = []
        self._whole_lists = 0

    def run(self) -> Iterator[TemplateError]:
        if refused := self._oversized():
            yield refused
            return
        try:
            tree = SandboxedEnvironment().parse("\n".join(tag.source for tag in self.tags))
        except TemplateSyntaxError as exc:
            tag = self.tags[min(exc.lineno, len(self.tags)) - 1]
            yield tag.wrong("写法有误", f"请检查 for 与 endfor、if 与 endif 是否成对，名称和引号是否写全；{_PLAIN}")
            return
        crossing = list(self._crossing())
        yield from crossing
        if not crossing:
            yield from self._body(tree.body, {**_types(Report), MERGE: str})

    def _oversized(self) -> TemplateError | None:
        """Refuse what no person writes, before it exhausts the stack of the parser or the compiler."""
        depth = 0
        for tag in self.tags:
            depth += (tag.word in ("for", "if")) - tag.word.startswith("end")
            if depth > LIMITS.template_depth:
                return tag.wrong(f"嵌套超过{LIMITS.template_depth}层", "请减少 for 和 if 的嵌套。")
            if len(tag.text) > LIMITS.template_tag_characters or tag.text.count("(") > LIMITS.template_depth:
                return tag.wrong("过长", "请把条件拆开写。")
        if len(self.tags) > LIMITS.template_tags:
            most = LIMITS.template_tags
            return self.tags[most].wrong(f"是第{most + 1}个，超过了{most}个", "请用 for 逐行填写，不要逐个写标记。")
        return None

    def _crossing(self) -> Iterator[TemplateError]:
        """Find the tags of one block that do not stand side by side: repeating it would tear the document apart."""
        open_tags: list[Tag] = []
        for tag in self.tags:
            if tag.word in ("for", "if"):
                open_tags.append(tag)
            elif tag.word:
                first = open_tags[-1]
                if (first.unit, first.scope) != (tag.unit, tag.scope):
                    what = f"与{first.place}的“{first.text}”不在同一层"
                    yield tag.wrong(
                        what, "同一组 for 或 if 应都在一段文字内，或都写 {%p …%}，或都在同一表格内写 {%tr …%}。"
                    )
                if tag.word.startswith("end"):
                    open_tags.pop()

    def _body(self, body: list[nodes.Node], names: Mapping[str, Any]) -> Iterator[TemplateError]:
        for node in body:
            if isinstance(node, nodes.Output):
                for value in node.nodes:
                    if not isinstance(value, nodes.TemplateData):
                        yield from self._value(value, names)
            elif isinstance(node, nodes.For):
                yield from self._for(node, names)
            elif isinstance(node, nodes.If):
                yield from self._condition(node.test, names)
                for branch in (node.body, node.elif_, node.else_):
                    yield from self._body(list(branch), names)
            else:
                yield self._tag(node).wrong("不是模板可用的语句", _PLAIN)

    def _value(self, node: nodes.Expr, names: Mapping[str, Any]) -> Iterator[TemplateError]:
        kind = yield from self._kind(node, names)
        tag = self._tag(node)
        if kind is not None and kind not in (str, int):
            yield tag.wrong("不是一个可以打印的值", _LIST)
        if isinstance(node, nodes.Name) and node.name == MERGE and not tag.in_cell:
            yield tag.wrong("不在表格中", "{{ merge }} 只能写在表格的单元格里。")

    def _for(self, node: nodes.For, names: Mapping[str, Any]) -> Iterator[TemplateError]:
        kind = yield from self._kind(node.iter, names)
        item = _item(kind)
        if kind is not None and item is None:
            yield self._tag(node).wrong("不是一组内容，不能用 for", _NAMES)
        if not isinstance(node.target, nodes.Name) or node.recursive or node.target.name in _types(Report):
            yield self._tag(node).wrong(
                "写法有误", "请写成 {% for row in indicators %}，其中 row 不能与已有的名称相同。"
            )
            return
        inner = {**names, node.target.name: item, "loop": Loop}
        if node.test is not None:
            yield from self._condition(node.test, inner)
        whole = isinstance(node.iter, nodes.Name)  # a list of the report, not one of a row of another list
        self._whole_lists += whole
        if self._whole_lists > LIMITS.template_loops:
            most = LIMITS.template_loops
            yield self._tag(node).wrong(
                f"使整份名单的 for 嵌套超过{most}层，填写出来的内容会成倍增加", "请把它移到外面的 for 之外。"
            )
        else:
            yield from self._body(node.body, inner)
        self._whole_lists -= whole
        yield from self._body(node.else_, names)

    def _condition(self, node: nodes.Node, names: Mapping[str, Any]) -> Iterator[TemplateError]:
        if isinstance(node, nodes.Const):
            return
        if isinstance(node, _CONDITIONS):
            for child in node.iter_child_nodes():
                yield from self._condition(child, names)
        else:
            yield from self._kind(node, names)

    def _kind(self, node: nodes.Node, names: Mapping[str, Any]) -> typing.Generator[TemplateError, None, Any]:
        """Yield what is wrong with a name, and return its type; `None` when it is wrong or belongs to a wrong one."""
        if isinstance(node, nodes.Name):
            return (yield from self._lookup(node, node.name, names))
        attribute = _attribute(node)
        if attribute is None:
            yield self._tag(node).wrong("写法有误", _PLAIN)
            return None
        owner: Any = yield from self._kind(typing.cast("Any", node).node, names)
        if owner is None:
            return None
        if typing.get_origin(owner) is not None and _item(owner) is None:
            self.sections.append(SectionUse(attribute, self._tag(node)))
            return SectionText
        known = _types(owner) if hasattr(owner, "__dataclass_fields__") else {}
        return (yield from self._lookup(node, attribute, known))

    def _lookup(
        self, node: nodes.Node, name: str, names: Mapping[str, Any]
    ) -> typing.Generator[TemplateError, None, Any]:
        if name in names:
            return names[name]
        near = difflib.get_close_matches(name, names, 1)
        meant = f"是否应为“{near[0]}”？" if near else ""
        yield self._tag(node).wrong(f"中的“{name}”不是可用的名称", meant + _NAMES)
        return None

    def _tag(self, node: nodes.Node) -> Tag:
        return self.tags[node.lineno - 1]


def _attribute(node: nodes.Node) -> str | None:
    """The name behind the dot of `a.b`, or between the brackets of `a["b"]`."""
    if isinstance(node, nodes.Getattr):
        return node.attr
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
        return node.arg.value
    return None
