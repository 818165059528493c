"""Whole months and runs of them: what the regulations count by."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipelines.core.errors import HouseError
from pipelines.core.messages import _

_MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month."""

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month of a day."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> "Month":
        """A month written like 2026-10. Raises HouseError for anything else."""
        match = _MONTH.fullmatch(text)
        if match is None or not 1 <= int(match[2]) <= 12 or int(match[1]) == 0:
            raise HouseError(_("{text}: write a month like 2026-10").format(text=text))
        return cls(int(match[1]), int(match[2]))

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    def plus(self, months: int) -> "Month":
        """The month so many later, or earlier."""
        years, month = divmod(self.month - 1 + months, 12)
        return Month(self.year + years, month + 1)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"


@dataclass(frozen=True, slots=True)
class Period:
    """Months from `first` to `final`, both included."""

    first: Month
    final: Month

    @classmethod
    def parse(cls, text: str) -> "Period":
        """A period written like 2026-09..2026-10, or one month.

        Raises HouseError for anything else, and when it ends before it begins.
        """
        start, dots, end = text.partition("..")
        period = cls(Month.parse(start), Month.parse(end if dots else start))
        if period.final < period.first:
            raise HouseError(_("{text}: ends before it begins").format(text=text))
        return period

    @classmethod
    def ending(cls, final: Month, months: int) -> "Period":
        """So many months up to `final`."""
        return cls(final.plus(1 - months), final)

    def __iter__(self) -> Iterator[Month]:
        month = self.first
        while month <= self.final:
            yield month
            month = month.plus(1)

    def __len__(self) -> int:
        return (self.final.year - self.first.year) * 12 + self.final.month - self.first.month + 1

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= Month.of(day) <= self.final

    def __str__(self) -> str:
        return str(self.first) if self.first == self.final else f"{self.first}..{self.final}"

    @property
    def slug(self) -> str:
        """The period in file names: 2026-09-to-2026-10."""
        return str(self).replace("..", "-to-")

    @property
    def title(self) -> str:
        """The period as a heading says it: 2026年9—10月."""
        one, other = self.first, self.final
        if one == other:
            return _("{year}-{month:02}").format(year=one.year, month=one.month)
        if (one.month, other.month, one.year) == (1, 12, other.year):
            return _("the year {year}").format(year=one.year)
        if one.year == other.year:
            return _("{year}-{first:02} to {final:02}").format(
                year=one.year, first=one.month, final=other.month
            )
        return _("{year}-{first:02} to {last_year}-{final:02}").format(
            year=one.year, first=one.month, last_year=other.year, final=other.month
        )
