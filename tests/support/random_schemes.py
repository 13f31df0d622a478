"""Schemes that nobody wrote: valid ones, with every rule kind, odd texts and odd figures."""

from __future__ import annotations

import itertools
import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from perfeval_xl.citations import State
from perfeval_xl.errors import SchemeError
from perfeval_xl.rules.registry import KINDS, indicator_rule, rule_for
from perfeval_xl.scheme.consistency import scheme_flaws
from perfeval_xl.scheme.model import REQUIRABLE, Scheme
from perfeval_xl.scheme.parameters import Holds, Parameter, kind_texts
from perfeval_xl.scheme.reading import OPTIONAL_ROLES, ROLES, read_scheme
from perfeval_xl.scheme.toml import Table

__all__ = ["random_scheme"]

_ODD = (
    "=1+1", "007", "1.50", "100%", "1,234.5", "TRUE", "2024-12-31", "-5", "+3", "@x", "'单引号", '"双引号"', "≥95%", "1e5",
    "95%≤N≤100%", "a\\nb", "末尾\\", "路径\\文件", "，", "null", "#N/A", "_x0041_", "①", "一、二", "𠮷野", "é", "{{ jinja }}",
    "a" * 300, "50,000", "0.1234567890123456789", "12345678901234567890", "（自动）", "<b>&amp;</b>", "3个", "12:30", "1/2",
)  # fmt: skip
_LETTERS = "预算绩效指标完成率项目资金管理产出效益满意度评价方案（）、，。abcXYZ019 %-"
_LONG = ("第一行\n第二行", "末尾有换行\n", "  首尾有空格  ", "制表\t符", "一\n\n二")


def random_scheme(seed: int) -> Scheme:
    """Return a scheme that loads strictly, the same one for the same seed."""
    draw = _Draw(random.Random(seed))
    scheme = read_scheme(Table(draw.tree(), "random.toml", ""))
    assert not list(scheme_flaws(scheme))
    return scheme


class _Draw:
    def __init__(self, source: random.Random) -> None:
        self.random = source
        self.names: set[str] = set()

    def tree(self) -> dict[str, Any]:
        family = self.random.choice(("open", "fixed"))
        start = date(1950, 1, 1) + timedelta(days=self.random.randrange(40_000))
        tree: dict[str, Any] = {
            "id": f"r-{self.random.randrange(10**6)}",
            "title": self.text(),
            "version": self.text(),
            "family": family,
            "form_title": self.text(),
            "valid_from": start,
            "source": self.source(),
            "money_unit": self.random.choice(("万元", "元")),
            "rounding": {
                "places": self.random.randrange(5),
                "stage": self.random.choice(("indicator", "total")),
            },
            "not_applicable": self.random.choice(
                ("forbidden", "rescale", "redistribute")
            ),
            "sections": [self.section() for _ in range(self.random.randrange(4))],
            "defects": [self.defect() for _ in range(self.random.randrange(3))],
            "funds": [self.name() for _ in range(self.random.randrange(1, 4))],
        }
        self.unsaid(tree, start)
        dimensions = [
            {"name": self.name(), "weight": self.figure()}
            for _ in range(self.random.randrange(1, 4))
        ]
        tree["execution_weight"] = (
            self.figure() if family == "open" or self.random.random() < 0.2 else 0
        )
        tree |= self.open(dimensions) if family == "open" else self.fixed(dimensions)
        tree["full_score"] = tree["execution_weight"] + sum(
            each["weight"] for each in tree["dimensions"]
        )
        tree["bands"] = self.bands(Decimal(tree["full_score"]))
        return tree

    def unsaid(self, tree: dict[str, Any], start: date) -> None:
        """Add now and then what a scheme need not say."""
        for key in ("weights_source", "bands_source"):
            if self.random.random() < 0.3:
                tree[key] = self.source()
        for key in ("audience", "budget_note", "annex"):
            if self.random.random() < 0.3:
                tree[key] = self.text()
        if self.random.random() < 0.3:
            tree["required"] = self.random.sample(
                REQUIRABLE, self.random.randrange(len(REQUIRABLE))
            )
        if self.random.random() < 0.5:
            tree |= {
                "form_year": self.random.randrange(2000, 2100),
                "valid_to": start + timedelta(days=365),
            }

    def open(self, dimensions: list[dict[str, Any]]) -> dict[str, Any]:
        for dimension in dimensions:
            rows = [
                {"name": self.name(), "rows": self.random.randrange(1, 9)}
                for _ in range(self.random.randrange(4))
            ]
            dimension["categories"] = rows
            if self.random.random() < 0.3:
                dimension["together"] = self.text()
        roles = (*ROLES, *(OPTIONAL_ROLES if self.random.random() < 0.5 else ()))
        return {
            "dimensions": dimensions,
            "rules": {role: self.rule() for role in roles},
        }

    def fixed(self, dimensions: list[dict[str, Any]]) -> dict[str, Any]:
        indicators = []
        for dimension in dimensions:
            drawn = [
                self.indicator(dimension["name"])
                for _ in range(self.random.randrange(1, 5))
            ]
            dimension["weight"] = sum(Decimal(each["weight"]) for each in drawn)
            indicators += drawn
        return {"dimensions": dimensions, "indicators": indicators}

    def indicator(self, dimension: str) -> dict[str, Any]:
        table: dict[str, Any] = {
            "path": [
                dimension,
                *(self.name() for _ in range(self.random.randrange(1, 3))),
            ]
        }
        for key in ("target", "explanation", "standard"):
            if self.random.random() < 0.6:
                table[key] = self.long()
        if self.random.random() < 0.4:
            table["proof"] = list(
                dict.fromkeys(self.long() for _ in range(self.random.randrange(1, 4)))
            )
        table["rule"] = self.rule()
        table["weight"] = _weight(table["rule"]) or self.figure()
        return table

    def rule(self) -> dict[str, Any]:
        """Return a rule of any kind with any of its parameters."""
        kind, rule = self.random.choice(list(KINDS)), None
        while rule is None:
            chosen = [
                each
                for each in kind_texts()[kind].parameters
                if self.random.random() < 0.5
            ]
            rule = self.mended(
                {"kind": kind, **{each.name: self.value(each) for each in chosen}}
            )
        if self.random.random() < 0.3:
            rule["source"] = self.source()
        return rule

    def mended(self, rule: dict[str, Any]) -> dict[str, Any] | None:
        """Return the rule with what it lacks and without what it does not know; `None` when that does not help."""
        known = {each.name: each for each in kind_texts()[rule["kind"]].parameters}
        for _ in range(20):
            try:
                _build(rule)
            except SchemeError as exc:
                name = exc.key.removeprefix("indicators[1].rule.")
                if (
                    exc.fault is not None
                    and exc.fault.code == "unknown_key"
                    and name in rule
                ):
                    del rule[name]
                elif name in known:
                    rule[name] = self.value(known[name])
                else:
                    return None
            else:
                return rule
        return None

    def value(self, parameter: Parameter) -> Any:
        if parameter.holds is Holds.ROWS:
            return self.rows(parameter)
        if parameter.holds is Holds.TEXTS:
            return [self.name() for _ in range(self.random.randrange(3))]
        if parameter.holds is Holds.WORD:
            return (
                self.name()
                if parameter.free and self.random.random() < 0.5
                else self.random.choice([*parameter.words])
            )
        if parameter.holds is Holds.TICK:
            return self.random.random() < 0.5
        if parameter.holds is Holds.RATE:
            return self.random.choice(
                (
                    Decimal(self.random.randrange(1000)).scaleb(-3),
                    Decimal("0.9"),
                    "95%",
                    1,
                )
            )
        if parameter.holds is Holds.NUMBER:
            return self.random.choice(
                (self.figure(), str(self.random.randrange(1, 9)), Decimal("0.5"))
            )
        return self.random.choice(("≥95%", "10个", self.name()))

    def rows(self, parameter: Parameter) -> list[dict[str, Any]]:
        """Return rows that have a good chance to fit: bands fall, levels join."""
        steps = sorted(
            {
                Decimal(self.random.randrange(1, 20)).scaleb(-1) / 2
                for _ in range(self.random.randrange(1, 4))
            }
        )
        edges = [
            Decimal(1),
            *sorted((step for step in steps if step < 1), reverse=True),
            Decimal(0),
        ]
        rows = []
        dropped = {
            name
            for name in ("points", "share", "proof", "words")
            if self.random.random() < 0.4
        }
        for better, worse in itertools.pairwise(edges):
            row: dict[str, Any] = {}
            for field in parameter.fields:
                if field.holds is Holds.RATE:
                    row[field.name] = (
                        worse if field.name in {"lowest", "share"} else better
                    )
                elif field.holds is Holds.TEXTS:
                    row[field.name] = [
                        self.name() for _ in range(self.random.randrange(3))
                    ]
                else:
                    row[field.name] = (
                        self.name() if field.holds is Holds.TEXT else better * 8
                    )
            rows.append(
                {name: value for name, value in row.items() if name not in dropped}
            )
        return rows

    def bands(self, full: Decimal) -> list[dict[str, Any]]:
        shares = sorted(
            {self.random.randrange(1, 100) for _ in range(self.random.randrange(4))},
            reverse=True,
        )
        return [
            {"label": self.name(), "lowest": full * share / 100}
            for share in [*shares, 0]
        ]

    def section(self) -> dict[str, Any]:
        group = {"group": self.name()} if self.random.random() < 0.4 else {}
        return {
            "name": self.name(),
            **group,
            "place": self.random.choice(("form", "narrative", "head")),
        }

    def defect(self) -> dict[str, Any]:
        return {
            "code": f"PE-{self.random.randrange(1000):03}",
            "where": self.name(),
            "text": self.long(),
        }

    def source(self) -> dict[str, Any]:
        more = {
            key: self.long()
            for key in ("clause", "note", "ours")
            if self.random.random() < 0.5
        }
        if self.random.random() < 0.5:
            more["state"] = str(self.random.choice(tuple(State)))
        return {"document": self.long(), "number": self.text(), **more}

    def figure(self) -> Decimal | int:
        places = self.random.choice((0, 0, 1, 2, 7))
        whole = Decimal(
            self.random.randrange(1, 10**9 if places == 7 else 10**3)
        ).scaleb(-places)
        return int(whole) if whole == int(whole) else whole

    def name(self) -> str:
        """Return a name that was not drawn before."""
        while True:
            name = self.text()
            if name not in self.names:
                self.names.add(name)
                return name

    def text(self) -> str:
        """Return a text on one line without blanks at its ends."""
        if self.random.random() < 0.3:
            return self.random.choice(_ODD)
        letters = "".join(
            self.random.choice(_LETTERS) for _ in range(self.random.randrange(1, 30))
        ).strip()
        return " ".join(letters.split()) or "甲"

    def long(self) -> str:
        return self.random.choice(_LONG) if self.random.random() < 0.2 else self.text()


def _build(rule: dict[str, Any]) -> None:
    rule_for(_spec(rule, 1).rule)


def _weight(rule: dict[str, Any]) -> Decimal | None:
    """Return the points of a rule that has them whatever the weight."""
    points = rule_for(_spec(rule, 1).rule).points()
    if points is not None:
        indicator_rule(_spec(rule, points))
    return points


def _spec(rule: dict[str, Any], weight: object) -> Any:
    dimension = {"name": "甲", "weight": 1}
    tree = {
        "id": "x", "title": "x", "version": "1", "family": "fixed", "form_title": "x", "valid_from": date(2024, 1, 1),
        "source": {"document": "x", "number": "x"}, "rounding": {"places": 2, "stage": "total"}, "bands": [],
        "dimensions": [dimension], "indicators": [{"path": ["甲"], "weight": weight, "rule": rule}],
    }  # fmt: skip
    return read_scheme(Table(tree, "x.toml", "")).indicators[0]
