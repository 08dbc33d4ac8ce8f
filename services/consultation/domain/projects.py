"""What is true of a project's consultation file: posted long enough, a meeting, a dialogue where people disagree."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from contracts.consultation import (
    ProjectCompleted,
    ProjectDialogueHeld,
    ProjectMeetingHeld,
    ProjectPosted,
    ProjectPostedAgain,
    ProjectTakenDown,
)
from kernel.errors import Conflict
from law.words import say
from services.consultation.domain.rules import (
    PROJECT_DIALOGUE,
    PROJECT_POSTING,
    FieldRefusal,
    Law,
    Matter,
    happened,
    once,
)


class ProjectState(StrEnum):
    """How far a file has come."""

    POSTED = "POSTED"
    REMOVED_EARLY = "REMOVED_EARLY"
    MEETING_HELD = "MEETING_HELD"
    DIALOGUE_HELD = "DIALOGUE_HELD"
    COMPLETED = "COMPLETED"


@dataclass(frozen=True, kw_only=True)
class ProjectForm:
    """A project whose compensation plan is posted for opinions; no households: their number is not known any more."""

    name: str
    posted_on: date
    households: int


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """The minutes of the opinion meeting: how many households agree, disagree, said something else."""

    held_on: date
    agree: int
    disagree: int
    other: int


class PostingTooShort(FieldRefusal):
    """The plan hangs for the law's whole time, and only then comes the meeting (Luật Đất đai Điều 87.3)."""

    code = "posting_too_short"
    title = "Phương án phải niêm yết đến hết ngày {until}; việc này chỉ thực hiện từ ngày sau đó."


class RemovedEarly(Conflict):
    """What was taken down too early is posted anew, for the whole time."""

    code = "removed_early"
    title = "Phương án đã bị gỡ ngày {on}, trước khi hết thời gian niêm yết; phải niêm yết lại."


class NotRemovedEarly(Conflict):
    """Only what was taken down too early is posted again."""

    code = "not_removed_early"
    title = "Phương án không bị gỡ trước hạn nên không cần niêm yết lại."


class MeetingMissing(Conflict):
    """No file without the meeting's minutes."""

    code = "meeting_missing"
    title = "Chưa tổ chức họp lấy ý kiến người có đất."


class DialogueMissing(Conflict):
    """Where people disagree the agency talks with them."""

    code = "dialogue_missing"
    title = "Có {disagree} ý kiến không đồng ý nhưng chưa tổ chức đối thoại."


class NobodyDisagrees(Conflict):
    """A dialogue is for those who disagree."""

    code = "nobody_disagrees"
    title = "Không có ý kiến không đồng ý nên không phải đối thoại."


class MoreThanHouseholds(FieldRefusal):
    """Nobody counts twice in the minutes."""

    code = "more_than_households"
    title = "Tổng số ý kiến không thể lớn hơn {households} hộ có đất thu hồi."


@dataclass(kw_only=True)
class Project(Matter):
    """The consultation file of one project (Luật Đất đai 31/2024 Điều 87)."""

    kind: ClassVar[str] = "project"

    form: ProjectForm
    posted_on: date
    posted_until: date
    taken_down_on: date | None = None
    meeting: Meeting | None = None
    dialogue_due_on: date | None = None
    dialogue_on: date | None = None
    completed_on: date | None = None

    @classmethod
    def post(cls, form: ProjectForm, *, id_: str, agency: str, law: Law, today: date) -> "Project":
        """Post the plan. Raises `InFuture`."""
        happened("posted_on", form.posted_on, today=today)
        until = law.due(PROJECT_POSTING, form.posted_on).effective
        made = cls(id=id_, agency=agency, form=form, posted_on=form.posted_on, posted_until=until)
        made.tell(ProjectPosted(project=id_, posted_on=form.posted_on, posted_until=until))
        return made

    @property
    def removed_early(self) -> bool:
        """Whether the plan was taken down before its time."""
        return bool(self.taken_down_on and self.taken_down_on <= self.posted_until)

    @property
    def state(self) -> ProjectState:
        """How far it has come."""
        if self.completed_on:
            return ProjectState.COMPLETED
        if self.removed_early:
            return ProjectState.REMOVED_EARLY
        if self.dialogue_on:
            return ProjectState.DIALOGUE_HELD
        return ProjectState.MEETING_HELD if self.meeting else ProjectState.POSTED

    @property
    def needs_dialogue(self) -> bool:
        """Whether somebody disagrees with whom nobody has talked yet."""
        return bool(self.meeting and self.meeting.disagree and not self.dialogue_on)

    @property
    def dialogue_in_time(self) -> bool | None:
        """Whether the dialogue was held by its day; None where there was none."""
        if self.dialogue_on is None or self.dialogue_due_on is None:
            return None
        return self.dialogue_on <= self.dialogue_due_on

    @property
    def due_on(self) -> date | None:
        """By when a dialogue is to be held, where one is needed."""
        return self.dialogue_due_on if self.needs_dialogue else None

    @property
    def next_on(self) -> date | None:
        """The last day of the posting, as long as the meeting after it was not held."""
        waits = self.meeting is None and not self.removed_early
        return self.posted_until if waits else None

    def counted(self, law: Law) -> date | None:
        return law.due(PROJECT_DIALOGUE, self.meeting.held_on).effective if self.meeting else None

    def move(self, due_on: date) -> None:
        self.dialogue_due_on = due_on

    def take_down(self, *, on: date, today: date) -> None:
        """The plan was taken down. Raises `AlreadyDone`, `InFuture`, `TooEarly`."""
        once(self.taken_down_on or self.completed_on)
        happened("on", on, today=today, since=self.posted_on)
        self.taken_down_on = on
        self.tell(ProjectTakenDown(project=self.id, taken_down_on=on, too_early=self.removed_early))

    def post_again(self, *, on: date, law: Law, today: date) -> None:
        """Post anew, for the whole time, what was taken down too early. Raises `NotRemovedEarly`."""
        if not self.removed_early or self.taken_down_on is None:
            raise NotRemovedEarly
        happened("on", on, today=today, since=self.taken_down_on)
        until = law.due(PROJECT_POSTING, on).effective
        self.posted_on, self.posted_until, self.taken_down_on = on, until, None
        self.meeting = self.dialogue_due_on = self.dialogue_on = None
        self.tell(ProjectPostedAgain(project=self.id, posted_on=on, posted_until=until))

    def meet(self, meeting: Meeting, *, law: Law, today: date) -> None:
        """The opinion meeting was held. Raises `RemovedEarly`, `PostingTooShort`, `MoreThanHouseholds`."""
        once(self.meeting.held_on if self.meeting else None)
        happened("held_on", meeting.held_on, today=today)
        self._must_have_hung("held_on", meeting.held_on)
        known = self.form.households
        if known and meeting.agree + meeting.disagree + meeting.other > known:
            raise MoreThanHouseholds("agree", households=self.form.households)
        self.meeting = meeting
        if meeting.disagree:
            self.dialogue_due_on = law.due(PROJECT_DIALOGUE, meeting.held_on).effective
        self.tell(
            ProjectMeetingHeld(
                project=self.id, dialogue_due_on=self.dialogue_due_on, **vars(meeting)
            )
        )

    def talk(self, *, on: date, today: date) -> None:
        """The dialogue was held. Raises `MeetingMissing`, `NobodyDisagrees`, `AlreadyDone`."""
        meeting = self._met()
        if not meeting.disagree:
            raise NobodyDisagrees
        once(self.dialogue_on)
        happened("held_on", on, today=today, since=meeting.held_on)
        self.dialogue_on = on
        self.tell(
            ProjectDialogueHeld(project=self.id, held_on=on, on_time=bool(self.dialogue_in_time))
        )

    def complete(self, *, on: date, today: date) -> None:
        """The file is complete. Raises an error for whatever is not in it."""
        once(self.completed_on)
        happened("on", on, today=today)
        self._must_have_hung("on", on)
        meeting = self._met()
        if self.needs_dialogue:
            raise DialogueMissing(disagree=meeting.disagree)
        happened("on", on, today=today, since=self.dialogue_on or meeting.held_on)
        self.completed_on = on
        self.tell(ProjectCompleted(project=self.id, posted_on=self.posted_on, completed_on=on))

    def _met(self) -> Meeting:
        if self.meeting is None:
            raise MeetingMissing
        return self.meeting

    def _must_have_hung(self, field: str, on: date) -> None:
        if self.removed_early and self.taken_down_on:
            raise RemovedEarly(on=say(self.taken_down_on))
        if on <= self.posted_until:
            raise PostingTooShort(field, until=say(self.posted_until))
