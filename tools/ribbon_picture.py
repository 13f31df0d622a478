"""Draw the ribbon as its XML describes it: `python -m tools.ribbon_picture` writes `docs/pictures/功能区.svg`.

The icons are Office's own and are not copied: each button shows a letter in a box and the name of the icon that Excel
puts there. Everything else (labels, groups, key tips, texts of the tips) is read from `macros/excel/customUI14.xml`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

__all__ = ["PICTURE", "draw_ribbon", "main", "ribbon_svg"]

PICTURE = "功能区.svg"

_ROOT = Path(__file__).resolve().parents[1]
_SOURCE = _ROOT / "macros" / "excel" / "customUI14.xml"
_SPACE = "{http://schemas.microsoft.com/office/2009/07/customui}"
_FONT = "Noto Sans CJK SC, Microsoft YaHei, PingFang SC, WenQuanYi Zen Hei, sans-serif"
_GREEN, _INK, _GREY, _LINE, _PAPER = (
    "#1f6e43",
    "#222222",
    "#5f5f5f",
    "#c8c8c8",
    "#f5f5f5",
)
_BUTTON, _GAP = 96, 16
_TABS = ("文件", "开始", "插入", "页面布局", "公式", "数据", "审阅")
_LINE_LENGTH = 66


@dataclass(frozen=True, slots=True, kw_only=True)
class _Button:
    label: str
    icon: str
    keytip: str
    tip: str
    conditional: bool


def ribbon_svg(xml: str) -> str:
    """Return the picture of a ribbon; the same XML gives the same picture."""
    tab = next(ET.fromstring(xml).iter(f"{_SPACE}tab"))  # noqa: S314 - our own file
    groups = [
        (group.get("label", ""), [_button(each) for each in group]) for group in tab
    ]
    buttons = [button for _, members in groups for button in members]
    width = max(_GAP + sum(len(members) * _BUTTON + _GAP for _, members in groups), 860)
    lines = [line for button in buttons for line in _tip_lines(button)]
    height = 190 + 18 * len(lines) + 40
    body = [
        f'<rect width="{width}" height="{height}" fill="white"/>',
        *_tab_strip(tab.get("label", ""), tab.get("keytip", ""), width),
        *_groups(groups),
        *(
            _text(20, 210 + 18 * number, line, 12, start=True)
            for number, line in enumerate(lines)
        ),
        _text(
            20,
            height - 14,
            "方框中的字代替 Office 自带的图标，下面是图标名称（imageMso）；圆圈中是按 Alt 后出现的按键提示。",
            11,
            _GREY,
            start=True,
        ),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'font-family="{_FONT}" role="img" aria-label="功能区选项卡“{escape(tab.get("label", ""))}”">\n'
        + "\n".join(body)
        + "\n</svg>\n"
    )


def draw_ribbon(folder: Path) -> Path:
    """Draw the ribbon of the add-in into `folder` and return the file."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / PICTURE
    target.write_text(ribbon_svg(_SOURCE.read_text(encoding="utf-8")), encoding="utf-8")
    return target


def _button(element: ET.Element) -> _Button:
    return _Button(
        label=element.get("label", ""),
        icon=element.get("imageMso", ""),
        keytip=element.get("keytip", ""),
        tip=f"{element.get('screentip', '')}。{element.get('supertip', '')}",
        conditional=element.get("getEnabled") is not None,
    )


def _tab_strip(label: str, keytip: str, width: int) -> Iterator[str]:
    """The tabs in a row, ours after 审阅 and in front."""
    yield f'<rect y="34" width="{width}" height="136" fill="{_PAPER}" stroke="{_LINE}"/>'
    left = 20
    for name in _TABS:
        yield _text(left, 23, name, 14, _GREY, start=True)
        left += 14 * len(name) + 24
    yield _text(left, 23, label, 14, _GREEN, start=True, bold=True)
    yield f'<rect x="{left}" y="30" width="{14 * len(label)}" height="3" fill="{_GREEN}"/>'
    yield from _key(left + 14 * len(label) + 16, 18, keytip)


def _groups(groups: list[tuple[str, list[_Button]]]) -> Iterator[str]:
    left = _GAP
    for label, members in groups:
        right = left + len(members) * _BUTTON
        for number, button in enumerate(members):
            yield from _large_button(left + number * _BUTTON + _BUTTON // 2, button)
        yield _text((left + right) // 2, 162, label, 12, _GREY)
        yield f'<line x1="{right + _GAP // 2}" y1="42" x2="{right + _GAP // 2}" y2="164" stroke="{_LINE}"/>'
        left = right + _GAP


def _large_button(centre: int, button: _Button) -> Iterator[str]:
    box = f'x="{centre - 20}" y="46" width="40" height="40" rx="6"'
    yield f'<rect {box} fill="white" stroke="{_GREEN}" stroke-width="2"/>'
    yield _text(centre, 73, button.label[0], 20, _GREEN)
    yield _text(centre, 106, button.label, 14)
    yield from (
        _text(centre, 122 + 10 * row, part, 8, _GREY)
        for row, part in enumerate(_halves(button.icon))
    )
    yield from _key(centre + 30, 52, button.keytip)


def _halves(name: str) -> list[str]:
    """An icon name in one or two lines that fit below a button."""
    if len(name) <= 16:
        return [name]
    cut = next(
        (at for at in range(len(name) // 2, len(name)) if name[at].isupper()), len(name)
    )
    return [name[:cut], name[cut:]]


def _tip_lines(button: _Button) -> list[str]:
    """What is shown while the mouse rests on a button."""
    told = f"【{button.label}】{button.tip}" + (
        "（只在打开评价表格时可用）" if button.conditional else ""
    )
    return [
        ("" if at == 0 else "　　") + told[at : at + _LINE_LENGTH]
        for at in range(0, len(told), _LINE_LENGTH)
    ]


def _key(x: int, y: int, letters: str) -> Iterator[str]:
    yield f'<circle cx="{x}" cy="{y}" r="9" fill="{_INK}"/>'
    yield _text(x, y + 4, letters, 10, "white")


def _text(
    x: int,
    y: int,
    text: str,
    size: int,
    colour: str = _INK,
    *,
    start: bool = False,
    bold: bool = False,
) -> str:
    anchor, weight = "start" if start else "middle", "bold" if bold else "normal"
    look = f'font-size="{size}" fill="{colour}" text-anchor="{anchor}" font-weight="{weight}"'
    return f'<text x="{x}" y="{y}" {look} xml:space="preserve">{escape(text)}</text>'


def main() -> None:
    """Draw the committed picture."""
    path = draw_ribbon(_ROOT / "docs" / "pictures")
    sys.stdout.write(f"{path.relative_to(_ROOT)}\n")


if __name__ == "__main__":
    main()
