"""Lint of several schemes, whatever they are named by, and of all of them together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from perfeval_xl.errors import SchemeError, SubmissionFileError
from perfeval_xl.scheme.files import scheme_files
from perfeval_xl.scheme.loader import load_scheme
from perfeval_xl.scheme_book.lint_checks import LintFinding
from perfeval_xl.scheme_book.linting import Lint, lint_error, lint_scheme, lint_versions
from perfeval_xl.scheme_book.opening import is_file_name, open_scheme

__all__ = ["lint_names"]


def lint_names(names: Iterable[str]) -> list[Lint]:
    """Return one result for each name, or for each scheme there is; a name that is none raises `SchemeError`."""
    # Those that were named, or all there are
    results = [_lint(name) for name in names] or [
        _lint(name) for name in scheme_files()
    ]
    # The others are only there to be compared with: an id may be taken already
    installed = [
        result
        for result in map(_lint_id, scheme_files())
        if result.name not in {one.name for one in results}
    ]
    schemes = [
        (one.name, one.scheme)
        for one in (*installed, *results)
        if one.scheme is not None
    ]
    for name, finding in lint_versions(schemes):
        results = [
            replace(one, findings=(finding, *one.findings)) if one.name == name else one
            for one in results
        ]
    return results


def _lint_id(scheme_id: str) -> Lint:
    try:
        return Lint(scheme_id, load_scheme(scheme_id), ())
    except SchemeError:
        return Lint(scheme_id, None, ())


def _lint(name: str) -> Lint:
    try:
        return lint_scheme(name, open_scheme(name))
    except SchemeError as exc:
        if not is_file_name(name) and name not in scheme_files():
            raise
        return lint_error(name, exc)
    except SubmissionFileError as exc:
        return Lint(
            name,
            None,
            (
                LintFinding(
                    message=exc.message,
                    remedy="请换成方案的工作簿（.xlsx）。",
                    code=exc.code,
                ),
            ),
        )
