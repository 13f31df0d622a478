"""How dense the code is: `python -m tools.density` prints it, as `make check` does.

A code line is a line on which at least one token begins that is no comment. The figures that may not get worse stand in
`density.toml`; code of the field has 4.9 (attrs) to 6.5 (click) tokens a line and 0.2 (XlsxWriter) to 14 (httpx)
conditional expressions per 1,000 lines.
"""

from __future__ import annotations

import ast
import io
import sys
import tokenize
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from radon.complexity import cc_visit

__all__ = [
    "MOST_COMPLEX",
    "PACKAGES",
    "Density",
    "complex_functions",
    "density_of",
    "recorded",
    "sources",
]

CHECKOUT = Path(__file__).resolve().parents[1]
PACKAGES = ("perfeval_xl", "xlwings_libreoffice")
MOST_COMPLEX = 15
"""The highest complexity of a function, as radon counts it: boolean operators and comprehensions too."""

_CODE = {tokenize.NAME, tokenize.NUMBER, tokenize.OP, tokenize.STRING}
_DENSEST_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Density:
    """What was counted in one file, or in several together. `lines` are code lines."""

    lines: int = 0
    tokens: int = 0
    conditionals: int = 0
    comments: int = 0

    def __add__(self, other: Density) -> Density:
        """Count both together."""
        return Density(
            lines=self.lines + other.lines,
            tokens=self.tokens + other.tokens,
            conditionals=self.conditionals + other.conditionals,
            comments=self.comments + other.comments,
        )

    @property
    def tokens_per_line(self) -> float:
        """Tokens of a code line on average; 0 where there is no code."""
        return self.tokens / max(self.lines, 1)

    @property
    def conditionals_per_thousand(self) -> float:
        """Conditional expressions (`a if b else c`) per 1,000 code lines."""
        return 1000 * self.conditionals / max(self.lines, 1)

    @property
    def comment_share(self) -> float:
        """Percentage of lines that hold a comment and nothing else, among them and the code lines."""
        return 100 * self.comments / max(self.lines + self.comments, 1)

    def __str__(self) -> str:
        return (
            f"{self.lines} code lines: {self.tokens_per_line:.2f} tokens a line, "
            f"{self.conditionals_per_thousand:.1f} conditional expressions per 1,000 lines, "
            f"{self.comment_share:.1f} % comment lines"
        )


def density_of(text: str) -> Density:
    """Count one file; raises `SyntaxError` where it is no Python."""
    lines: set[int] = set()
    tokens = comments = 0
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type in _CODE:
            tokens += 1
            lines.add(token.start[0])
        elif (
            token.type == tokenize.COMMENT and not token.line[: token.start[1]].strip()
        ):
            comments += 1
    conditionals = sum(
        isinstance(node, ast.IfExp) for node in ast.walk(ast.parse(text))
    )
    return Density(
        lines=len(lines), tokens=tokens, conditionals=conditionals, comments=comments
    )


def complex_functions(text: str) -> dict[str, int]:
    """Return the functions and methods of a file that are more complex than they may be, each with its complexity."""
    found = {}
    for block in cc_visit(text):
        for function in (block, *getattr(block, "methods", ())):
            is_class = hasattr(function, "methods")
            if not is_class and function.complexity > MOST_COMPLEX:
                found[function.fullname] = function.complexity
    return found


def recorded() -> Mapping[str, float]:
    """Return the figures that may not get worse (`density.toml`)."""
    return tomllib.loads(
        Path(__file__).with_name("density.toml").read_text(encoding="utf-8")
    )


def sources(packages: Iterable[str] = PACKAGES) -> dict[str, str]:
    """Return the text of every file of the packages, by its path in the checkout."""
    paths = [
        path
        for package in packages
        for path in sorted((CHECKOUT / package).rglob("*.py"))
    ]
    return {
        path.relative_to(CHECKOUT).as_posix(): path.read_text(encoding="utf-8")
        for path in paths
    }


def main(packages: list[str]) -> None:
    """Print the figures of the packages, or of folders of theirs, and what stands out."""
    texts = sources(packages or PACKAGES)
    files = {path: density_of(text) for path, text in texts.items()}
    print(f"{len(files)} files, {sum(files.values(), Density())}")
    densest = sorted(files, key=lambda path: -files[path].tokens_per_line)
    for path in densest[:_DENSEST_SHOWN]:
        print(f"  {files[path].tokens_per_line:5.2f} tokens a line  {path}")
    for path, text in texts.items():
        for name, complexity in complex_functions(text).items():
            print(f"  complexity {complexity} (at most {MOST_COMPLEX})  {path}: {name}")


if __name__ == "__main__":
    main(sys.argv[1:])
