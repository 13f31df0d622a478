"""`make page`: write 绩效评价.html."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tools.own_wheel import CHECKOUT, IngredientMissing
from tools.page.assembling import assemble

_ENVIRONMENT = 3


def main() -> int:
    """Build the page, say how large it is, and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.page", description="生成 绩效评价.html"
    )
    parser.add_argument(
        "-o", "--output", type=Path, default=CHECKOUT / "dist" / "绩效评价.html"
    )
    parser.add_argument(
        "--store",
        type=Path,
        default=CHECKOUT / "build" / "page",
        help="取来和编译好的部分放在哪里",
    )
    given = parser.parse_args()
    try:
        page = assemble(given.store)
    except IngredientMissing as exc:
        print(exc, file=sys.stderr)
        return _ENVIRONMENT
    page.write(given.output)
    print(f"{given.output}（{len(page.data) / 2**20:.1f}MB）")
    return 0


if __name__ == "__main__":
    sys.exit(main())
