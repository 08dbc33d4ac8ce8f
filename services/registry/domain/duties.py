"""What waits for a second person: whoever proposed a thing does not decide it."""

from contracts.duties import DutyKind
from contracts.registry import DutyOpened
from contracts.rights import ORGANISATION_DECIDERS, ROLE_APPROVERS
from services.registry.domain.amendments import Amendment, AmendmentState
from services.registry.domain.proposals import ProposalState, RoleProposal


def of_proposal(proposal: RoleProposal, *, owner: str) -> DutyOpened | None:
    """A role that waits for the people of the agency that decides it."""
    if proposal.state is not ProposalState.OPEN:
        return None
    return DutyOpened(
        duty=proposal.id,
        kind=DutyKind.ROLE_APPROVE,
        owner=owner,
        roles=ROLE_APPROVERS,
        opened_on=proposal.proposed_on,
        link="/registry/proposals",
    )


def of_amendment(amendment: Amendment) -> DutyOpened | None:
    """A change of the calendar or of a pack that waits to be put in force."""
    if amendment.state is not AmendmentState.DRAFT:
        return None
    return DutyOpened(
        duty=amendment.id,
        kind=DutyKind.LAW_ACTIVATE,
        owner=amendment.agency,
        roles=ORGANISATION_DECIDERS,
        opened_on=amendment.drafted_on,
        link=f"/registry/law/amendments/{amendment.id}",
    )
