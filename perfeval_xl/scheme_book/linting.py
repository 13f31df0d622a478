"""What strict loading cannot refuse: a scheme that loads, and is questionable all the same (方案检查).

A finding is a problem unless one of the scheme's `[[defects]]` with its code names the same place: the source document
is like that, and the scheme knows. A defect that names nothing any more is a problem itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from perfeval_xl.errors import SchemeError
from perfeval_xl.scheme.model import Defect, Scheme
from perfeval_xl.scheme_book.lint_checks import (
    LintFinding,
    Standing,
    decided,
    findings_of,
)
from perfeval_xl.scheme_book.mistakes import BookError

__all__ = ["Lint", "lint_error", "lint_scheme", "lint_versions"]


@dataclass(frozen=True, slots=True)
class Lint:
    """The findings about one scheme, problems first; `scheme` is `None` when it cannot be loaded."""

    name: str
    scheme: Scheme | None
    findings: tuple[LintFinding, ...]

    @property
    def clean(self) -> bool:
        """Whether no finding is a problem."""
        return not any(
            finding.standing is Standing.PROBLEM for finding in self.findings
        )

    def as_json(self) -> dict[str, object]:
        """Return the result for `--json`."""
        return {
            "name": self.name,
            "id": self.scheme.id if self.scheme else None,
            "clean": self.clean,
            "findings": [finding.as_json() for finding in self.findings],
        }


def lint_scheme(name: str, scheme: Scheme) -> Lint:
    """Return everything that is questionable about a scheme."""
    # Each finding beside the defects that the scheme knows of, and each defect beside the findings
    findings = list(findings_of(scheme))
    judged = [_judged(finding, scheme.defects) for finding in findings]
    judged += _defects(scheme, findings)
    order = list(Standing)
    return Lint(
        name,
        scheme,
        tuple(sorted(judged, key=lambda finding: order.index(finding.standing))),
    )


def lint_error(name: str, error: SchemeError) -> Lint:
    """Return the findings about a scheme that cannot be loaded: one for each mistake that is told."""
    if isinstance(error, BookError):
        places = ((each, f"“{each.sheet}”表{each.cell}") for each in error.mistakes)
        found = [
            LintFinding(
                message=f"{each.message}。",
                remedy=each.remedy,
                where=where,
            )
            for each, where in places
        ]
        return Lint(name, None, tuple(found))
    return Lint(
        name,
        None,
        (LintFinding(message=error.message, remedy=error.remedy, where=error.key),),
    )


def lint_versions(
    schemes: Sequence[tuple[str, Scheme]],
) -> Iterator[tuple[str, LintFinding]]:
    """Yield what two schemes with one id get wrong together, under the name of the later one."""
    for number, (name, scheme) in enumerate(schemes):
        # Each pair once
        for other_name, other in schemes[:number]:
            # The same scheme under two names is no conflict
            if scheme.id != other.id or scheme == other:
                continue
            if scheme.version == other.version:
                told = f"与“{other_name}”的编号和版本相同，内容不同。"
                yield (
                    name,
                    LintFinding(message=told, remedy="请换一个版本。", where="version"),
                )
            if _overlap(scheme, other):
                told = f"版本{scheme.version}与“{other_name}”的版本{other.version}适用时间重叠。"
                remedy = "请给前一个版本写上失效日期，或者推迟后一个版本的生效日期。"
                yield (
                    name,
                    LintFinding(message=told, remedy=remedy, where="valid_from"),
                )


def _overlap(one: Scheme, other: Scheme) -> bool:
    begins = max(one.valid_from, other.valid_from)
    return all(
        scheme.valid_to is None or begins <= scheme.valid_to for scheme in (one, other)
    )


def _judged(finding: LintFinding, defects: Iterable[Defect]) -> LintFinding:
    """Return the finding as known, with the words of the defect, when one acknowledges it."""
    if finding.standing is Standing.PROBLEM and finding.code:
        for defect in defects:
            if _acknowledges(defect, finding):
                return replace(
                    finding,
                    standing=Standing.KNOWN,
                    remedy=defect.text,
                )
    return finding


def _acknowledges(defect: Defect, finding: LintFinding) -> bool:
    return defect.code == finding.code and defect.where in {
        finding.where,
        *finding.names,
    }


def _defects(scheme: Scheme, findings: Sequence[LintFinding]) -> Iterator[LintFinding]:
    """Yield the defects: those that a check could confirm and did not are stale, all others are only shown."""
    for defect in scheme.defects:
        # Told already, as a finding that the scheme knows of
        if any(_acknowledges(defect, finding) for finding in findings):
            continue
        known = LintFinding(
            message=defect.text,
            remedy="",
            where=defect.where,
            code=defect.code,
            standing=Standing.KNOWN,
        )
        if _stale(scheme, defect):
            told = f"写有已知问题“{defect.text}”，现在已查不出这个问题。"
            yield replace(
                known,
                message=told,
                remedy="请删去这条已知问题。",
                standing=Standing.PROBLEM,
            )
        else:
            yield known


def _stale(scheme: Scheme, defect: Defect) -> bool:
    """Whether the check of this code can judge all the indicators that the defect names, and found nothing."""
    # A defect that names no indicator cannot be told from one that no check looks for
    named = [
        each
        for each in scheme.indicators
        if defect.where in {*each.path, "·".join(each.path)}
    ]
    return bool(named) and all(decided(each, defect.code) for each in named)
