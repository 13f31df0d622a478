"""Read one file, told apart by its content: a form that was filled in, or a submission as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from perfeval_xl.errors import BadSubmissionJson, NotOurForm, SchemeError, SeveralForms
from perfeval_xl.foreign import ForeignForm, forms_in
from perfeval_xl.form.identity.issue import Issue, configured_key
from perfeval_xl.form.identity.stated import IDENTITY_SHEET, Identity, parse_identity
from perfeval_xl.form.layout.field_key import FieldKey
from perfeval_xl.form.layout.placed import FormLayout
from perfeval_xl.problems import Problem
from perfeval_xl.reading.added import OwnRows, own_rows, report_moved_rows
from perfeval_xl.reading.changed import judge_issue
from perfeval_xl.reading.contents import read_contents
from perfeval_xl.reading.crossed_out import without_crossed_out
from perfeval_xl.reading.declared import declared_rows
from perfeval_xl.reading.fields import BoundFields, Fields, bound_fields, text_of
from perfeval_xl.reading.judged import read_judgements
from perfeval_xl.reading.made import layout_as_made
from perfeval_xl.reading.misplaced import bind_printed, misplaced
from perfeval_xl.reading.recognised import recognise
from perfeval_xl.reading.restored import (
    has_names,
    named_identity,
    named_scheme,
    shown_identity,
)
from perfeval_xl.reading.unread_cells import unread_cells
from perfeval_xl.reading.unread_rows import unread_rows
from perfeval_xl.reading.unseen import unseen
from perfeval_xl.refs import Location
from perfeval_xl.scheme.loader import find_scheme, load_scheme, scheme_ids
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.raw import RawWorkbook
from perfeval_xl.sheets.raw_opening import Opened
from perfeval_xl.submission.model import Submission
from perfeval_xl.submission.spelling import loads
from perfeval_xl.tables import is_old_word, open_tables
from perfeval_xl.tables.stacked import StackedDocument

__all__ = ["Reading", "read_submission"]

_HELP_HEAD = "实时核对"
_USE_OURS = "请使用下发的自评表填写后重新报送。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One file as read. `layout` is where the fields stand, `None` for JSON; places name file, sheet, cell and label.

    `issue` is for whom the form was distributed, `None` for one that was not. `foreign` is how a form in another layout was
    understood, `None` for one of ours. `opened` is the workbook, `None` for JSON.
    """

    submission: Submission
    scheme: Scheme
    layout: FormLayout | None
    problems: tuple[Problem, ...] = ()
    issue: Issue | None = None
    foreign: ForeignForm | None = None
    opened: Opened | None = field(
        default=None,
        compare=False,
        repr=False,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What is known of a form before it is read, and what has to be told about how that is known.

    `sheets` are its drawn sheets with what they are called now, `None` where names and titles lead to them.
    """

    identity: Identity
    sheets: Mapping[str, str] | None = None
    problems: tuple[Problem, ...] = field(default=())


def read_submission(
    data: bytes, file: str, scheme_id: str = "", key: bytes | None = None
) -> Reading:
    """Read a workbook or a submission JSON; raises `SubmissionFileError` when it is neither, never for its content.

    `scheme_id` is the scheme of a form that lost every mark, where its labels leave several open; else it says nothing.
    `key` is the one by which forms were signed, `None` for that of the environment.
    """
    # JSON begins with a brace, and so does one old kind of Word file
    text = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    if text.startswith(b"{") and not is_old_word(data):
        return _read_json(data, file)
    # Opened once; evaluation and marking up take it from the reading
    opened = Opened(data, open_tables(data, file))
    reading = _read_workbook(opened.raw, file, scheme_id, key or configured_key())
    return replace(reading, opened=opened)


def _read_workbook(
    whole: RawWorkbook, file: str, scheme_id: str, key: bytes | None
) -> Reading:
    """Read a form of ours, or one in a layout of somebody else's."""
    # A document with several tables may be one form on several sheets
    raw = whole.apart() if isinstance(whole, StackedDocument) else whole
    # Ours by its hidden sheet, by its names or by its labels; else it is read by its headings
    known = _known_of(raw, file, scheme_id)
    if known is None:
        return _read_foreign(whole, file, scheme_id)
    scheme = _scheme_of(known.identity.scheme, file)
    return _read_ours(raw, scheme, known, file, key)


def _read_ours(
    raw: RawWorkbook, scheme: Scheme, known: _Known, file: str, key: bytes | None
) -> Reading:
    """Read a form of ours, whichever kind of rows it has."""
    # Where its fields were drawn.
    made = layout_as_made(scheme, known.identity)
    fields = bound_fields(raw, made, file, known.sheets)
    if fields.form_sheet not in raw.titles:
        title = fields.form_sheet or made.sheet
        raise NotOurForm(f"“{file}”里的工作表“{title}”已被删除。", _USE_OURS)

    # Where they stand now, whatever was cut, pasted, inserted and deleted.
    homes = bind_printed(fields, scheme)
    report_moved_rows(fields, fields.settle_rows())
    astray = misplaced(fields, scheme, homes)
    own = own_rows(fields, scheme.id)
    layout = _as_found(own.fields)

    # What is filled in, and what stands elsewhere.
    submission = read_contents(own.fields, scheme, layout, made)
    submission = replace(submission, judgements=read_judgements(raw, file))
    own.fields.problems.extend(_unread(own.fields, scheme, layout))
    crossed: tuple[Problem, ...] = ()
    if layout.slots:
        submission, crossed = without_crossed_out(submission)

    # What was changed that nobody may change.
    issue, changed = judge_issue(_hidden_rows(raw), fields, scheme, key)
    declared = () if issue is None else declared_rows(fields, own, issue)
    lost = unseen(own.fields, scheme, _given(own, issue))
    changed = _follow_ons_left_out((*fields.problems, *astray), changed)
    problems = (
        *known.problems,
        *fields.problems,
        *crossed,
        *astray,
        *lost,
        *changed,
        *declared,
    )
    return Reading(
        submission=submission,
        scheme=scheme,
        layout=layout,
        problems=problems,
        issue=issue,
    )


def _unread(
    fields: BoundFields[Any], scheme: Scheme, layout: FormLayout
) -> Iterator[Problem]:
    """Return what stands in the form and was not read."""
    if isinstance(fields, Fields):
        return unread_rows(fields, scheme)
    return unread_cells(fields, scheme, layout)


def _scheme_of(name: str, file: str) -> Scheme:
    """Return the scheme that a form says it is of; raise `NotOurForm` for one that is not here."""
    if name not in scheme_ids():
        found = f"“{file}”的评价方案是“{name}”，本程序没有这个方案。"
        raise NotOurForm(found, "请更新程序，或者使用下发的自评表填写后重新报送。")
    return load_scheme(name)


def _read_foreign(raw: RawWorkbook, file: str, scheme_id: str) -> Reading:
    """Read the one 自评表 of a file in a layout that is not ours; raises `SeveralForms` where there are more."""
    # There may be several in one file, of which all but one may be blank
    forms = forms_in(raw, file, _open_scheme(scheme_id))
    if not forms:
        raise NotOurForm(
            f"“{file}”不是本程序发出的自评表，也没有一张表像自评表：没有自评表的标识，没有找到指标和完成值两栏。",
            _USE_OURS,
        )
    filled = [form for form in forms if form.submission.indicators] or list(forms)
    if len(filled) > 1:
        listed = "、".join(
            f"“{form.submission.project.shown}”（{form.sheet}）" for form in filled[:10]
        )
        told = f"“{file}”里有{len(filled)}份自评表：{listed}。"
        raise SeveralForms(
            told,
            f"请用 perfeval-xl import {file} -o 文件夹 分成几个文件，或者每份单独报送。",
        )
    form = filled[0]
    return Reading(
        submission=form.submission,
        scheme=form.scheme,
        layout=None,
        problems=form.problems,
        foreign=form,
    )


def _open_scheme(scheme_id: str) -> str:
    """Return the scheme by which a foreign form is read: only one whose indicators are the unit's own."""
    if scheme_id and load_scheme(scheme_id).has_slots:
        return scheme_id
    return ""


def _given(own: OwnRows, issue: Issue | None) -> frozenset[str]:
    """Return the fields of the form as it is now that were filled in before it was distributed."""
    if issue is None:
        return frozenset()
    # Rows may have moved: what was given is known by the slot in which it was drawn
    now: dict[int, list[int]] = {}
    for number, origin in enumerate(own.origins):
        if origin is not None:
            now.setdefault(origin, []).append(number)
    given = set()
    for key in issue.prefilled:
        field = FieldKey.parse(key)
        if field is None or field.part != "indicator":
            given.add(key)
            continue
        for number in now.get(field.number, ()):
            given.add(str(replace(field, number=number)))
    return frozenset(given)


def _follow_ons_left_out(
    told: tuple[Problem, ...], changed: tuple[Problem, ...]
) -> tuple[Problem, ...]:
    """Return the changes without the help formulas that followed a cell that was cut and pasted, once that is told."""
    if all(problem.code != "PE-093" for problem in told):
        return changed
    return tuple(problem for problem in changed if problem.code != "PE-093")


def _read_json(data: bytes, file: str) -> Reading:
    submission = loads(data, file)
    try:
        scheme = find_scheme(submission.scheme)
    except SchemeError as exc:
        raise BadSubmissionJson(
            f"“{file}”中的 scheme：{exc.message}", exc.remedy
        ) from exc
    crossed: tuple[Problem, ...] = ()
    # Only rows that a unit wrote can have been crossed out
    if scheme.has_slots:
        submission, crossed = without_crossed_out(submission)
    return Reading(
        submission=submission,
        scheme=scheme,
        layout=None,
        problems=crossed,
    )


def _known_of(raw: RawWorkbook, file: str, scheme_id: str) -> _Known | None:
    """Return what the hidden sheet says, or the other marks of the form, or its labels; `None` when nothing tells."""
    # The hidden sheet says all of it
    identity = parse_identity(_hidden_rows(raw))
    if identity.scheme:
        return _Known(identity=identity)
    place = Location(file=file)
    # Without it, the property of the file and the names of the cells
    named = named_scheme(raw)
    if named and has_names(raw):
        return _Known(
            identity=named_identity(raw, named),
            problems=(Problem(code="PE-189", place=place),),
        )
    # Without those, the labels: the form was copied into another workbook
    form = recognise(raw, file, named or scheme_id)
    if form is None or (
        form.scheme.has_slots and not (named or has_names(raw) or _drawn_by_us(raw))
    ):
        return None  # an office's own form may print the same labels: what stands where, its headings say
    told = [
        Problem(
            code="PE-230",
            place=place,
            slots={"scheme": form.scheme.title},
        )
    ]
    told += [
        Problem(
            code="PE-232",
            place=place,
            slots={"sheet": title},
        )
        for title in form.missing
    ]
    # Names count rows more surely than labels
    if has_names(raw):
        return _Known(
            identity=named_identity(raw, form.scheme.id), problems=tuple(told[:1])
        )
    # All that is left is what can be seen
    shape = shown_identity(raw, form.scheme, form.sheets)
    return _Known(
        identity=shape,
        sheets=form.sheets,
        problems=tuple(told),
    )


def _drawn_by_us(raw: RawWorkbook) -> bool:
    """Whether a sheet has the help columns that only our forms have."""
    if not raw.may_say((_HELP_HEAD,)):
        return False
    values = (cell.value for title in raw.titles for cell in raw.cells(title).values())
    return any(
        isinstance(value, str) and value.startswith(_HELP_HEAD) for value in values
    )


def _hidden_rows(raw: RawWorkbook) -> dict[str, str]:
    cells = raw.cells(IDENTITY_SHEET)
    rows: dict[str, str] = {}
    for (row, column), cell in cells.items():
        key = text_of(cell)
        if column == 1 and key is not None:
            value = cells.get((row, 2))
            rows[key] = (text_of(value) if value is not None else None) or ""
    return rows


def _as_found(fields: BoundFields[Any]) -> FormLayout:
    """Return the layout with every field where it stands now; a field whose row was deleted keeps its old address."""
    layout: FormLayout = fields.layout
    # Nearly all forms come back as they were drawn, and what is known of such a layout is known once
    if fields.at_home and fields.form_sheet == layout.sheet:
        return layout
    found = {key: fields.ref(key) or old for key, old in layout.fields.items()}
    return replace(layout, sheet=fields.form_sheet, fields=found)
