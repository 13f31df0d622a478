"""A scheme as records. Every figure a finance officer might change next year stands in a TOML file, not here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from perfeval_xl.citations import Source
from perfeval_xl.scheme.form_spec import FormSpec

__all__ = [
    "HEAD_FIELDS",
    "OWN_NAME",
    "REQUIRABLE",
    "Band",
    "Category",
    "Defect",
    "Dimension",
    "IndicatorSpec",
    "Rounding",
    "RuleSpec",
    "Scheme",
    "Section",
    "Share",
]


HEAD_FIELDS = ("年度", "项目名称", "主管部门", "实施单位")
"""The head of every form, and all that a fixed form asks for unless its scheme says otherwise."""
REQUIRABLE = (
    *HEAD_FIELDS,
    "年初预算数",
    "预期目标",
    "实际完成情况",
    "一级指标",
    "文字部分",
)
"""What a scheme may demand: cells by their name; 一级指标 is a row for each of them, 文字部分 every text of the form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """One grade: `lowest` and everything above it, up to the next band."""

    label: str
    lowest: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounding:
    """`places` decimals, half up. `stage` is `indicator` (every score is rounded, the total adds up) or `total`."""

    places: int
    stage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSpec:
    """A rule kind with its parameters, as written in the scheme; the rules room turns it into a rule.

    `file` and `where` say where it is written, for messages; they do not count when specs are compared.
    """

    kind: str
    source: Source
    parameters: Mapping[str, object] = field(default_factory=dict)
    file: str = field(default="", compare=False)
    where: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A 二级指标 of an open form; `rows` are the indicator rows that the official form prints for it."""

    name: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """A 一级指标 with its weight; `categories` are those of an open form, empty in a fixed one.

    Dimensions with the same `together` share their weights: only the sum is prescribed, and none of them must be there.
    """

    name: str
    weight: Decimal
    categories: tuple[Category, ...] = ()
    together: str = ""


OWN_NAME = "name"
"""The fact in which a unit says what it calls an indicator of its own."""

_OWN_ROW = "自定指标{number}"


@dataclass(frozen=True, slots=True)
class Share:
    """One of the `rows` in which a unit writes indicators of its own, from 1; they share the weight of their spec."""

    number: int
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorSpec:
    """One indicator of a fixed form: its path of one to three names, the first of which is a dimension.

    `target` is the 标杆值 as printed and `explanation` the 指标解释, both empty where the document has none; `standard` is
    the 评分标准 in words, empty where the rule says all of it. `proof` names what must be handed in as 佐证资料.
    """

    path: tuple[str, ...]
    weight: Decimal
    rule: RuleSpec
    target: str = ""
    explanation: str = ""
    standard: str = ""
    proof: tuple[str, ...] = ()
    own: int = 0
    """How many rows stand in the place of this indicator in which units write indicators of their own; 0 for none."""
    share: Share | None = None
    """Which of those rows this is; `None` for an indicator as the scheme has it."""

    @property
    def rows(self) -> tuple[IndicatorSpec, ...]:
        """Return the rows that stand in a form: usually the indicator itself, and else one for every own row."""
        found = []
        for number in range(1, self.own + 1):
            path = (*self.path, _OWN_ROW.format(number=number))
            found.append(replace(self, path=path, own=0, share=Share(number, self.own)))
        return tuple(found) or (self,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """A mistake of the source document that the scheme knows of: lint shows it and does not refuse it.

    `code` is the problem it would be (`PE-012`), `where` the indicator, dimension or part, `text` what is wrong and how
    the scheme reads it.
    """

    code: str
    where: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A text the unit writes. `group` is the heading that spans several sections, empty for none.

    `place` is `form` (part of the official form), `narrative` (the text part of the self-evaluation document) or `head`
    (a line such as 项目起止时间).
    """

    name: str
    group: str = ""
    place: str = "form"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """One kind of evaluation, in force from `valid_from` to `valid_to` (`None`: still in force).

    In an `open` family units write their own indicators below the dimensions; `execution_weight` points go to the funds
    row by `rules["execution"]`, and the other rules are chosen by what a target is: `quantity`, `zero`, `quality`;
    where there is `rules["satisfaction"]`, it scores the quantities among the 满意度指标. In a `fixed` family `indicators` holds every indicator with its own rule, and `rules` is empty.

    `bands` run from the best grade to the worst and leave no hole. `not_applicable` says what becomes of the points of
    an indicator that does not apply: `forbidden` (0 points and a problem), `rescale` (the total is scaled to the full
    score) or `redistribute` (its points go to the other indicators of its dimension).

    `source` is the document of the form, `weights_source` that of the 一级指标 weights, `bands_source` that of the grades,
    `None` for the same document;
    `audience` says for whom the document is, and `budget_note` what belongs to the budget, empty where that needs no
    word.

    `required` are those of `REQUIRABLE` that the form of the place has and that must not stay blank (PE-050).
    `live_scores` says whether 得分 shows the points by the rules until the unit writes over them.
    """

    id: str
    title: str
    version: str
    family: str
    form_title: str
    form_year: int | None
    source: Source
    valid_from: date
    valid_to: date | None
    money_unit: str
    full_score: Decimal
    execution_weight: Decimal
    rounding: Rounding
    not_applicable: str
    bands: tuple[Band, ...]
    funds: tuple[str, ...]
    dimensions: tuple[Dimension, ...]
    rules: Mapping[str, RuleSpec]
    required: tuple[str, ...] = REQUIRABLE
    weights_source: Source | None = None
    bands_source: Source | None = None
    audience: str = ""
    budget_note: str = ""
    live_scores: bool = True
    annex: str = "附件1"
    """What an open form prints above its title; empty where the place prints nothing there."""
    indicators: tuple[IndicatorSpec, ...] = ()
    sections: tuple[Section, ...] = ()
    defects: tuple[Defect, ...] = ()
    form: FormSpec | None = None
    """What the workbook of a fixed form prints; `None` where the program arranges it."""

    def grade(self, total: Decimal) -> str:
        """Return the label of the band that holds `total`; below the lowest band is the lowest."""
        for band in self.bands:
            if total >= band.lowest:
                return band.label
        return self.bands[-1].label

    @property
    def reasons(self) -> str:
        """The section in which a unit gives its reasons where the form has no column for them, empty for none."""
        if self.form is None:
            return ""
        # A rating table without a column for reasons leaves them to a section with its name
        for part in self.form.parts("indicators"):
            if all(column.kind != "note" for column in part.columns):
                return part.name
        return ""

    def dimension(self, name: str) -> Dimension | None:
        """Return the dimension of that name, or `None`."""
        return next(
            (dimension for dimension in self.dimensions if dimension.name == name),
            None,
        )

    @property
    def has_slots(self) -> bool:
        """Whether units write indicators of their own, weights included, into slots below the headings of the scheme.

        Only then are there `rules` for what may be written. The rows that share an indicator of the scheme are no slots:
        the scheme says what they are worth together.
        """
        return bool(self.rules)

    @property
    def scores_execution(self) -> bool:
        """Whether the row of the funds is scored like an indicator, by the rate of execution."""
        return "execution" in self.rules

    @property
    def rows(self) -> tuple[IndicatorSpec, ...]:
        """Return the rows of a fixed form in their order: its indicators, and the rows for a unit's own ones."""
        # Most schemes have no rows of a unit's own; then nothing has to be built
        if not any(spec.own for spec in self.indicators):
            return self.indicators
        return tuple(row for spec in self.indicators for row in spec.rows)

    def sharing(self, dimension: Dimension) -> tuple[Dimension, ...]:
        """Return the dimensions whose weights are prescribed only in sum with this one; alone, itself."""
        if not dimension.together:
            return (dimension,)
        return tuple(
            each for each in self.dimensions if each.together == dimension.together
        )
