"""The desk of roles: one person proposes, a second one approves, and nobody decides about themselves."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from kernel.errors import NotFound
from kernel.message import Actor
from kernel.store import command
from services.registry.domain import Assignment, ProposalState, RoleProposal
from services.registry.domain.accounts import Manager
from services.registry.store import Proposals

if TYPE_CHECKING:
    from services.registry.service import Registry

Answer = dict[str, Any]


class ProposalDesk:
    """Proposals of roles."""

    def __init__(self, registry: "Registry") -> None:
        self.registry, self.store = registry, registry.store
        self.proposals = Proposals(registry.store, self._decider)

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

    # --- when an agency ends ------------------------------------------------------------------------

    def close_ended(self, ended: Mapping[str, date], *, by: Actor) -> None:
        """Close what was asked for at agencies that are no more (each with its last day), but a look into their
        archive; and let what other people decide by now be theirs to do. Outside of any unit of work."""
        for one in self.proposals.open():
            if one.agency in ended and not one.wanted.see_only:
                lapse = partial(self._lapse, one.id, ended[one.agency])
                self.store.once(lapse, by=by, command="end_proposals")
            elif [*self.proposals.along(one, new=False)]:
                self.store.once(partial(self._remind, one.id), by=by, command="pass_proposals")

    def _lapse(self, proposal_id: str, last_day: date) -> None:
        proposal = self.proposals.one(proposal_id)
        if proposal.state is ProposalState.OPEN:
            proposal.lapse(ended=last_day, on=self.store.clock.today())
            self.store.commit(proposal)

    def _remind(self, proposal_id: str) -> None:
        proposal = self.proposals.one(proposal_id)
        self.store.commit(*self.proposals.along(proposal, new=False))

    def _decider(self, proposal: RoleProposal) -> str:
        """Whose people decide: the agency's own, or those of the focal one about a role that reaches beyond it and
        about the archive of an agency that is no more."""
        beyond = proposal.reserved or self.registry.is_ended(proposal.agency)
        return self.registry.focal() if beyond else proposal.agency

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
