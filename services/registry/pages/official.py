"""The official sign-in: out to the provider and back, to come in or to link one's account with it."""

from typing import Any

from flask import Blueprint, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from kernel.errors import Conflict, Later, NotFound, NotSignedIn
from kernel.web import current_actor, public, requires
from services.registry.adapters.official import NotVouched, Official
from services.registry.domain import NoRoleToday
from services.registry.pages.sign_in import ask_code, come_in, go_on, next_path, refused
from services.registry.pages.words import OTHERS_ENDED
from services.registry.service import Registry


def add(bp: Blueprint, registry: Registry) -> None:
    """Add the ways out and back."""
    official = Official(registry.store.settings)
    _add_signing_in(bp, registry, official)
    _add_linking(bp, registry, official)


def _add_signing_in(bp: Blueprint, registry: Registry, official: Official) -> None:
    @bp.get("/sign-in/official")
    @public
    def official_out() -> ResponseReturnValue:
        try:
            return _out(registry, official, link="", then=next_path())
        except Later as away:
            return refused(registry, away)

    @bp.get("/sign-in/official/back")
    @public
    def official_back() -> ResponseReturnValue:
        kept: dict[str, Any] = session.pop("official", {})
        try:
            identity = _came_back(registry, official, kept)
            if kept.get("link"):
                return _linked(registry, identity, user=kept["link"])
            account = registry.enter_as_known(identity)
        except (NotSignedIn, Later, NoRoleToday) as wrong:
            return refused(registry, wrong)
        on = ask_code if account.second else come_in
        return on(registry, account.id, then=kept["next"])


def _add_linking(bp: Blueprint, registry: Registry, official: Official) -> None:
    @bp.get("/me/official")
    @requires(fresh=True)
    def link_out() -> ResponseReturnValue:
        return _out(registry, official, link=current_actor().user, then=url_for("registry.me"))

    @bp.post("/me/official/remove")
    @requires(fresh=True)
    def unlink() -> ResponseReturnValue:
        registry.second.unlink_identity(by=current_actor())
        flash(f"Đã bỏ liên kết đăng nhập công vụ. {OTHERS_ENDED}", "good")
        return go_on(registry, redirect(url_for("registry.me"), 303))


def _out(registry: Registry, official: Official, *, link: str, then: str) -> ResponseReturnValue:
    """Send the browser there. Raises `NotFound` when no provider is set, `OfficialAway`."""
    if not official:
        raise NotFound
    out = official.set_out(_back(registry))
    session["official"] = {**out.kept, "link": link, "next": then}
    return redirect(out.address, 303)


def _came_back(registry: Registry, official: Official, kept: dict[str, Any]) -> str:
    if not official:
        raise NotFound
    asked = {name: request.args.get(name, "") for name in ("code", "state")}
    return official.come_back(_back(registry), **asked, kept=kept)


def _linked(registry: Registry, identity: str, *, user: str) -> ResponseReturnValue:
    """Link, if who set out is still who is signed in here."""
    by = current_actor()
    if by.user != user:
        raise NotVouched
    try:
        registry.second.link_identity(identity, by=by)
    except Conflict as taken:
        flash(taken.detail, "bad")
    else:
        flash("Đã liên kết đăng nhập công vụ.", "good")
    return redirect(url_for("registry.me"), 303)


def _back(registry: Registry) -> str:
    """Our own address the provider sends people back to."""
    ours = registry.store.settings.public_url or request.host_url
    return f"{ours.rstrip('/')}{url_for('registry.official_back')}"
