"""Which document a finding cites: the one that the scheme at hand names for what the finding rests on."""

from __future__ import annotations

from dataclasses import replace

from perfeval_xl.citations import Basis, Source
from perfeval_xl.problems import Problem
from perfeval_xl.scheme.model import Scheme

__all__ = ["cited"]


def cited(problem: Problem, scheme: Scheme, rule: Source | None = None) -> Problem:
    """Return the problem with its document; `rule` is the source of the row it is about, where it is about one.

    What rests on the program or on nothing but the scheme's own choice keeps the words of the catalogue.
    """
    # A part of the scheme without a document of its own cites that of the form
    sources = {
        Basis.SCHEME: scheme.source,
        Basis.WEIGHTS: scheme.weights_source or scheme.source,
        Basis.GRADES: scheme.bands_source or scheme.source,
        Basis.RULE: rule or scheme.source,
    }
    source = sources.get(problem.definition.source)
    if source is None:
        return problem
    return replace(problem, cited=source.citation)
