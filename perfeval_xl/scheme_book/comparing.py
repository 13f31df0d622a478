"""What changed between two schemes, in Chinese, grouped by part; nothing when they are equal."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from perfeval_xl.amounts import plain
from perfeval_xl.citations import Source
from perfeval_xl.scheme.model import IndicatorSpec, RuleSpec, Scheme
from perfeval_xl.scheme_book.fields import FIELDS
from perfeval_xl.scheme_book.first_sheet import value_at
from perfeval_xl.scheme_book.tables import INDICATORS, ROLE_NAMES
from perfeval_xl.scheme_book.toml_text import said_source, sentence_of
from perfeval_xl.scheme_book.tree import Tree, tree_of

__all__ = ["Change", "compare_schemes"]

Path = tuple[str, ...]

# Names that have this much in common are taken for one
_ALIKE = 0.6
_NOTHING = "（无）"
_SHOWN_FIELDS = ("target", "standard", "explanation", "proof", "own")


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `before` is empty for what is new, `after` for what is gone; both for what has only moved."""

    group: str
    what: str
    before: str = ""
    after: str = ""
    told: str = ""

    def __str__(self) -> str:
        if self.told:
            return f"{self.what}：{self.told}"
        if not self.before:
            return f"新增{self.what}：{self.after}"
        if not self.after:
            return f"删去{self.what}：{self.before}"
        return f"{self.what}：{self.before} → {self.after}"

    def as_json(self) -> dict[str, str]:
        """Return the change for `--json`."""
        return {
            "group": self.group,
            "what": self.what,
            "before": self.before,
            "after": self.after,
            "text": str(self),
        }


def compare_schemes(old: Scheme, new: Scheme) -> tuple[Change, ...]:
    """Return every change from `old` to `new`; empty exactly when the two are equal."""
    changes = tuple(_changes(old, new))
    # Whatever the groups below do not look at
    if not changes and old != new:
        return (Change("其他", "其他内容", told="有变化"),)
    return changes


def _changes(old: Scheme, new: Scheme) -> Iterator[Change]:
    # Both schemes as the tables of their files, so that defaults are compared too
    before, after = tree_of(old), tree_of(new)
    for field in FIELDS:
        pair = (value_at(before, field.key), value_at(after, field.key))
        if pair[0] != pair[1]:
            told = [_said(field.words.get(str(value), value)) for value in pair]
            yield Change("基本信息", field.heading, *told)
    # Then the lists: by name where they have one, else as texts
    yield from _named(
        "等级",
        before["bands"],
        after["bands"],
        "label",
        lambda band: f"{_said(band['lowest'])}分起",
    )
    # A role or an indicator is told as a whole where it is new or gone
    yield from _dimensions(before, after)
    yield from _rules(old, new)
    yield from _indicators(old, new)
    yield from _listed("资金", "资金行", old.funds, new.funds)
    yield from _named(
        "文字",
        before.get("sections", []),
        after.get("sections", []),
        "name",
        _section,
    )
    yield from _listed(
        "已知问题",
        "问题",
        *([_defect(each) for each in scheme.defects] for scheme in (old, new)),
    )
    # A printed form is too large to be told cell by cell
    if before.get("form") != after.get("form"):
        yield Change("表样", "评价表印成的样子", told=_form(before, after))


def _dimensions(before: Tree, after: Tree) -> Iterator[Change]:
    yield from _named(
        "一级指标",
        before["dimensions"],
        after["dimensions"],
        "name",
        lambda each: f"{_said(each['weight'])}分",
    )
    # The categories of a dimension only where both schemes have it
    categories = [
        {
            each["name"]: each.get(
                "categories",
                [],
            )
            for each in tree["dimensions"]
        }
        for tree in (before, after)
    ]
    for name in [name for name in categories[0] if name in categories[1]]:
        pair = (categories[0][name], categories[1][name])
        yield from _named(
            f"一级指标·{name}",
            *pair,
            "name",
            lambda each: f"表上{each['rows']}行",
        )


def _rules(old: Scheme, new: Scheme) -> Iterator[Change]:
    common = (old.source, new.source)
    for role, name in ROLE_NAMES.items():
        pair = (old.rules.get(role), new.rules.get(role))
        if pair[0] != pair[1]:
            yield from _rule("规则", name, *pair, common)


def _rule(
    group: str,
    what: str,
    old: RuleSpec | None,
    new: RuleSpec | None,
    common: tuple[Source, Source],
) -> Iterator[Change]:
    """Yield what changed about a rule; a source that is that of the scheme is told there."""
    # New or gone: its sentence is all there is to say
    if old is None or new is None:
        yield Change(
            group,
            what,
            *("" if spec is None else sentence_of(spec) for spec in (old, new)),
        )
        return
    if (old.kind, old.parameters) != (new.kind, new.parameters):
        said = [sentence_of(spec) for spec in (old, new)]
        # Parameters that no sentence mentions are told one by one
        if said[0] == said[1]:
            said = [
                f"{text}（{_said(dict(spec.parameters))}）"
                for text, spec in zip(said, (old, new), strict=True)
            ]
        yield Change(group, f"{what}的规则", *said)
    # Where both follow the scheme, the change of its source is told once, there
    if old.source != new.source and (old.source, new.source) != common:
        yield Change(
            group,
            f"{what}的依据",
            *(said_source(spec.source) for spec in (old, new)),
        )


def _indicators(old: Scheme, new: Scheme) -> Iterator[Change]:
    common = (old.source, new.source)
    # A path that is gone and one that is new may be one indicator under another name
    ours = {spec.path: spec for spec in old.indicators}
    theirs = {spec.path: spec for spec in new.indicators}
    gone = [spec for path, spec in ours.items() if path not in theirs]
    added = [spec for path, spec in theirs.items() if path not in ours]
    renamed = dict(_renamed(gone, added))

    # Renamed, taken out, added.
    for path, other in renamed.items():
        yield Change("指标", "改名", told=f"{'·'.join(path)} → {'·'.join(other)}")
        yield from _indicator(ours[path], theirs[other], common)
    yield from (
        Change(
            "指标",
            "指标",
            before=_whole(spec),
        )
        for spec in gone
        if spec.path not in renamed
    )
    yield from (
        Change(
            "指标",
            "指标",
            after=_whole(spec),
        )
        for spec in added
        if spec.path not in renamed.values()
    )

    # Those that stayed under their name: what is different in them.
    for path in _kept(list(theirs), list(ours)):
        yield from _indicator(ours[path], theirs[path], common)

    # Whether those that stayed stand in another order.
    before = [renamed.get(path, path) for path in ours]
    after = list(theirs)
    if _kept(before, after) != _kept(after, before):
        yield Change("指标", "次序", told="指标的先后次序有变化")


def _kept(paths: list[Path], others: list[Path]) -> list[Path]:
    """Return the paths that the other scheme has too, in their order."""
    return [path for path in paths if path in others]


def _renamed(
    gone: Iterable[IndicatorSpec], added: Iterable[IndicatorSpec]
) -> Iterator[tuple[Path, Path]]:
    """Yield the pairs of paths that are one indicator under another name: alike, with the same weight or rule."""
    # Each new path is taken once, by the first that it is most like
    left = [spec.path for spec in added]
    specs = {spec.path: spec for spec in added}
    for spec in gone:
        alike = {path: _likeness(spec, specs[path]) for path in left}
        best = max(
            alike,
            key=lambda path: alike[path],
            default=(),
        )
        if best and alike[best] >= _ALIKE:
            left.remove(best)
            yield spec.path, best


def _likeness(one: IndicatorSpec, other: IndicatorSpec) -> float:
    # Another level, or both another weight and another rule: not the same indicator
    if len(one.path) != len(other.path) or (
        one.weight != other.weight and one.rule != other.rule
    ):
        return 0
    return difflib.SequenceMatcher(
        None, "·".join(one.path), "·".join(other.path)
    ).ratio()


def _indicator(
    old: IndicatorSpec,
    new: IndicatorSpec,
    common: tuple[Source, Source],
) -> Iterator[Change]:
    name = "·".join(new.path)
    if old.weight != new.weight:
        yield Change(
            "指标",
            f"{name}的分值",
            f"{plain(old.weight)}分",
            f"{plain(new.weight)}分",
        )
    for key in _SHOWN_FIELDS:
        pair = (getattr(old, key), getattr(new, key))
        if pair[0] != pair[1]:
            yield Change(
                "指标",
                f"{name}的{INDICATORS.column(key).heading}",
                *(_said(value) or _NOTHING for value in pair),
            )
    yield from _rule("指标", name, old.rule, new.rule, common)


def _named(
    group: str,
    old: Sequence[Tree],
    new: Sequence[Tree],
    key: str,
    said: Callable[[Tree], str],
) -> Iterator[Change]:
    """Yield the changes of tables that have a name, and of their order."""
    # By name, in the order of the old scheme and then what is new
    ours, theirs = ({str(each[key]): each for each in tables} for tables in (old, new))
    for name in [*ours, *(name for name in theirs if name not in ours)]:
        before, after = (
            said(tables[name]) if name in tables else "" for tables in (ours, theirs)
        )
        if before != after:
            yield Change(group, f"“{name}”", before, after)
    # The order counts only among those that both have
    kept = [
        [name for name in tables if name in ours and name in theirs]
        for tables in (ours, theirs)
    ]
    if kept[0] != kept[1]:
        yield Change(group, "次序", "、".join(kept[0]), "、".join(kept[1]))


def _listed(
    group: str,
    what: str,
    old: Sequence[str],
    new: Sequence[str],
) -> Iterator[Change]:
    for each in old:
        if each not in new:
            yield Change(group, what, before=each)
    for each in new:
        if each not in old:
            yield Change(group, what, after=each)
    # The same ones in another order
    if sorted(old) == sorted(new) and list(old) != list(new):
        yield Change(group, "次序", "、".join(old), "、".join(new))


def _section(section: Tree) -> str:
    place = {"form": "表内", "head": "表头"}.get(section.get("place", "form"), "正文")
    group = ""
    if section.get("group"):
        group = f"，属于“{section['group']}”"
    return f"{place}{group}"


def _form(before: Tree, after: Tree) -> str:
    titles = [
        [
            sheet["title"]
            for sheet in tree.get("form", {}).get(
                "sheets",
                (),
            )
        ]
        for tree in (before, after)
    ]
    return f"{'、'.join(titles[0]) or '由程序安排'} → {'、'.join(titles[1]) or '由程序安排'}"


def _defect(defect: Any) -> str:
    return f"{defect.code} {defect.where}：{defect.text}"


def _whole(spec: IndicatorSpec) -> str:
    return f"{'·'.join(spec.path)}（{plain(spec.weight)}分），{sentence_of(spec.rule)}"


def _said(value: object) -> str:
    """Return a value as a sentence shows it; empty for nothing."""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, Mapping):
        return "，".join(f"{key}＝{_said(each)}" for key, each in value.items())
    if isinstance(value, (list, tuple)):
        return "；".join(map(_said, value))
    if value is None:
        return ""
    return str(value)
