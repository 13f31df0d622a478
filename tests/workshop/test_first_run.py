"""The first run on a new machine: what is missing is installed or named, and nothing waits for an answer."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
PACKAGES = CHECKOUT / "tools" / "office-packages"
VIRTUALENV = CHECKOUT / "tools" / "virtualenv"
TOOLS = ("sh", "env", "echo", "rm")


class Machine:
    """A folder of programs that write down how they were called; nothing else is on the path."""

    def __init__(self, folder: Path) -> None:
        self.programs = folder / "bin"
        self.programs.mkdir()
        self.calls = folder / "calls"
        self.calls.touch()
        for name in TOOLS:
            (self.programs / name).symlink_to(
                f"/bin/{name}" if Path(f"/bin/{name}").exists() else f"/usr/bin/{name}"
            )

    def has(self, name: str, script: str) -> None:
        """Add a program; `$0` and its arguments are noted, with the front end that Debian would ask through."""
        path = self.programs / name
        noted = f'echo "{name} $* [$DEBIAN_FRONTEND]" >> "{self.calls}"'
        path.write_text(f"#!/bin/sh\n{noted}\n{script}\n", encoding="utf-8")
        path.chmod(0o755)

    def run(
        self, *command: str | Path, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            env={"PATH": os.fspath(self.programs), **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=30,
            check=False,
        )

    def called(self, name: str) -> list[str]:
        return [
            line
            for line in self.calls.read_text(encoding="utf-8").splitlines()
            if line.startswith(name + " ")
        ]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A Debian machine, its user is root, and no package is installed."""
    made = Machine(tmp_path)
    made.has("dpkg-query", "exit 1")
    made.has("apt-get", "exit 0")
    made.has("id", "echo 0")
    return made


def test_missing_packages_are_installed_without_a_question(machine: Machine) -> None:
    done = machine.run(PACKAGES)
    update, install = machine.called("apt-get")
    assert done.returncode == 0
    assert update.startswith("apt-get update")
    assert install.startswith("apt-get install")
    assert "-y" in install
    assert all(
        package in install
        for package in (
            "libreoffice-calc",
            "python3-uno",
            "fonts-noto-cjk",
            "poppler-utils",
        )
    )
    assert "[noninteractive]" in update
    assert "[noninteractive]" in install


def test_only_what_is_missing_is_installed(machine: Machine) -> None:
    machine.has(
        "dpkg-query", '[ "$4" = poppler-utils ] || echo -n "install ok installed"'
    )
    machine.run(PACKAGES)
    assert "libreoffice" not in machine.called("apt-get")[1]
    assert "poppler-utils" in machine.called("apt-get")[1]


def test_a_machine_that_has_everything_is_left_alone(machine: Machine) -> None:
    machine.has("dpkg-query", 'echo -n "install ok installed"')
    done = machine.run(PACKAGES)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert machine.called("apt-get") == []


def test_a_user_who_may_not_install_is_told_what_is_missing(machine: Machine) -> None:
    machine.has("id", "echo 1000")
    done = machine.run(PACKAGES)
    assert done.returncode == 0
    assert "libreoffice-calc" in done.stderr
    assert machine.called("apt-get") == []


def test_sudo_is_used_only_where_it_asks_no_password(machine: Machine) -> None:
    machine.has("id", "echo 1000")
    machine.has(
        "sudo", '[ "$1" = -n ] || exit 9; shift; [ "$1" = true ] && exit 0; exec "$@"'
    )
    assert machine.run(PACKAGES).returncode == 0
    assert len(machine.called("apt-get")) == 2


def test_the_tests_go_on_when_the_packages_cannot_be_fetched(machine: Machine) -> None:
    machine.has("apt-get", "exit 100")
    done = machine.run(PACKAGES)
    assert done.returncode == 0
    assert "会跳过" in done.stderr


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        (
            'case "$2" in *version_info*) exit 1;; *) echo 3.9.2;; esac',
            "3.9.2，本程序需要 3.11",
        ),
        ('case "$2" in *ensurepip*) exit 1;; esac', "apt-get install python3-venv"),
    ],
)
def test_a_python_that_cannot_work_is_refused_with_a_remedy(
    machine: Machine, script: str, sentence: str
) -> None:
    machine.has("python3", script)
    done = machine.run(VIRTUALENV, machine.calls.with_name("venv"))
    assert done.returncode == 3
    assert sentence in done.stderr


def test_a_machine_without_python_is_told_what_to_install(machine: Machine) -> None:
    done = machine.run(VIRTUALENV, machine.calls.with_name("venv"), PYTHON="python9")
    assert done.returncode == 3
    assert "没有找到 python9" in done.stderr


def test_an_interrupted_environment_is_made_anew(
    machine: Machine, tmp_path: Path
) -> None:
    machine.has("python3", "exit 0")
    half = tmp_path / "venv"
    half.mkdir()
    (half / "leftover").touch()
    assert machine.run(VIRTUALENV, half).returncode == 0
    assert not half.exists()
    assert machine.called("python3")[-1].startswith(f"python3 -m venv {half}")
