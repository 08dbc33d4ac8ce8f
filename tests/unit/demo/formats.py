"""The rows that services take, written down apart from the services: names, kinds of values, words."""

from collections.abc import Callable
from datetime import date
from typing import Any

Check = Callable[[Any], bool]


def a_day(value: Any) -> bool:
    """An ISO day within the year."""
    return isinstance(value, str) and "2025-10-01" <= value <= "2026-12-31" and bool(_day(value))


def _day(value: str) -> date:
    return date.fromisoformat(value)


def a_text(value: Any) -> bool:
    """Some words."""
    return isinstance(value, str) and 0 < len(value.strip()) <= 4000


def maybe_text(value: Any) -> bool:
    """Words or none."""
    return isinstance(value, str)


def a_count(value: Any) -> bool:
    """A whole number, not negative."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def a_yes(value: Any) -> bool:
    """True or false."""
    return isinstance(value, bool)


def of(words: str) -> Check:
    """One of some words."""
    return lambda value: value in words.split()


def some_of(words: str) -> Check:
    """Any of some words."""
    return lambda value: isinstance(value, list) and set(value) <= set(words.split())


def a_petitioner(value: Any) -> bool:
    """Somebody, or nobody."""
    return value is None or (set(value) == {"name", "address", "phone"} and a_text(value["name"]))


KIND = of("COMPLAINT DENUNCIATION RECOMMENDATION FEEDBACK")
RESPONSE = of("ABSORBED PARTLY_ABSORBED EXPLAINED")
CHANNEL = of(
    "POST COUNTER DROPBOX RECEPTION_SESSION REFERRED_PARTY_STATE_LEADER REFERRED_ELECTED_BODY "
    "REFERRED_FRONT REFERRED_PRESS REFERRED_AGENCY ONLINE_RECEPTION PORTAL"
)
FIELD = of("ECONOMY CULTURE SOCIETY SECURITY DEFENCE POLITICAL_SYSTEM")
TAGS = some_of("REMOTE EXTREMELY_DIFFICULT ETHNIC_MINORITY RELIGIOUS BORDER ISLAND")
DISPOSITION = of("ACCEPT REQUEST_SUPPLEMENT GUIDE FORWARD RETURN STORE")
OUTCOME = of("JUSTIFIED PARTLY_JUSTIFIED UNJUSTIFIED ANSWERED")
SUBJECT = {"ref": a_text, "on": a_day}

FORMATS: dict[str, tuple[str, dict[str, Check]]] = {
    "register_petition": (
        "reception",
        {
            "kind": KIND,
            "channel": CHANNEL,
            "received_on": a_day,
            "summary": a_text,
            "petitioner": a_petitioner,
            "signers": a_count,
        },
    ),
    "classify_petition": (
        "reception",
        {**SUBJECT, "eligible": a_yes, "competent": a_yes, "disposition": DISPOSITION},
    ),
    "accept_petition": ("reception", {**SUBJECT, "complex": a_yes}),
    "decide_petition": ("reception", {**SUBJECT, "outcome": OUTCOME}),
    "hold_session": (
        "reception",
        {
            "kind": of("REGULAR PERIODIC AD_HOC"),
            "host": of("HEAD AUTHORISED_DEPUTY OFFICER"),
            "held_on": a_day,
            "online": a_yes,
            "place": a_text,
            **dict.fromkeys(("visits", "persons", "matters", "matters_again"), a_count),
            **dict.fromkeys(("groups", "group_persons", "group_matters"), a_count),
        },
    ),
    "draft_plan": ("planning", {"year": a_count, "symbol": a_text, "title": a_text}),
    "add_task": (
        "planning",
        {"plan_ref": a_text, "title": a_text, "duty": a_text, "owner": maybe_text, "due_on": a_day},
    ),
    "approve_plan": ("planning", SUBJECT),
    "complete_task": ("planning", {**SUBJECT, "evidence": a_text}),
    "register_model": (
        "planning",
        {
            "name": a_text,
            "field": FIELD,
            "started_on": a_day,
            "beneficiaries": a_text,
            "direct_to_people": a_yes,
            "pressing_issue": a_yes,
        },
    ),
    "record_model_result": ("planning", {**SUBJECT, "evidence": a_text}),
    "end_model": ("planning", {**SUBJECT, "reason": a_text}),
    "hold_outreach": (
        "planning",
        {
            "kind": of("STAFF PEOPLE"),
            "held_on": a_day,
            "participants": a_count,
            "instruments": lambda value: all(map(a_text, value)),
            "area_tags": TAGS,
            "title": a_text,
        },
    ),
    "hold_training": ("planning", {"held_on": a_day, "attendees": a_count, "title": a_text}),
    "publish_media": (
        "planning",
        {
            "kind": of("ARTICLE BROADCAST"),
            "topic": of("POLICY RESULTS MODELS"),
            "published_on": a_day,
            "minutes": a_count,
            "title": a_text,
        },
    ),
    "evaluate_head": (
        "planning",
        {
            "evaluated_on": a_day,
            "level": of("EXCELLENT GOOD FULFILLED NOT_FULFILLED"),
            "evaluator": a_text,
            "findings": a_text,
        },
    ),
    "record_harassment": (
        "planning",
        {"found_on": a_day, "officials_handled": a_count, "handling": a_text},
    ),
    "open_consultation": (
        "consultation",
        {
            "kind": of("COMMUNITY_CONSULT SCIENTIFIC_CRITICISM CONTRIBUTION"),
            "title": a_text,
            "opened_on": a_day,
            "closes_on": a_day,
        },
    ),
    "receive_opinion": (
        "consultation",
        {
            "consultation_ref": a_text,
            "giver": of("RESIDENTS FRONT EXPERTS BUSINESS"),
            "received_on": a_day,
            "content": a_text,
        },
    ),
    "answer_opinion": ("consultation", {**SUBJECT, "response": RESPONSE, "reason": a_text}),
    "close_consultation": ("consultation", SUBJECT),
    "announce_dialogue": (
        "consultation",
        {"title": a_text, "place": a_text, "announced_on": a_day, "planned_on": a_day},
    ),
    "hold_dialogue": (
        "consultation",
        {
            "ref": a_text,
            "held_on": a_day,
            "participants": a_count,
            "opinions": a_count,
            "answered": a_count,
        },
    ),
    "publish_dialogue_result": ("consultation", {**SUBJECT, "answered": a_count}),
    "record_supervision": (
        "consultation",
        {"supervisor": a_text, "subject": a_text, "started_on": a_day},
    ),
    "receive_recommendation": (
        "consultation",
        {"supervision_ref": a_text, "content": a_text, "received_on": a_day},
    ),
    "reply_recommendation": (
        "consultation",
        {**SUBJECT, "response": RESPONSE, "reply": a_text},
    ),
    "request_criticism": ("consultation", {"draft_title": a_text, "sent_on": a_day}),
    "receive_criticism": ("consultation", {"ref": a_text, "issued_on": a_day, "content": a_text}),
    "reply_criticism": ("consultation", {**SUBJECT, "response": RESPONSE, "reply": a_text}),
    "post_project": (
        "consultation",
        {"name": a_text, "posted_on": a_day, "households": a_count},
    ),
    "hold_project_meeting": (
        "consultation",
        {"ref": a_text, "held_on": a_day, "agree": a_count, "disagree": a_count, "other": a_count},
    ),
    "hold_project_dialogue": ("consultation", {"ref": a_text, "held_on": a_day}),
    "complete_project": ("consultation", SUBJECT),
}


def wrong(service: str, row: dict[str, Any]) -> str:
    """What is wrong with a row; nothing when it is as the service takes it."""
    told_to, fields = FORMATS[row["act"]]
    names = set(row) - {"act", "client_ref"}
    if told_to != service or names != set(fields) or not a_text(row["client_ref"]):
        return f"{service}: {row}"
    bad = [name for name, check in fields.items() if not check(row[name])]
    return f"{row['act']}: {bad} of {row}" if bad else ""


def days_of(row: dict[str, Any]) -> list[str]:
    """The days of facts in a row; plans for later are none."""
    later = {"due_on", "closes_on", "planned_on"}
    return [
        value
        for name, value in row.items()
        if name not in later and (name == "on" or name.endswith("_on"))
    ]
