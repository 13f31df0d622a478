"""The rules of the house as functions: each takes parsed source and returns its complaints, one line each."""

from __future__ import annotations

import ast
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence

from tests.support.source import DYNAMIC, Module, Package

__all__ = [
    "bad_names",
    "broad_excepts",
    "export_complaints",
    "float_calls",
    "foreign_libraries",
    "too_long",
    "unsorted_rooms",
    "vague_tests",
]

LONGEST_FILE, LONGEST_FUNCTION = 400, 48
VAGUE_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "manager",
    "managers",
    "misc",
}
FEWEST_WORDS = 3


def unsorted_rooms(package: Package, order: Sequence[str]) -> list[str]:
    """Every import that points to a later room, and every room that has no place in the order."""
    rank = {room: place for place, room in enumerate(order)}
    complaints = [
        f"the room {room} has no place in the order"
        for room in sorted(package.rooms() - rank.keys())
    ]
    for module in package.modules.values():
        here = package.room(module.name)
        for target, found in package.edges(module):
            there = package.room(target)
            if here in rank and there in rank and rank[there] > rank[here]:
                complaints.append(
                    f"{module.name}:{found.line} imports {target}, a later room"
                )
    return complaints


def foreign_libraries(
    package: Package, owners: Mapping[str, str | tuple[str, ...]], core: Collection[str]
) -> list[str]:
    """Every import of a library outside the room, or the few rooms, that own it; the core may import the standard library only."""
    complaints = []
    for module in package.modules.values():
        room = package.room(module.name)
        for library, found in package.foreign(module):
            where = f"{module.name}:{found.line} imports {library}"
            if library == DYNAMIC:
                if room != "cli":
                    complaints.append(
                        f"{module.name}:{found.line} imports a computed name"
                    )
            elif library in sys.stdlib_module_names:
                continue
            elif room in core:
                complaints.append(f"{where}: the core uses the standard library only")
            elif library not in owners:
                complaints.append(f"{where}, which no room owns")
            elif room not in (owning := _rooms(owners[library])):
                complaints.append(f"{where}, which belongs to {' and '.join(owning)}")
    return complaints


def _rooms(owner: str | tuple[str, ...]) -> tuple[str, ...]:
    return (owner,) if isinstance(owner, str) else owner


def too_long(modules: Iterable[Module]) -> list[str]:
    """Every file and every function beyond the budget."""
    complaints = []
    for module in modules:
        lines = len(module.text.splitlines())
        if lines > LONGEST_FILE:
            complaints.append(f"{module.name} has {lines} lines")
        for function in module.functions():
            size = (function.end_lineno or function.lineno) - function.lineno + 1
            if size > LONGEST_FUNCTION:
                complaints.append(
                    f"{module.name}:{function.lineno} {function.name} has {size} lines"
                )
    return complaints


def bad_names(package: Package) -> list[str]:
    """Every module named after nothing in particular."""
    return [
        name
        for name in package.modules
        if VAGUE_NAMES & set(name.rpartition(".")[2].lower().split("_"))
    ]


def export_complaints(package: Package) -> list[str]:
    """What `__all__` lacks, names in vain or leaves undocumented, and imports of names that are not public."""
    complaints = []
    for module in package.modules.values():
        complaints += _exports_of(module)
        for target, found in package.edges(module):
            source = package.modules.get(target)
            if source is None:
                complaints.append(
                    f"{module.name}:{found.line} imports {target}, which does not exist"
                )
            elif source.exports is not None and target == found.target:
                hidden = [name for name in found.names if name not in source.exports]
                complaints += [
                    f"{module.name}:{found.line} imports {target}.{name}, not public"
                    for name in hidden
                ]
    return complaints


def _exports_of(module: Module) -> list[str]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    defined = {
        name: node
        for name, node in module.definitions.items()
        if isinstance(node, kinds)
    }
    public = {
        name
        for name, node in defined.items()
        if not name.startswith("_") and not _registered(node)
    }
    if module.exports is None:
        return [f"{module.name} has no __all__"] if public else []
    complaints = [
        f"{module.name}: {name} is missing in __all__"
        for name in sorted(public - set(module.exports))
    ]
    for name in module.exports:
        if name not in module.definitions:
            complaints.append(
                f"{module.name}: __all__ names {name}, which is not there"
            )
        elif name in defined and not ast.get_docstring(defined[name]):
            complaints.append(f"{module.name}: {name} has no docstring")
    return complaints


def _registered(node: ast.stmt) -> bool:
    """Whether a decorator such as `@CHECKS.reports(…)` hands the function to a registry, which is how it is reached."""
    decorators = getattr(node, "decorator_list", [])
    return any(
        isinstance(item, ast.Call) and isinstance(item.func, ast.Attribute)
        for item in decorators
    )


def float_calls(
    package: Package, core: Collection[str], allowed: Mapping[str, str]
) -> list[str]:
    """Every `float(…)` in the core outside the allowed functions, named `module.function`."""
    complaints = []
    for module in package.modules.values():
        if package.room(module.name) not in core:
            continue
        calls = _places(
            module,
            lambda node: isinstance(node, ast.Call) and _named(node.func, "float"),
        )
        complaints += [
            f"{where} calls float()"
            for where in calls
            if where.partition(":")[0] not in allowed
        ]
    return complaints


def broad_excepts(package: Package, allowed: Mapping[str, str]) -> list[str]:
    """Every handler that catches everything, outside the allowed functions, named `module.function`."""
    found = []
    for module in package.modules.values():
        found += [f"{where} catches everything" for where in _places(module, _broad)]
    return [
        complaint for complaint in found if complaint.partition(":")[0] not in allowed
    ]


def vague_tests(modules: Iterable[Module]) -> list[str]:
    """Every test module without a docstring, and every test whose name is no sentence."""
    complaints = []
    for module in modules:
        if not ast.get_docstring(module.tree):
            complaints.append(f"{module.name} has no docstring")
        for function in module.functions():
            words = [word for word in function.name.split("_") if word]
            if words[:1] == ["test"] and len(words) <= FEWEST_WORDS:
                complaints.append(
                    f"{module.name}:{function.lineno} {function.name} is no sentence"
                )
    return complaints


def _places(module: Module, wanted: object) -> list[str]:
    """Return `module.function:line` of every node for which `wanted` holds; the function is the outermost one."""
    assert callable(wanted)
    places = []
    for top in _outermost(module.tree):
        name = f"{module.name}.{top.name}" if hasattr(top, "name") else module.name
        places += [
            f"{name}:{getattr(node, 'lineno', 0)}"
            for node in ast.walk(top)
            if wanted(node)
        ]
    return places


def _outermost(tree: ast.Module) -> Iterable[ast.stmt]:
    """Yield top-level statements, with the methods of a class in place of the class."""
    for node in tree.body:
        yield from node.body if isinstance(node, ast.ClassDef) else [node]


def _broad(node: ast.AST) -> bool:
    if not isinstance(node, ast.ExceptHandler):
        return False
    caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    return any(
        item is None or _named(item, "Exception") or _named(item, "BaseException")
        for item in caught
    )


def _named(node: ast.AST, name: str) -> bool:
    return (isinstance(node, ast.Name) and node.id == name) or (
        isinstance(node, ast.Attribute) and node.attr == name
    )
