"""The picture of the ribbon in the documents shows the ribbon as it is."""

from __future__ import annotations

from pathlib import Path

from perfeval_xl.installing.xlam import ribbon_xml
from tools.ribbon_picture import PICTURE, ribbon_svg

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"


def test_the_committed_picture_is_drawn_from_the_ribbon_of_today() -> None:
    assert (PICTURES / PICTURE).read_text(encoding="utf-8") == ribbon_svg(
        ribbon_xml().decode()
    )


def test_every_label_icon_and_key_tip_is_shown() -> None:
    changed = (
        ribbon_xml()
        .decode()
        .replace('label="评分" size', 'label="打分" size')
        .replace('keytip="P"', 'keytip="Z9"')
    )
    drawn = ribbon_svg(changed.replace("ExportWord", "Quill"))
    assert ">打分<" in drawn
    assert ">Z9<" in drawn
    assert ">Quill<" in drawn
