"""The page of rule kinds, `docs/rules.md`: made from the rules themselves, so that it cannot say anything else."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from decimal import Decimal

from perfeval_xl.amounts import plain
from perfeval_xl.refs import column_letters
from perfeval_xl.rules.base import Fact, FactKind
from perfeval_xl.rules.registry import KINDS
from perfeval_xl.scheme.parameters import Holds, KindText, Parameter, kind_texts
from perfeval_xl.scheme.toml import Table
from tools.rule_examples import EXAMPLES, ROUNDING, Example

__all__ = ["asked", "rules_page"]

_HOLDS: Mapping[Holds, str] = {
    Holds.NUMBER: "数值",
    Holds.RATE: "比率",
    Holds.WHOLE: "整数",
    Holds.TEXT: "文字",
    Holds.TEXTS: "多条文字",
    Holds.TICK: "是否（true、false）",
    Holds.DAY: "日期",
    Holds.ROWS: "多行",
}
_TYPED: Mapping[FactKind, str] = {
    FactKind.NUMBER: "数值",
    FactKind.RATE: "比率",
    FactKind.COUNT: "个数",
    FactKind.POINTS: "分数",
    FactKind.DATE: "日期",
    FactKind.TICK: "是或否",
    FactKind.CHOICE: "选项",
    FactKind.TEXT: "文字",
}
_INTRODUCTION = """
方案中的每个指标用一种评分规则。同一条规则有三种形式：程序按它计分并逐步说明，工作簿里的公式按它实时预览，填报说明里用一句话说它。
公式只用 Excel 2010、WPS 和 LibreOffice 都有的函数；看不出结果时显示空白，从不显示另一个分数。

- **必填的依据**未填，或者不能识别，不猜也不按0分计：这一项留待评价人员判断，总分写明已核定多少分、可能在多少至多少之间，同时报告问题（PE-086、PE-087、PE-089 等）。
- **比率**可以写成百分数或小数：95%、0.95与没有写百分号的95相同。1至2之间没有百分号的数看不出是不是百分数，留待评价人员判断。
- **得分**四舍五入：方案在指标一级取整的，按方案的位数；只在总分取整的，指标得分保留6位小数。
- **没有达到的不得满分**：取整不会把没有达到的进为满分，最多比满分少一个最小单位（保留两位小数的少0.01分），程序与公式相同。
  预算执行率没有指标值，得分＝分值×执行率照常四舍五入：执行率99.999%、10分，得10分，校验（PE-015）也按10分核对。
  评分标准自己写明不计的（逾期不足1个月的部分不计、不满一档的不扣），仍得满分。
- **与界限相比**时，相差不到0.00000000043的视为相等，这样程序与工作簿在界限上的判断相同。
- 在方案文件中，数值可以写成数字，也可以写成文字（`"0.2"`、`"90%"`）。
"""


def rules_page() -> str:
    """Return the page: an overview, then every kind with its parameters and its examples."""
    texts = [kind_texts()[kind] for kind in _kinds()]
    rows = [
        f"| [`{text.name}`](#{text.name}-{text.title}) | {text.title} | {text.use} |"
        for text in texts
    ]
    lines = [
        "# 评分规则一览",
        _INTRODUCTION,
        "| 规则 | 名称 | 用途 |",
        "|---|---|---|",
        *rows,
        "",
    ]
    for text in texts:
        lines += _kind(text)
    return "\n".join(lines).rstrip() + "\n"


def asked(kind: str) -> dict[str, str]:
    """Return every parameter that a kind asks for in its examples, with its default as the page shows it."""
    found: dict[str, list[str]] = {}
    examples = [example for example in EXAMPLES if example.kind == kind]
    for example in examples:
        table = _Recorder(example.parameters)
        table.closed(KINDS[kind])
        for key, default in table.defaults.items():
            found.setdefault(key, []).append(default)
    return {key: _default(defaults, len(examples)) for key, defaults in found.items()}


class _Recorder(Table):
    """A table that notes what is asked of it, and the defaults."""

    def __init__(self, data: Mapping[str, object]) -> None:
        super().__init__(data, "rules.md", "")
        self.defaults: dict[str, str] = {}

    def has(self, key: str) -> bool:
        self.defaults.setdefault(key, "")
        return super().has(key)

    def _value(self, key: str, default: object) -> object:
        self.defaults.setdefault(key, _MUST if default is None else _spelled(default))
        return super()._value(key, default)


_MUST = "必填"


def _default(defaults: list[str], examples: int) -> str:
    """Return the default; what only some settings ask for and then want is said to depend on them."""
    said = next((default for default in defaults if default), "")
    return "视其他参数" if said == _MUST and len(defaults) < examples else said


def _spelled(default: object) -> str:
    if isinstance(default, bool):
        return "`true`" if default else "`false`"
    if isinstance(default, Decimal):
        return f"`{plain(default)}`"
    return f"`{default}`" if default else ""


def _kinds() -> list[str]:
    """Return the kinds in the order of the examples; one without an example is a mistake that a test names."""
    return list(dict.fromkeys(example.kind for example in EXAMPLES))


def _kind(text: KindText) -> Iterator[str]:
    yield f"## {text.name} {text.title}"
    yield ""
    yield text.use
    yield ""
    yield from _docstring(text.name)
    defaults = asked(text.name)
    if defaults:
        yield "| 参数 | 名称 | 填什么 | 默认 | 说明 |"
        yield "|---|---|---|---|---|"
        for parameter in text.parameters:
            yield _parameter(
                parameter, parameter.name, defaults.get(parameter.name, "")
            )
            for inner in parameter.fields:
                yield _parameter(inner, f"{parameter.name}[].{inner.name}", "")
        yield ""
    for number, example in enumerate(
        (one for one in EXAMPLES if one.kind == text.name), 1
    ):
        yield from _example(number, example)


def _docstring(kind: str) -> Iterator[str]:
    for line in (inspect.getdoc(KINDS[kind]) or "").splitlines():
        yield f"> {line}".rstrip()
    yield ""


def _parameter(parameter: Parameter, name: str, default: str) -> str:
    words = "；".join(f"`{word}` {said}" for word, said in parameter.words.items())
    return f"| `{name}` | {parameter.title} | {words or _HOLDS[parameter.holds]} | {default} | {parameter.hint} |"


def _example(number: int, example: Example) -> Iterator[str]:
    rule, outcome = example.rule, example.outcome()
    facts = rule.facts()
    cells = {
        fact.name: f"{column_letters(column)}2" for column, fact in enumerate(facts, 2)
    } | {"weight": "A2"}
    yield f"**例{number}**　{rule.describe()}"
    yield ""
    yield "```toml"
    yield f'kind = "{example.kind}"'
    yield from (f"{key} = {_toml(value)}" for key, value in example.parameters.items())
    yield "```"
    yield ""
    yield "| 单元格 | 依据 | 填什么 | 填的内容 |"
    yield "|---|---|---|---|"
    yield f"| A2 | 分值 | 数值 | {example.weight} |"
    yield from (
        f"| {cells[fact.name]} | {_fact(fact)} | {example.facts.get(fact.name, '')} |"
        for fact in facts
    )
    yield ""
    yield "公式："
    yield ""
    yield "```text"
    yield "=" + rule.formula(cells, ROUNDING)
    yield "```"
    yield ""
    said = "；".join(step.text for step in outcome.steps)
    codes = "".join(f"，并报告 {finding.code}" for finding in outcome.findings)
    together = (
        f"合计{plain(outcome.counted)}分"
        if len(outcome.steps) > 1 and outcome.open is None
        else ""
    )
    yield f"评分说明：{said}{'，' * bool(together)}{together}{codes}。"
    yield ""


def _fact(fact: Fact) -> str:
    typed = _TYPED[fact.kind] + ("" if fact.required else "，可以不填")
    return f"{fact.label} `{fact.name}` | {typed}"


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, Mapping):
        return (
            "{ "
            + ", ".join(f"{key} = {_toml(inner)}" for key, inner in value.items())
            + " }"
        )
    return str(value) if isinstance(value, int) else f'"{value}"'
