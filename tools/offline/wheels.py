"""The wheels that one kind of computer needs, whatever computer they are gathered on."""

from __future__ import annotations

import hashlib
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.parser import HeaderParser
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

from tools.own_wheel import run

__all__ = ["Target", "gather", "missing", "requirements"]

_TAGS = {
    "windows": ("win_amd64",),
    "linux": ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"),
}
_MARKERS = {
    "windows": {
        "platform_system": "Windows",
        "sys_platform": "win32",
        "os_name": "nt",
        "platform_machine": "AMD64",
    },
    "linux": {
        "platform_system": "Linux",
        "sys_platform": "linux",
        "os_name": "posix",
        "platform_machine": "x86_64",
    },
}


@dataclass(frozen=True, slots=True)
class Target:
    """A kind of computer: `windows` or `linux`, and the version of Python on it."""

    system: str
    python: str

    @property
    def name(self) -> str:
        """The name of its list."""
        return f"{self.system}-{self.python}"

    @property
    def markers(self) -> Mapping[str, str]:
        """What conditions in requirements are asked about."""
        own = {
            "python_version": self.python,
            "python_full_version": f"{self.python}.0",
            "extra": "",
        }
        return {
            **_MARKERS[self.system],
            **own,
            "platform_python_implementation": "CPython",
        }


def gather(own: Path, target: Target, folder: Path) -> list[Path]:
    """Put our wheel and all it needs on such a computer into `folder`, and return them; raises `IngredientMissing`.

    pip looks at conditions such as `platform_system == "Windows"` with the eyes of the computer it runs on; so what is
    then still missing is asked for by name.
    """
    with tempfile.TemporaryDirectory() as there:
        place = Path(there)
        _download([str(own)], target, place)
        while wanted := missing(place.glob("*.whl"), target):
            _download(wanted, target, place)
        folder.mkdir(parents=True, exist_ok=True)
        found = []
        for wheel in sorted(place.glob("*.whl")):
            kept = folder / wheel.name
            kept.write_bytes(wheel.read_bytes())
            found.append(kept)
        return found


def missing(wheels: Iterable[Path], target: Target) -> list[str]:
    """Return the requirements of these wheels on such a computer that none of them meets."""
    given = list(wheels)
    there = {parse_wheel_filename(wheel.name)[0] for wheel in given}
    wanted: dict[str, None] = {}
    for wheel in given:
        for requirement in _requirements_of(wheel):
            applies = requirement.marker is None or requirement.marker.evaluate(
                dict(target.markers)
            )
            if applies and canonicalize_name(requirement.name) not in there:
                wanted[f"{requirement.name}{requirement.specifier}"] = None
    return list(wanted)


def requirements(wheels: Iterable[Path]) -> str:
    """Return the list for pip: every wheel with its hash, so that a changed one is refused."""
    lines = []
    for wheel in wheels:
        name, version, _, _ = parse_wheel_filename(wheel.name)
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        lines.append(f"{name}=={version} --hash=sha256:{digest}\n")
    return "".join(sorted(lines))


def _requirements_of(wheel: Path) -> list[Requirement]:
    with zipfile.ZipFile(wheel) as archive:
        name = next(
            name for name in archive.namelist() if name.endswith(".dist-info/METADATA")
        )
        told = HeaderParser().parsestr(archive.read(name).decode())
    return [Requirement(line) for line in told.get_all("Requires-Dist", [])]


def _download(wanted: list[str], target: Target, place: Path) -> None:
    tags = [option for tag in _TAGS[target.system] for option in ("--platform", tag)]
    like = [*tags, "--python-version", target.python, "--only-binary", ":all:"]
    pip = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--disable-pip-version-check",
    ]
    run(
        [*pip, *like, "--dest", str(place), *wanted],
        f"pip 取不到{target.name}所需的程序包",
    )
