"""The curve of arrivals as a drawing: years as steps, the due day and how many are expected as lines."""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 760, 300
LEFT, RIGHT, TOP, BOTTOM = 48, 744, 40, 252
ROOM = 150
"""How far apart two days stand so that their words do not run into each other."""
NOW, BEFORE, QUIET = "#1f3f77", "#8c8c8c", "#555"
TARGET = "#2d6a3f"
DASHES, DOTS, LONG = ("6 4", "2 3"), "2 4", "12 4"
FONT = 'font-family="Liberation Sans, Arial, sans-serif"'

Points = Sequence[tuple[int, int]]


def svg(
    now: Points,
    before: Sequence[tuple[str, Points]],
    *,
    top: int,
    name: str,
    expected: int,
    forecast: int | None,
) -> str:
    """The drawing: days counted from the due day, and how many had come; `before`: up to two earlier years, the
    newest first; `top` is how many were ever expected."""
    days = [day for points in (now, *(one for _, one in before)) for day, _ in points] or [0]
    plane = _Plane(min(*days, -1), max(*days, 1), max(top, 1))
    parts = (
        *plane.ground(),
        plane.target(expected),
        *(
            plane.steps(points, BEFORE, dash)
            for (_, points), dash in zip(before, DASHES, strict=False)
        ),
        plane.steps(now, NOW, ""),
        *plane.expected(now, forecast),
        *_legend([name, *(one for one, _ in before)], forecast),
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}">{"".join(parts)}</svg>'
    )


class _Plane:
    """Days to the right, reports upwards."""

    def __init__(self, first: int, last: int, top: int) -> None:
        self.first, self.last, self.top = first, last, top

    def x(self, day: int) -> float:
        return LEFT + (RIGHT - LEFT) * (day - self.first) / (self.last - self.first)

    def y(self, n: int) -> float:
        return BOTTOM - (BOTTOM - TOP) * n / self.top

    def steps(self, points: Points, tone: str, dash: str) -> str:
        if not points:
            return ""
        words = [f"M{self.x(points[0][0]):.1f} {self.y(points[0][1]):.1f}"]
        words += [f"H{self.x(day):.1f}V{self.y(n):.1f}" for day, n in points[1:]]
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        return (
            f'<path d="{"".join(words)}" fill="none" stroke="{tone}" stroke-width="2.5"{dashed}/>'
        )

    def target(self, expected: int) -> str:
        """How many are expected, all the way."""
        y = self.y(expected)
        ends = f'x1="{LEFT}" y1="{y:.1f}" x2="{RIGHT}" y2="{y:.1f}"'
        return f'<line {ends} stroke="{TARGET}" stroke-width="2" stroke-dasharray="{LONG}"/>'

    def expected(self, now: Points, forecast: int | None) -> Iterator[str]:
        """From today's point to what is expected by the due day."""
        if forecast is None or not now:
            return
        day, n = now[-1]
        ends = f'x1="{self.x(day):.1f}" y1="{self.y(n):.1f}" x2="{self.x(0):.1f}" y2="{self.y(forecast):.1f}"'
        yield f'<line {ends} stroke="{NOW}" stroke-width="2" stroke-dasharray="2 4"/>'

    def ground(self) -> Iterator[str]:
        for n in sorted({0, self.top // 2, self.top}):
            y = self.y(n)
            yield f'<line x1="{LEFT}" y1="{y:.1f}" x2="{RIGHT}" y2="{y:.1f}" stroke="#ddd"/>'
            yield _text(LEFT - 8, y + 4, str(n), anchor="end")
        x = self.x(0)
        yield f'<line x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{BOTTOM}" stroke="#a33" stroke-width="1.5"/>'
        for day in self._named():
            yield _text(self.x(day), BOTTOM + 20, _day(day), anchor=self._anchor(day))

    def _named(self) -> list[int]:
        """The days that are named below: the due day, and the ends where their words have room beside it."""
        ends = (day for day in (self.first, self.last) if abs(self.x(day) - self.x(0)) >= ROOM)
        return sorted({0, *ends})

    def _anchor(self, day: int) -> str:
        if day == self.last and day != 0:
            return "end"
        return "start" if day == self.first else "middle"


def _day(day: int) -> str:
    if day == 0:
        return "Hạn gửi"
    return f"{-day} ngày trước hạn" if day < 0 else f"{day} ngày sau hạn"


def _legend(names: Sequence[str], forecast: int | None) -> Iterator[str]:
    x = float(LEFT)
    keys = [(names[0], NOW, "")]
    keys += [(name, BEFORE, dash) for name, dash in zip(names[1:], DASHES, strict=False)]
    keys.append(("Phải báo cáo", TARGET, LONG))
    if forecast is not None:
        keys.append(("Dự báo", NOW, DOTS))
    for name, tone, dash in keys:
        yield f'<line x1="{x:.1f}" y1="16" x2="{x + 26:.1f}" y2="16" stroke="{tone}" stroke-width="2.5" stroke-dasharray="{dash}"/>'
        yield _text(x + 32, 20, name, anchor="start")
        x += 60 + 8 * len(name)


def _text(x: float, y: float, said: str, *, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" {FONT} font-size="13" fill="{QUIET}" text-anchor="{anchor}">{escape(said)}</text>'
