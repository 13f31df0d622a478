"""Print the measure: mistakes found per code, judged findings, scores beside the hand calculation."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

from perfeval_xl.problems import Severity
from tools.corpus.measuring import Measured, Verdict, measure
from tools.corpus.reading_layouts import Read, read_layouts

_CHECKOUT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Measure and print; everything that needs a person's eye is listed by name."""
    shared = Path(os.environ.get("PERFEVAL_SHARED") or _CHECKOUT.parent / "shared")
    measured = measure(shared)
    _print_mistakes(measured)
    _print_findings(measured)
    _print_rows(measured)
    _print_layouts(list(read_layouts(shared)))


def _print_layouts(read: list[Read]) -> None:
    """Print how many values were read of forms in other layouts, and every one that is wrong or missing."""
    expected = sum(each.compared.expected for each in read)
    right = sum(each.compared.right for each in read)
    wrong = sum(len(each.compared.wrong) for each in read)
    print(
        f"\n其他表式{len(read)}份：应读{expected}项，读对{right}项，{_share(right, expected)}；读错{wrong}项"
    )
    for each in read:
        said = (
            f"{each.compared.right}/{each.compared.expected}"
            if not each.refused
            else f"未读：{each.refused}"
        )
        print(f"  {each.name}  {said}")
        for key, (found, wanted) in each.compared.wrong.items():
            print(f"      读错  {key}：“{found}”，应为“{wanted}”")
        for key, wanted in each.compared.missing.items():
            print(f"      没有读到  {key}：“{wanted}”")


def _print_mistakes(measured: Measured) -> None:
    found = Counter(mistake.rule for _, mistake in measured.found)
    missed = Counter(mistake.rule for _, mistake in measured.missed)
    print("规则  查出/应查出")
    for rule in sorted({*found, *missed}):
        print(f"  {rule}  {found[rule]}/{found[rule] + missed[rule]}")
    whole = len(measured.found) + len(measured.missed)
    print(
        f"由表中数字可以查出的错误：{len(measured.found)}/{whole}，{_share(len(measured.found), whole)}"
    )
    for document, mistake in measured.missed:
        print(f"  没有查出  {document}  {mistake.rule}  {mistake.place}")


def _print_findings(measured: Measured) -> None:
    counts = Counter(finding.verdict for finding in measured.findings)
    wrong = [finding for finding in measured.findings if finding.wrong]
    whole = len(measured.findings)
    print(
        f"\n提出的问题{whole}条："
        + "，".join(f"{verdict} {counts[verdict]}" for verdict in Verdict)
    )
    errors = sum(finding.severity is Severity.ERROR for finding in wrong)
    print(f"不对的{len(wrong)}条，{_share(len(wrong), whole)}，其中“错误”{errors}条")
    for finding in measured.findings:
        if finding.verdict in {Verdict.WRONG, Verdict.UNJUDGED}:
            where = f"{finding.document}  {finding.code} {finding.severity}  {finding.place}"
            print(f"  {finding.verdict}  {where}\n      {finding.message}")


def _print_rows(measured: Measured) -> None:
    judged = [row for row in measured.rows if row.judged]
    differing = [row for row in judged if row.differs]
    print(
        f"\n规则得分{len(measured.rows)}项，手工核算{len(judged)}项，不同{len(differing)}项"
    )
    for row in differing:
        print(
            f"  不同  {row.document}  {row.place}：程序{row.given}，手工{row.by_hand}"
        )
    for row in measured.rows:
        if not row.judged:
            print(f"  未判  {row.document}  {row.place}：程序{row.given}")


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "—"


if __name__ == "__main__":
    main()
