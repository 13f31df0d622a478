"""What the cells of a form do: formulas, guidance and 填报说明, brought together for drawing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from perfeval_xl.form.drawing.forms import Behaviour
from perfeval_xl.form.drawing.open_instructions import instructions_sheet
from perfeval_xl.form.drawing.rating_instructions import rating_instructions
from perfeval_xl.form.formulas.form_checks import FormChecks
from perfeval_xl.form.formulas.form_formulas import FormFormulas, Live
from perfeval_xl.form.formulas.live_checks import LiveCheck
from perfeval_xl.form.formulas.open import OpenFormulas
from perfeval_xl.form.formulas.open_checks import OpenChecks
from perfeval_xl.form.formulas.rating import RatingFormulas
from perfeval_xl.form.formulas.rating_checks import RatingChecks
from perfeval_xl.form.layout.open import Layout
from perfeval_xl.form.layout.placed import FormLayout
from perfeval_xl.form.layout.rating import RatingLayout
from perfeval_xl.form.prompts.open_guidance import (
    open_conditionals_on,
    open_validations_on,
)
from perfeval_xl.form.prompts.rating_guidance import conditionals_on, validations_on
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Conditional, Formula, Sheet, Validation

__all__ = ["FormBehaviour", "behaviour_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormBehaviour:
    """The cells of one form; see `forms.Behaviour`. What differs with the rows of the form was put in when it was made."""

    formulas: FormFormulas
    checklist: FormChecks
    prompts: Callable[[str, frozenset[str]], tuple[Validation, ...]]
    """Of the sheet with this title, on which the fields in the set are unlocked."""
    colours: Callable[[str], tuple[Conditional, ...]]
    guide: Callable[[], Sheet]

    def computed(self, key: str) -> Live | None:
        """A constant, a sum or a rate that nobody has stated."""
        return self.formulas.computed(key)

    def proposed(self, key: str) -> Formula | None:
        """得分."""
        return self.formulas.proposed(key)

    def live(self, key: str) -> Live | None:
        """A cell of the preview, or one that is only computed."""
        return self.formulas.live(key)

    def shown(self, key: str, sheet: str) -> Formula:
        """A figure that stands elsewhere."""
        return self.formulas.shown(key, sheet)

    def validations(
        self, sheet: str, unlocked: frozenset[str]
    ) -> tuple[Validation, ...]:
        """Prompts of the inputs."""
        return self.prompts(sheet, unlocked)

    def conditionals(self, sheet: str) -> tuple[Conditional, ...]:
        """Colours that repeat the hints."""
        return self.colours(sheet)

    def checks(self) -> tuple[LiveCheck, ...]:
        """The lines of the sheet 实时核对."""
        return self.checklist.all()

    def instructions(self) -> Sheet:
        """The sheet 填报说明."""
        return self.guide()


def behaviour_of(scheme: Scheme, layout: FormLayout) -> Behaviour:
    """Return what the cells of this layout compute, and how they guide people.

    With `layout_of_sizes` this is all that chooses by the kind of rows: formulas and prompts of slots look at the parts and
    columns that only a layout with slots has, those of printed rows at what is asked there.
    """
    if isinstance(layout, Layout):
        return FormBehaviour(
            formulas=OpenFormulas(scheme, layout),
            checklist=OpenChecks(scheme, layout),
            prompts=lambda sheet, _: open_validations_on(scheme, layout, sheet),
            colours=partial(open_conditionals_on, layout),
            guide=partial(instructions_sheet, scheme),
        )
    assert isinstance(layout, RatingLayout)
    return FormBehaviour(
        formulas=RatingFormulas(scheme, layout),
        checklist=RatingChecks(scheme, layout),
        prompts=partial(validations_on, scheme, layout),
        colours=partial(conditionals_on, layout),
        guide=partial(rating_instructions, scheme, layout),
    )
