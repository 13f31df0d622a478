"""Load schemes from TOML, strictly: an unknown key, a wrong sum or a hole between grades is an error with its remedy.

A scheme may say `extends = "other-id"`: it then takes every top-level key it does not write itself from that scheme.
"""

from __future__ import annotations

import contextlib
import difflib
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache, lru_cache, partial
from importlib.resources.abc import Traversable

from perfeval_xl.amounts import ZERO
from perfeval_xl.citations import Source, State, clauses, source_of
from perfeval_xl.errors import Fault, SchemeError
from perfeval_xl.limits import LIMITS
from perfeval_xl.scheme.faults import worded
from perfeval_xl.scheme.files import (
    DATA,
    Files,
    SchemeFile,
    scheme_files,
    shipped_files,
)
from perfeval_xl.scheme.form_loader import read_form
from perfeval_xl.scheme.model import (
    HEAD_FIELDS,
    REQUIRABLE,
    Band,
    Category,
    Defect,
    Dimension,
    IndicatorSpec,
    Rounding,
    RuleSpec,
    Scheme,
    Section,
)
from perfeval_xl.scheme.parameters import typed
from perfeval_xl.scheme.toml import Table, parse_toml
from perfeval_xl.scheme.whole import check_scheme, refuse_repetition

__all__ = [
    "OPTIONAL_ROLES",
    "ROLES",
    "example_json",
    "find_scheme",
    "has_example",
    "load_scheme",
    "parse_scheme",
    "read_scheme",
    "read_source",
    "scheme_ids",
]

_DEEPEST = 3
_CODE = re.compile(r"PE-\d{3}\Z")
ROLES = ("execution", "quantity", "zero", "quality")
"""The rules of an open form: of the funds row, and of indicators by what their target is."""
OPTIONAL_ROLES = ("satisfaction",)
"""Rules that an open form may have besides: of 满意度指标 whose target is a number."""


_TOLD_BY = {
    "bands": "bands_source",
    "dimensions": "weights_source",
    "execution_weight": "weights_source",
    "source": "audience",
}
"""What a scheme that writes its own part does not inherit: where the part of the other scheme came from, for whom."""


def scheme_ids() -> tuple[str, ...]:
    """Return the ids of all schemes, sorted: the package's and a person's own, also of those that cannot be loaded."""
    return tuple(scheme_files())


def load_scheme(scheme_id: str) -> Scheme:
    """Return the scheme with this id; raises `SchemeError` when there is none or its file is wrong.

    A scheme is read once, and a person's own again when one of their files has changed. A file that takes an id that is
    already taken is an error: no scheme is ever replaced in silence.
    """
    files = scheme_files()
    if scheme_id not in files:
        raise _unknown(scheme_id)
    file = _only(files[scheme_id])
    if file.shipped:
        return _shipped(file)
    return _own(file, tuple(own for group in files.values() for own in group))


def find_scheme(name: str) -> Scheme:
    """Return the scheme with this id or this Chinese title; one that cannot be loaded has no title."""
    if name in scheme_files():
        return load_scheme(name)
    found = [scheme for scheme in _loadable() if scheme.title == name]
    if len(found) > 1:
        ids = "、".join(scheme.id for scheme in found)
        raise SchemeError(
            f"有{len(found)}个评价方案叫“{name}”：{ids}。",
            "请改用方案的编号。",
        )
    if not found:
        raise _unknown(name)
    return found[0]


def _loadable() -> Iterator[Scheme]:
    for scheme_id in scheme_ids():
        with contextlib.suppress(SchemeError):
            yield load_scheme(scheme_id)


def _only(files: tuple[SchemeFile, ...]) -> SchemeFile:
    if len(files) > 1:
        names = "和".join(
            f"“{file.name}”" + ("（程序自带）" if file.shipped else "")
            for file in files
        )
        remedy = "请给自己的方案换一个编号，文件名和文件中的 id 都要改。"
        raise SchemeError(
            f"方案“{files[0].id}”有{len(files)}个文件：{names}。",
            remedy,
            key="id",
        )
    return files[0]


@cache
def _shipped(file: SchemeFile) -> Scheme:
    return _parse(file.read(), file.name, shipped_files())


@lru_cache(maxsize=256)
def _own(file: SchemeFile, files: tuple[SchemeFile, ...]) -> Scheme:
    """Read a person's own scheme; `files` are all there are, since it may extend another one that has changed."""
    assert file in files
    scheme = parse_scheme(file.read(), file.name)
    if scheme.id != file.id:
        fault = Fault("id_differs", {"id": scheme.id, "file": file.id})
        told = f"方案文件“{file.name}”的 id {worded(fault)}。"
        raise SchemeError(told, "请使两者一致。", key="id", fault=fault)
    return scheme


def has_example(scheme_id: str) -> bool:
    """Whether a scheme has an example submission."""
    return _example(scheme_id).is_file()


def _example(scheme_id: str) -> Traversable:
    return DATA.joinpath("examples", f"{scheme_id}.json")


def example_json(scheme_id: str) -> str:
    """Return the example submission of a scheme as JSON text; raises `SchemeError` when there is none."""
    if not has_example(scheme_id):
        raise SchemeError(
            f"方案“{scheme_id}”没有样例。",
            "有样例的方案可用 perfeval-xl schemes 查看。",
        )
    return _example(scheme_id).read_text(encoding="utf-8")


def parse_scheme(text: str, file: str) -> Scheme:
    """Read one scheme from TOML text; `file` is the name for messages. Raises `SchemeError` for the first mistake."""
    return _parse(text, file, scheme_files())


def _parse(text: str, file: str, files: Files) -> Scheme:
    """Read a scheme that may extend one of `files`."""
    top = _inherit(parse_toml(text, file), (), files)
    scheme = read_scheme(top)
    check_scheme(top, scheme)
    return scheme


def read_scheme(top: Table) -> Scheme:
    """Read the records of a scheme, without looking at whether they fit together."""
    return top.closed(_scheme)


def _inherit(top: Table, seen: tuple[str, ...], files: Files) -> Table:
    if not top.has("extends"):
        return top
    parent = top.text("extends")
    if parent in seen or parent not in files:
        raise top.wrong("extends", "parent_unknown", name=parent)
    file = _only(files[parent])
    base = _inherit(parse_toml(file.read(), file.name), (*seen, parent), files)
    own = {key: value for key, value in top.data.items() if key != "extends"}
    stale = {told for key, told in _TOLD_BY.items() if key in own and told not in own}
    kept = {key: value for key, value in base.data.items() if key not in stale}
    return Table({**kept, **own}, top.file, "")


def _scheme(top: Table) -> Scheme:
    family = top.choice("family", ("open", "fixed"), "open")
    source = top.table("source").closed(read_source)
    if not source.document:
        raise top.table("source").wrong("document", "missing")
    return Scheme(
        id=top.text("id"),
        title=top.text("title"),
        version=top.text("version"),
        family=family,
        form_title=top.text("form_title"),
        form_year=top.whole("form_year", lowest=2000, highest=9999)
        if top.has("form_year")
        else None,
        source=source,
        weights_source=_own_source(top, "weights_source"),
        bands_source=_own_source(top, "bands_source"),
        audience=top.text("audience", ""),
        budget_note=top.text("budget_note", ""),
        annex=top.text("annex", "附件1"),
        valid_from=top.day("valid_from"),
        valid_to=top.day("valid_to") if top.has("valid_to") else None,
        money_unit=top.choice("money_unit", ("万元", "元"), "万元"),
        full_score=top.number("full_score", Decimal(100)),
        execution_weight=top.number(
            "execution_weight", None if family == "open" else ZERO
        ),
        rounding=top.table("rounding").closed(_rounding),
        not_applicable=top.choice(
            "not_applicable",
            ("forbidden", "rescale", "redistribute"),
            "forbidden",
        ),
        bands=top.tables("bands", _band),
        funds=top.texts("funds", None if family == "open" else ()),
        required=_required(top, REQUIRABLE if family == "open" else HEAD_FIELDS),
        dimensions=top.tables(
            "dimensions", _dimension if family == "open" else _fixed_dimension
        ),
        rules=top.table("rules").closed(partial(_rules, source=source))
        if family == "open"
        else {},
        indicators=top.tables("indicators", partial(_indicator, source=source))
        if family == "fixed"
        else (),
        sections=top.tables("sections", _section, ()),
        defects=top.tables("defects", _defect, ()),
        form=top.table("form").closed(partial(read_form, family=family))
        if top.has("form")
        else None,
    )


def read_source(table: Table) -> Source:
    """Read a `source` table: `cite` and a key of `citations.toml`, or document, number, clause and how far verified."""
    if table.has("cite"):
        key = table.text("cite")
        if key not in clauses():
            raise table.wrong("cite", "cite_unknown", name=key)
        return source_of(key)
    state = State(table.choice("state", tuple(State), State.UNSTATED))
    needed = None
    if state is State.OURS:
        needed = ""
    return Source(
        document=table.text("document", needed),
        number=table.text("number", needed),
        clause=table.text("clause", ""),
        note=table.text("note", ""),
        state=state,
        ours=table.text("ours", ""),
    )


def _own_source(table: Table, key: str) -> Source | None:
    """Read a source of its own, `None` where there is none."""
    if table.has(key):
        return table.table(key).closed(read_source)
    return None


def _required(top: Table, usual: tuple[str, ...]) -> tuple[str, ...]:
    """Read what must be filled in, in the order of the form; `usual` is what forms of the family ask for."""
    named = top.texts("required", usual)
    for name in named:
        if name not in REQUIRABLE:
            raise top.wrong("required", "not_requirable", name=name, allowed=REQUIRABLE)
    return tuple(name for name in REQUIRABLE if name in named)


def _rounding(table: Table) -> Rounding:
    return Rounding(
        places=table.whole("places", highest=LIMITS.scheme_places),
        stage=table.choice("stage", ("indicator", "total")),
    )


def _band(table: Table) -> Band:
    return Band(label=table.text("label"), lowest=table.number("lowest"))


def _category(table: Table) -> Category:
    return Category(
        name=table.text("name"),
        rows=table.whole("rows", lowest=1, highest=LIMITS.scheme_rows),
    )


def _dimension(table: Table) -> Dimension:
    dimension = Dimension(
        name=table.text("name"),
        weight=table.number("weight"),
        categories=table.tables("categories", _category),
        together=table.text("together", ""),
    )
    refuse_repetition(
        table,
        "categories",
        (category.name for category in dimension.categories),
    )
    return dimension


def _section(table: Table) -> Section:
    place = table.choice("place", ("form", "narrative", "head"), "form")
    return Section(name=table.text("name"), group=table.text("group", ""), place=place)


def _fixed_dimension(table: Table) -> Dimension:
    return Dimension(name=table.text("name"), weight=table.number("weight"))


def _indicator(table: Table, source: Source) -> IndicatorSpec:
    path = table.texts("path")
    if not 1 <= len(path) <= _DEEPEST:
        raise table.wrong("path", "path_length")
    return IndicatorSpec(
        path=path,
        weight=table.number("weight"),
        rule=table.table("rule").closed(partial(_rule, source=source)),
        target=table.text("target", ""),
        explanation=table.text("explanation", ""),
        standard=table.text("standard", ""),
        proof=table.texts("proof", ()),
    )


def _defect(table: Table) -> Defect:
    defect = Defect(
        code=table.text("code"),
        where=table.text("where"),
        text=table.text("text"),
    )
    if not _CODE.match(defect.code):
        raise table.wrong("code", "not_problem_code", value=defect.code)
    return defect


def _rules(table: Table, source: Source) -> Mapping[str, RuleSpec]:
    roles = (*ROLES, *filter(table.has, OPTIONAL_ROLES))
    return {
        role: table.table(role).closed(partial(_rule, source=source)) for role in roles
    }


def _rule(table: Table, source: Source) -> RuleSpec:
    """Read a rule; one without a source of its own follows that of the scheme."""
    kind = table.text("kind")
    own = _own_source(table, "source") or source
    parameters = typed(
        kind,
        {
            key: value
            for key, value in table.data.items()
            if key not in {"kind", "source"}
        },
    )
    table.asked.update(
        parameters
    )  # the rule kind reads its parameters as strictly, where it is built
    return RuleSpec(
        kind=kind,
        source=own,
        parameters=parameters,
        file=table.file,
        where=table.where,
    )


def _unknown(name: str) -> SchemeError:
    titles = {scheme.id: scheme.title for scheme in _loadable()}
    near = difflib.get_close_matches(name, [*titles, *titles.values()], n=1, cutoff=0.4)
    hint = ""
    if near:
        hint = f"是不是“{near[0]}”？"
    return SchemeError(
        f"没有叫“{name}”的评价方案。{hint}",
        "全部方案可用 perfeval-xl schemes 查看。",
    )
