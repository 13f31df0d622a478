"""Pages made from code are those of the code: nothing is documented twice by hand."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from perfeval_xl.cli.main import commands
from perfeval_xl.cli.replying import mail_texts
from perfeval_xl.problems import catalogue
from tests.architecture.test_rooms import ROOMS
from tests.support.source import load_package
from tools.pages import DOCS, PAGES

CHECKOUT = Path(__file__).resolve().parents[2]
EXAMPLE = "perfeval-xl "
WRITTEN = sorted(
    path.relative_to(CHECKOUT).as_posix()
    for path in (*CHECKOUT.glob("*.md"), *DOCS.rglob("*.md"))
)


def _commands(
    command: click.Command, context: click.Context, path: str = ""
) -> dict[str, click.Command]:
    """Return every command by its path: `scheme show`."""
    if not isinstance(command, click.Group):
        return {path: command}
    found = {}
    for name in command.list_commands(context):
        child = command.get_command(context, name)
        assert child is not None
        found |= _commands(child, context, f"{path} {name}".strip())
    return found


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_up_to_date(name: str) -> None:
    up_to_date = (DOCS / name).read_text(encoding="utf-8") == PAGES[name]()
    assert up_to_date, f"docs/{name} is not what the code says: run `make docs`"


def test_every_problem_code_has_a_section_of_its_own() -> None:
    page = (DOCS / "problems.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", page, re.MULTILINE) == list(catalogue())


def test_every_command_has_a_help_with_an_example() -> None:
    page = (DOCS / "commands.md").read_text(encoding="utf-8")
    leaves = _commands(commands, click.Context(commands))
    assert leaves
    for path, command in leaves.items():
        assert f"## `perfeval-xl {path}`" in page
        assert command.help, path
        assert f"{EXAMPLE}{path}" in command.help, (
            f"the help of `{path}` shows no example"
        )


def test_the_map_of_rooms_is_the_house_as_it_stands() -> None:
    text = (DOCS / "architecture.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([a-z_]+)` \|", text, re.MULTILINE)
    existing = load_package(CHECKOUT / "perfeval_xl").rooms()
    assert listed == [room for room in ROOMS if room in existing]


@pytest.mark.parametrize("page", WRITTEN)
def test_links_between_pages_lead_somewhere(page: str) -> None:
    text = (CHECKOUT / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text):
        assert (CHECKOUT / page).parent.joinpath(target).exists(), target


def test_a_command_that_was_run_alone_first_has_its_short_help_all_the_same() -> None:
    runner = CliRunner()
    assert runner.invoke(mail_texts, ["--nothing"]).exit_code == 2
    shown = runner.invoke(commands, ["mail-texts", "-h"])
    assert shown.exit_code == 0
    assert "-h, --help" in shown.output
