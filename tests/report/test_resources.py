"""The data folders are found in a checkout and in an installed package, and missing ones are told."""

from __future__ import annotations

from pathlib import Path

import pytest

import perfeval_xl
from perfeval_xl.errors import EnvironmentMissing
from perfeval_xl.resources import data_folder


def test_a_checkout_has_the_folder_beside_the_package() -> None:
    assert (data_folder("report_templates") / "index.toml").is_file()


def test_a_folder_inside_the_package_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in (
        tmp_path / "report_templates",
        tmp_path / "perfeval_xl" / "report_templates",
    ):
        folder.mkdir(parents=True)
    monkeypatch.setattr(
        perfeval_xl, "__file__", str(tmp_path / "perfeval_xl" / "__init__.py")
    )
    assert (
        data_folder("report_templates") == tmp_path / "perfeval_xl" / "report_templates"
    )


def test_a_missing_folder_is_an_error_with_a_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        perfeval_xl, "__file__", str(tmp_path / "perfeval_xl" / "__init__.py")
    )
    with pytest.raises(EnvironmentMissing, match="重新安装"):
        data_folder("report_templates")
