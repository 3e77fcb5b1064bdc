"""The years of a list's results, drawn and in words."""

from types import SimpleNamespace


class Histogram:
    """The years of the results as bars in a box of 300 by 96, with the range chosen."""

    WIDTH, HEIGHT, BASE = 300, 70, 74

    def __init__(self, counts, chosen):
        self.first, self.last = min(counts), max(counts)
        self.low, self.high = chosen or (None, None)
        self.low, self.high = self.low or self.first, self.high or self.last
        span = range(max(self.first, self.last - 199), self.last + 1)
        self.step = self.WIDTH / len(span)
        self.most = max(counts, key=counts.get)
        self.highest = counts[self.most]
        self.bars = [self._bar(index, year, counts.get(year, 0)) for index, year in enumerate(span)]
        self.years = sorted({*span, self.low, self.high})

    def _bar(self, index, year, count):
        height = self.HEIGHT * count / self.highest
        return SimpleNamespace(
            year=year,
            count=count,
            x=f"{index * self.step + 1:.1f}",
            y=f"{self.BASE - height:.1f}",
            width=f"{max(self.step - 2, 1):.1f}",
            height=f"{height:.1f}",
            on=self.low <= year <= self.high,
        )


def years_in_words(low, high):
    if low and high:
        return str(low) if low == high else f"{low} to {high}"
    return f"from {low}" if low else f"to {high}"
