"""The desk of documents beside the province's report: what was asked is read, drawn by a job, kept and handed out."""

import importlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from contracts.registry import COMPILERS, PROVINCE_WIDE
from ground.agencies import AgencyBook
from kernel.errors import Conflict, Invalid, NotFound
from kernel.jobs import Jobs, Work
from kernel.message import Actor
from kernel.store import Store
from law.packs.packs import Packs
from services.reporting.domain.adhoc_paper import Called, adhoc_paper
from services.reporting.domain.agency_paper import agency_paper
from services.reporting.domain.campaigns import STATUS_WORDS
from services.reporting.domain.composing import Agency
from services.reporting.domain.figures import AUTO_KEYS, BY_KEY, group_words, keys_of
from services.reporting.domain.indicators import contract
from services.reporting.domain.letters import (
    BlankForm,
    Letter,
    Statistics,
    reminder,
    return_letter,
    supplement,
)
from services.reporting.domain.paper import Paper, Stamp
from services.reporting.domain.submissions import Submission, SubmissionState, canonical, digest
from services.reporting.service.adhoc.room import AdHocRoom
from services.reporting.service.counting import CountingDesk
from services.reporting.service.memory import Memory
from services.reporting.service.review import ReviewDesk
from services.reporting.store import PaperFile
from services.reporting.views import Facts, Figures

DRAWING = "services.reporting.service.documents:draw"
PIECE = 262_144
FORGOTTEN = "forgotten"
Asked = Mapping[str, Any]
Said = Paper | Letter | Statistics | BlankForm


class Kind(StrEnum):
    """What can be drawn."""

    REPORT = "report"
    REMINDER = "reminder"
    RETURN = "return"
    STATISTICS = "statistics"
    FORM = "form"
    SUPPLEMENT = "supplement"
    ADHOC = "adhoc"


KIND_WORDS = {
    Kind.REPORT: "Báo cáo của cơ quan",
    Kind.REMINDER: "Công văn đôn đốc",
    Kind.RETURN: "Công văn trả lại báo cáo",
    Kind.STATISTICS: "Biểu số liệu",
    Kind.FORM: "Mẫu báo cáo để trống",
    Kind.SUPPLEMENT: "Báo cáo bổ sung, đính chính",
    Kind.ADHOC: "Tổng hợp báo cáo đột xuất",
}


NEEDED = {
    Kind.REPORT: ("report",),
    Kind.REMINDER: ("year",),
    Kind.RETURN: ("report",),
    Kind.STATISTICS: ("first", "last"),
    Kind.FORM: ("year",),
    Kind.SUPPLEMENT: ("supplement",),
    Kind.ADHOC: ("call",),
}
ASKABLE = ("call", "supplement", "report", "year", "number", "answer_by", "agency", "first", "last")
"""What may be said of a document that is wanted."""


class NothingToDraw(Conflict):
    """There is nothing such a paper could say: nobody is missing, the report was not returned."""

    code = "nothing_to_draw"
    title = "Chưa có nội dung để lập văn bản này."


class WrongDocument(Invalid):
    """What was said of the wanted document is not enough, or wrong."""

    code = "wrong_document"
    title = "Thông tin để lập văn bản chưa đúng."


@dataclass(frozen=True, kw_only=True)
class Document:
    """A document that was asked for: its files once they are drawn."""

    id: str
    kind: Kind
    state: str
    files: list[PaperFile]


class DocumentDesk:
    """Documents."""

    def __init__(self, store: Store, memory: Memory, counting: CountingDesk) -> None:
        self.store, self.memory, self.counting = store, memory, counting
        self.review = ReviewDesk(store, memory)
        self.adhoc = AdHocRoom(store, memory, counting, self.review)
        self.jobs = Jobs(store, [DRAWING])

    def ask(self, kind: Kind, asked: Asked, *, by: Actor) -> str:
        """Have a document drawn; the same asked again is drawn once. Gives its id.

        Raises `NotFound` for what is not the asker's, `NothingToDraw`.
        """
        plain = {name: str(asked[name]) for name in ASKABLE if asked.get(name) is not None}
        _must_say(kind, plain)
        if kind in {Kind.STATISTICS, Kind.FORM} and by.role not in PROVINCE_WIDE:
            plain["agency"] = by.agency
        facts = self.facts(kind, plain, by)
        name = f"{kind.value}-{digest(canonical({'asked': plain, 'facts': repr(facts)}))[:32]}"
        work = {
            "kind": kind.value,
            "asked": plain,
            "edition": name,
            "role": by.role,
            "unit": by.agency,
        }
        job = self.jobs.start("document", DRAWING, work, by=by, key=name)
        self.memory.files.drawn_by(name, job, agency=by.agency, kind=kind.value)
        return name

    def find(self, id_: str, *, by: Actor) -> Document:
        """How far a document is. Raises `NotFound`, also for another agency's."""
        about = self.memory.files.about(id_, by.agency)
        state, files = self._state(about["job"], by), self.memory.files.of(id_)
        if state == FORGOTTEN:
            state = "done" if files else "failed"
        return Document(
            id=id_, kind=Kind(about["kind"]), state=state, files=files if state == "done" else []
        )

    def _state(self, job: str, by: Actor) -> str:
        """How far the job is; one that is long done is forgotten, its files are not."""
        try:
            return self.jobs.status(job, agency=by.agency).state
        except NotFound:
            return FORGOTTEN

    def file(self, id_: str, name: str, *, by: Actor) -> Iterator[bytes]:
        """One of its files, in pieces. Raises `NotFound`."""
        self.memory.files.about(id_, by.agency)
        stored = self.memory.files.open(id_, name)
        return iter(lambda: stored.read(PIECE), b"")

    # --- what they say ------------------------------------------------------------------------------

    def facts(self, kind: Kind, asked: Asked, by: Actor) -> Said:
        """What the document says, without layout."""
        reading: dict[Kind, Callable[[Asked, Actor], Said]] = {
            Kind.REPORT: self._report,
            Kind.REMINDER: self._reminder,
            Kind.RETURN: self._return,
            Kind.STATISTICS: self._statistics,
            Kind.FORM: self._form,
            Kind.SUPPLEMENT: self._supplement,
            Kind.ADHOC: self._adhoc,
        }
        return reading[kind](asked, by)

    @property
    def _stamp(self) -> Stamp:
        settings = self.store.settings
        version = settings.law_version or self.memory.packs.hash[:12]
        return Stamp(sample=settings.demo, law_version=version)

    def _sent(self, asked: Asked, by: Actor) -> tuple[Submission, Agency]:
        """A version and whose it is. Raises `NotFound` for another agency's."""
        sent = self.review.report(asked.get("report", ""), by=by)
        return sent, self.memory.agencies.named(sent.agency)

    def _report(self, asked: Asked, by: Actor) -> Paper:
        sent, agency = self._sent(asked, by)
        before = self.memory.submissions.accepted_of(sent.agency, sent.year - 1)
        campaign = self.memory.campaigns.find(sent.year)
        return agency_paper(
            sent.said,
            agency,
            due_on=campaign.due_on if campaign else sent.submitted_on,
            issued_on=sent.submitted_on,
            previous=before.figures if before else {},
            packs=self.memory.packs,
            stamp=self._stamp,
            desk=self.memory.agencies.desk(sent.submitted_on).name,
        )

    def _reminder(self, asked: Asked, by: Actor) -> Letter:
        if by.role not in COMPILERS:
            raise NotFound
        campaign, today = self.memory.campaigns.of(int(asked["year"])), self.store.clock.today()
        come = self.memory.submissions.latest(campaign.year)
        missing = [self.memory.agencies.named(one) for one in campaign.expected if one not in come]
        if not missing:
            raise NothingToDraw
        return reminder(
            campaign.year,
            number=int(asked.get("number") or 1),
            due_on=campaign.due_on,
            missing=missing,
            today=today,
            answer_by=date.fromisoformat(asked["answer_by"]) if asked.get("answer_by") else None,
            stamp=self._stamp,
            desk=self.memory.agencies.desk(today),
        )

    def _return(self, asked: Asked, by: Actor) -> Letter:
        sent, agency = self._sent(asked, by)
        if sent.state is not SubmissionState.RETURNED:
            raise NothingToDraw
        comments = [
            (_called(name, self.memory.packs), said) for name, said in sent.comments.items()
        ]
        today = sent.returned_on or self.store.clock.today()
        desk = self.memory.agencies.desk(today)
        return return_letter(
            sent, agency, comments=comments, today=today, stamp=self._stamp, desk=desk
        )

    def _statistics(self, asked: Asked, _: Actor) -> Statistics:
        first, last = date.fromisoformat(asked["first"]), date.fromisoformat(asked["last"])
        agency, today = asked.get("agency"), self.store.clock.today()
        lines = self.counting.lines(agency, first, last)
        period = self.counting.period(first, last)
        campaign = self.memory.campaigns.find(last.year)
        sections = self.memory.packs.report.sections
        return Statistics(
            whose=self.memory.agencies.named(agency).name if agency else "Tỉnh Gia Lai",
            first=first,
            last=last,
            closed_on=period.closed_on,
            due_on=campaign.due_on if campaign and campaign.window_to == last else None,
            estimate_to=period.estimate_to,
            parts=tuple(
                (f"{one.number}. {one.title}", own)
                for one in sections
                if (own := tuple(line for line in lines if line.section == one.code))
            ),
            issued_on=today,
            stamp=self._stamp,
        )

    def _supplement(self, asked: Asked, by: Actor) -> Letter:
        if by.role not in PROVINCE_WIDE:
            raise NotFound
        found = self.memory.supplements.any(asked["supplement"])
        report = self.memory.provincial.of(found.year)
        assert report.issued_on, "only an issued report is supplemented"
        return supplement(
            found, issued=report.symbol, issued_on=report.issued_on, stamp=self._stamp
        )

    def _adhoc(self, asked: Asked, by: Actor) -> Letter:
        if by.role not in PROVINCE_WIDE:
            raise NotFound
        found, packs = self.adhoc.outcome(asked["call"], by=by), self.memory.packs
        if not found.accepted:
            raise NothingToDraw
        lines = [
            Called(
                name=one.agency.name,
                status=STATUS_WORDS[one.status],
                last=one.last,
                accepted=found.accepted.get(one.agency.id),
            )
            for one in found.standings
        ]
        today = self.store.clock.today()
        return adhoc_paper(
            found.call,
            found.totals,
            lines,
            contracts={key: contract(key, packs) for key in found.call.keys},
            today=today,
            stamp=self._stamp,
            desk=self.memory.agencies.desk(today),
        )

    def _form(self, asked: Asked, by: Actor) -> BlankForm:
        campaign, packs = self.memory.campaigns.of(int(asked["year"])), self.memory.packs
        agency = asked.get("agency") or by.agency
        counted = self.counting.values(agency, campaign.window_from, campaign.window_to)
        parts = [(one.title, keys_of(one.code)) for one in packs.report.sections]
        return BlankForm(
            agency=self.memory.agencies.named(agency),
            year=campaign.year,
            window_from=campaign.window_from,
            window_to=campaign.window_to,
            due_on=campaign.due_on,
            parts=tuple(
                (title, tuple(contract(key, packs) for key in keys)) for title, keys in parts
            ),
            sections=tuple((one.code, one.title, one.required) for one in packs.report.sections),
            issued_on=self.store.clock.today(),
            counted=tuple(
                (key, counted[key] or 0) for key in AUTO_KEYS if counted[key] is not None
            ),
            stamp=self._stamp,
        )


def _called(name: str, packs: Packs) -> str:
    """What a comment is about, in the words of the outline."""
    if name in BY_KEY:
        title, group = packs.indicators[BY_KEY[name].code.value].title, group_words(name)
        return f"{title}: {group.lower()}" if group else title
    titles = {one.code: f"{one.number}. {one.title}" for one in packs.report.sections}
    return titles.get(name, name)


def _must_say(kind: Kind, asked: Asked) -> None:
    """Raise `WrongDocument` when what a kind needs is not said, or is no number or day."""
    errors = {name: ["Thiếu thông tin này."] for name in NEEDED[kind] if not asked.get(name)}
    for name, text in asked.items():
        if name in {"year", "number"} and not re.fullmatch("[0-9]{1,4}", text):
            errors[name] = ["Không phải số."]
        if name in {"first", "last", "answer_by"} and not _is_day(text):
            errors[name] = ["Không phải ngày."]
    if not errors and kind is Kind.STATISTICS and asked["first"] > asked["last"]:
        errors["first"] = ["Ngày bắt đầu phải trước hoặc bằng ngày kết thúc."]
    if errors:
        raise WrongDocument(errors)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def draw(arguments: dict[str, Any], work: Work) -> dict[str, Any]:
    """The job: read again what was asked, draw it, keep its files."""
    store = Store(work.settings, "reporting", clock=work.settings.clock())
    figures, memory = Figures(store), Memory(store)
    desk = DocumentDesk(
        store,
        memory,
        CountingDesk(store, Facts(store, figures), figures, memory, AgencyBook(store)),
    )
    by = Actor(user="", role=arguments["role"], agency=arguments["unit"])
    facts = desk.facts(Kind(arguments["kind"]), arguments["asked"], by)
    work.progress(30)
    adapters = importlib.import_module("services.reporting.adapters")
    paths = adapters.render(facts, work.folder)
    work.progress(90)
    kept = memory.files.keep(arguments["edition"], paths.values())
    return {"files": [one.name for one in kept]}
