"""The register of sites: who may join, whose key is believed; and how the lines to them stand."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contracts.registry import SiteState
from kernel import keys
from kernel.enrolment import AnotherKey, Enrolment, Hosting, UnknownSite
from kernel.errors import NotFound
from kernel.message import Actor
from kernel.store import command
from services.registry.domain.sites import AtProvinceOnly, OurselvesAsked, Site
from services.registry.store import IngressCopy, Sites
from services.registry.views import SitesTold

if TYPE_CHECKING:
    from services.registry.service import Registry


class SiteDesk:
    """Lets sites in and shuts them out, and tells the processes here whom to believe."""

    def __init__(self, registry: "Registry") -> None:
        self.registry, self.store = registry, registry.store
        self.sites = Sites(self.store)
        self.told = SitesTold(self.store)
        self.ingress = IngressCopy(self.store)

    @property
    def province(self) -> str:
        """The word of the province's site; empty at the province itself."""
        return self.store.settings.province

    # --- acts ---------------------------------------------------------------------------------------

    @command
    def enrol_site(
        self, card: Enrolment, hosted: Iterable[Hosting], *, by: Actor
    ) -> dict[str, Any]:
        """Write down that a site asks to join, and for which agencies it will speak; asking again changes
        its agencies. Raises `AnotherKey`, `NoSuchAgency`, `NoAgencyNamed`, `AtProvinceOnly`.
        """
        self._must_decide(by)
        hosted = self._existing(hosted)
        self._free(card)
        site = self.sites.find(card.site)
        if site is None:
            site = Site.ask(card, hosted, register=self._register(), on=self._today())
            self.store.commit(site)
        elif site.ask_again(card, hosted, on=self._today()):
            self.store.commit(site)
        return _answer(site)

    @command
    def host_agency(self, word: str, hosting: Hosting, *, by: Actor) -> dict[str, Any]:
        """An agency works at a site from a day on, or until one: the entry of the same first day is replaced.
        Raises `UnknownSite`, `NoSuchAgency`, `WrongPeriod`, `AtProvinceOnly`."""
        site = self._one(word, by)
        self._existing([hosting])
        if site.host(hosting):
            self.store.commit(site)
        return _answer(site)

    @command
    def approve_site(self, word: str, *, fingerprint: str, by: Actor) -> dict[str, Any]:
        """Let a site speak, when the fingerprint is the one its people read out. Raises `UnknownSite`,
        `OtherFingerprint`, `NotWaiting`, `AtProvinceOnly`."""
        site = self._one(word, by)
        site.approve(fingerprint, on=self._today())
        self.store.commit(site)
        return _answer(site)

    @command
    def revoke_site(self, word: str, *, reason: str, by: Actor) -> dict[str, Any]:
        """Believe nothing more of a site; what it told before stays. Raises `UnknownSite`, `NotWaiting`,
        `AtProvinceOnly`."""
        site = self._one(word, by)
        site.revoke(reason, on=self._today())
        self.store.commit(site)
        return _answer(site)

    def _one(self, word: str, by: Actor) -> Site:
        self._must_decide(by)
        site = self.sites.find(word)
        if site is None:
            raise UnknownSite(site=word)
        return site

    def _must_decide(self, by: Actor) -> None:
        if self.province:
            raise AtProvinceOnly
        if not self.decides(by):
            raise NotFound

    def _free(self, card: Enrolment) -> None:
        """A word and a key belong to one site each."""
        if card.site == self.store.settings.site:
            raise OurselvesAsked(site=card.site)
        if any(one.keyid == card.keyid and one.id != card.site for one in self.sites.all()):
            raise AnotherKey(site=card.site)

    def _existing(self, hosted: Iterable[Hosting]) -> list[Hosting]:
        found = list(hosted)
        for one in found:
            self.registry.must_exist(one.agency)
        return found

    def _register(self) -> str:
        return self.registry.focal() or self.store.settings.site

    def _today(self) -> date:
        return self.store.clock.today()

    # --- looking ------------------------------------------------------------------------------------

    def decides(self, by: Actor) -> bool:
        """Whether letting sites in and shutting them out is theirs, here."""
        return not self.province and self.registry.sees_all(by)

    def lines(self, *, by: Actor) -> list[dict[str, Any]]:
        """How the line to each other end stands: at the province to every site, or for whoever looks after one
        agency to the sites where it works; at a site to the province."""
        if self.province:
            return [{**one, "reason": ""} for one in self.ingress.lines(self.province)]
        known = {one["site"]: one for one in self.ingress.lines()}
        mine = [one for one in self.sites.all() if self.decides(by) or one.hosts(by.agency)]
        return [{**_blank(site), **known.get(site.id, {}), **_answer(site)} for site in mine]

    def line(self, word: str, *, by: Actor) -> dict[str, Any]:
        """One of them. Raises `UnknownSite`."""
        found = next((one for one in self.lines(by=by) if one["site"] == word), None)
        if found is None:
            raise UnknownSite(site=word)
        return found

    # --- telling the processes here -----------------------------------------------------------------

    def publish(self) -> None:
        """Hand the register over: its keys to the ring of this installation, at the province all of it to
        the ingress. Safe to do again. Keys of this site and of the province are never touched."""
        known = self.told.all() if self.province else [_told(one) for one in self.sites.all()]
        ours = {self.store.settings.site, self.province}
        ring = {
            one["keyid"]: {"site": one["site"], "public": one["public"], **_mark(one["state"])}
            for one in known
            if one["state"] != SiteState.ASKED and one["site"] not in ours
        }
        if ring:
            keys.keep(Path(self.store.settings.keys_dir), ring)
        if not self.province:
            for site in self.sites.all():
                self.ingress.record(site)


def _mark(state: str) -> dict[str, Any]:
    return {"revoked": True} if state == SiteState.REVOKED else {}


def _told(site: Site) -> dict[str, str]:
    return {"site": site.id, "keyid": site.keyid, "public": site.public, "state": site.state.value}


def _answer(site: Site) -> dict[str, Any]:
    return {
        "site": site.id,
        "state": site.state.value,
        "keyid": site.keyid,
        "fingerprint": site.enrolment.fingerprint,
        "agencies": [vars(one) for one in site.hosted],
        "asked_on": site.asked_on,
        "decided_on": site.decided_on,
        "reason": site.reason,
    }


def _blank(site: Site) -> dict[str, Any]:
    """A site of which the ingress has not heard yet."""
    nothing = {"open": False, "heard_at": None, "behind": 0, "held": 0, "segments": 0}
    return {"site": site.id, **nothing, "sources": [], "refused": [], "receipts": []}
