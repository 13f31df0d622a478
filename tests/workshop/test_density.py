"""The figures of density are counted right, and those of the packages do not get worse than they were."""

from __future__ import annotations

import pytest

from tools.density import Density, complex_functions, density_of, recorded, sources

DENSE = '''"""Doc."""
# A comment of its own.
def f(a, b):  # beside code
    return a if b else (
        None
    )
'''


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return sources()


def test_what_is_counted_is_said_by_the_names_of_the_figures() -> None:
    counted = density_of(DENSE)
    assert counted == Density(lines=5, tokens=17, conditionals=1, comments=1)
    assert counted.tokens_per_line == 17 / 5
    assert counted.conditionals_per_thousand == 200
    assert counted + Density(lines=1, tokens=1) == Density(
        lines=6, tokens=18, conditionals=1, comments=1
    )


def test_complexity_counts_boolean_operators_and_names_the_method() -> None:
    many = " and ".join(f"a{number}" for number in range(16))
    text = f"class C:\n    def m(self):\n        return {many}\n\n\ndef g():\n    return 1\n"
    assert complex_functions(text) == {"C.m": 16}


def test_the_packages_get_no_denser(texts: dict[str, str]) -> None:
    total = sum((density_of(text) for text in texts.values()), Density())
    assert total.lines > 10_000
    assert total.tokens_per_line <= recorded()["tokens_per_line"]
    assert total.conditionals_per_thousand <= recorded()["conditionals_per_thousand"]


def test_no_more_functions_are_more_complex_than_they_may_be(
    texts: dict[str, str],
) -> None:
    found = [
        f"{path}: {name}"
        for path, text in texts.items()
        for name in complex_functions(text)
    ]
    assert len(found) <= recorded()["complex_functions"], found
