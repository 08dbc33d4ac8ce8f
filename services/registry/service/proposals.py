"""The desk of roles: one person proposes, a second one approves, and nobody decides about themselves."""

from typing import TYPE_CHECKING, Any

from kernel.errors import NotFound
from kernel.message import Actor
from kernel.store import command
from services.registry.domain import Assignment, RoleProposal
from services.registry.domain.accounts import Manager
from services.registry.store import Proposals

if TYPE_CHECKING:
    from services.registry.service import Registry

Answer = dict[str, Any]


class ProposalDesk:
    """Proposals of roles."""

    def __init__(self, registry: "Registry") -> None:
        self.registry, self.store = registry, registry.store
        self.proposals = Proposals(registry.store, registry.focal)

    @command
    def propose_role(
        self, id_: str, wanted: Assignment, *, client_ref: str = "", by: Actor
    ) -> Answer:
        """Ask that an account be given a role. Raises what granting it would, and `OwnRights`."""
        proposal_id = self.proposals.new_id(by.agency, client_ref)
        account = self.registry.grantable(id_, wanted, by=by)
        today = self.store.clock.today()
        made = RoleProposal.make(proposal_id, account.id, wanted, by=by.user, on=today)
        account.must_take(wanted, by=Manager(user=by.user, agency=by.agency))
        self.store.commit(made)
        return _answer(made)

    @command
    def approve_role(self, proposal_id: str, *, by: Actor) -> Answer:
        """Give the role that was asked for. Raises `NotFound`, what the proposal refuses, and what granting does
        by now."""
        proposal = self.one(proposal_id, by=by)
        proposal.approve(by=by.user, on=self.store.clock.today())
        account = self.registry.granted(proposal.account, proposal.wanted, by=by)
        self.store.commit(proposal, account)
        return _answer(proposal)

    @command
    def refuse_role(self, proposal_id: str, reason: str, *, by: Actor) -> Answer:
        """Do not give it, for a reason. Raises `NotFound` and what the proposal refuses."""
        proposal = self.one(proposal_id, by=by)
        proposal.refuse(reason, by=by.user, on=self.store.clock.today())
        self.store.commit(proposal)
        return _answer(proposal)

    # --- looking ------------------------------------------------------------------------------------

    def one(self, proposal_id: str, *, by: Actor) -> RoleProposal:
        """One that is the asker's to decide. Raises `NotFound`."""
        found = self.proposals.one(proposal_id)
        if not self._decides(found, by):
            self.store.audit.foreign(found.subject, of=found.agency, by=by)
            raise NotFound
        return found

    def of(self, *, by: Actor) -> list[RoleProposal]:
        """Those that are the asker's to decide or were, open ones first, the newest on top."""
        agency = None if self._everywhere(by) else by.agency
        return [one for one in self.proposals.latest(agency) if self._decides(one, by)]

    def about(self, account: str) -> list[RoleProposal]:
        """The open ones about an account."""
        return self.proposals.open_about(account)

    def _decides(self, proposal: RoleProposal, by: Actor) -> bool:
        return self._everywhere(by) or (proposal.agency == by.agency and not proposal.reserved)

    def _everywhere(self, by: Actor) -> bool:
        return by.agency == self.registry.focal()


def _answer(proposal: RoleProposal) -> Answer:
    return {
        "proposal": proposal.id,
        "account": proposal.account,
        "role": proposal.wanted.role.value,
        "state": proposal.state.value,
    }
