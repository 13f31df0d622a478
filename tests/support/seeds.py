"""The filled forms of the five seeds."""

from __future__ import annotations

from functools import cache

from perfeval_xl.form.filling import fill_form
from perfeval_xl.scheme.loader import example_json, load_scheme
from perfeval_xl.submission.spelling import loads

__all__ = ["SEEDS", "seed_form"]

SEEDS = ("xinzhou-2022", "yueyang-2020", "yantian-2024", "hedong-2022", "xianan-2024")


@cache
def seed_form(scheme_id: str) -> bytes:
    """Return the published case as a filled form."""
    return fill_form(load_scheme(scheme_id), loads(example_json(scheme_id)))
