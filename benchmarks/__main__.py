"""How fast the road is, as ratios that hold on any machine: `python -m benchmarks [--rounds N] [--only NAME]`.

Every benchmark is measured against a yardstick in the same run, the two interleaved, so that a busy machine slows both.
"""

from __future__ import annotations

import argparse

from benchmarks import (
    collecting,
    distribution,
    foreign,
    many_reports,
    opening,
    recalculating,
    reports,
    ribbon,
    road,
    scoring,
)
from benchmarks.timing import table

BENCHMARKS = {
    "road": road.measure,
    "foreign": foreign.measure,
    "opening": opening.measure_open,
    "opening-fixed": opening.measure_fixed,
    "collect": collecting.measure,
    "distribution": distribution.measure,
    "distribution-fixed": distribution.measure_fixed,
    "scoring": scoring.measure,
    "report": reports.measure,
    "report-all": many_reports.measure,
    "ribbon": ribbon.measure,
    "recalculating": recalculating.measure,
}


def main() -> None:
    """Run the benchmarks and print one table each."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--rounds", type=int, default=41, help="measurements of each, the median counts"
    )
    parser.add_argument("--only", choices=sorted(BENCHMARKS), help="run one benchmark")
    arguments = parser.parse_args()
    for name, measure in BENCHMARKS.items():
        if arguments.only in {None, name}:
            title, rows = measure(arguments.rounds)
            print(table(title, rows), end="\n\n")


if __name__ == "__main__":
    main()
