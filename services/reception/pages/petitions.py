"""The register and its petitions: entering, classifying, accepting, settling; and why a day is due."""

from datetime import date
from enum import StrEnum
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from contracts.reception import ClockKind, Disposition, Outcome, PetitionKind
from contracts.registry import PETITION_DECIDERS, PETITION_READERS, PETITION_WRITERS
from frame.confirm import ask_first, confirms
from frame.lists import MOST_EXPORTED, Column, Listing, Order
from frame.pages import Pages, asked_page, may
from frame.timeline import switched
from kernel.errors import Invalid
from kernel.rights import words_of_command
from kernel.store.audit import Noted
from kernel.web import current_actor, idempotency_key, read_form, requires
from law.defaults import shipped_packs
from services.reception.domain import ANSWERED_KINDS, CLASSIFIABLE, STATE_WORDS, Petition, State
from services.reception.domain.clocks import running
from services.reception.domain.findings import lines_of
from services.reception.domain.fitness import conditions
from services.reception.domain.papers import PAPER_WORDS, papers_of, reminders_of
from services.reception.domain.summary import WAY_NOTES, WAY_WORDS
from services.reception.domain.words import DISPOSITION_WORDS, KIND_WORDS, OUTCOME_WORDS
from services.reception.pages.course import course
from services.reception.pages.forms import (
    AcceptanceFormSchema,
    ClassificationFormSchema,
    DecisionFormSchema,
    EntrySchema,
    errors_of,
)
from services.reception.service import Reception
from services.reception.service.acts import LEADERS, Act, offered
from services.reception.service.law import communes
from services.reception.views import LEFT_SOON, Wanted

TONES = {
    State.REGISTERED: "info",
    State.AWAITING_SUPPLEMENT: "neutral",
    State.CLASSIFIED: "info",
    State.ACCEPTED: "warn",
    State.SUSPENDED: "neutral",
    State.DECIDED: "good",
    State.DONE: "good",
    State.TERMINATED: "neutral",
    State.FORWARDED: "info",
    State.LINKED: "neutral",
    State.SPLIT: "neutral",
    State.CLOSED: "neutral",
}


LISTING = Listing(
    [
        Column("Số", "number", end=True, value=lambda row: f"{row['number']}/{row['year']}"),
        Column("Loại đơn", value=lambda row: KIND_WORDS[row["kind"]]),
        Column("Ngày nhận", value=lambda row: date.fromisoformat(row["received_on"])),
        Column("Nội dung", value=lambda row: row["summary"]),
        Column("Trạng thái", value=lambda row: STATE_WORDS[row["state"]]),
        Column(
            "Hạn",
            "due_on",
            value=lambda row: date.fromisoformat(row["due_on"]) if row["due_on"] else None,
        ),
    ],
    first=Order("due_on"),
)


def add(bp: Blueprint, reception: Reception) -> None:
    """Add the pages about petitions."""
    _register(bp, reception)
    _looking(bp, reception)
    _handling(bp, reception)


def _register(bp: Blueprint, reception: Reception) -> None:
    @bp.get("/")
    @requires(*PETITION_READERS)
    def work_list() -> ResponseReturnValue:
        agency, today = current_actor().agency, reception.store.clock.today()
        wanted = _wanted(today, crowd=reception.law_book.packs(today).group.persons)
        if LISTING.exporting:
            return _taken(reception, wanted)
        total = reception.work_list.count(agency, wanted)
        shown = Pages(number=asked_page(), total=total)
        return render_template(
            "reception/list.html",
            listing=LISTING,
            rows=reception.work_list.of(agency, wanted, page=shown.number, **_order()),
            pages=shown,
            wanted=wanted,
            newest_only=reception.work_list.newest_only(agency, wanted),
            late=_late,
            left=_left,
            soon_days=LEFT_SOON,
            dispositions=DISPOSITION_WORDS,
            standing=reception.work_list.standing(agency, today),
            today=today,
            summary=_summary(reception, today.year) if may(LEADERS) else [],
            may_enter=may(PETITION_WRITERS),
        )

    @bp.get("/petitions/new")
    @requires(*PETITION_WRITERS)
    def new() -> str:
        today = reception.store.clock.today().isoformat()
        return _entry(reception, {"received_on": today, "signers": "1"}, {})

    @bp.post("/petitions/new")
    @requires(*PETITION_WRITERS)
    def enter() -> ResponseReturnValue:
        try:
            form = read_form(EntrySchema)
            receipt = reception.register_petition(form, by=current_actor(), key=idempotency_key())
        except Invalid as wrong:
            return _entry(reception, request.form, errors_of(wrong)), 422
        flash(f"Đã vào sổ đơn số {receipt['number']}/{receipt['year']}.", "good")
        return _to(receipt["petition"])


def _looking(bp: Blueprint, reception: Reception) -> None:
    @bp.get("/petitions/<petition_id>/why")
    @requires(*PETITION_READERS)
    def why(petition_id: str) -> str:
        petition = reception.petition(petition_id, by=current_actor())
        return render_template("reception/why.html", petition=petition)

    @bp.get("/petitions/<petition_id>/duplicates")
    @requires(*PETITION_READERS)
    def duplicates(petition_id: str) -> str:
        by = current_actor()
        return render_template(
            "reception/duplicates.html",
            petition=reception.read_petition(petition_id, by=by, deed="show_duplicates"),
            found=reception.hands.likely_same(petition_id, by=by),
            acts={one.name for one in offered(reception.petition(petition_id, by=by), by.role)},
        )


def _handling(bp: Blueprint, reception: Reception) -> None:
    def page(petition_id: str, errors: dict[str, Any] | None = None) -> str:
        today = reception.store.clock.today()
        by = current_actor()
        petition = reception.read_petition(petition_id, by=by)
        lines = reception.hands.history(petition_id, by=by)
        about = {
            "competence": reception.competence(petition),
            "concluded": reception.sittings.concluded(petition.id, by=by),
            "linked": reception.hands.linked(petition_id, by=by),
            "same": _perhaps_same(reception, petition),
            "sent": reception.forwards.sent(petition_id, by=by),
            "agency_name": reception.agency_book.label,
        }
        seen = reception.hands.as_seen(petition, by=by)
        return _page(seen, today, errors or {}, offered(petition, by.role), lines, about)

    @bp.get("/petitions/<petition_id>")
    @requires(*PETITION_READERS)
    def petition(petition_id: str) -> str:
        return page(petition_id)

    @bp.post("/petitions/<petition_id>/classify")
    @requires(*PETITION_WRITERS)
    def classify(petition_id: str) -> ResponseReturnValue:
        try:
            found = read_form(ClassificationFormSchema)
            by, key = current_actor(), idempotency_key()
            reception.classify_petition(petition_id, found, by=by, key=key)
        except Invalid as wrong:
            return page(petition_id, errors_of(wrong)), 422
        flash("Đã ghi kết quả phân loại.", "good")
        return _to(petition_id)

    @bp.post("/petitions/<petition_id>/accept")
    @requires(*PETITION_DECIDERS)
    def accept(petition_id: str) -> ResponseReturnValue:
        try:
            given = read_form(AcceptanceFormSchema)
            by, key = current_actor(), idempotency_key()
            reception.accept_petition(petition_id, **given, by=by, key=key)
        except Invalid as wrong:
            return page(petition_id, errors_of(wrong)), 422
        flash("Đã thụ lý đơn.", "good")
        return _to(petition_id)

    @bp.post("/petitions/<petition_id>/decide")
    @requires(*PETITION_DECIDERS)
    @confirms("reception.decide_petition")
    def decide(petition_id: str) -> ResponseReturnValue:
        try:
            given = read_form(DecisionFormSchema)
            by, key = current_actor(), idempotency_key()
            if asked := asked_first(reception.petition(petition_id, by=by), "decide_petition"):
                return asked
            reception.decide_petition(petition_id, **given, by=by, key=key)
        except Invalid as wrong:
            return page(petition_id, errors_of(wrong)), 422
        flash("Đã ghi kết quả giải quyết.", "good")
        return _to(petition_id)


def _perhaps_same(reception: Reception, petition: Petition) -> int:
    """How many petitions may be the same, as long as nobody has looked; nought once somebody has."""
    if petition.state is not State.REGISTERED or petition.checked_for_duplicates:
        return 0
    return len(reception.hands.likely_same(petition.id, by=current_actor()))


def asked_first(petition: Petition, command: str) -> str | None:
    """The page before an act on a petition that cannot be undone."""
    title = words_of_command("reception", command)
    return ask_first(
        f"reception.{command}",
        f"{title}?",
        about=f"Đơn số {petition.number}/{petition.year}.",
        yes=title,
        back=url_for("reception.petition", petition_id=petition.id),
    )


def _summary(reception: Reception, year: int) -> list[tuple[str, int, str]]:
    """The year in four words, for who leads the agency."""
    found = reception.summary(year, by=current_actor())
    return [(words, found[way], WAY_NOTES[way]) for way, words in WAY_WORDS.items()]


def _to(petition_id: str) -> ResponseReturnValue:
    return redirect(url_for("reception.petition", petition_id=petition_id), 303)


def _order() -> dict[str, bool]:
    """By time left or by number, one way or the other."""
    order = LISTING.order
    by_time = order.field == "due_on"
    return {"by_time_left": by_time, "turned": order.descending == by_time}


def _taken(reception: Reception, wanted: Wanted) -> ResponseReturnValue:
    """The petitions a filter shows as a file; that they were taken along is noted."""
    by = current_actor()
    reception.store.audit.note(Noted.EXPORT, "export_register", by=by, of=by.agency)
    rows = reception.work_list.of(by.agency, wanted, size=MOST_EXPORTED, **_order())
    made = reception.store.clock.legal_now()
    return LISTING.file("danh-sach-don", rows, title="Sổ đơn", made=made)


def _wanted(today: date, *, crowd: int) -> Wanted:
    """The filters of the address, where a crowd is of so many; what is no state, kind or disposition counts as not
    asked."""
    return Wanted(
        state=_one_of(State, "state"),
        kind=_one_of(PetitionKind, "kind"),
        disposition=_one_of(Disposition, "disposition"),
        overdue_on=today if request.args.get("overdue") else None,
        soon_on=today if request.args.get("soon") else None,
        signers=crowd if request.args.get("crowd") else 0,
        handler=current_actor().user if request.args.get("mine") else "",
        nobody=bool(request.args.get("nobody")),
        text=request.args.get("q", "")[:100],
    )


def _one_of(values: type[StrEnum], name: str) -> str:
    given = request.args.get(name, "")
    return given if given in set(values) else ""


def _late(due_on: str | None, today: date) -> int:
    """By how many days something due is late; nought while it is in time."""
    return max(0, (today - date.fromisoformat(due_on)).days) if due_on else 0


def _left(due_on: str | None, today: date) -> str:
    """The time left, as one says it."""
    if not due_on:
        return ""
    days = (date.fromisoformat(due_on) - today).days
    return "hôm nay" if days == 0 else f"còn {days} ngày" if days > 0 else ""


def _entry(reception: Reception, values: Any, errors: dict[str, Any]) -> str:
    places = communes(reception.agency_book, reception.store.clock.today())
    return render_template(
        "reception/new.html",
        values=values,
        errors=errors,
        communes=places,
        subjects=reception.subjects(),
    )


def _page(
    petition: Petition,
    today: date,
    errors: dict[str, Any],
    acts: list[Act],
    lines: list[tuple[Petition, Any]],
    about: dict[str, Any],
) -> str:
    due_on = petition.due_on
    return render_template(
        "reception/petition.html",
        petition=petition,
        acts=acts,
        course=switched(course(petition, lines), today=today),
        papers=_papers(petition),
        findings=lines_of(petition.findings) if petition.findings else [],
        **about,
        conditions=conditions(petition.form.kind),
        criteria=_criteria(petition),
        errors=errors,
        ticked=request.form.getlist,
        values=request.form or {"on": today.isoformat()},
        to_forward=_to_forward(petition),
        late=_late(due_on.isoformat() if due_on else None, today),
        routes=_routes(petition),
        outcomes=_outcomes(petition),
        may_classify=may(PETITION_WRITERS) and petition.state in CLASSIFIABLE,
        may_accept=may(PETITION_DECIDERS) and petition.state is State.CLASSIFIED,
        may_decide=may(PETITION_DECIDERS) and petition.state is State.ACCEPTED,
    )


def _to_forward(petition: Petition) -> date | None:
    """Until when it still has to be forwarded; None when it has not to be."""
    clock = running(petition.clocks, ClockKind.FORWARDING)
    return clock.due_on if clock else None


def _papers(petition: Petition) -> list[tuple[str, str]]:
    """The papers that can be taken along; that of its disposition is called by it."""
    found = petition.classification
    named = {**PAPER_WORDS}
    if found:
        named["disposition"] = f"Văn bản {DISPOSITION_WORDS[found.disposition].lower()}"
    written = [(one.value, named[one]) for one in papers_of(petition)]
    return [*written, *reminders_of(petition).items()]


def _routes(petition: Petition) -> list[tuple[str, str]]:
    """The dispositions the law has for this kind of petition."""
    kind = petition.form.law_kind
    known = {one.id for one in shipped_packs().dispositions if kind in one.kinds}
    return [(one.value, words) for one, words in DISPOSITION_WORDS.items() if one.value in known]


def _criteria(petition: Petition) -> dict[str, str]:
    """The checklist by which a denunciation is complex."""
    if petition.form.kind is not PetitionKind.DENUNCIATION:
        return {}
    return {one.id: one.text for one in shipped_packs().checklist.criteria}


def _outcomes(petition: Petition) -> list[tuple[str, str]]:
    """The outcomes this kind of petition can have."""
    answered = petition.form.kind in ANSWERED_KINDS
    fitting = [one for one in Outcome if (one is Outcome.ANSWERED) == answered]
    return [(one.value, OUTCOME_WORDS[one]) for one in fitting]
