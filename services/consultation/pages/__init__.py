"""How people talk to consultation: what is open, the lists, each thing with its acts and its days."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from frame.confirm import ask_first, confirms
from frame.lists import MOST_EXPORTED
from frame.pages import Pages, asked_page, may
from frame.timeline import Timeline, switched
from kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refusal
from kernel.web import current_actor, idempotency_key, read_form, requires
from services.consultation.domain import Matter, Round
from services.consultation.pages import forms, public, search
from services.consultation.pages.course import course
from services.consultation.pages.fields import fields_of, prefilled
from services.consultation.pages.listed import LISTINGS
from services.consultation.pages.shown import shown
from services.consultation.pages.things import THINGS, Act, Thing
from services.consultation.pages.words import (
    FRONT_READERS,
    FRONT_WRITERS,
    GIVERS,
    KINDS,
    LABELS,
    RESPONSES,
    STATES,
)
from services.consultation.service import Consultation

# Everybody who may do some act here; each act then asks for its own roles.
READERS = FRONT_READERS
ACTORS = tuple(
    {
        *FRONT_WRITERS,
        *(role for one in THINGS.values() for act in one.acts.values() for role in act.roles),
    }
)
FOR_GOOD = [
    f"consultation.{act.command}"
    for one in THINGS.values()
    for act in one.acts.values()
    if act.for_good
]
HOME_ROWS = 8
HOME = ("opinions", "recommendations", "criticisms", "dialogues", "consultations", "projects")
CHILDREN = {"consultations": "opinions", "supervisions": "recommendations"}


def pages(consultation: Consultation) -> Blueprint:
    """The pages of consultation."""
    bp = Blueprint("consultation", __name__, template_folder="../templates")
    desk = _Desk(consultation)

    @bp.get("/")
    @requires(*READERS)
    def home() -> str:
        return desk.home()

    @bp.get("/<things>")
    @requires(*READERS)
    def listing(things: str) -> ResponseReturnValue:
        return desk.listing(things)

    @bp.get("/<things>/new")
    @requires(*ACTORS)
    def new(things: str) -> str:
        return desk.form(things, _begins(things), {})

    @bp.post("/<things>/new")
    @requires(*ACTORS)
    def enter(things: str) -> ResponseReturnValue:
        return desk.do(things, _begins(things))

    @bp.get("/<things>/<id_>")
    @requires(*READERS)
    def thing(things: str, id_: str) -> str:
        return desk.page(things, id_)

    @bp.get("/<things>/<id_>/<act>")
    @requires(*ACTORS)
    def act_form(things: str, id_: str, act: str) -> str:
        return desk.form(things, _act(things, act), {}, id_)

    @bp.post("/<things>/<id_>/<act>")
    @requires(*ACTORS)
    @confirms(*FOR_GOOD)
    def do_act(things: str, id_: str, act: str) -> ResponseReturnValue:
        return desk.do(things, _act(things, act), id_)

    search.add(bp, consultation)
    public.add(bp, consultation)
    bp.context_processor(
        lambda: {
            "labels": LABELS,
            "states": STATES,
            "all_things": THINGS,
            "kinds": KINDS,
            "givers": GIVERS,
            "responses": RESPONSES,
            "today": consultation.today,
        }
    )
    return bp


class _Desk:
    """What the routes do, for any kind of thing."""

    def __init__(self, consultation: Consultation) -> None:
        self.consultation = consultation

    def home(self) -> str:
        """What is open, by the day it is due; of each kind that who looks may see."""
        agency, today = current_actor().agency, self.consultation.today
        sections = [
            {
                "name": name,
                "rows": self._list(name).waiting(agency, most=HOME_ROWS),
                "open": self._list(name).count(agency, open=True),
                "overdue": self._list(name).overdue(agency, today),
            }
            for name in HOME
            if may(THINGS[name].readers)
        ]
        return render_template("consultation/home.html", sections=sections)

    def listing(self, things: str) -> ResponseReturnValue:
        """One page of a list; all of it as a file."""
        thing, agency = _readable(things), current_actor().agency
        state = request.args.get("state", "")
        wanted = {"state": state if state in STATES[things] else None}
        listing, shown_by = LISTINGS[things], {**wanted, "order": LISTINGS[things].order.keys}
        if listing.exporting:
            rows = self._list(things).of(agency, size=MOST_EXPORTED, **shown_by)
            made = self.consultation.store.clock.legal_now()
            return listing.file(f"danh-sach-{things}", rows, title=thing.many, made=made)
        found = Pages(number=asked_page(), total=self._list(things).count(agency, **wanted))
        return render_template(
            "consultation/list.html",
            listing=listing,
            thing=thing,
            name=things,
            state=state,
            list_rows=self._list(things).of(agency, page=found.number, **shown_by),
            pages=found,
            begins=_allowed(thing.begins),
        )

    def page(self, things: str, id_: str) -> str:
        """A thing with its days and the acts one may do on it."""
        thing, one = self._one(things, id_)
        offered = {name: act for name, act in thing.acts.items() if act.offered(one)}
        return render_template(
            "consultation/thing.html",
            thing=thing,
            name=things,
            one=one,
            shown=shown(one, self.consultation.law),
            acts={name: act for name, act in offered.items() if _allowed(act)},
            course=self._course(one),
            **self._children(things, id_),
        )

    def _course(self, one: Matter) -> Timeline | None:
        """What happened in a round, as everybody or as the office sees it."""
        if not isinstance(one, Round):
            return None
        rows = self.consultation.opinion_list.of(one.agency, consultation=one.id)
        return switched(course(one, rows), today=self.consultation.today)

    def form(
        self, things: str, act: Act, errors: Mapping[str, Any], id_: str = "", typed: Any = None
    ) -> str:
        """The form of an act."""
        _must(act)
        one = self._one(things, id_)[1] if id_ else None
        today = self.consultation.today.isoformat()
        return render_template(
            "consultation/form.html",
            thing=THINGS[things],
            name=things,
            act=act,
            about=shown(one, self.consultation.law).title if one else "",
            back=url_for("consultation.thing", things=things, id_=id_)
            if id_
            else url_for("consultation.listing", things=things),
            fields=list(fields_of(act.form)),
            values=prefilled(act.form, today) if typed is None else typed,
            errors=errors,
        )

    def do(self, things: str, act: Act, id_: str = "") -> ResponseReturnValue:
        """Do what a form says; what is refused is shown at its field."""
        _must(act)
        command = getattr(self.consultation, act.command)
        about = (id_,) if id_ else ()
        try:
            given = forms.MADE[act.form](**read_form(act.form()))
            if act.for_good and (asked := self._asked_first(things, act, id_)):
                return asked
            told = command(*about, given, by=current_actor(), key=idempotency_key())
        except (Invalid, Conflict) as wrong:
            return self.form(things, act, _errors(wrong), id_, request.form), _status(wrong)
        flash(act.done, "good")
        to = (act.makes, told["id"]) if act.makes else (things, told["id"])
        return redirect(url_for("consultation.thing", things=to[0], id_=to[1]), 303)

    def _asked_first(self, things: str, act: Act, id_: str) -> str | None:
        return ask_first(
            f"consultation.{act.command}",
            f"{act.title}?",
            about=shown(self._one(things, id_)[1], self.consultation.law).title,
            yes=act.title,
            back=url_for("consultation.thing", things=things, id_=id_),
        )

    def _one(self, things: str, id_: str) -> tuple[Thing, Matter]:
        thing = _readable(things)
        one: Matter = getattr(self.consultation, thing.query)(id_, by=current_actor())
        return thing, one

    def _list(self, things: str) -> Any:
        return getattr(self.consultation, THINGS[things].listing)

    def _children(self, things: str, id_: str) -> dict[str, Any]:
        """The opinions of a round, the recommendations of a supervision."""
        inner = CHILDREN.get(things)
        if not inner:
            return {"inner": ""}
        agency = current_actor().agency
        within = {THINGS[things].query: id_}
        found = Pages(number=asked_page(), total=self._list(inner).count(agency, **within))
        rows = self._list(inner).of(agency, page=found.number, **within)
        return {"inner": inner, "list_rows": rows, "pages": found}


def _readable(things: str) -> Thing:
    thing = THINGS.get(things)
    if thing is None:
        raise NotFound
    if not may(thing.readers):
        raise Forbidden
    return thing


def _begins(things: str) -> Act:
    act = _readable(things).begins
    if act is None:
        raise NotFound
    return act


def _act(things: str, name: str) -> Act:
    try:
        return _readable(things).acts[name]
    except KeyError:
        raise NotFound from None


def _allowed(act: Act | None) -> Act | None:
    return act if act and may(act.roles) else None


def _must(act: Act) -> None:
    if not may(act.roles):
        raise Forbidden


def _errors(wrong: Refusal) -> Mapping[str, Any]:
    """Sentences by field, whether the form or a rule refused."""
    if isinstance(wrong, Invalid) and wrong.errors:
        return wrong.errors
    return {"": [wrong.detail]}


def _status(wrong: Refusal) -> int:
    return 409 if isinstance(wrong, Conflict) else 422
