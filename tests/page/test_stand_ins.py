"""What takes the place of lxml and python-docx in the page gives the same documents as they do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.page.natively import Question, answers, unpacked
from tests.support.seeds import SEEDS, seed_form

pytestmark = pytest.mark.timeout(
    900
)  # two times eight documents, each time with all imports


@pytest.fixture(scope="module")
def both(
    tmp_path_factory: pytest.TempPathFactory,
) -> list[tuple[object, dict[str, bytes]]]:
    """Reports of all seeds, two templates for any scheme, and the 汇总表, with the real libraries and with the stand-ins."""
    folder = tmp_path_factory.mktemp("both")
    forms = [folder / f"{seed}.xlsx" for seed in SEEDS]
    for seed, path in zip(SEEDS, forms, strict=True):
        path.write_bytes(seed_form(seed))
    letter = folder / "来信.pdf"
    letter.write_bytes(b"%PDF-1.7")
    questions: list[Question] = [("report", {}, [path]) for path in forms]
    questions += [
        ("report", {"template": name}, forms[:1]) for name in ("评分单", "核对单")
    ]
    questions.append(
        ("summary", {"times": " ".join(["1700000000"] * 7)}, [*forms, forms[0], letter])
    )
    return [answers(folder, questions), answers(folder, questions, stand_ins=True)]


def test_reports_and_summaries_are_the_same_part_by_part(
    both: list[tuple[object, dict[str, bytes]]],
) -> None:
    (told, made), (told_there, made_there) = both
    assert told == told_there
    assert made.keys() == made_there.keys()
    assert [
        name for name in made if unpacked(made[name]) != unpacked(made_there[name])
    ] == []
    assert len(made) == len(SEEDS) + 3


def test_the_stand_ins_are_what_was_used() -> None:
    import subprocess
    import sys

    folder = Path(__file__).resolve().parents[2] / "page" / "stand_ins"
    ask = "import lxml.etree, docx; print(lxml.etree.__file__, docx.__file__)"
    shown = subprocess.run(
        [sys.executable, "-c", ask],
        env={"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert [Path(name).is_relative_to(folder) for name in shown] == [True] * 2


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        (b"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "document type"),
        (b"<a><b></a>", "mismatched"),
        (b"<a>" * 300 + b"</a>" * 300, "depth"),
        (b"<x:a/>", "unbound"),
    ],
)
def test_odd_xml_is_refused_by_the_stand_in_as_by_lxml(xml: bytes, reason: str) -> None:
    import subprocess
    import sys

    folder = Path(__file__).resolve().parents[2] / "page" / "stand_ins"
    ask = (
        "import sys; from lxml import etree\n"
        "try: etree.fromstring(sys.stdin.buffer.read())\n"
        "except etree.XMLSyntaxError as exc: print(exc)"
    )
    program = [sys.executable, "-c", ask]
    told = subprocess.run(
        program,
        env={"PYTHONPATH": str(folder)},
        input=xml,
        capture_output=True,
        check=True,
    ).stdout
    assert reason in told.decode().lower()
