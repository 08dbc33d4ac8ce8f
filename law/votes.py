"""Community decisions: whether a vote passes, how many it needs, and whether it was put rightly."""

from dataclasses import dataclass
from datetime import date

from law.packs.democracy import VoteForm, VoteRule
from law.packs.packs import Packs
from law.refusal import LawRefusal, NotInLaw


class NoSuchItem(NotInLaw):
    """The law does not list that item for community decision."""

    code = "no_such_item"
    title = "Không có nội dung số {item} trong danh mục Nhân dân bàn và quyết định."


class WrongVoteForm(LawRefusal):
    """An item may not be put to the vote in that form."""

    code = "wrong_vote_form"
    title = "Nội dung số {item} không được biểu quyết theo hình thức {form}."


class WrongVoteCount(LawRefusal):
    """There cannot be more votes for than households, nor a vote without households."""

    code = "wrong_vote_count"
    title = "Số phiếu tán thành {yes} không hợp lệ so với tổng số {total} hộ."


class VoteNotInForce(LawRefusal):
    """The rule was not the law on that day."""

    code = "vote_not_in_force"
    title = "Quy định về biểu quyết nội dung số {item} không có hiệu lực vào ngày {on}."


@dataclass(frozen=True)
class Vote:
    """The outcome of a vote: all households count, not only those who came."""

    rule: VoteRule
    yes: int
    total: int

    @property
    def passes(self) -> bool:
        """Whether enough households agreed."""
        return self.rule.reached(self.yes, of=self.total)

    @property
    def needed(self) -> int:
        """How many would have been enough."""
        return self.rule.needed(of=self.total)


@dataclass(frozen=True, kw_only=True)
class Ballot:
    """How a vote was put and what came out; `quorate` is whether the meeting had its quorum."""

    yes: int
    total: int
    form: VoteForm | None = None
    quorate: bool = True


def vote(item: int, ballot: Ballot, *, packs: Packs, on: date | None = None) -> Vote:
    """The outcome of a vote on an item. Raises `NoSuchItem`, `WrongVoteForm`, `WrongVoteCount`."""
    rule = packs.votes.get(item)
    if rule is None:
        raise NoSuchItem(item=item, article=packs.cite(packs.votes[1]))
    if on and not (rule.since <= on and (rule.until is None or on <= rule.until)):
        raise VoteNotInForce(item=item, on=on, article=packs.cite(rule))
    if not 0 <= ballot.yes <= ballot.total or not ballot.total:
        raise WrongVoteCount(yes=ballot.yes, total=ballot.total, article=packs.cite(rule))
    if ballot.form and ballot.form not in _allowed(rule, quorate=ballot.quorate):
        raise WrongVoteForm(item=item, form=ballot.form, article=packs.cite(rule))
    return Vote(rule, ballot.yes, ballot.total)


def has_quorum(present: int, *, total: int, packs: Packs) -> bool:
    """Whether enough of all households are at a meeting."""
    return packs.quorum.reached(present, of=total)


def _allowed(rule: VoteRule, *, quorate: bool) -> tuple[VoteForm, ...]:
    return rule.forms if quorate else (*rule.forms, *rule.without_quorum)
