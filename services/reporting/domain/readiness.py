"""How near an agency's report is to being sent, told by its parts: never one number that nobody can take apart."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from contracts.reporting import Timeliness
from law.packs.packs import Packs
from services.reporting.domain.boards import IN_TIME, Course, share
from services.reporting.domain.checks import Finding, Severity
from services.reporting.domain.drafts import Draft
from services.reporting.domain.figures import BY_KEY


class Step(StrEnum):
    """How far a report is before it is sent, the least ready first."""

    NOT_BEGUN = "NOT_BEGUN"
    WRITING = "WRITING"
    GIVEN_BACK = "GIVEN_BACK"
    PRESENTED = "PRESENTED"
    SIGNED = "SIGNED"


STEP_WORDS = {
    Step.NOT_BEGUN: "Chưa lập báo cáo",
    Step.WRITING: "Đang soạn",
    Step.GIVEN_BACK: "Trả lại để sửa",
    Step.PRESENTED: "Chờ ký duyệt",
    Step.SIGNED: "Đã ký, chưa gửi",
}
ORDER = tuple(Step)


class Past(StrEnum):
    """How an earlier year's report came."""

    IN_TIME = "IN_TIME"
    LATE = "LATE"
    NOT_SENT = "NOT_SENT"


PAST_WORDS = {
    Past.IN_TIME: "đúng hạn",
    Past.LATE: "trễ hạn",
    Past.NOT_SENT: "không gửi",
}


@dataclass(frozen=True)
class Filled:
    """How many places of one sort hold something, of how many."""

    done: int
    whole: int


@dataclass(frozen=True, kw_only=True)
class Readiness:
    """The four parts: what is filled in, what the validation says, where the approval stands, how earlier years came.

    `lacks` are compulsory things missing, `past` what is known of earlier years, the newest first.
    """

    step: Step
    figures: Filled
    sections: Filled
    lacks: int
    errors: int
    warnings: int
    past: Mapping[int, Past]

    @property
    def filled(self) -> int | None:
        """Places that hold something, figures and sections together, in tenths of a percent."""
        done = self.figures.done + self.sections.done
        return share(done, self.figures.whole + self.sections.whole)

    @property
    def late_before(self) -> int:
        """How many of the earlier years known did not come in time."""
        return sum(one is not Past.IN_TIME for one in self.past.values())

    @property
    def order(self) -> tuple[int, int, int, int, int]:
        """The least ready has the least of this: the step, then what is filled, lacking and wrong, then the past."""
        wrong = self.lacks + self.errors
        return ORDER.index(self.step), self.filled or 0, -wrong, -self.warnings, -self.late_before


def readiness(
    draft: Draft | None, findings: Iterable[Finding], past: Mapping[int, Past], *, packs: Packs
) -> Readiness:
    """How near a report is to being sent; of one not begun everything is still to be filled in."""
    found = [one.severity for one in findings]
    required = {one.code for one in packs.report.sections if one.required}
    return Readiness(
        step=step_of(draft),
        figures=Filled(len(draft.lines()) if draft else 0, _places(draft)),
        sections=Filled(len(required & draft.sections.keys()) if draft else 0, len(required)),
        lacks=len(draft.lacks(packs=packs)) if draft else 0,
        errors=found.count(Severity.ERROR),
        warnings=found.count(Severity.WARNING),
        past=past,
    )


def _places(draft: Draft | None) -> int:
    """How many figures are to be told: one set by law only where the law sets it."""
    told = draft.auto if draft else {}
    return sum(not one.by_law or key in told for key, one in BY_KEY.items())


def step_of(draft: Draft | None) -> Step:
    """How far a draft is."""
    if draft is None:
        return Step.NOT_BEGUN
    if draft.signed:
        return Step.SIGNED
    if draft.presented:
        return Step.PRESENTED
    return Step.GIVEN_BACK if draft.given_back else Step.WRITING


def past_of(courses: Iterable[Course], expected: Collection[str]) -> dict[str, Past]:
    """How the reports of an earlier year came, by agency: as its last version was judged; not at all of whoever was
    expected and sent none."""
    last = {one.agency: one for one in sorted(courses, key=lambda one: one.number)}
    came = {agency: _came(one.timeliness) for agency, one in last.items()}
    return dict.fromkeys(expected, Past.NOT_SENT) | came


def _came(timeliness: Timeliness) -> Past:
    return Past.IN_TIME if timeliness in IN_TIME else Past.LATE
