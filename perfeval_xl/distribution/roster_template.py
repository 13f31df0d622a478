"""The empty project list (项目清单) that is handed out: what goes where, with hints, and rows that are marked as examples."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from perfeval_xl.amounts import plain
from perfeval_xl.dates import FIRST_YEAR, LAST_YEAR
from perfeval_xl.distribution.columns import (
    BUDGET,
    INITIAL,
    ROSTER,
    ROSTER_TITLE,
    TARGETS,
    TARGETS_TITLE,
)
from perfeval_xl.distribution.grid import EXAMPLE
from perfeval_xl.distribution.judging import LONGEST_NAME, LONGEST_TARGET
from perfeval_xl.refs import column_letters
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.list_looks import GREY, PAGE_OF_PAGES, PALE_FILL
from perfeval_xl.sheets.model import (
    Area,
    Cell,
    Page,
    Sheet,
    Style,
    Validation,
    Workbook,
)
from perfeval_xl.sheets.writing import write_workbook

__all__ = ["roster_template"]

# Rows with hints and checks; more may be written
_ROWS = 2000
# The row of the headings; title and hint stand above
_TOP = 3
_TITLE = Style(
    font="宋体",
    size=16,
    bold=True,
    wrap=False,
    horizontal="left",
)
_HINT = Style(
    font="宋体",
    size=9,
    colour=GREY,
    horizontal="left",
    vertical="top",
)
_HEAD = Style(
    font="宋体",
    size=10.5,
    bold=True,
    fill=PALE_FILL,
    border="thin",
)
_CELL = Style(
    font="仿宋",
    size=10.5,
    border="thin",
    horizontal="left",
    locked=False,
)
_SAMPLE = replace(
    _CELL,
    colour=GREY,
    fill="F7F7F7",
)
_SIGNS = ("≥", ">", "=", "≤", "<", "定性")
_NUMBER = "序号"
_SAMPLE_PROJECT = "政务云平台运行维护"
_SAMPLES = tuple(
    (EXAMPLE, _SAMPLE_PROJECT, "", *row, "")
    for row in (
        ("产出指标", "数量指标", "运维系统数量", "≥", "7", "个", "25"),
        ("产出指标", "质量指标", "系统可用率", "≥", "99.9", "%", "25"),
        ("效益指标", "社会效益指标", "群众办事便利程度", "定性", "提高", "", "30"),
        ("满意度指标", "服务对象满意度指标", "使用人员满意度", "≥", "95", "%", "10"),
    )
)


def roster_template(scheme: Scheme) -> bytes:
    """Return the workbook: a sheet of projects with the money columns of the scheme, and a sheet of their targets."""
    return write_workbook(
        Workbook(
            sheets=(_projects(scheme), _targets(scheme)),
            title="项目清单和绩效目标",
        )
    )


def _projects(scheme: Scheme) -> Sheet:
    unit = scheme.money_unit
    money = [f"{INITIAL}：{source}（{unit}）" for source in scheme.funds]
    money += [f"{BUDGET}：{source}（{unit}）" for source in scheme.funds]
    required = {"project", "department", "unit", "year"}
    columns = [_starred(ROSTER[key][0], required=key in required) for key in ROSTER]
    titles = [_NUMBER, *columns, *money]
    hint = (
        f"一行一个项目，带 * 的必填。金额单位为{unit}，只填数字；各来源相加应等于总额；全年预算不填的与年初预算相同。"
        f"项目编码、邮箱可以不填，两个项目同名时请填编码。方案不填的按下发时指定的方案。第{_TOP + 1}行是示例，程序不读取，可以删去。"
    )
    # Column A is the number, then come the columns of the list, then the money
    first = len(ROSTER) + 2
    amounts = range(first, first + len(money))
    validations = _project_validations(titles, amounts, unit)
    widths = [
        6.0,
        22.0,
        22.0,
        34.0,
        18.0,
        26.0,
        8.0,
        16.0,
        *[16.0] * len(money),
    ]
    return _sheet(
        ROSTER_TITLE,
        hint=hint,
        titles=titles,
        samples=[_sample_project(scheme, len(money))],
        widths=widths,
        validations=validations,
    )


def _starred(title: str, *, required: bool) -> str:
    """Return the heading of a column; a star says that it must be filled in."""
    if required:
        return f"*{title}"
    return title


def _sample_project(scheme: Scheme, money: int) -> list[str]:
    """Return the row of the example; `money` columns of amounts end it, of which those of the first year are filled."""
    sample = [
        EXAMPLE,
        "市大数据局",
        "市大数据中心",
        _SAMPLE_PROJECT,
        "",
        "kjk@example.gov.cn",
        "2024",
        scheme.id,
    ]
    # The example has the four funds rows of the national scheme
    amounts = ["30", "20", "", "10"]
    if len(scheme.funds) != len(amounts):
        amounts = []
    blanks = [""] * (money - len(amounts))
    return [*sample, *amounts, *blanks]


def _project_validations(
    titles: list[str], money: range, unit: str
) -> list[Validation]:
    """Return what may be typed into the columns of the projects; `money` are the columns of amounts."""
    year = titles.index("*年度") + 1
    mail = titles.index("邮箱") + 1
    return [
        _number(
            money,
            f"金额（{unit}）",
            f"请只填数字，单位为{unit}，不写“{unit}”二字。",
        ),
        _rule(
            [year],
            ("whole", "between", str(FIRST_YEAR), str(LAST_YEAR)),
            "年度",
            "请填四位数字的年份，例如 2024。",
        ),
        _rule(
            [mail],
            (
                "custom",
                "",
                # Relative to the first row: a spreadsheet moves it along with every row below
                f'ISNUMBER(FIND("@",{column_letters(mail)}{_TOP + 1}))',
                "",
            ),
            "邮箱",
            "请填一个邮件地址；没有的留空。",
        ),
        _length([3, 4], LONGEST_NAME, "名称", f"请填全称，最多{LONGEST_NAME}个字。"),
    ]


def _targets(scheme: Scheme) -> Sheet:
    keys = (
        "project",
        "code",
        "dimension",
        "category",
        "name",
        "symbol",
        "target",
        "measure",
        "weight",
        "note",
    )
    required = {"dimension", "name", "target"}
    titles = [
        _NUMBER,
        *(_starred(TARGETS[key][0], required=key in required) for key in keys),
    ]
    # What is left for the indicators once the funds row has its points
    whole = plain(scheme.full_score - scheme.execution_weight)
    hint = (
        f"一行一个指标，项目名称或项目编码与“{ROSTER_TITLE}”一致；没有绩效目标的项目不写。分值都不填的由单位填写，"
        f"填写的，一个项目各指标合计应为{whole}分。示例行程序不读取，可以删去。"
    )
    validations = _target_validations(
        [dimension.name for dimension in scheme.dimensions]
    )
    widths = [6.0, 34.0, 18.0, 14.0, 20.0, 30.0, 10.0, 16.0, 10.0, 8.0, 30.0]
    return _sheet(
        TARGETS_TITLE,
        hint=hint,
        titles=titles,
        samples=[list(row) for row in _SAMPLES],
        widths=widths,
        validations=validations,
    )


def _target_validations(dimensions: list[str]) -> list[Validation]:
    """Return what may be typed into the columns of the targets."""
    return [
        _rule(
            [4],
            ("list", "", f'"{",".join(dimensions)}"', ""),
            "一级指标",
            f"请选：{'、'.join(dimensions)}。",
            # Other words are warned of, not refused: places have names of their own
            strict=False,
        ),
        _rule(
            [7],
            ("list", "", f'"{",".join(_SIGNS)}"', ""),
            "计算符号",
            "请选 ≥、>、=、≤、<，定性指标选“定性”。",
            strict=False,
        ),
        _number([10], "分值", "请只填数字；都不填的由单位填写。"),
        _length(
            [6],
            LONGEST_NAME,
            "三级指标",
            f"请写明做什么，最多{LONGEST_NAME}个字。",
        ),
        _length(
            [8],
            LONGEST_TARGET,
            "指标值",
            "定量指标只填数字，单位写在“度量单位”；定性指标写达到的程度。",
        ),
    ]


def _sheet(
    title: str,
    *,
    hint: str,
    titles: list[str],
    samples: list[list[str]],
    widths: list[float],
    validations: list[Validation],
) -> Sheet:
    cells = {
        (1, 1): Cell(value=title, style=_TITLE),
        (2, 1): Cell(value=hint, style=_HINT),
    }
    last = len(titles)
    for column, text in enumerate(titles, start=1):
        cells[_TOP, column] = Cell(value=text, style=_HEAD)
        # Styled rows are what is printed; validations go on further down without any style
        for row, sample in enumerate(samples, start=_TOP + 1):
            cells[row, column] = Cell(value=sample[column - 1] or None, style=_SAMPLE)
        for row in range(_TOP + 1 + len(samples), _TOP + 21):
            cells[row, column] = Cell(style=_CELL)
    return Sheet(
        title=title,
        cells=cells,
        # The hint is a long text in one row: merged over the width of a page
        merges=(Area(2, 1, 2, min(last, 10)),),
        widths=dict(enumerate(widths, start=1)),
        heights={1: 26.0, 2: 40.0, _TOP: 31.0}
        | dict.fromkeys(range(_TOP + 1, _TOP + 21), 20.0),
        validations=tuple(validations),
        page=Page(
            landscape=True,
            area=Area(1, 1, _TOP + 20, last),
            title_rows=(_TOP, _TOP),
            footer=PAGE_OF_PAGES,
        ),
        freeze=f"A{_TOP + 1}",
        column_titles=f"A{_TOP}",
    )


def _number(columns: Iterable[int], title: str, text: str) -> Validation:
    return _rule(columns, ("decimal", "greaterThanOrEqual", "0", ""), title, text)


def _length(columns: Iterable[int], longest: int, title: str, text: str) -> Validation:
    return _rule(
        columns,
        ("textLength", "lessThanOrEqual", str(longest), ""),
        title,
        text,
    )


def _rule(
    columns: Iterable[int],
    test: tuple[str, str, str, str],
    title: str,
    text: str,
    *,
    strict: bool = True,
) -> Validation:
    """Return a validation of whole columns; `test` is its kind, its operator and its limits."""
    kind, operator, first, second = test
    return Validation(
        areas=tuple(Area(_TOP + 1, column, _TOP + _ROWS, column) for column in columns),
        kind=kind,
        operator=operator,
        first=first,
        second=second,
        prompt_title=title,
        prompt=text,
        error_title=title,
        error=text,
        strict=strict,
    )
