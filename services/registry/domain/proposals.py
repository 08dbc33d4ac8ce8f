"""What is true of a role that is asked for: one person proposes it, a second one approves it or does not."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from contracts.registry import RoleProposalDecided, RoleProposed
from kernel.errors import Conflict, Invalid
from kernel.message import Aggregate
from services.registry.domain.accounts import RESERVED, Assignment, OwnRights


class ProposalState(StrEnum):
    """Where a proposal stands."""

    OPEN = "OPEN"
    APPROVED = "APPROVED"
    REFUSED = "REFUSED"
    LAPSED = "LAPSED"


class ApproverProposed(Conflict):
    """Who proposes a role does not approve it."""

    code = "approver_proposed"
    title = "Người đề nghị giao vai trò không tự duyệt; cần người thứ hai."


class ProposalDecided(Conflict):
    """A proposal is decided once."""

    code = "proposal_decided"
    title = "Đề nghị này đã được duyệt hoặc từ chối."


class ProposalLapsed(Conflict):
    """The agency where the role would be held is no more."""

    code = "proposal_lapsed"
    title = "Đề nghị này đã khép: {reason}"


class WhyNot(Invalid):
    """A role is not refused without a word."""

    code = "why_not"
    title = "Cần ghi lý do không duyệt."


@dataclass(kw_only=True)
class RoleProposal(Aggregate):
    """A role somebody asks for; its `agency` is the one where it would be held, `account` who would hold it."""

    kind: ClassVar[str] = "role-proposal"

    account: str
    wanted: Assignment
    proposed_by: str
    proposed_on: date
    state: ProposalState = ProposalState.OPEN
    decided_by: str = ""
    decided_on: date | None = None
    reason: str = ""

    @classmethod
    def make(
        cls, id_: str, account: str, wanted: Assignment, *, by: str, on: date
    ) -> "RoleProposal":
        """Ask for a role. Raises `OwnRights`."""
        if account == by:
            raise OwnRights
        made = cls(
            id=id_,
            agency=wanted.agency,
            account=account,
            wanted=wanted,
            proposed_by=by,
            proposed_on=on,
        )
        made.tell(
            RoleProposed(
                proposal=id_,
                account=account,
                role=wanted.role,
                unit=wanted.agency,
                since=wanted.since,
                until=wanted.until,
                see_only=wanted.see_only,
                acting_for=wanted.acting_for,
                proposed_on=on,
            )
        )
        return made

    @property
    def reserved(self) -> bool:
        """Whether the role reaches beyond one agency, so that only the focal agency's people decide."""
        return self.wanted.role in RESERVED

    def approve(self, *, by: str, on: date) -> None:
        """Agree. Raises `ProposalDecided`, `ProposalLapsed`, `ApproverProposed`, `OwnRights`."""
        self._must_be_open()
        if by == self.proposed_by:
            raise ApproverProposed
        if by == self.account:
            raise OwnRights
        self._decide(ProposalState.APPROVED, by, on)

    def refuse(self, reason: str, *, by: str, on: date) -> None:
        """Do not agree, or take one's own proposal back. Raises `ProposalDecided`, `ProposalLapsed`, `WhyNot`,
        `OwnRights`."""
        self._must_be_open()
        if by == self.account:
            raise OwnRights
        if not reason.strip():
            raise WhyNot({"reason": [WhyNot.title]})
        self.reason = reason.strip()
        self._decide(ProposalState.REFUSED, by, on)

    def lapse(self, *, ended: date, on: date) -> None:
        """Close it undecided: the agency where the role would be held was no more after a last day. Raises
        `ProposalDecided`."""
        self._must_be_open()
        self.reason = f"cơ quan đã kết thúc hoạt động ngày {ended:%d/%m/%Y}."
        self._decide(ProposalState.LAPSED, "", on)

    def _decide(self, state: ProposalState, by: str, on: date) -> None:
        self.state, self.decided_by, self.decided_on = state, by, on
        self.tell(
            RoleProposalDecided(
                proposal=self.id,
                account=self.account,
                role=self.wanted.role,
                unit=self.agency,
                approved=state is ProposalState.APPROVED,
                decided_on=on,
                lapsed=state is ProposalState.LAPSED,
            )
        )

    def _must_be_open(self) -> None:
        if self.state is ProposalState.LAPSED:
            raise ProposalLapsed(reason=self.reason)
        if self.state is not ProposalState.OPEN:
            raise ProposalDecided
