"""What the page hands out: schemes, blank forms, project lists, prefilled forms, workbooks of schemes."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from perfeval_xl.dates import is_year, plain_year
from perfeval_xl.errors import SchemeError, UsageError
from perfeval_xl.form.filling import empty_form
from perfeval_xl.page.questions import Answer, NamedBytes, Question
from perfeval_xl.scheme.files import scheme_files
from perfeval_xl.scheme.loader import find_scheme, load_scheme, scheme_ids
from perfeval_xl.scheme.model import Scheme

__all__ = ["ANSWERS", "blank_form", "prefilled_forms", "project_list", "schemes_shown"]

# The earliest time that a zip file can hold: equal lists give equal archives
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def schemes_shown() -> list[dict[str, Any]]:
    """Return id, title and source of every scheme; one that is wrong has its `error` instead."""
    return [_shown(scheme_id) for scheme_id in scheme_ids()]


def blank_form(question: Question) -> Answer:
    """Return the empty form of a scheme."""
    scheme = find_scheme(question.word("scheme"))
    name = f"{scheme.title}（空白表）.xlsx"
    form = empty_form(scheme)
    return Answer(shown={}, files=(NamedBytes(name, form),))


def project_list(question: Question) -> Answer:
    """Return an empty project list (项目清单): one row a project, from which forms are prefilled."""
    from perfeval_xl.distribution.roster_template import roster_template

    scheme = find_scheme(question.word("scheme"))
    return Answer(
        shown={}, files=(NamedBytes("项目清单.xlsx", roster_template(scheme)),)
    )


def prefilled_forms(question: Question) -> Answer:
    """Return one prefilled form for each project of a list, as a zip; nothing but the problems where the list has errors."""
    from perfeval_xl.distribution.preparing import NamedFile, prepare

    # The first file is the list, the others are targets
    first, *others = [NamedFile(file.name, file.data) for file in question.files]
    year = plain_year(question.word("year"))
    if year and not is_year(year):
        told = f"“{question.word('year')}”不是年度。"
        raise UsageError(
            told, "请填四位数字的年份，例如 2024；清单里写了年度的不必填。"
        )
    prepared = prepare(first, others, scheme=question.word("scheme"), year=year)
    plan = prepared.plan
    problems = [problem.as_json() for problem in plan.problems]
    shown = {
        "projects": len(plan.projects),
        "targets": prepared.declared,
        "problems": problems,
    }
    # With an error no form is made at all, as on the command line
    if plan.bad or plan.of_none or not plan.good:
        return Answer(shown=shown)
    return Answer(shown=shown, files=(_zipped(plan.good),))


def _zipped(projects: Any) -> NamedBytes:
    from perfeval_xl.distribution.distributing import distribute_forms

    with tempfile.TemporaryDirectory() as folder:
        # A browser has one process
        distribute_forms(projects, Path(folder), processes=1)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(Path(folder).iterdir()):
                archive.writestr(
                    zipfile.ZipInfo(path.name, _LONG_AGO),
                    path.read_bytes(),
                    zipfile.ZIP_DEFLATED,
                )
    return NamedBytes("下发的自评表.zip", packed.getvalue())


def _shown(scheme_id: str) -> dict[str, Any]:
    # A scheme is one's own where any of its files is
    own = not all(file.shipped for file in scheme_files().get(scheme_id, ()))
    try:
        scheme = load_scheme(scheme_id)
    except SchemeError as exc:
        return {"id": scheme_id, "title": scheme_id, "own": own, "error": str(exc)}
    return {
        "id": scheme_id,
        "title": scheme.title,
        "own": own,
        "source": scheme.source.citation,
        "used": _used(scheme),
    }


def _used(scheme: Scheme) -> str:
    until = "今"
    if scheme.valid_to is not None:
        until = scheme.valid_to.isoformat()
    return f"{scheme.valid_from.isoformat()}至{until}"


ANSWERS: Mapping[str, Callable[[Question], Answer]] = {
    "blank form": blank_form,
    "project list": project_list,
    "prefilled forms": prefilled_forms,
}
"""Who answers what."""
