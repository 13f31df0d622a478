"""Lists that lie on disk."""

from __future__ import annotations

import gc
import tracemalloc
from itertools import count

import pytest

from perfeval_xl.collection.long_list import LongList
from perfeval_xl.collection.outcome import AttachmentVerdict, CollectionRun
from perfeval_xl.collection.records import State


def _filled(length: int) -> LongList[int]:
    numbers: LongList[int] = LongList()
    for number in range(length):
        numbers.append(number)
    return numbers


@pytest.mark.parametrize("length", [0, 1, 255, 256, 257, 512, 1000])
def test_a_long_list_is_a_list(length: int) -> None:
    numbers, plain = _filled(length), list(range(length))
    assert len(numbers) == length
    assert list(numbers) == plain
    assert numbers[-3:] == plain[-3:]
    assert [numbers[place] for place in range(length)] == plain
    with pytest.raises(IndexError):
        numbers[length]


def test_it_grows_while_somebody_goes_through_it() -> None:
    numbers = _filled(300)
    passing = iter(numbers)
    assert [next(passing) for _ in range(10)] == list(range(10))
    numbers.append(300)
    assert list(passing) == list(range(10, 301))


def _verdicts(length: int) -> LongList[AttachmentVerdict]:
    made: LongList[AttachmentVerdict] = LongList()
    for number in range(length):
        made.append(
            AttachmentVerdict(
                origin=f"{number}.eml",
                file=f"{number}.xlsx",
                state=State.NEW,
                warnings=number % 2,
                project=f"项目{number}",
                envelope=number + 1,
            )
        )
    return made


def test_ten_times_the_verdicts_take_no_more_memory() -> None:
    taken = []
    for length in (512, 5120):
        gc.collect()
        tracemalloc.start()
        verdicts = _verdicts(length)
        run = CollectionRun(envelopes=length, verdicts=verdicts)
        told = zip(count(1), run.worth_telling(), strict=False)
        assert max(number for number, _ in told) == run.new == length
        taken.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    # The places of the blocks are all that grows, and what waits to be collected; the verdicts would take some 2,000,000 more
    assert taken[1] < taken[0] + 700_000


def test_lists_of_the_same_items_are_equal_however_many_lie_on_disk() -> None:
    one, other, shorter = LongList[int](), LongList[int](), LongList[int]()
    for number in range(600):
        one.append(number)
        other.append(number)
        if number < 599:
            shorter.append(number)
    assert one == other
    assert one != shorter
    other.append(600)
    assert one != other
