"""The way in: account and password, a code of the authenticator, or the official sign-in; then a role when one
holds several; and staying in while one works."""

from typing import Any

import marshmallow as ma
from flask import (
    Blueprint,
    Response,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from kernel.errors import Invalid, Later, NotSignedIn, Refusal
from kernel.message import Actor
from kernel.web import (
    current_actor,
    issue_token,
    local_path,
    open_session,
    public,
    read_form,
    requires,
    signed_in,
)
from services.registry.domain import LONGEST_PASSWORD, NoRoleToday, RoleNeeded
from services.registry.pages.words import role_at
from services.registry.service import Registry

LABELS = {
    "account": "Tài khoản",
    "password": "Mật khẩu",
    "role": "Vai trò",
    "code": "Mã xác thực",
}
# For how long a proven password may wait for the code and the choice of a role.
CHOICE_SECONDS = 300


class SignInForm(ma.Schema):
    """Account and password."""

    account = fields.String(required=True, validate=validate.Length(1, 100))
    password = fields.String(required=True, validate=validate.Length(1, LONGEST_PASSWORD))

    class Meta:
        """`next` is read beside."""

        unknown = ma.EXCLUDE


def add(bp: Blueprint, registry: Registry) -> None:
    """Add the pages of signing in."""
    _add_password(bp, registry)
    _add_code(bp, registry)
    _add_choice(bp, registry)
    _add_staying(bp, registry)


def _add_password(bp: Blueprint, registry: Registry) -> None:
    @bp.get("/sign-in")
    @public
    def sign_in() -> str:
        return _page(registry, {}, {})

    @bp.post("/sign-in")
    @public
    def enter() -> ResponseReturnValue:
        try:
            given = read_form(SignInForm)
            account = registry.enter(given["account"], given["password"], code=None)
        except (NotSignedIn, Invalid, Later, NoRoleToday) as wrong:
            return refused(registry, wrong)
        if account.second:
            return ask_code(registry, account.id)
        return come_in(registry, account.id)


def _add_code(bp: Blueprint, registry: Registry) -> None:
    @bp.get("/sign-in/code")
    @public
    def code() -> ResponseReturnValue:
        if _entering(registry, proven=False) is None:
            return redirect(url_for("registry.sign_in", next=next_path()), 303)
        return _code_page({})

    @bp.post("/sign-in/code")
    @public
    def enter_code() -> ResponseReturnValue:
        id_ = _entering(registry, proven=False)
        if id_ is None:
            return redirect(url_for("registry.sign_in", next=next_path()), 303)
        try:
            registry.pass_second(id_, request.form.get("code", "")[:40])
        except (NotSignedIn, Later, NoRoleToday) as wrong:
            return _code_page({"code": [wrong.detail]}), _status(wrong)
        return come_in(registry, id_)


def _add_choice(bp: Blueprint, registry: Registry) -> None:
    @bp.get("/sign-in/role")
    @public
    def choose() -> ResponseReturnValue:
        id_ = _entering(registry, proven=True)
        if id_ is None:
            return redirect(url_for("registry.sign_in", next=next_path()), 303)
        return _choice(registry, id_, {})

    @bp.post("/sign-in/role")
    @public
    def enter_as() -> ResponseReturnValue:
        id_ = _entering(registry, proven=True)
        if id_ is None:
            return redirect(url_for("registry.sign_in", next=next_path()), 303)
        role, _, agency = request.form.get("role", "").partition("@")
        try:
            return _in(registry.actor(id_, role=role, agency=agency))
        except (NoRoleToday, RoleNeeded):
            return _choice(registry, id_, {"role": ["Vui lòng chọn một vai trò."]}), 422


def _add_staying(bp: Blueprint, registry: Registry) -> None:
    @bp.post("/renew")
    @requires()
    def renew() -> ResponseReturnValue:
        """Stay in: the page asks while somebody works on it. The time of the sign-in is kept."""
        return go_on(registry, Response(status=204))

    @bp.post("/me/role")
    @requires()
    def act_as() -> ResponseReturnValue:
        """Go on in another of one's roles; the time of the sign-in is kept."""
        by = current_actor()
        role, _, agency = request.form.get("role", "").partition("@")
        actor = registry.actor(by.user, role=role, agency=agency, fresh_at=by.fresh_at)
        response = redirect(url_for("registry.portal"), 303)
        open_session(response, token=issue_token(registry.renewed(actor)).token)
        return response


def go_on(registry: Registry, answer: ResponseReturnValue) -> Response:
    """Let the asker's session go on under another id; what it was before counts no longer where it was ended."""
    response = make_response(answer)
    open_session(response, token=issue_token(registry.renewed(current_actor())).token)
    return response


def come_in(registry: Registry, id_: str, *, then: str = "") -> ResponseReturnValue:
    """Open a session for who has proven to be this account, after the choice of a role if there is one."""
    wanted = then or next_path()
    try:
        return _in(registry.actor(id_), then=wanted)
    except RoleNeeded:
        _remember(registry, id_, proven=True)
        return redirect(url_for("registry.choose", next=wanted), 303)


def ask_code(registry: Registry, id_: str, *, then: str = "") -> ResponseReturnValue:
    """Ask who is on the way in for a code of their authenticator."""
    _remember(registry, id_, proven=False)
    return redirect(url_for("registry.code", next=then or next_path()), 303)


def _in(actor: Actor, *, then: str = "") -> ResponseReturnValue:
    response = redirect(then or next_path(), 303)
    session.clear()  # the form tokens of whoever sat here before are void
    open_session(response, token=issue_token(actor).token)
    return response


def refused(registry: Registry, wrong: Refusal) -> ResponseReturnValue:
    """Say what is wrong, at the same place for every reason."""
    errors = getattr(wrong, "errors", None) or {"": [wrong.detail]}
    headers = {"Retry-After": str(wrong.after)} if isinstance(wrong, Later) else {}
    return _page(registry, request.form, errors), _status(wrong), headers


def _status(wrong: Refusal) -> int:
    return 429 if isinstance(wrong, Later) else 422


def _page(registry: Registry, values: Any, errors: dict[str, Any]) -> str:
    settings = registry.store.settings
    return render_template(
        "registry/sign-in.html",
        account={"account": values.get("account", "")},
        errors=errors,
        labels=LABELS,
        next=next_path(),
        again=signed_in() is not None and bool(request.values.get("next")),
        official=settings.oidc_label if settings.oidc_issuer else "",
    )


def _code_page(errors: dict[str, Any]) -> str:
    return render_template("registry/code.html", errors=errors, labels=LABELS, next=next_path())


def _remember(registry: Registry, id_: str, *, proven: bool) -> None:
    """Who is on the way in; `proven`: nothing but the choice of a role is missing."""
    session.clear()
    at = registry.store.clock.now().timestamp()
    session["entering"] = {"id": id_, "at": at, "proven": proven}


def _entering(registry: Registry, *, proven: bool) -> str | None:
    """Whose password was right a moment ago, and who has yet to give the code or to choose a role."""
    entering = session.get("entering")
    if not isinstance(entering, dict) or bool(entering.get("proven")) is not proven:
        return None
    id_, at = str(entering["id"]), float(entering["at"])
    age = registry.store.clock.now().timestamp() - at
    waits = 0 <= age <= CHOICE_SECONDS and registry.counts_still(id_, since=at)
    return id_ if waits else None


def _choice(registry: Registry, id_: str, errors: dict[str, Any]) -> str:
    held = registry.roles_today(id_)
    return render_template(
        "registry/choose.html",
        roles=[(f"{one.role.value}@{one.agency}", role_at(one, registry.label)) for one in held],
        errors=errors,
        labels=LABELS,
        next=next_path(),
    )


def next_path() -> str:
    """Where somebody wanted to go, on this site; the portal otherwise."""
    return local_path(request.values.get("next", ""), otherwise=url_for("registry.portal"))
