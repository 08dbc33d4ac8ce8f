"""The door of notify: what it hears, whom it tells, and how its letters go out."""

from datetime import datetime

from contracts.consultation import (
    ConsultationOpened,
    CriticismReplied,
    CriticismRequested,
    DialogueAnnounced,
    DialogueResultPublished,
    ProjectPosted,
    RecommendationReplied,
)
from contracts.notify import Topic
from contracts.planning import PlanApproved
from contracts.registry import PROVINCE_WIDE
from contracts.reporting import (
    CampaignDueChanged,
    CampaignOpened,
    ExtensionDecided,
    ProvincialReportIssued,
    ReportReminded,
    SignOffRemoved,
)
from ground.standing import Grounded
from kernel.errors import NotFound
from kernel.message import Actor, Event, Told, errand, every, follows
from kernel.store import Change, Store, command
from law.defaults import shipped_units
from services.notify.domain import (
    BETWEEN_OFFICES,
    EVERYWHERE,
    Area,
    Participant,
    State,
    facts_of,
    keeps_all,
    place_of,
    roll,
)
from services.notify.service.duties import DutyEar
from services.notify.service.inbox import MOST_READ, Inbox, sees_all_places, words_of
from services.notify.service.letters import Letters, Still
from services.notify.service.reviving import Reviving
from services.notify.store import Participants
from services.notify.views import Duties, Row

__all__ = ["Notify", "sees_all_places"]


class Notify(Reviving, DutyEar, Grounded):
    """Tells the Front's participants what the agencies do."""

    name = "notify"

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.participants = Participants(store)
        self._inbox = Inbox(store, self.agency_book)
        self.notices = self._inbox.notices
        self.letters = Letters(store, self.participants, self.notices, self.agency_book)
        self.duties = Duties(store)

    # --- what it hears ------------------------------------------------------------------------------

    @follows(PlanApproved)
    def on_plan_approved(self, event: PlanApproved, told: Told) -> list[Change]:
        """An agency's plan of the year was approved."""
        return self._wanted(Topic.PLAN_APPROVED, event, told)

    @follows(ConsultationOpened)
    def on_consultation_opened(self, event: ConsultationOpened, told: Told) -> list[Change]:
        """An agency asks for opinions."""
        return self._wanted(Topic.CONSULTATION_OPENED, event, told)

    @follows(DialogueAnnounced)
    def on_dialogue_announced(self, event: DialogueAnnounced, told: Told) -> list[Change]:
        """A dialogue will take place."""
        return self._wanted(Topic.DIALOGUE_ANNOUNCED, event, told)

    @follows(DialogueResultPublished)
    def on_dialogue_result_published(
        self, event: DialogueResultPublished, told: Told
    ) -> list[Change]:
        """The result of a dialogue is public."""
        return self._wanted(Topic.DIALOGUE_RESULT_PUBLISHED, event, told)

    @follows(CriticismRequested)
    def on_criticism_requested(self, event: CriticismRequested, told: Told) -> list[Change]:
        """The Front is asked to criticise a draft."""
        return self._wanted(Topic.CRITICISM_REQUESTED, event, told)

    @follows(CriticismReplied)
    def on_criticism_replied(self, event: CriticismReplied, told: Told) -> list[Change]:
        """The Front's criticism was answered."""
        return self._wanted(Topic.CRITICISM_REPLIED, event, told)

    @follows(RecommendationReplied)
    def on_recommendation_replied(self, event: RecommendationReplied, told: Told) -> list[Change]:
        """A recommendation after supervision was answered."""
        return self._wanted(Topic.RECOMMENDATION_REPLIED, event, told)

    @follows(ProjectPosted)
    def on_project_posted(self, event: ProjectPosted, told: Told) -> list[Change]:
        """A compensation plan is posted for opinions."""
        return self._wanted(Topic.PROJECT_POSTED, event, told)

    @follows(ProvincialReportIssued)
    def on_provincial_report_issued(
        self, event: ProvincialReportIssued, told: Told
    ) -> list[Change]:
        """The province's report is issued."""
        return self._wanted(Topic.PROVINCIAL_REPORT_ISSUED, event, told)

    @follows(CampaignOpened)
    def on_campaign_opened(self, event: CampaignOpened, told: Told) -> list[Change]:
        """The year's reports are called for."""
        return self._wanted(Topic.CAMPAIGN_OPENED, event, told)

    @follows(CampaignDueChanged)
    def on_campaign_due_changed(self, event: CampaignDueChanged, told: Told) -> list[Change]:
        """Another day is the due day of the year."""
        return self._wanted(Topic.CAMPAIGN_DUE_CHANGED, event, told)

    @follows(ReportReminded)
    def on_report_reminded(self, event: ReportReminded, told: Told) -> list[Change]:
        """An agency is reminded of its report."""
        return self._wanted(Topic.REPORT_REMINDED, event, told)

    @follows(ExtensionDecided)
    def on_extension_decided(self, event: ExtensionDecided, told: Told) -> list[Change]:
        """An agency has more time for its report, or has not."""
        return self._wanted(Topic.EXTENSION_DECIDED, event, told)

    @follows(SignOffRemoved)
    def on_sign_off_removed(self, event: SignOffRemoved, told: Told) -> list[Change]:
        """A report was edited after its head had signed it."""
        return self._wanted(Topic.SIGN_OFF_REMOVED, event, told)

    def _wanted(self, topic: Topic, event: Event, told: Told) -> list[Change]:
        """A notice to be spread; none for what is entered in silence, and at a site none for what was told
        elsewhere: whoever keeps the addresses there has written of it."""
        if told.quiet or self._is_foreign(told):
            return []
        inside = topic in BETWEEN_OFFICES
        place = "" if inside else place_of(shipped_units(), told.agency)
        everywhere = topic in EVERYWHERE
        facts = facts_of(event)
        return [
            self.notices.wanted(
                topic, facts, told, place=place, everywhere=everywhere, inside=inside
            )
        ]

    def _is_foreign(self, told: Told) -> bool:
        settings = self.store.settings
        return bool(settings.province) and told.source.split("/")[1] != settings.site

    # --- the directory ------------------------------------------------------------------------------

    @every(seconds=3600)
    def keep_directory(self, slot: datetime) -> None:
        """List the organisations of every place that are not listed yet."""
        self.load_participants(
            by=Actor(user="notify", role="SYSTEM", agency=self.store.settings.site)
        )

    @command
    def load_participants(self, *, by: Actor) -> Row:
        """List what is missing in the directory. Gives how many it has and how many are new."""
        known = self.participants.ids()
        today = self.store.clock.today()
        missing = [one for one in roll(self.agency_book.units(), on=today) if one.id not in known]
        if missing:
            self.store.commit(*(one.listed() for one in missing))
        return {"participants": len(known) + len(missing), "new": len(missing)}

    @command
    def arrange(
        self,
        participant_id: str,
        *,
        email: str | None = None,
        topics: frozenset[Topic] | None = None,
        area: Area | None = None,
        by: Actor,
    ) -> Row:
        """Set a participant's address or what it hears. Raises `NotFound`, `AreaTooWide`."""
        participant = self.participant(participant_id, by=by)
        if participant.arrange(email=email, topics=topics, area=area):
            self.store.commit(participant)
        return {"participant": participant.id, "version": participant.version}

    def directory(
        self, *, by: Actor, words: str = "", place: str = "", page: int = 1, size: int = 25
    ) -> tuple[list[Participant], int]:
        """One page of the participants somebody keeps, and how many there are. Raises `NotFound`."""
        kept = self.kept_by(by)
        if place and kept not in {None, place}:
            raise NotFound
        where: Row = {"place": kept or place or None, "words": words}
        found = self.participants.listed(**where, page=page, size=size)
        return found, self.participants.count(**where)

    def participant(self, participant_id: str, *, by: Actor) -> Participant:
        """One participant the asker may keep. Raises `NotFound`."""
        return self.participants.one(participant_id, place=self.kept_by(by))

    def kept_by(self, by: Actor) -> str | None:
        """The place whose participants somebody keeps; None: all. The province and the focal agency (Sở Nội vụ)
        keep all, everybody else those of the own place."""
        units, focal = self.agency_book.units(), self.agency_book.focal(self.store.clock.today())
        if by.role in PROVINCE_WIDE or keeps_all(units, by.agency, focal=focal):
            return None
        return place_of(units, by.agency)

    # --- the inbox ----------------------------------------------------------------------------------

    def inbox(
        self,
        *,
        by: Actor,
        unread: bool = False,
        all_places: bool = False,
        page: int = 1,
        size: int = 25,
    ) -> tuple[list[Row], int]:
        """One page of the notices somebody may see, newest first, and how many there are."""
        return self._inbox.page(by=by, unread=unread, all_places=all_places, page=page, size=size)

    def notice(self, notice_id: str, *, by: Actor) -> Row:
        """One notice the asker may see. Raises `NotFound`."""
        return self._inbox.one(notice_id, by=by)

    @command
    def read(self, notice_id: str, *, by: Actor) -> Row:
        """Mark a notice as read by this account. Raises `NotFound`."""
        notice = self.notice(notice_id, by=by)
        self._inbox.read(notice["_id"], by=by)
        return {"notice": notice["_id"], "read": True}

    @command
    def read_all(self, *, by: Actor) -> Row:
        """Mark what somebody sees as read, the newest first, a thousand at most."""
        rows, _ = self.inbox(by=by, unread=True, size=MOST_READ)
        self._inbox.read(*(row["_id"] for row in rows), by=by)
        return {"read": len(rows)}

    # --- letters ------------------------------------------------------------------------------------

    @errand(seconds=1)
    def spread_notices(self, still: Still) -> bool:
        """Make the message to each recipient of what is wanted."""
        return self.letters.spread(still)

    @errand(seconds=1, needs=("smtp_uri", "mail_from"))
    def send_letters(self, still: Still) -> bool:
        """Send the letters that are due."""
        return self.letters.send(still)

    @errand(seconds=1)
    def close_notices(self, still: Still) -> bool:
        """Tell of the notices that are out."""
        return self.letters.close(still)

    @command
    def retry(self, message_id: str, *, by: Actor) -> Row:
        """Send a failed letter anew. Raises `NotFound`, `NotFailed`."""
        row = self.letters.messages.one(message_id)
        if row is None or self.kept_by(by) not in {None, row["place"]}:
            raise NotFound
        self.letters.retry(row)
        return {"message": message_id, "state": State.QUEUED.value}

    def deliveries(self, *, by: Actor) -> dict[State, int]:
        """How many messages stand where, among the recipients the asker keeps."""
        return self.letters.messages.states(self.kept_by(by))

    def failed(self, *, by: Actor, page: int = 1, size: int = 25) -> list[Row]:
        """Letters that failed, with whom they were for and what about."""
        rows = self.letters.messages.failed(self.kept_by(by), page=page, size=size)
        return [self._explained(row) for row in rows]

    def _explained(self, row: Row) -> Row:
        notice = self.notices.one(row["notice"])
        recipient = self.participants.get(row["participant"], agency=row["place"])
        return {
            **row,
            **(words_of(notice, self.agency_book) if notice else {}),
            "recipient": recipient,
        }
