"""`make offline`: write dist/离线安装, from which the program is installed without a network."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from tools.folder_sums import write_sums
from tools.offline.wheels import Target, gather, requirements
from tools.own_wheel import CHECKOUT, IngredientMissing, own_wheel

_HERE = Path(__file__).parent
_ENVIRONMENT = 3


def main() -> int:
    """Write the folder, say how large it is, and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.offline", description="生成离线安装文件夹"
    )
    parser.add_argument(
        "-o", "--output", type=Path, default=CHECKOUT / "dist" / "离线安装"
    )
    parser.add_argument(
        "--windows",
        nargs="*",
        default=["3.11", "3.12", "3.13"],
        help="Windows 上的 Python 版本",
    )
    parser.add_argument(
        "--linux",
        nargs="*",
        default=["3.11", "3.12", "3.13"],
        help="Linux 上的 Python 版本",
    )
    given = parser.parse_args()
    targets = [Target("windows", version) for version in given.windows]
    targets += [Target("linux", version) for version in given.linux]
    try:
        write_folder(given.output, targets)
    except IngredientMissing as exc:
        print(exc, file=sys.stderr)
        return _ENVIRONMENT
    size = sum(
        path.stat().st_size for path in given.output.rglob("*") if path.is_file()
    )
    print(f"{given.output}（{size / 2**20:.0f}MB）")
    return 0


def write_folder(folder: Path, targets: Iterable[Target]) -> None:
    """Write everything anew; raises `IngredientMissing`."""
    shutil.rmtree(folder, ignore_errors=True)
    own = own_wheel(CHECKOUT / "build" / "page")
    lists = folder / "lists"
    lists.mkdir(parents=True)
    for target in targets:
        found = gather(own, target, folder / "wheels")
        (lists / f"{target.name}.txt").write_text(requirements(found), encoding="ascii")
    script = (_HERE / "install.bat").read_text(encoding="utf-8")
    # cmd of a Chinese Windows reads GBK, and wants its own ends of lines
    (folder / "安装.bat").write_bytes(script.replace("\n", "\r\n").encode("gbk"))
    shutil.copyfile(_HERE / "install.sh", folder / "install.sh")
    (folder / "install.sh").chmod(0o755)
    shutil.copyfile(_HERE / "readme.txt", folder / "说明.txt")
    write_sums(folder)


if __name__ == "__main__":
    sys.exit(main())
