"""How programs talk to the registry: REST routes under `/api/registry/v1`, and the web application itself."""

from typing import Any

import flask_smorest
from flask import Flask

from contracts.registry import DOORS, ROLE_WORDS, Role
from contracts.rights import ORGANISATION_DECIDERS, ORGANISERS, ROLE_APPROVERS
from frame.application import application
from frame.face import Link
from kernel.config import Settings
from kernel.message import Actor
from kernel.web import (
    BulkSchema,
    ResultsSchema,
    Routes,
    answer_rows,
    current_actor,
    idempotency_key,
    issue_token,
    public,
    requires,
)
from services.registry import pages
from services.registry.api import organisation, proposals, sites
from services.registry.api.rows import row_acts, sealed
from services.registry.api.schemas import (
    AccountSchema,
    AgenciesSchema,
    AgencySchema,
    AskedSchema,
    EndSchema,
    FirstCodeSchema,
    IssuedSchema,
    MeSchema,
    NewAccountSchema,
    NewTokenSchema,
    OwnPasswordSchema,
    PasswordSchema,
    ReceiptSchema,
    RecoverySchema,
    RoleSchema,
    SessionSchema,
    SetUpSchema,
    SignInSchema,
    TokenReceiptSchema,
    TokensSchema,
    TokenWordsSchema,
    UnprotectedSchema,
)
from services.registry.domain import (
    Account,
    Agency,
    NewAccount,
)
from services.registry.service import Registry


def routes(registry: Registry) -> flask_smorest.Blueprint:
    """The REST routes of the registry."""
    bp = Routes("registry-api", __name__, description="Cơ quan, tài khoản, phiên")
    _agency_routes(bp, registry)
    _session_routes(bp, registry)
    _account_routes(bp, registry)
    _second_routes(bp, registry)
    _token_routes(bp, registry)
    organisation.add(bp, registry)
    sites.add(bp, registry)
    proposals.add(bp, registry, RoleSchema)

    @bp.route("/acts", methods=["POST"])
    @requires(Role.SOFTWARE, Role.ADMINISTRATOR)
    @bp.arguments(BulkSchema)
    @bp.response(200, ResultsSchema)
    def act(given: dict[str, Any]) -> dict[str, Any]:
        """Many accounts and roles at once."""
        rows, vault = sealed(given["rows"], registry.store.settings)
        known = row_acts(registry, vault)
        return answer_rows({**given, "rows": rows}, known, registry.store.once_each)

    return bp


def _agency_routes(bp: Any, registry: Registry) -> None:
    @bp.route("/agencies", methods=["GET"])
    @requires()
    @bp.arguments(AskedSchema, location="query")
    @bp.response(200, AgenciesSchema)
    def agencies(asked: dict[str, Any]) -> dict[str, Any]:
        """The agencies of a day, by present or former name."""
        on = asked["on"] or registry.store.clock.today()
        found = registry.agencies_on(on, words=asked["q"])
        return {"agencies": [_agency(one, former_names=list(via)) for one, via in found]}

    @bp.route("/agencies/<agency_id>", methods=["GET"])
    @requires()
    @bp.response(200, AgencySchema)
    def agency(agency_id: str) -> dict[str, Any]:
        """One agency; an abolished one with its successors."""
        found = registry.agency(agency_id)
        successors = [one.id for one in registry.successors(found)]
        return _agency(found, successors=successors, edges=found.edges)


def _agency(agency: Agency, **more: Any) -> dict[str, Any]:
    return {"id": agency.id, "facts": agency.facts, **more}


def _session_routes(bp: Any, registry: Registry) -> None:
    @bp.route("/sessions", methods=["POST"])
    @public
    @bp.arguments(SignInSchema)
    @bp.response(201, SessionSchema)
    def sign_in(given: dict[str, Any]) -> dict[str, Any]:
        """Sign in; after several wrong passwords the account is not asked for a while."""
        account = registry.enter(given["account"], given["password"], code=given["code"])
        return _session(registry.actor(account.id, role=given["role"], agency=given["agency"]))

    @bp.route("/sessions/token", methods=["POST"])
    @public
    @bp.arguments(TokenWordsSchema)
    @bp.response(201, SessionSchema)
    def show_token(given: dict[str, Any]) -> dict[str, Any]:
        """A session for a program that shows its access token: of its agency, within the token's scope."""
        return _session(registry.access.actor(given["token"]))

    @bp.route("/sessions/renewal", methods=["POST"])
    @requires()
    @bp.response(201, SessionSchema)
    def renew() -> dict[str, Any]:
        """Another token for the same session, while the account and its role stand."""
        return _session(registry.renewed(current_actor()))

    @bp.route("/me", methods=["GET"])
    @requires()
    @bp.response(200, MeSchema)
    def me() -> dict[str, Any]:
        by = current_actor()
        return {"account": by.user, "role": by.role, "agency": by.agency}

    @bp.route("/me/password", methods=["POST"])
    @requires()
    @bp.arguments(OwnPasswordSchema)
    @bp.response(200, SessionSchema)
    def change_password(given: dict[str, Any]) -> dict[str, Any]:
        """Change one's own password. All one's sessions end; one goes on in that of the answer."""
        registry.change_password(given["old"], given["password"], by=current_actor())
        return _session(registry.renewed(current_actor()))


def _session(actor: Actor) -> dict[str, Any]:
    token, expires = issue_token(actor)
    return {"token": token, "role": actor.role, "agency": actor.agency, "expires": expires}


def _account_routes(bp: Any, registry: Registry) -> None:
    @bp.route("/accounts", methods=["POST"])
    @requires(Role.ADMINISTRATOR)
    @bp.arguments(NewAccountSchema)
    @bp.response(201, ReceiptSchema)
    def open_account(given: dict[str, Any]) -> dict[str, Any]:
        """Open an account. It takes no idempotency key, so that no digest of a password is kept;
        a second one of the same name is refused."""
        by = current_actor()
        given["agency"] = given["agency"] or by.agency
        hashed = registry.hashed(given.pop("password"), account=given["account"])
        return registry.open_account(NewAccount(**given, password=hashed), by=by)

    @bp.route("/accounts/<id_>", methods=["GET"])
    @requires(Role.ADMINISTRATOR)
    @bp.response(200, AccountSchema)
    def account(id_: str) -> Account:
        return registry.account(id_, by=current_actor())

    @bp.route("/accounts/<id_>/roles/end", methods=["POST"])
    @requires(Role.ADMINISTRATOR, fresh=True)
    @bp.arguments(EndSchema)
    @bp.response(200, ReceiptSchema)
    def end(given: dict[str, Any], id_: str) -> dict[str, Any]:
        role, agency, last_day = given["role"], given["agency"], given["last_day"]
        return registry.end_role(
            id_, role, agency, last_day=last_day, by=current_actor(), key=idempotency_key()
        )

    @bp.route("/accounts/<id_>/closure", methods=["POST"])
    @requires(Role.ADMINISTRATOR, fresh=True)
    @bp.response(200, ReceiptSchema)
    def close(id_: str) -> dict[str, Any]:
        return registry.close_account(id_, by=current_actor(), key=idempotency_key())

    @bp.route("/accounts/<id_>/password", methods=["POST"])
    @requires(Role.ADMINISTRATOR, fresh=True)
    @bp.arguments(PasswordSchema)
    @bp.response(204)
    def set_password(given: dict[str, Any], id_: str) -> None:
        """Give somebody another password; all their sessions end."""
        registry.set_password(id_, given["password"], by=current_actor())


def _token_routes(bp: Any, registry: Registry) -> None:
    @bp.route("/tokens", methods=["GET"])
    @requires(Role.ADMINISTRATOR)
    @bp.response(200, TokensSchema)
    def tokens() -> dict[str, Any]:
        """The access tokens of the own agency; their words were shown once and are kept nowhere."""
        return {"tokens": registry.access.of(current_actor())}

    @bp.route("/tokens", methods=["POST"])
    @requires(Role.ADMINISTRATOR, fresh=True)
    @bp.arguments(NewTokenSchema)
    @bp.response(201, IssuedSchema)
    def issue_access(given: dict[str, Any]) -> dict[str, Any]:
        """Issue an access token for the agency's software. It takes no idempotency key, so that its words are
        kept nowhere."""
        made, words = registry.access.issue(**given, by=current_actor())
        return {"id": made.id, "token": words}

    @bp.route("/tokens/<id_>/end", methods=["POST"])
    @requires(Role.ADMINISTRATOR, fresh=True)
    @bp.response(200, TokenReceiptSchema)
    def end_access(id_: str) -> dict[str, Any]:
        """End an access token at once."""
        return registry.access.end_token(id_, by=current_actor(), key=idempotency_key())


def _second_routes(bp: Any, registry: Registry) -> None:
    @bp.route("/me/second-factor", methods=["POST"])
    @requires(fresh=True)
    @bp.response(200, SetUpSchema)
    def begin_second() -> Any:
        """A key for an authenticator; it counts once its first code was sent with `sealed`."""
        return registry.second.begin(by=current_actor())

    @bp.route("/me/second-factor", methods=["PUT"])
    @requires(fresh=True)
    @bp.arguments(FirstCodeSchema)
    @bp.response(200, RecoverySchema)
    def set_up_second(given: dict[str, Any]) -> dict[str, Any]:
        """Ask for a code of this authenticator from now on. Gives, this once, the recovery codes. All one's
        sessions end; one goes on in that of the answer."""
        by = current_actor()
        codes = registry.second.set_up(**given, by=by)
        return {"recovery_codes": codes, "session": _session(registry.renewed(by))}

    @bp.route("/me/second-factor/removal", methods=["POST"])
    @requires(fresh=True)
    @bp.response(200, UnprotectedSchema)
    def remove_second() -> dict[str, Any]:
        """Take one's own second factor away. All one's sessions end; one goes on in that of the answer."""
        by = current_actor()
        return {**registry.second.unprotect(by=by), "session": _session(registry.renewed(by))}

    @bp.route("/accounts/<id_>/second-factor/removal", methods=["POST"])
    @requires(Role.ADMINISTRATOR, fresh=True)
    @bp.response(200, ReceiptSchema)
    def reset_second(id_: str) -> dict[str, Any]:
        """Take away the second factor of somebody whose phone is lost; all their sessions end."""
        return registry.reset_second_factor(id_, by=current_actor())


# --- the process ------------------------------------------------------------------------------------

NAVIGATION = (
    Link("Trang chính", "/registry/portal"),
    Link("Cơ quan", "/registry/"),
    Link("Sắp xếp cơ quan", "/registry/reorganisations", (*ORGANISERS, *ORGANISATION_DECIDERS)),
    Link("Lịch, bộ quy tắc", "/registry/law", (*ORGANISERS, *ORGANISATION_DECIDERS)),
    Link("Người dùng", "/registry/people", (Role.ADMINISTRATOR,)),
    Link("Duyệt vai trò", "/registry/proposals", ROLE_APPROVERS),
    Link("Mã truy cập", "/registry/tokens", (Role.ADMINISTRATOR,)),
    Link("Điểm cài đặt", "/registry/sites", (Role.ADMINISTRATOR, Role.OPS)),
    Link("Tài khoản của tôi", "/registry/me"),
)


def web(settings: Settings) -> Flask:
    """The web application of the registry, as the web process serves it."""
    return application(
        settings,
        Registry,
        name="registry",
        title="Cơ quan, tài khoản",
        api=routes,
        pages=pages.pages,
        navigation=NAVIGATION,
        doors=DOORS,
        role_names=ROLE_WORDS,
        agency_name=lambda registry: registry.label,
        revoked=lambda registry: registry,
        person_name=Registry.name_of,
    )
