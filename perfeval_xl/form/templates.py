"""Write the committed templates anew: `python -m perfeval_xl.form.templates [FOLDER]`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from perfeval_xl.form.filling import empty_form
from perfeval_xl.scheme.loader import load_scheme

__all__ = ["TEMPLATES", "write_templates"]

TEMPLATES: Mapping[str, str] = MappingProxyType(
    {
        "自评表.xlsx": "national-2020",
        "核心绩效指标自评表.xlsx": "national-2021",
        "湖北自评表.xlsx": "hubei-2020",
        "安徽自评表.xlsx": "anhui-2020",
        "上海自评表.xlsx": "shanghai-2020",
        "云南自评表.xlsx": "yunnan-2022",
        "四川自评表.xlsx": "sichuan-2022",
        "忻州自评表.xlsx": "xinzhou-2022",
        "共性指标评分表.xlsx": "framework-2020",
        "岳阳评分表.xlsx": "yueyang-2020",
        "盐田评分表.xlsx": "yantian-2024",
        "河东评分表.xlsx": "hedong-2022",
        "咸安评分表.xlsx": "xianan-2024",
    }
)
"""The committed template files, each with the scheme it is drawn from."""


def write_templates(folder: Path) -> tuple[Path, ...]:
    """Write every template into `folder` and return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, scheme_id in TEMPLATES.items():
        path = folder / name
        path.write_bytes(empty_form(load_scheme(scheme_id)))
        written.append(path)
    return tuple(written)


if __name__ == "__main__":
    for written_file in write_templates(Path(*sys.argv[1:2] or ["templates"])):
        sys.stdout.write(f"{written_file}\n")
