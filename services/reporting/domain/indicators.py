"""Indicators as contracts: what each figure says, in whose words, from what, as of when; and its value with its state.

Pages, API, documents and metrics all show `Line`s made here, so that none can mean something else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from law.packs.packs import Packs
from services.reporting.domain.figures import BY_KEY, Figure, group_words
from services.reporting.domain.terms import DISTINCT, TERMS, When, stands

VERSION = 2
"""Raised when the rule of a figure changes; roll-ups of an older version are rebuilt."""
SHARES_VERSION = 3
"""Raised when what a share divides changes. 3: what is open and late counts against being in time."""
KINDS = {
    "PLAN_ISSUED": "plan",
    "TASK_": "task",
    "DISSEM_": "outreach",
    "MOBILISATION_": "outreach",
    "DVK_": "model",
    "TRAIN_": "training",
    "HEAD_EVALUATIONS": "evaluation",
    "HARASSMENT_CASES": "harassment",
    "RCP_": "session",
    "PET_": "petition",
    "DIALOGUE_": "dialogue",
    "CONTRIBUTIONS": "opinion",
    "CONSULT_OPINIONS": "opinion",
    "CONSULT_ABSORBED": "opinion",
    "CONSULT_PROJECTS": "project",
    "SCIENTIFIC_CRITICISMS": "consultation",
    "PBXH_": "criticism",
    "FRONT_SUPERVISIONS": "supervision",
    "FRONT_RE": "recommendation",
    "MEDIA_": "media",
}


class State(StrEnum):
    """What a value is: a number above nought, nothing happened, or nobody has told."""

    NUMBER = "NUMBER"
    NONE = "NONE"
    NOT_REPORTED = "NOT_REPORTED"


STATE_WORDS = {State.NONE: "không phát sinh", State.NOT_REPORTED: "chưa báo cáo"}


def state_of(value: int | None) -> State:
    """Nought is something else than not told."""
    if value is None:
        return State.NOT_REPORTED
    return State.NUMBER if value else State.NONE


@dataclass(frozen=True, kw_only=True)
class Contract:
    """One figure as everybody may rely on it. `denominator` is empty for a count."""

    key: str
    title: str
    unit: str
    section: str
    numerator: str
    denominator: str
    events: tuple[str, ...]
    as_of: str
    version: int = VERSION


@dataclass(frozen=True, kw_only=True)
class Line:
    """One figure of a period: its value beside the same period of the year before, and the estimate to 14/12."""

    key: str
    title: str
    unit: str
    section: str
    auto: bool
    value: int | None
    previous: int | None
    estimate: int | None = None

    @property
    def state(self) -> State:
        """What the value is."""
        return state_of(self.value)

    @property
    def change(self) -> int | None:
        """By how much it rose; none when one of the two is not known."""
        if self.value is None or self.previous is None:
            return None
        return self.value - self.previous

    @property
    def opens(self) -> bool:
        """Whether the things it counts can be listed."""
        return bool(self.value) and kind_of(self.key) is not None


def contract(key: str, packs: Packs) -> Contract:
    """The contract of one figure."""
    figure = BY_KEY[key]
    known = packs.indicators[figure.code.value]
    return Contract(
        key=key,
        title=titled(key, packs),
        unit=known.unit,
        section=figure.section,
        numerator=figure.says,
        denominator="",
        events=tuple(one.wire for one in figure.events),
        as_of=_as_of(key, figure),
    )


def contracts(packs: Packs) -> tuple[Contract, ...]:
    """All of them, in the order of the outline."""
    rates = (_rate_contract(one) for one in RATES)
    return (*(contract(key, packs) for key in BY_KEY), *rates)


def _as_of(key: str, figure: Figure) -> str:
    if not figure.auto:
        return "Theo báo cáo của cơ quan được tiếp nhận sau cùng."
    if any(term.when is When.BEFORE for term in TERMS.get(key, ())):
        return "Tại thời điểm đầu kỳ."
    if stands(key):
        return "Tại thời điểm hết ngày cuối kỳ."
    return "Theo ngày phát sinh, trong kỳ, cả hai ngày đầu và cuối."


def titled(key: str, packs: Packs) -> str:
    """What a figure is called, with its group."""
    title, group = packs.indicators[BY_KEY[key].code.value].title, group_words(key)
    return f"{title}: {group[0].lower()}{group[1:]}" if group else title


def kind_of(key: str) -> str | None:
    """The kind of things a figure counts; none when it is entered by hand or set by law."""
    if key not in TERMS and key not in DISTINCT:
        return None
    return next(kind for start, kind in KINDS.items() if key.startswith(start))


# --- lines ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Period:
    """A period that is told, and the day its data were closed."""

    first: date
    last: date
    closed_on: date
    estimate_to: date | None = None

    def year_before(self) -> tuple[date, date]:
        """The same period a year earlier."""
        return _year_before(self.first), _year_before(self.last)

    def estimated(self, key: str, value: int | None) -> int | None:
        """«Ước thực hiện» at the same pace, half up; what stands on a day is taken as it stands."""
        figure = BY_KEY[key]
        if (
            value is None
            or self.estimate_to is None
            or stands(key)
            or figure.percent
            or figure.by_law
        ):
            return value
        known, whole = self._days(min(self.last, self.closed_on)), self._days(self.estimate_to)
        if known <= 0 or whole <= known:
            return value
        return (2 * value * whole + known) // (2 * known)

    def _days(self, until: date) -> int:
        return (until - self.first).days + 1


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)  # noqa: PLR2004


def lines(
    values: Mapping[str, int | None], before: Mapping[str, int | None], period: Period, packs: Packs
) -> tuple[Line, ...]:
    """Every figure of a period beside the year before."""
    return tuple(
        Line(
            key=key,
            title=titled(key, packs),
            unit=packs.indicators[figure.code.value].unit,
            section=figure.section,
            auto=figure.auto,
            value=values.get(key),
            previous=before.get(key),
            estimate=period.estimated(key, values.get(key)),
        )
        for key, figure in BY_KEY.items()
    )


# --- rates ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rate:
    """A share in percent: figures over figures, all their groups together."""

    code: str
    title: str
    section: str
    over: tuple[str, ...]
    under: tuple[str, ...]

    @property
    def formula(self) -> str:
        """How it is reckoned, in codes."""
        under = " + ".join(self.under)
        return f"{' + '.join(self.over)} / {f'({under})' if len(self.under) > 1 else under}"

    def told(self, values: Mapping[str, int | None]) -> bool:
        """Whether anybody told what it divides, and by what: one of them may be set by law."""
        known = {key.partition(".")[0] for key, n in values.items() if n is not None}
        return not known.isdisjoint(self.over) and not known.isdisjoint(self.under)

    def value(self, values: Mapping[str, int | None]) -> float | None:
        """In percent with one decimal; none when there is nothing to divide by."""
        whole = _together(self.under, values)
        if not whole or not self.told(values):
            return None
        return round(100 * _together(self.over, values) / whole, 1)


def _together(codes: tuple[str, ...], values: Mapping[str, int | None]) -> int:
    return sum(n or 0 for key, n in values.items() if key.partition(".")[0] in codes)


RATES = (
    Rate("TASK_DONE_RATE", "Tỷ lệ nhiệm vụ hoàn thành", "LEAD_PLAN", ("TASK_DONE",), ("TASK_TOTAL",)),
    Rate("TASK_ASSIGNED_RATE", "Tỷ lệ nhiệm vụ có phân công", "LEAD_ASSIGNMENT", ("TASK_ASSIGNED",), ("TASK_TOTAL",)),
    Rate("PET_ONTIME_RATE", "Tỷ lệ vụ việc giải quyết đúng hạn", "RECEPTION", ("PET_ONTIME",), ("PET_ONTIME", "PET_OVERDUE")),
    Rate("RCP_HEAD_RATE", "Tỷ lệ ngày tiếp của người đứng đầu so với định mức", "RECEPTION", ("RCP_HEAD_DAYS",), ("RCP_HEAD_QUOTA",)),
    Rate("DIALOGUE_ANSWERED_RATE", "Tỷ lệ ý kiến đối thoại đã trả lời", "DIALOGUE", ("DIALOGUE_ANSWERED",), ("DIALOGUE_OPINIONS",)),
    Rate("CONTRIBUTIONS_RATE", "Tỷ lệ góp ý đã tiếp thu, giải trình", "DIALOGUE", ("CONTRIBUTIONS_ABSORBED", "CONTRIBUTIONS_EXPLAINED"), ("CONTRIBUTIONS",)),
    Rate("CONSULT_ABSORBED_RATE", "Tỷ lệ ý kiến cộng đồng được tiếp thu", "CRITICISM", ("CONSULT_ABSORBED",), ("CONSULT_OPINIONS",)),
    Rate("PBXH_ONTIME_RATE", "Tỷ lệ phản biện xã hội được trả lời đúng hạn", "CRITICISM", ("PBXH_REPLIED_ONTIME",), ("PBXH_DRAFTS",)),
    Rate("FRONT_ONTIME_RATE", "Tỷ lệ kiến nghị sau giám sát được trả lời đúng hạn", "FRONT_COORD", ("FRONT_REPLIED_ONTIME",), ("FRONT_RECOMMENDATIONS",)),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Share:
    """One rate of a period, in percent with one decimal, beside the same period of the year before."""

    rate: Rate
    value: float | None
    previous: float | None
    told: bool

    @property
    def state(self) -> State:
        """Nothing to divide by is something else than not told; nought percent is a number."""
        if self.value is not None:
            return State.NUMBER
        return State.NONE if self.told else State.NOT_REPORTED

    @property
    def change(self) -> float | None:
        """By how many points it rose; none when one of the two is not known."""
        if self.value is None or self.previous is None:
            return None
        return round(self.value - self.previous, 1)


def shares_of(lines: Iterable[Line]) -> tuple[Share, ...]:
    """Every rate of the figures of a period."""
    told = list(lines)
    now = {one.key: one.value for one in told}
    before = {one.key: one.previous for one in told}
    return tuple(
        Share(rate=one, value=one.value(now), previous=one.value(before), told=one.told(now))
        for one in RATES
    )


def _rate_contract(rate: Rate) -> Contract:
    return Contract(
        key=rate.code,
        title=rate.title,
        unit="%",
        section=rate.section,
        numerator=" + ".join(rate.over),
        denominator=" + ".join(rate.under),
        events=(),
        as_of="Như tử số và mẫu số.",
        version=SHARES_VERSION,
    )
