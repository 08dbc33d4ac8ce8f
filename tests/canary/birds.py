"""The canaries: one unique word for each restricted field, entered as people enter it, and where each may be seen."""

import dataclasses
import re
import secrets
from dataclasses import dataclass, field
from typing import Any

from contracts.reception import CitizenAct, FileKind, OpeningPurpose, PetitionKind, Visibility
from contracts.registry import Role
from kernel.message import Actor
from services.reception.domain import Petitioner
from services.reception.domain.vault import Identity
from tests.e2e.six import OURS, STRANGE, TODAY, Six

NUMBERS = ("phone", "id_number")
# A petitioner's name and address are for the officers who read petitions, on the petition's own page.
READS_PETITION = r"page:GET /reception/petitions/<petition_id> as (RECEPTIONIST|PETITION_OFFICER|UNIT_LEADER|AGENCY_HEAD|DEPUTY)$"
READS_LETTER = f"{READS_PETITION}|{READS_PETITION.replace('page:', 'letter:')}"
READS_FILES = READS_PETITION.replace("petition_id>", "petition_id>/files")
READS_FILES_API = r"page:GET /api/reception/v1/petitions/<petition_id>/files as \w+$"
DOWNLOADS = (
    r"page:GET (/api)?/reception/(v1/)?petitions/<petition_id>/files/<attachment_id> as \w+$"
)
READS_BOOK = r"page:GET /reception/book(/\w+)? as (RECEPTIONIST|PETITION_OFFICER|UNIT_LEADER|AGENCY_HEAD|DEPUTY)$"
READS_REPLIES = r"page:GET (/api)?/reception/(v1/)?petitions/<petition_id>/replies as \w+$"
READS_WORDS = r"page:GET (/api)?/reception/(v1/)?petitions/<petition_id>/words as \w+$"
NOWHERE = r"(?!)"


@dataclass(frozen=True)
class Bird:
    """One canary: the field it sits in, its word, and the places where it may be seen."""

    where: str
    word: str
    may: str = NOWHERE

    def may_be_at(self, place: str) -> bool:
        """Whether it is no leak there."""
        return re.match(self.may, place) is not None


@dataclass
class Birds:
    """All canaries of a run."""

    known: list[Bird] = field(default_factory=list)
    apart: dict[str, str] = field(default_factory=dict)

    def fresh(self, where: str, *, digits: bool = False, may: str = NOWHERE) -> str:
        """A word nobody has used, for a field."""
        word = (
            str(secrets.randbelow(9 * 10**11) + 10**11)
            if digits
            else f"kanary{secrets.token_hex(6)}"
        )
        return self.told(where, word, may)

    def told(self, where: str, word: str, may: str = NOWHERE) -> str:
        """A word that was drawn elsewhere (a code, a token)."""
        self.known.append(Bird(where, word, may))
        return word

    def filled(self, cls: Any, where: str, may: str = NOWHERE) -> Any:
        """A value with a canary in every field it has: a field that is added is covered at once."""
        return cls(
            **{
                one.name: self.fresh(f"{where}.{one.name}", digits=one.name in NUMBERS, may=may)
                for one in dataclasses.fields(cls)
            }
        )


CLERK = Actor(user="u-RECEPTIONIST", role=Role.RECEPTIONIST, agency=OURS)
HEAD = Actor(user="u-AGENCY_HEAD", role=Role.AGENCY_HEAD, agency=OURS)
OFFICER = Actor(user="u-PETITION_OFFICER", role=Role.PETITION_OFFICER, agency=OURS)
A_FORM = {"channel": "COUNTER", "received_on": TODAY.isoformat(), "summary": "Việc ở thôn Một."}


def seed(six: Six) -> Birds:
    """Enter everything restricted that the services take, through their own doors."""
    birds = Birds()
    complaint = _petition(six, birds, "COMPLAINT", READS_PETITION)
    denunciation = _petition(six, birds, "DENUNCIATION", NOWHERE)
    six.ids["reception", "petitions"] = complaint
    _vault(six, birds, denunciation)
    _citizen(six, birds, complaint, READS_WORDS)
    _citizen(six, birds, denunciation, r"page:GET .*/words as AGENCY_HEAD$")
    _files(six, birds, complaint, denunciation)
    _letter(six, birds)
    _visit(six, birds)
    _reply(six, birds, complaint)
    _accounts(six, birds)
    birds.told("session token", six.token(Role.RECEPTIONIST))
    return birds


def _petition(six: Six, birds: Birds, kind: str, may: str, where: str = "") -> str:
    who = birds.filled(Petitioner, f"{where or kind.lower()}.petitioner", may)
    body = {"kind": kind, **A_FORM, "petitioner": vars(who)}
    told: dict[str, Any] = six.post("reception", "/petitions", body, Role.RECEPTIONIST)
    return str(told["petition"])


def _vault(six: Six, birds: Birds, denunciation: str) -> None:
    reception = six.doors["reception"]
    nameless = {"kind": "DENUNCIATION", **A_FORM}
    later = six.post("reception", "/petitions", nameless, Role.RECEPTIONIST)["petition"]
    reception.put_into_vault(later, birds.filled(Identity, "vault.identity"), by=CLERK)
    for id_ in (denunciation, later):
        reason = birds.fresh(
            "vault.opening.reason", may=r"page:GET /reception/petitions/.*/vault as AGENCY_HEAD$"
        )
        reception.open_vault(id_, OpeningPurpose.VERIFY, reason, by=HEAD)
        asked = birds.fresh(
            "vault.request.reason", may=r"page:GET /reception/petitions/.*/vault as AGENCY_HEAD$"
        )
        reception.request_vault(id_, OpeningPurpose.CONTACT, asked, by=OFFICER)
    six.post(
        "reception", f"/petitions/{later}/vault/handover", {"to_agency": "snv"}, Role.AGENCY_HEAD
    )


def _citizen(six: Six, birds: Birds, petition: str, may: str) -> None:
    reception = six.doors["reception"]
    printed = reception.print_receipt(petition, by=CLERK)
    birds.told("receipt.code", printed.code)
    if printed.secret:
        birds.told("receipt.secret", printed.secret)
    asked = {"code": printed.code, "secret": printed.secret}
    client = six.apps["reception"].test_client()
    seen = client.post("/api/reception/v1/public/look-up", json=asked)
    assert seen.status_code == 200, seen.text
    birds.told("citizen.token", seen.json["token"])
    said = birds.fresh("citizen.supplement", may=may)
    reception.say(seen.json["token"], CitizenAct.SUPPLEMENT, said)


def _files(six: Six, birds: Birds, complaint: str, denunciation: str) -> None:
    reception = six.doors["reception"]
    places = (
        (
            complaint,
            Visibility.INTERNAL,
            FileKind.OTHER,
            f"{READS_FILES}|{READS_FILES_API}|{DOWNLOADS}",
        ),
        (denunciation, Visibility.VAULT, FileKind.SCAN, NOWHERE),
    )
    for petition, visibility, about, may in places:
        name = birds.fresh(f"file.{visibility}.name", may=may)
        content = birds.fresh(
            f"file.{visibility}.content",
            may=DOWNLOADS if visibility is Visibility.INTERNAL else NOWHERE,
        )
        told = reception.attach_file(
            petition,
            f"%PDF-1.7\n{content}\n%%EOF".encode(),
            name=f"{name}.pdf",
            about=about,
            visibility=visibility,
            by=CLERK,
        )
        if visibility is Visibility.INTERNAL:
            six.ids["reception", "files"] = told["attachment"]


def _letter(six: Six, birds: Birds) -> None:
    """A signed letter with a denunciation in it, which is forwarded: neither leads to the other."""
    letter = _petition(six, birds, "COMPLAINT", READS_LETTER, where="letter")
    parts = [{"kind": kind, "summary": "Việc trong đơn."} for kind in ("COMPLAINT", "DENUNCIATION")]
    told = six.post("reception", f"/petitions/{letter}/split", {"parts": parts}, Role.RECEPTIONIST)
    _, secret = told["parts"]
    birds.apart = {"letter": letter, "denunciation": secret}
    birds.told("letter.id", letter, r"(?!denunciation:)|.* as AGENCY_HEAD$")
    birds.told("denunciation.id", secret, r"(?!letter:)|.* as AGENCY_HEAD$")
    away = {"eligible": True, "competent": False, "disposition": "FORWARD"}
    found = {**away, "on": TODAY.isoformat()}
    six.post("reception", f"/petitions/{secret}/classification", found, Role.RECEPTIONIST)
    to = {"to_agency": STRANGE, "document": "1/PC"}
    six.post("reception", f"/petitions/{secret}/forward", to, Role.RECEPTIONIST)


def _visit(six: Six, birds: Birds) -> None:
    who = birds.filled(Petitioner, "visit.visitor", READS_BOOK)
    came = {"received_on": TODAY.isoformat(), "kind": "COMPLAINT", "content": "Việc đất đai."}
    six.post("reception", "/visits", {**came, "visitor": vars(who)}, Role.RECEPTIONIST)


def _reply(six: Six, birds: Birds, petition: str) -> None:
    text = birds.fresh("reply.text", may=READS_REPLIES)
    body = {"text": text, "understood": True}
    six.post("reception", f"/petitions/{petition}/replies", body, Role.RECEPTIONIST)


def _accounts(six: Six, birds: Birds) -> None:
    password = birds.fresh("account.password")
    new = {"account": "chim.bao", "name": "Người thử", "password": f"một câu dài {password}"}
    six.post("registry", "/accounts", new, Role.ADMINISTRATOR)
    wrong = {"account": "chim.bao", "password": birds.fresh("sign-in.wrong password")}
    six.apps["registry"].test_client().post("/api/registry/v1/sessions", json=wrong)


def plant(six: Six, birds: Birds) -> None:
    """Leak one, as careless hands would: into a read model."""
    name = next(one for one in birds.known if one.where == "denunciation.petitioner.name")
    rows = six.doors["reception"].store.database["work_list"]
    rows.update_many({"kind": PetitionKind.DENUNCIATION.value}, {"$set": {"hint": name.word}})
