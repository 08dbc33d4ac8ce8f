"""The web applications of all six services on one site, in this process, with something of one agency in each."""

import base64
import copy
import importlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, cached_property
from io import BytesIO
from typing import Any

import marshmallow as ma
import pytest
from flask import Flask
from flask.testing import FlaskClient
from marshmallow import fields, validate
from openpyxl import Workbook
from werkzeug.test import TestResponse

from contracts.planning import PlanApproved
from contracts.reception import FileKind, Visibility
from contracts.registry import PROVINCE_WIDE, Role
from kernel.auth import SessionKeys, create_secret, create_session_key
from kernel.clock import SystemClock
from kernel.keys import RING
from kernel.message import Actor, new_id
from kernel.store import SavedViews
from kernel.store.changes import write
from kernel.web.session import asks_fresh, guard_of
from law.defaults import shipped_units
from services.consultation.pages.things import THINGS
from services.notify.domain import roll
from services.reception.domain.cases import Said
from services.reception.domain.minutes import Conclusion, Minutes
from services.reporting.domain.figures import BY_KEY
from tests.contracts.pin import told as envelope
from tests.site import WORKERS, Site

TODAY = SystemClock().today()
PLACES = [one.id for one in shipped_units().reporting(TODAY) if one.kind.is_place]
OURS, STRANGE, SNV = PLACES[0], PLACES[1], "snv"
SCRIPT = "<script>alert(1)</script>"
PASSWORD = "một câu dài dễ nhớ"
LOCAL = {"Origin": "http://localhost"}
Row = tuple[str, dict[str, Any]]
FIGURE = next(iter(BY_KEY))
SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Route:
    """One way into a service: a rule and a method, and whom it lets in."""

    service: str
    rule: str
    method: str
    guard: Any
    body: ma.Schema | None
    fresh: bool = False
    confirms: tuple[str, ...] = ()

    @property
    def api(self) -> bool:
        return self.rule.startswith("/api/")

    @property
    def roles(self) -> tuple[str, ...]:
        """Who may, of all roles."""
        return self.guard if isinstance(self.guard, tuple) else tuple(Role)

    @property
    def has_id(self) -> bool:
        """Whether its address names one thing."""
        return bool(re.search(r"<(?!int:|things>|key>)", self.rule))

    def __str__(self) -> str:
        return f"{self.method} {self.rule}"


class Six:
    """The six applications; ways to ask them as anybody."""

    def __init__(self, site: Site) -> None:
        create_session_key(site.folder / "keys")
        create_secret(site.folder / "keys")
        self.site = site
        self.keys = SessionKeys(site.folder / "keys", site="gialai")
        self.doors = {name: self._door(target) for name, target in WORKERS.items()}
        with pytest.MonkeyPatch.context() as patch:  # one client for all: the site closes it
            patch.setattr("kernel.store.store.connect", lambda _: site.client)
            self.apps = {name: self._app(name) for name in WORKERS}
        self.ids: dict[tuple[str, str], str] = {}

    def _app(self, name: str) -> Flask:
        settings = self.site.settings_for(name, rate_limit="1000000/minute")
        app: Flask = importlib.import_module(f"services.{name}.api").web(settings)
        return app

    def _door(self, target: str) -> Any:
        module, _, cls = target.partition(":")
        door = getattr(importlib.import_module(module), cls)(self.site.store(target.split(".")[1]))
        door.store.prepare()
        return door

    @cached_property
    def routes(self) -> list[Route]:
        """Every way in, as the applications themselves know them."""
        return [route for name, app in self.apps.items() for route in _routes(name, app)]

    @cache  # noqa: B019  it lives for a module
    def token(self, role: str, agency: str = OURS) -> str:
        """A token of ten minutes, fresh from the registry."""
        return self.token_of(datetime.now(UTC), role, agency)

    def token_of(self, moment: datetime, role: str, agency: str = OURS) -> str:
        """A token as it was issued at a moment."""
        actor = Actor(user=f"u-{role}", role=role, agency=agency, fresh_at=moment.timestamp())
        return self.keys.issue(actor, now=moment, minutes=10)

    def ask(
        self, route: Route, path: str, role: str, agency: str = OURS, **more: Any
    ) -> TestResponse:
        """Ask as somebody: a program with a token, or a person with a cookie and our own form's proof."""
        if route.api:
            client = self.apps[route.service].test_client()
            given = {"Authorization": f"Bearer {self.token(role, agency)}"}
            if route.body is not None and route.method != "GET":
                more.setdefault("json", sample(route.body))
            return client.open(path, method=route.method, headers=given, **more)
        client = self.person(route.service, role, agency)
        if route.method not in SAFE:
            more["data"] = {"csrf_token": self._proof[1], **more.get("data", {})}
        return client.open(path, method=route.method, headers=LOCAL, **more)

    def person(self, service: str, role: str, agency: str = OURS) -> FlaskClient:
        """Somebody with a browser, signed in, who has seen a form of ours."""
        client = self.apps[service].test_client()
        client.set_cookie("danvan", self.token(role, agency))
        client.set_cookie("danvan-form", self._proof[0])
        return client

    @cached_property
    def _proof(self) -> tuple[str, str]:
        """The form cookie and its token: all applications of a site share them."""
        client = self.apps["registry"].test_client()
        token = csrf(client.get("/registry/sign-in").text)
        cookie = client.get_cookie("danvan-form")
        assert cookie is not None
        return cookie.value, token

    # --- something of ours --------------------------------------------------------------------------

    def fill(self) -> "Six":
        """Enter one of everything for our agency, with a script in every text."""
        for service, rows in ROWS.items():
            self._enter(service, rows)
        self._file()
        self._forward()
        self._account()
        self._rounds()
        self._saved_views()
        self._organisation()
        self._joined()
        self._notice()
        self._report()
        self._adhoc()
        return self

    def post(self, service: str, path: str, body: Any, role: str, agency: str = OURS) -> Any:
        headers = {"Authorization": f"Bearer {self.token(role, agency)}"}
        client = self.apps[service].test_client()
        told = client.open(
            f"/api/{service}/v1{path}",
            method="PUT" if path.endswith("sections") else "POST",
            json=body,
            headers=headers,
        )
        assert told.status_code < 300, (path, told.text)
        return told.json

    def _enter(self, service: str, rows: list[Row]) -> None:
        for of, row in rows:  # one by one: a later one speaks of an earlier
            told = self.post(service, "/acts", {"rows": [row]}, Role.SOFTWARE)["results"][0]
            assert told["status"] == 200, told
            if of:
                self.ids[service, of] = told["answer"].get(of[:-1]) or told["answer"]["id"]

    def _file(self) -> None:
        by = Actor(user="u", role=Role.RECEPTIONIST, agency=OURS)
        told = self.doors["reception"].attach_file(
            self.ids["reception", "petitions"],
            b"%PDF-1.4\n%%EOF",
            name=SCRIPT,
            about=FileKind.DECISION,
            visibility=Visibility.PUBLIC,
            by=by,
        )
        self.ids["reception", "files"] = told["attachment"]
        written = self.doors["reception"].replies.write_template(name=SCRIPT, text=SCRIPT, by=by)
        self.ids["reception", "templates"] = written["template"]
        self.ids["reception", "imports"] = self.doors["reception"].keep_import(
            a_line_of_petitions(), by=by
        )
        self.doors["reception"].receiving.post_plan(self.ids["reception", "plans"], Said(), by=by)
        desk, session = self.doors["reception"].sittings, self.ids["reception", "sessions"]
        said = Conclusion(matter=SCRIPT, text=SCRIPT, who=SCRIPT)
        minutes = Minutes(conclusions=(said,), number=SCRIPT, issued_on=TODAY)
        desk.minute_session(session, minutes, by=by)
        kept = desk.attach_minutes(session, b"%PDF-1.4\n%%EOF", name=SCRIPT, by=by)
        self.ids["reception", "signed"] = kept["attachment"]
        self.ids["reception", "papers"] = "extract.docx"
        self.ids["reception", "notices"] = "docx"

    def _rounds(self) -> None:
        """The public page names a consultation a round."""
        self.ids["consultation", "rounds"] = self.ids["consultation", "consultations"]

    def _saved_views(self) -> None:
        """A view of a list in each service, shared in our agency."""
        by = Actor(user=f"u-{Role.DANVAN_OFFICER}", role=Role.DANVAN_OFFICER, agency=OURS)
        for service, door in self.doors.items():
            views = SavedViews(door.store)
            views.save(f"/{service}/list", SCRIPT, "", shared=True, by=by)
            self.ids[service, "views"] = views.of(f"/{service}/list", by=by)[0]["_id"]

    def _forward(self) -> None:
        """A petition another agency forwarded to ours."""
        rows = [
            _row(
                "register_petition",
                "f",
                kind="FEEDBACK",
                channel="POST",
                received_on=_DAY,
                summary=_S,
            )[1],
            _row(
                "classify_petition",
                ref="f",
                eligible=True,
                competent=False,
                disposition="FORWARD",
                on=_DAY,
            )[1],
            _row("forward", ref="f", to_agency=OURS, document="1/PC")[1],
        ]
        for row in rows:
            told = self.post("reception", "/acts", {"rows": [row]}, Role.SOFTWARE, STRANGE)
            assert told["results"][0]["status"] == 200, told
        self.ids["reception", "forwards"] = told["results"][0]["answer"]["forward"]

    def _account(self) -> None:
        new = {"account": "nan.nhan", "name": SCRIPT, "password": PASSWORD}
        id_ = self.post("registry", "/accounts", new, Role.ADMINISTRATOR)["account"]
        role = {"role": Role.DANVAN_OFFICER, "agency": OURS, "since": TODAY.isoformat()}
        self.give_role(id_, role)
        waits = {**role, "role": Role.CLERK}
        told = self.post("registry", f"/accounts/{id_}/roles", waits, Role.ADMINISTRATOR)
        self.ids["registry", "proposals"] = self.ids["registry", "role-proposals"] = told[
            "proposal"
        ]
        wanted = {"name": SCRIPT, "scopes": ["planning.see"], "expires_on": TODAY.isoformat()}
        token = self.post("registry", "/tokens", wanted, Role.ADMINISTRATOR)
        self.ids["registry", "tokens"] = token["id"]
        self.ids["registry", "accounts"] = self.ids["registry", "people"] = id_

    def give_role(self, id_: str, role: dict[str, Any]) -> None:
        """A role the administrator proposes and the head approves."""
        told = self.post("registry", f"/accounts/{id_}/roles", role, Role.ADMINISTRATOR)
        approval = f"/role-proposals/{told['proposal']}/approval"
        self.post("registry", approval, None, Role.AGENCY_HEAD)

    def _organisation(self) -> None:
        """A reorganisation and a change of the law's data, both only prepared."""
        scheme = {"title": SCRIPT, "effective_on": TODAY.isoformat(), "moves": []}
        act = self.post("registry", "/reorganisations", scheme, Role.SNV_OFFICER, SNV)
        day = {"date": TODAY.isoformat(), "kind": "HOLIDAY", "name": SCRIPT}
        decision = {"instrument": SCRIPT, "standing": "CONFIRMED", "note": SCRIPT, "changes": [day]}
        told = self.post("registry", "/law/decisions", decision, Role.SNV_OFFICER, SNV)
        self.ids["registry", "reorganisations"] = act["reorganisation"]
        self.ids["registry", "amendments"] = told["amendment"]
        self.ids["registry", "packs"] = "complaints"

    def _joined(self) -> None:
        """A site of ours that asks to join."""
        public = json.loads((self.site.folder / "keys" / RING).read_text())
        keyid, shown = next(iter(public.items()))
        card = {"site": "xa-cua-ta", "keyid": keyid, "public": shown["public"]}
        asked = {"card": card, "agencies": [{"agency": OURS}]}
        self.post("registry", "/sites", asked, Role.OPS)
        self.ids["registry", "sites"] = card["site"]

    def _notice(self) -> None:
        notify, by = self.doors["notify"], Actor(user="u", role=Role.SNV_OFFICER, agency=SNV)
        near = [one for one in roll(shipped_units(), on=TODAY) if one.agency == OURS]
        lists = [copy.deepcopy(one).listed() for one in near]
        notify.store.once(lambda: notify.store.commit(*lists), by=by, command="list")
        notify.arrange(near[0].id, email="mttq@xa.example", by=by)
        plan = PlanApproved(plan="p", year=2026, symbol=SCRIPT, approved_on=TODAY, tasks=1)
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        told = envelope(
            PlanApproved, id=new_id(), time=now, agency=OURS, legaldate=TODAY.isoformat()
        )
        write(notify.store.database, notify.on_plan_approved(plan, told), session=None)
        notify.letters.spread(lambda: True)
        message = notify.letters.messages.rows.find_one({"notice": told.id})
        self.ids["notify", "participants"] = near[0].id
        self.ids["notify", "notices"] = told.id
        self.ids["notify", "deliveries"] = str(message["_id"]) if message else ""

    def _report(self) -> None:
        campaign = f"/campaigns/{TODAY.year}/report"
        self.post("reporting", "/campaigns", {"year": TODAY.year}, Role.SNV_OFFICER, SNV)
        self.post("reporting", campaign, None, Role.DANVAN_OFFICER)
        sections = {"sections": {"RECEPTION": SCRIPT, "DIALOGUE": SCRIPT}}
        self.post("reporting", f"{campaign}/sections", sections, Role.DANVAN_OFFICER)
        paper = {"section": "RECEPTION", "title": SCRIPT, "name": SCRIPT}
        content = base64.b64encode(b"%PDF-1.7 %%EOF").decode()
        borne = self.post(
            "reporting", f"{campaign}/evidence", {**paper, "content": content}, Role.DANVAN_OFFICER
        )
        self.ids["reporting", "evidence"] = borne["evidence"]
        sent = {"override_reason": SCRIPT}
        told = self.post("reporting", f"{campaign}/submission", sent, Role.AGENCY_HEAD)
        self.ids["reporting", "reports"] = told["report"]
        self.ids["reporting", "bench"] = self.ids["reporting", "answer"] = "DIALOGUE"
        self.ids["reporting", "supplements"] = new_id()
        wanted = {"kind": "report", "report": told["report"]}
        drawn = self.post("reporting", "/documents", wanted, Role.AGENCY_HEAD)
        self.ids["reporting", "documents"] = drawn["document"]

    def _adhoc(self) -> None:
        day = TODAY.isoformat()
        asks = {"title": SCRIPT, "instrument": SCRIPT, "questions": [SCRIPT], "agencies": [OURS]}
        asks |= dict.fromkeys(("window_from", "window_to", "due_on"), day)
        call = self.post("reporting", "/adhoc-calls", asks, Role.SNV_OFFICER, SNV)["call"]
        path = f"/adhoc-calls/{call}/answer"
        self.post("reporting", path, None, Role.DANVAN_OFFICER)
        sent = {"override_reason": SCRIPT}
        told = self.post("reporting", f"{path}/submission", sent, Role.AGENCY_HEAD)
        self.ids["reporting", "adhoc"] = self.ids["reporting", "calls"] = call
        self.ids["reporting", "answers"] = told["report"]

    # --- addresses ----------------------------------------------------------------------------------

    def addresses(self, route: Route) -> list[str]:
        """The route's addresses of what is ours. Fails for a kind of thing nobody entered above."""
        return [
            re.sub(r"(\w+)/<(?:int:)?(\w+)>", lambda found: self._step(route, *found.groups()), one)
            for one in _spread(route.rule)
        ]

    def _step(self, route: Route, before: str, name: str) -> str:
        if name == "year":
            return f"{before}/{TODAY.year}"
        if name == "name":  # a file of the province's report
            return f"{before}/report.pdf"
        if name == "key":  # a figure of the annual report
            return f"{before}/{FIGURE}"
        if before == "agencies" or name == "agency":
            return f"{before}/{OURS}"
        assert (route.service, before) in self.ids, f"{route}: enter one of “{before}” in six.py"
        return f"{before}/{self.ids[route.service, before]}"


def _routes(service: str, app: Flask) -> Iterator[Route]:
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            if f"/{service}/" in f"{rule.rule}/":
                told = getattr(view, "_apidoc", {}).get("arguments", {}).get("parameters", [])
                bodies = [one["schema"] for one in told if one["in"] == "json"]
                body = bodies[0] if bodies else None
                schema = body() if isinstance(body, type) else body
                guard, fresh = _guard(view, method), asks_fresh(view, method)
                confirms = getattr(view, "confirms", ()) if method == "POST" else ()
                yield Route(service, rule.rule, method, guard, schema, fresh, confirms)


def _guard(view: Any, method: str) -> Any:
    """What guards a view; None when nothing does (an application of ours would not start with it)."""
    try:
        return guard_of(view, method)
    except AttributeError:
        return None


def _spread(rule: str) -> Iterator[str]:
    """Consultation's pages name the kind of thing and the act in the address."""
    if "<things>" not in rule:
        yield rule
        return
    for things, thing in THINGS.items():
        named = rule.replace("<things>", things)
        yield from (
            named.replace("<act>", act) for act in (thing.acts if "<act>" in rule else [""])
        )


def csrf(page: str) -> str:
    """The token a form on a page carries."""
    return page.partition('name="csrf_token" value="')[2].partition('"')[0]


def narrow(roles: tuple[str, ...]) -> list[str]:
    """Those roles that see their own agency only."""
    return [role for role in roles if role not in {*PROVINCE_WIDE, Role.OPS}]


# --- bodies -----------------------------------------------------------------------------------------


def sample(schema: ma.Schema) -> dict[str, Any]:
    """The plainest body a schema takes."""
    return {
        field.data_key or name: value(field)
        for name, field in schema.load_fields.items()
        if field.required or isinstance(field, fields.Date)
    }


def value(field: Any) -> Any:
    """The plainest value of a field: of a text, one as long as it must be."""
    for cls, plainest in _PLAINEST.items():
        if isinstance(field, cls):
            return plainest(field)
    for offered in _validators(field, validate.OneOf):
        return next(iter(offered.choices))
    longest = max((one.max or 9 for one in _validators(field, validate.Length)), default=9)
    return "tên dài"[:longest]


_PLAINEST: dict[type[Any], Callable[[Any], Any]] = {
    fields.Enum: lambda field: next(iter(field.enum)).value,
    fields.Date: lambda _: TODAY.isoformat(),
    fields.Integer: lambda field: max(
        (one.min for one in _validators(field, validate.Range)), default=1
    ),
    fields.Boolean: lambda _: False,
    fields.List: lambda field: [value(field.inner)],
    fields.Dict: lambda _: {},
    fields.Nested: lambda field: sample(field.schema),
    fields.Email: lambda _: "a@xa.example",
}


def _validators(field: Any, kind: type) -> list[Any]:
    return [one for one in field.validators if isinstance(one, kind)]


_DAY = TODAY.isoformat()
_S = SCRIPT


def a_line_of_petitions() -> bytes:
    """A file of petitions with one line."""
    book = Workbook()
    book.active.append(["Ngày nhận", "Loại đơn", "Nguồn đơn", "Nội dung", "Mã tham chiếu"])
    book.active.append([f"{TODAY:%d/%m/%Y}", "Phản ánh", "Bưu chính", SCRIPT, "x-1"])
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _row(act: str, name: str = "", of: str = "", /, **given: Any) -> Row:
    """A row, and under which word in an address the thing it is about is found."""
    return of, {"act": act, "client_ref": name or f"{act}-1", **given}


ROWS: dict[str, list[Row]] = {
    "reception": [
        _row(
            "register_petition",
            "p",
            "petitions",
            kind="COMPLAINT",
            channel="COUNTER",
            received_on=_DAY,
            summary=_S,
            petitioner={"name": _S, "address": _S, "phone": _S},
        ),
        _row("plan_reception", "l", "plans", planned_on=_DAY, host="HEAD", place=_S),
        _row("keep_posting", "w", "postings", item="RULES", place=_S, posted_on=_DAY, evidence=_S),
        _row("receive_visitor", "v", received_on=_DAY, kind="COMPLAINT", content=_S),
        _row(
            "refuse_reception",
            "n",
            "refusals",
            reason="THREAT",
            refused_on=_DAY,
            text=_S,
            document=_S,
        ),
        _row(
            "hold_session",
            "s",
            "sessions",
            kind="REGULAR",
            host="HEAD",
            held_on=_DAY,
            place=_S,
            **dict.fromkeys(("visits", "persons", "matters"), 2),
            **dict.fromkeys(("groups", "group_persons"), 0),
        ),
    ],
    "planning": [
        _row("draft_plan", "d", year=TODAY.year, symbol=_S, title=_S),
        _row("add_task", "t", "tasks", plan_ref="d", title=_S, duty="D2.4", owner=_S, due_on=_DAY),
        _row("approve_plan", "", "plans", ref="d", on=_DAY),
        _row("complete_task", "", "tasks", ref="t", on=_DAY, evidence=_S),
        _row(
            "register_model",
            "m",
            "models",
            name=_S,
            field="ECONOMY",
            started_on=_DAY,
            beneficiaries=_S,
        ),
        _row("record_model_result", ref="m", on=_DAY, evidence=_S),
        _row(
            "hold_outreach",
            "o",
            kind="PEOPLE",
            title=_S,
            held_on=_DAY,
            participants=5,
            instruments=[_S],
        ),
        _row("hold_training", "h", title=_S, held_on=_DAY, attendees=5),
        _row("publish_media", "b", kind="ARTICLE", topic="POLICY", title=_S, published_on=_DAY),
        _row("evaluate_head", "e", evaluated_on=_DAY, level="GOOD", evaluator=_S, findings=_S),
        _row("record_harassment", "x", found_on=_DAY, officials_handled=1, handling=_S),
    ],
    "consultation": [
        _row(
            "open_consultation",
            "c",
            "consultations",
            kind="COMMUNITY_CONSULT",
            title=_S,
            opened_on=_DAY,
            closes_on=_DAY,
        ),
        _row(
            "receive_opinion",
            "i",
            "opinions",
            consultation_ref="c",
            giver="RESIDENTS",
            received_on=_DAY,
            content=_S,
        ),
        _row("answer_opinion", ref="i", response="EXPLAINED", reason=_S, on=_DAY),
        _row(
            "announce_dialogue",
            "d",
            "dialogues",
            title=_S,
            place=_S,
            announced_on=_DAY,
            planned_on=_DAY,
        ),
        _row("record_supervision", "u", "supervisions", supervisor=_S, subject=_S, started_on=_DAY),
        _row(
            "receive_recommendation",
            "r",
            "recommendations",
            supervision_ref="u",
            content=_S,
            received_on=_DAY,
        ),
        _row("reply_recommendation", ref="r", response="EXPLAINED", reply=_S, on=_DAY),
        _row("request_criticism", "k", "criticisms", draft_title=_S, sent_on=_DAY),
        _row("receive_criticism", ref="k", issued_on=_DAY, content=_S),
        _row("reply_criticism", ref="k", response="EXPLAINED", reply=_S, on=_DAY),
        _row("post_project", "j", "projects", name=_S, posted_on=_DAY, households=5),
    ],
}
