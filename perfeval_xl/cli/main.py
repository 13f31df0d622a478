"""`perfeval-xl`: the entry, and the one place that turns errors into sentences and exit codes.

Exit codes: 0 done and clean, 1 problems found (an unreadable file is one), 2 wrong usage, 3 environment, 70 a bug of
this program (EX_SOFTWARE of BSD), 130 stopped with Ctrl+C (128 + SIGINT, as shells count it).
"""

from __future__ import annotations

import logging
import sys
import traceback

import click

from perfeval_xl import __version__
from perfeval_xl.cli.addin import addin
from perfeval_xl.cli.collecting import collect
from perfeval_xl.cli.demonstrating import demo
from perfeval_xl.cli.distributing import distribute
from perfeval_xl.cli.doctor import doctor
from perfeval_xl.cli.evaluating import check, score
from perfeval_xl.cli.forms import fill, read, template
from perfeval_xl.cli.importing import import_forms
from perfeval_xl.cli.ledger import ledger
from perfeval_xl.cli.owing import remind, status
from perfeval_xl.cli.replying import mail_texts, receipts
from perfeval_xl.cli.reporting import report
from perfeval_xl.cli.reviewing import review
from perfeval_xl.cli.scheme import scheme
from perfeval_xl.cli.schemes import example, schemes
from perfeval_xl.cli.summarising import summary
from perfeval_xl.cli.terminal import VisibleFormatter, say, say_refusal
from perfeval_xl.errors import EnvironmentMissing, PerfevalError, SubmissionFileError

__all__ = ["BUG", "ENVIRONMENT", "INTERRUPTED", "PROBLEMS", "USAGE", "commands", "main"]

PROBLEMS, USAGE, ENVIRONMENT = 1, 2, 3
BUG, INTERRUPTED = 70, 130

_HELP = ["-h", "--help"]


class _Commands(click.Group):
    """The commands in the order in which a person meets them, not in that of the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": _HELP, "max_content_width": 100},
    options_metavar="[选项]",
    subcommand_metavar="命令 [参数]…",
)
@click.version_option(__version__, "-V", "--version", prog_name="perfeval-xl")
def commands() -> None:
    """项目支出绩效评价：自评表的生成、校验、评分、收集、汇总和报告。

    \b
    例：
      perfeval-xl demo -o 演示
      perfeval-xl check 自评表.xlsx
      perfeval-xl score 自评表.xlsx --write 评分结果.xlsx

    每个命令的用法：perfeval-xl 命令 --help。
    退出码：0 完成，没有“错误”和“警告”；1 发现“错误”或“警告”，或者有文件读不了；2 用法有误；3 环境有问题（缺程序、缺权限、连不上）；
    70 程序内部出错；130 用 Ctrl+C 中断。
    """


def _with_short_help(command: click.Command) -> None:
    """Give a command and those below it the option -h, also where it is run without the program around it.

    click keeps the help option that it made for the first run of a command, whatever ran it.
    """
    command.context_settings.setdefault("help_option_names", _HELP)
    if isinstance(command, click.Group):
        for below in command.commands.values():
            _with_short_help(below)


# In the order of the help; a command imports its rooms only when it runs
for command in (
    demo,
    schemes,
    scheme,
    example,
    template,
    distribute,
    fill,
    read,
    import_forms,
    check,
    score,
    report,
    collect,
    ledger,
    status,
    receipts,
    remind,
    mail_texts,
    summary,
    review,
    addin,
    doctor,
):
    command.options_metavar = "[选项]"
    _with_short_help(command)
    commands.add_command(command)


def main() -> None:
    """Run the command line and leave with its exit code."""
    # Log lines hold texts from outside too, and go through the same filter
    shown = logging.StreamHandler(sys.stderr)
    shown.setFormatter(VisibleFormatter("%(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[shown])
    try:
        # Standalone, click would print its messages unfiltered and choose the exit code
        result = commands.main(prog_name="perfeval-xl", standalone_mode=False)
    except click.exceptions.Abort:
        say("已中断。", err=True)
        sys.exit(INTERRUPTED)
    except click.ClickException as exc:
        say_refusal(exc)
        sys.exit(exc.exit_code)
    except PerfevalError as exc:
        say(f"错误：{exc}", err=True)
        sys.exit(_exit_code_of(exc))
    except BrokenPipeError:
        # The reader of our output, such as `head`, has seen enough
        sys.stderr.close()
        sys.exit(0)
    except Exception:  # noqa: BLE001 — a bug: everything a user can cause has been caught above
        say("程序内部出错，文件没有改动。请把下面的内容交给维护人员：", err=True)
        traceback.print_exc()
        sys.exit(BUG)
    sys.exit(result if isinstance(result, int) else 0)


def _exit_code_of(error: PerfevalError) -> int:
    """Return the exit code of an error: an unusable file is a problem found, a missing program the environment."""
    if isinstance(error, SubmissionFileError):
        return PROBLEMS
    if isinstance(error, EnvironmentMissing):
        return ENVIRONMENT
    return USAGE
