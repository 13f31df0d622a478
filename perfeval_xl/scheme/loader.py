"""Load schemes from TOML, strictly: an unknown key, a wrong sum or a hole between grades is an error with its remedy.

A scheme may say `extends = "other-id"`: it then takes every top-level key it does not write itself from that scheme.
"""

from __future__ import annotations

import contextlib
import difflib
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources.abc import Traversable

from perfeval_xl.errors import Fault, SchemeError
from perfeval_xl.scheme.consistency import check_scheme
from perfeval_xl.scheme.faults import worded
from perfeval_xl.scheme.files import (
    DATA,
    Files,
    SchemeFile,
    scheme_files,
    shipped_files,
)
from perfeval_xl.scheme.model import (
    Scheme,
)
from perfeval_xl.scheme.reading import read_scheme
from perfeval_xl.scheme.toml import Table, parse_toml

__all__ = [
    "example_json",
    "find_scheme",
    "has_example",
    "load_scheme",
    "parse_scheme",
    "scheme_ids",
]


_TOLD_BY = {
    "bands": "bands_source",
    "dimensions": "weights_source",
    "execution_weight": "weights_source",
    "source": "audience",
}
"""What a scheme that writes its own part does not inherit: where the part of the other scheme came from, for whom."""


def scheme_ids() -> tuple[str, ...]:
    """Return the ids of all schemes, sorted: the package's and a person's own, also of those that cannot be loaded."""
    return tuple(scheme_files())


def load_scheme(scheme_id: str) -> Scheme:
    """Return the scheme with this id; raises `SchemeError` when there is none or its file is wrong.

    A scheme is read once, and a person's own again when one of their files has changed. A file that takes an id that is
    already taken is an error: no scheme is ever replaced in silence.
    """
    files = scheme_files()
    if scheme_id not in files:
        raise _unknown(scheme_id)
    # Two files under one id are refused before either is read
    file = _only(files[scheme_id])
    # The package's files do not change while a process runs, a person's own may
    if file.shipped:
        return _shipped(file)
    return _own(file, tuple(own for group in files.values() for own in group))


def find_scheme(name: str) -> Scheme:
    """Return the scheme with this id or this Chinese title; one that cannot be loaded has no title."""
    if name in scheme_files():
        return load_scheme(name)
    # A title need not be unique, an id is
    found = [scheme for scheme in _loadable() if scheme.title == name]
    if len(found) > 1:
        ids = "、".join(scheme.id for scheme in found)
        raise SchemeError(
            f"有{len(found)}个评价方案叫“{name}”：{ids}。",
            "请改用方案的编号。",
        )
    if not found:
        raise _unknown(name)
    return found[0]


def _loadable() -> Iterator[Scheme]:
    for scheme_id in scheme_ids():
        with contextlib.suppress(SchemeError):
            yield load_scheme(scheme_id)


def _only(files: tuple[SchemeFile, ...]) -> SchemeFile:
    if len(files) > 1:
        names = "和".join(
            f"“{file.name}”" + ("（程序自带）" if file.shipped else "")
            for file in files
        )
        remedy = "请给自己的方案换一个编号，文件名和文件中的 id 都要改。"
        raise SchemeError(
            f"方案“{files[0].id}”有{len(files)}个文件：{names}。",
            remedy,
            key="id",
        )
    return files[0]


@cache
def _shipped(file: SchemeFile) -> Scheme:
    return _parse(file.read(), file.name, shipped_files())


@lru_cache(maxsize=256)
def _own(file: SchemeFile, files: tuple[SchemeFile, ...]) -> Scheme:
    """Read a person's own scheme; `files` are all there are, since it may extend another one that has changed."""
    # `files` is here for the cache: another stamp of any file reads the scheme anew
    assert file in files
    scheme = parse_scheme(file.read(), file.name)
    if scheme.id != file.id:
        fault = Fault("id_differs", {"id": scheme.id, "file": file.id})
        told = f"方案文件“{file.name}”的 id {worded(fault)}。"
        raise SchemeError(told, "请使两者一致。", key="id", fault=fault)
    return scheme


def has_example(scheme_id: str) -> bool:
    """Whether a scheme has an example submission."""
    return _example(scheme_id).is_file()


def _example(scheme_id: str) -> Traversable:
    return DATA.joinpath("examples", f"{scheme_id}.json")


def example_json(scheme_id: str) -> str:
    """Return the example submission of a scheme as JSON text; raises `SchemeError` when there is none."""
    if not has_example(scheme_id):
        raise SchemeError(
            f"方案“{scheme_id}”没有样例。",
            "有样例的方案可用 perfeval-xl schemes 查看。",
        )
    return _example(scheme_id).read_text(encoding="utf-8")


def parse_scheme(text: str, file: str) -> Scheme:
    """Read one scheme from TOML text; `file` is the name for messages. Raises `SchemeError` for the first mistake."""
    return _parse(text, file, scheme_files())


def _parse(text: str, file: str, files: Files) -> Scheme:
    """Read a scheme that may extend one of `files`."""
    top = _inherit(parse_toml(text, file), (), files)
    scheme = read_scheme(top)
    check_scheme(top, scheme)
    return scheme


def _inherit(top: Table, seen: tuple[str, ...], files: Files) -> Table:
    if not top.has("extends"):
        return top
    # A parent that is being read already would go on for ever
    parent = top.text("extends")
    if parent in seen or parent not in files:
        raise top.wrong("extends", "parent_unknown", name=parent)
    file = _only(files[parent])
    base = _inherit(parse_toml(file.read(), file.name), (*seen, parent), files)
    # Whole top-level keys replace each other; `extends` itself is not inherited
    own = {key: value for key, value in top.data.items() if key != "extends"}
    # A source that told where the parent's part came from is wrong beside a part of one's own
    stale = {told for key, told in _TOLD_BY.items() if key in own and told not in own}
    kept = {key: value for key, value in base.data.items() if key not in stale}
    return Table({**kept, **own}, top.file, "")


def _unknown(name: str) -> SchemeError:
    # The nearest id or title, for who has mistyped it
    titles = {scheme.id: scheme.title for scheme in _loadable()}
    near = difflib.get_close_matches(
        name,
        [*titles, *titles.values()],
        n=1,
        cutoff=0.4,
    )
    hint = ""
    if near:
        hint = f"是不是“{near[0]}”？"
    return SchemeError(
        f"没有叫“{name}”的评价方案。{hint}",
        "全部方案可用 perfeval-xl schemes 查看。",
    )
