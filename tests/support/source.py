"""The source of a package as syntax trees: modules, what they import, what they define."""

from __future__ import annotations

import ast
import graphlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

__all__ = ["DYNAMIC", "Import", "Module", "Package", "load_package"]

DYNAMIC = "<computed>"
"""The target of an import whose name is computed while the program runs."""


@dataclass(frozen=True)
class Import:
    """One imported module, and the names taken from it (empty for `import x`)."""

    target: str
    names: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class Module:
    """One file. `name` is dotted; a package has the name of its folder."""

    name: str
    path: Path
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, str(self.path))

    @property
    def package(self) -> str:
        """The package that relative imports start from."""
        return (
            self.name
            if self.path.name == "__init__.py"
            else self.name.rpartition(".")[0]
        )

    @cached_property
    def imports(self) -> tuple[Import, ...]:
        """Every import wherever it stands: at the top, in a function, under TYPE_CHECKING, through importlib."""
        return tuple(
            found for node in ast.walk(self.tree) for found in self._imports_of(node)
        )

    @cached_property
    def exports(self) -> tuple[str, ...] | None:
        """The literal `__all__`, or `None` when there is none."""
        for node in self.tree.body:
            if isinstance(node, ast.Assign) and any(
                isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets
            ):
                return tuple(ast.literal_eval(node.value))
        return None

    @cached_property
    def definitions(self) -> dict[str, ast.stmt]:
        """Every name bound at the top level, imports included."""
        found: dict[str, ast.stmt] = {}
        for node in self.tree.body:
            for name in _bound(node):
                found[name] = node
        return found

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Every function and method, nested ones too."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node

    def _imports_of(self, node: ast.AST) -> Iterator[Import]:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, (), node.lineno)
        elif isinstance(node, ast.ImportFrom):
            names = tuple(alias.name for alias in node.names)
            yield Import(
                self._absolute(node.module or "", node.level), names, node.lineno
            )
        elif isinstance(node, ast.Call) and _called(node) in {
            "import_module",
            "__import__",
        }:
            first = node.args[0] if node.args else None
            constant = isinstance(first, ast.Constant) and isinstance(first.value, str)
            yield Import(first.value if constant else DYNAMIC, (), node.lineno)

    def _absolute(self, module: str, level: int) -> str:
        if level == 0:
            return module
        parts = self.package.split(".")
        base = parts[: len(parts) - (level - 1)]
        return ".".join([*base, *([module] if module else [])])


@dataclass(frozen=True)
class Package:
    """All modules of one package by dotted name."""

    name: str
    modules: dict[str, Module]

    def edges(self, module: Module) -> Iterator[tuple[str, Import]]:
        """Yield the modules of this package that `module` imports; names that are modules count as such."""
        for found in module.imports:
            if found.target != self.name and not found.target.startswith(
                self.name + "."
            ):
                continue
            submodules = [
                f"{found.target}.{n}"
                for n in found.names
                if f"{found.target}.{n}" in self.modules
            ]
            for target in submodules or [found.target]:
                yield target, found

    def foreign(self, module: Module) -> Iterator[tuple[str, Import]]:
        """Yield the top-level names of everything else that `module` imports."""
        for found in module.imports:
            top = found.target.partition(".")[0]
            if top != self.name:
                yield top, found

    def room(self, name: str) -> str:
        """Return the room of a module: the part behind the package's name; `__main__` belongs to the command line."""
        room = name.removeprefix(self.name).removeprefix(".").partition(".")[0]
        return "cli" if room == "__main__" else room

    def rooms(self) -> set[str]:
        """Return every room that exists."""
        return {room for room in map(self.room, self.modules) if room}

    def cycle(self) -> list[str]:
        """Return the modules of one import cycle, or nothing."""
        graph = {
            m.name: {t for t, _ in self.edges(m) if t != m.name}
            for m in self.modules.values()
        }
        try:
            graphlib.TopologicalSorter(graph).prepare()
        except graphlib.CycleError as error:
            return list(error.args[1])
        return []


def load_package(folder: Path) -> Package:
    """Parse every file below the folder of a package."""
    modules = {}
    for path in sorted(folder.rglob("*.py")):
        parts = [folder.name, *path.relative_to(folder).with_suffix("").parts]
        if parts[-1] == "__init__":
            parts.pop()
        name = ".".join(parts)
        modules[name] = Module(name, path, path.read_text(encoding="utf-8"))
    return Package(folder.name, modules)


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _bound(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Assign):
        return [
            t.id for t in node.targets for t in ast.walk(t) if isinstance(t, ast.Name)
        ]
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return [node.target.id]
    if isinstance(node, ast.Import | ast.ImportFrom):
        return [alias.asname or alias.name for alias in node.names]
    return []
