"""What a wheel holds besides the package: the folders that people edit at the top of the checkout.

The official templates and the Word templates stand at the top level, where a finance officer finds them; an installed
package needs them too, so building copies them into it. An editable install copies nothing: `perfeval_xl.resources`
then finds them in the checkout.
"""

from __future__ import annotations

from pathlib import Path

from setuptools.command.build_py import build_py

__all__ = ["FOLDERS", "BuildWithFolders"]

FOLDERS = {
    "templates": ("*.xlsx",),
    "report_templates": ("*.docx", "*.toml"),
    "macros/excel": ("*.bas", "*.cls", "*.xml", "*.toml"),
    "macros/libreoffice": ("*.xml", "*.xcu", "*.txt", "*.py", "*.bas"),
    "macros/libreoffice/META-INF": ("*.xml",),
    "macros/libreoffice/pythonpath": ("*.py",),
    "macros/libreoffice/icons": ("*.png",),
}
"""Each folder at the top of the checkout that becomes `perfeval_xl/<folder>` in the wheel, and which of its files."""


class BuildWithFolders(build_py):  # type: ignore[misc]  # setuptools has no types
    """Build the package as setuptools does, then add the folders."""

    def run(self) -> None:
        """Build; raises nothing when a folder does not exist, the packaging test does."""
        super().run()
        if self.editable_mode:
            return
        for source, target in self._copies().items():
            target.parent.mkdir(parents=True, exist_ok=True)
            self.copy_file(str(source), str(target))

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:  # noqa: FBT001, FBT002 - setuptools' signature
        """Name every file written, as `super` does."""
        added = (
            []
            if self.editable_mode
            else [str(target) for target in self._copies().values()]
        )
        return [*super().get_outputs(include_bytecode), *added]

    def get_source_files(self) -> list[str]:
        """Name every file read, so that a source distribution holds them."""
        return [*super().get_source_files(), *map(str, self._copies())]

    def _copies(self) -> dict[Path, Path]:
        package = Path(self.build_lib) / "perfeval_xl"
        return {
            source: package / folder / source.name
            for folder, patterns in FOLDERS.items()
            for pattern in patterns
            for source in sorted(Path(folder).glob(pattern))
        }
