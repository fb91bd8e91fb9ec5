"""A weight that depends on a measure: straight lines between known points."""

from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Curve:
    """Points (measure, weight) in rising order of the measure.

    >>> Curve(((0.0, -4.0), (1.0, 4.0)))(0.75)
    2.0
    """

    points: tuple[tuple[float, float], ...]

    def __call__(self, measure: float) -> float:
        """The weight at that measure; the end points hold beyond the ends."""
        place = bisect_right([at for at, _ in self.points], measure)
        if place == 0:
            return self.points[0][1]
        if place == len(self.points):
            return self.points[-1][1]
        (left, low), (right, high) = self.points[place - 1], self.points[place]
        return low + (high - low) * (measure - left) / (right - left)
