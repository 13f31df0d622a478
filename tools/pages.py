"""Write the pages of `docs/` that are made from code: `python -m tools.pages`.

A page is a function from nothing to text; the test compares what it returns with the committed file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import click

from perfeval_xl.cli.chinese import speak_chinese
from perfeval_xl.cli.main import commands
from perfeval_xl.problems import Definition, catalogue
from tools.citations_page import citations_page
from tools.dependencies_page import dependencies_page
from tools.engine_page import engine_page
from tools.limits_page import limits_page
from tools.names_page import names_page
from tools.rules_page import rules_page

__all__ = ["DOCS", "PAGES", "commands_page", "main", "problems_page"]

DOCS = Path(__file__).resolve().parents[1] / "docs"
_NOTICE = "<!-- 本页由 make docs 生成，请勿手工修改。 -->"
_WIDTH = 100


def problems_page() -> str:
    """Return the catalogue of problem codes: an overview, then one section per code."""
    definitions = list(catalogue().values())
    rows = [
        f"| [{d.code}](#{d.code.lower()}) | {d.severity} | {d.title} |"
        for d in definitions
    ]
    head = [
        _NOTICE,
        "",
        "# 校验问题一览",
        "",
        "编号是永久的：不会改作他用，也不会重新分配。花括号中的内容在运行时替换为具体的数值和名称。",
        "**错误**须改正后才能报送，**警告**须说明理由，**提示**仅供参考。",
        "",
        "| 编号 | 级别 | 问题 |",
        "|---|---|---|",
    ]
    return (
        "\n".join(
            [*head, *rows, "", *(line for d in definitions for line in _problem(d))]
        ).rstrip()
        + "\n"
    )


def _problem(definition: Definition) -> Iterator[str]:
    yield f"## {definition.code}"
    yield ""
    yield f"**{definition.title}**（{definition.severity}）"
    yield ""
    yield f"- 消息：{definition.message}"
    yield f"- 处理：{definition.remedy}"
    yield f"- 依据：{definition.source}"
    if definition.folded_into:
        yield f"- 同一指标上已报告 {'、'.join(sorted(definition.folded_into))} 时不再重复报告"
    yield ""


def commands_page() -> str:
    """Return the help of every command, as the terminal shows it."""
    speak_chinese()
    context = _context(commands, "perfeval-xl", None)
    lines = [_NOTICE, "", "# 命令一览", ""]
    for path, text in _helps(commands, context):
        lines += [
            f"## `{path}`",
            "",
            "```text",
            *(line.rstrip() for line in text.splitlines()),
            "```",
            "",
        ]
    return "\n".join(lines).rstrip() + "\n"


def _helps(command: click.Command, context: click.Context) -> Iterator[tuple[str, str]]:
    yield context.command_path, command.get_help(context)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            if child is not None and not child.hidden:
                yield from _helps(child, _context(child, name, context))


def _context(
    command: click.Command, name: str, parent: click.Context | None
) -> click.Context:
    return command.make_context(
        name,
        [],
        parent,
        resilient_parsing=True,
        terminal_width=_WIDTH,
        max_content_width=_WIDTH,
    )


def _rules() -> str:
    return f"{_NOTICE}\n\n{rules_page()}"


def _engine() -> str:
    return f"{_NOTICE}\n\n{engine_page()}"


def _limits() -> str:
    return f"{_NOTICE}\n\n{limits_page()}"


def _citations() -> str:
    return f"{_NOTICE}\n\n{citations_page()}\n"


def _dependencies() -> str:
    return f"{_NOTICE}\n\n{dependencies_page()}"


def _names() -> str:
    return f"{_NOTICE}\n\n{names_page()}"


PAGES: dict[str, Callable[[], str]] = {
    "citations.md": _citations,
    "dependencies.md": _dependencies,
    "problems.md": problems_page,
    "commands.md": commands_page,
    "rules.md": _rules,
    "libreoffice-engine.md": _engine,
    "limits.md": _limits,
    "report-names.md": _names,
}
"""Each generated page, by its file name in `docs/`."""


def main() -> None:
    """Write every page."""
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")
        print(f"docs/{name}")


if __name__ == "__main__":
    main()
