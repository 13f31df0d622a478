"""What a chart shows."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

__all__ = ["Chart", "Series"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One row of bars; `None` where there is no figure."""

    name: str
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Bars over categories. `percent` writes the values as percentages, `lying` lays the bars on their side.

    `key` is its name in `charts`. A chart without a single figure is false, and printed as nothing.
    """

    key: str
    title: str
    unit: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    percent: bool = False
    lying: bool = False

    def __bool__(self) -> bool:
        """Whether there is anything to show."""
        return any(
            value is not None for series in self.series for value in series.values
        )

    def alternative(self) -> str:
        """Return the text for those who cannot see the chart: its title and every figure."""
        said = [
            self._said(series, place)
            for place in range(len(self.categories))
            for series in self.series
        ]
        return f"{self.title}。" + "；".join(text for text in said if text) + "。"

    def _said(self, series: Series, place: int) -> str:
        value = series.values[place]
        if value is None:
            return ""
        # Decimals only as far as they say something
        shown = f"{value:f}"
        if self.percent:
            shown = f"{value:%}"
        number = shown.rstrip("%")
        if "." in number:
            number = number.rstrip("0").rstrip(".")
        unit = self.unit
        if self.percent:
            unit = "%"
        # With one series its name is in the title
        name = ""
        if len(self.series) > 1:
            name = series.name
        return f"{self.categories[place]}{name}{number}{unit}"
