"""What the cells of a form do, by the kind of its rows: formulas, guidance and 填报说明, brought together for drawing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from perfeval_xl.form.drawing.forms import Behaviour
from perfeval_xl.form.drawing.open_instructions import instructions_sheet
from perfeval_xl.form.drawing.rating_instructions import rating_instructions
from perfeval_xl.form.formulas.live_checks import LiveCheck
from perfeval_xl.form.formulas.open import Formulas
from perfeval_xl.form.formulas.open_checks import OpenChecks
from perfeval_xl.form.formulas.own_scores import level_word, points_of_row
from perfeval_xl.form.formulas.rating import RatingFormulas
from perfeval_xl.form.formulas.rating_checks import RatingChecks
from perfeval_xl.form.layout.field_key import FieldKey
from perfeval_xl.form.layout.open import Layout
from perfeval_xl.form.layout.placed import FormLayout
from perfeval_xl.form.layout.rating import RatingLayout
from perfeval_xl.form.prompts.open_guidance import (
    open_conditionals_on,
    open_validations_on,
)
from perfeval_xl.form.prompts.rating_guidance import conditionals_on, validations_on
from perfeval_xl.rules.told_apart import PARTS
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Conditional, Formula, Sheet, Validation
from perfeval_xl.sheets.values import GENERAL

__all__ = ["FixedBehaviour", "OpenBehaviour", "behaviour_of"]

_Live = tuple[Formula, str]


@dataclass(frozen=True, slots=True)
class OpenBehaviour:
    """The cells of a form in which units write their own indicators; see `forms.Behaviour`."""

    scheme: Scheme
    layout: Layout
    told_apart: dict[int, Mapping[str, Formula]] = field(default_factory=dict)
    """What is told apart in the rows, all of a row at once."""

    def computed(self, key: str) -> _Live | None:
        """A sum or a rate that nobody has stated."""
        return Formulas(self.scheme, self.layout).computed(key)

    def proposed(self, key: str) -> Formula | None:
        """得分."""
        return points_of_row(self.layout, key)

    def live(self, key: str) -> _Live | None:
        """A cell of the preview."""
        formulas = Formulas(self.scheme, self.layout)
        beside = FieldKey.parse(key)
        if beside is not None and beside.part == "level":
            return level_word(self.scheme, beside.number), GENERAL
        if beside is None or beside.name not in PARTS:
            return formulas.live(key)
        if beside.number not in self.told_apart:
            self.told_apart[beside.number] = formulas.parts(beside.number)
        return self.told_apart[beside.number][beside.name], GENERAL

    def shown(self, key: str, sheet: str) -> Formula:
        """A figure that stands elsewhere."""
        return Formulas(self.scheme, self.layout).shown(key, sheet)

    def validations(
        self, sheet: str, unlocked: frozenset[str]
    ) -> tuple[Validation, ...]:
        """Prompts stand on computed cells, too: their protection may be taken off."""
        del unlocked
        return open_validations_on(self.scheme, self.layout, sheet)

    def conditionals(self, sheet: str) -> tuple[Conditional, ...]:
        """Colours that repeat the hints."""
        return open_conditionals_on(self.layout, sheet)

    def checks(self) -> tuple[LiveCheck, ...]:
        """The lines of the sheet 实时核对."""
        return OpenChecks(self.scheme, self.layout).all()

    def instructions(self) -> Sheet:
        """The sheet 填报说明."""
        return instructions_sheet(self.scheme)


@dataclass(frozen=True, slots=True)
class FixedBehaviour:
    """The cells of a form that prints its indicators; see `forms.Behaviour`."""

    scheme: Scheme
    layout: RatingLayout

    def computed(self, key: str) -> _Live | None:
        """A constant, or a sum that nobody has stated."""
        return RatingFormulas(self.scheme, self.layout).computed(key)

    def proposed(self, key: str) -> Formula | None:
        """得分."""
        return RatingFormulas(self.scheme, self.layout).own_score(key)

    def live(self, key: str) -> _Live | None:
        """A cell of the preview, or one that is only computed."""
        return RatingFormulas(self.scheme, self.layout).live(key)

    def shown(self, key: str, sheet: str) -> Formula:
        """A figure that stands elsewhere."""
        return RatingFormulas(self.scheme, self.layout).shown(key, sheet)

    def validations(
        self, sheet: str, unlocked: frozenset[str]
    ) -> tuple[Validation, ...]:
        """Prompts of the unlocked inputs."""
        return validations_on(self.scheme, self.layout, sheet, unlocked)

    def conditionals(self, sheet: str) -> tuple[Conditional, ...]:
        """Colours that repeat the hints."""
        return conditionals_on(self.layout, sheet)

    def checks(self) -> tuple[LiveCheck, ...]:
        """The lines of the sheet 实时核对."""
        return RatingChecks(self.scheme, self.layout).all()

    def instructions(self) -> Sheet:
        """The sheet 填报说明."""
        return rating_instructions(self.scheme, self.layout)


def behaviour_of(scheme: Scheme, layout: FormLayout) -> Behaviour:
    """Return what the cells of this layout compute, and how they guide people."""
    if isinstance(layout, Layout):
        return OpenBehaviour(scheme, layout)
    assert isinstance(layout, RatingLayout)
    return FixedBehaviour(scheme, layout)
