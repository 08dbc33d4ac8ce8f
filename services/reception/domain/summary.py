"""Where an agency's petitions stand, in four words for who leads it, and never in a dozen states."""

from collections.abc import Mapping
from enum import StrEnum

from services.reception.domain.petition import State


class Way(StrEnum):
    """Waits for a step of the office or is late; is being settled in time; is done; is elsewhere or waits for others."""

    ACTION = "ACTION"
    WORKING = "WORKING"
    DONE = "DONE"
    OTHER = "OTHER"


WAY_WORDS = {
    Way.ACTION: "Cần hành động",
    Way.WORKING: "Đang xử lý",
    Way.DONE: "Hoàn thành",
    Way.OTHER: "Khác",
}
WAY_NOTES = {
    Way.ACTION: "chờ phân loại, chờ thụ lý, quá hạn",
    Way.WORKING: "đã thụ lý, còn hạn",
    Way.DONE: "đã giải quyết, đình chỉ, kết thúc",
    Way.OTHER: "chờ bổ sung, tạm đình chỉ, đã chuyển, đã ghép hoặc tách",
}
WAYS = {
    State.REGISTERED: Way.ACTION,
    State.CLASSIFIED: Way.ACTION,
    State.ACCEPTED: Way.WORKING,
    State.DECIDED: Way.DONE,
    State.DONE: Way.DONE,
    State.TERMINATED: Way.DONE,
    State.CLOSED: Way.DONE,
    State.AWAITING_SUPPLEMENT: Way.OTHER,
    State.SUSPENDED: Way.OTHER,
    State.FORWARDED: Way.OTHER,
    State.LINKED: Way.OTHER,
    State.SPLIT: Way.OTHER,
}


def summed(by_state: Mapping[State, int], late: int) -> dict[Way, int]:
    """Petitions by state in four groups; of those being settled, the `late` ones need somebody to act."""
    found = dict.fromkeys(Way, 0)
    for state, number in by_state.items():
        found[WAYS[state]] += number
    found[Way.WORKING] -= late
    found[Way.ACTION] += late
    return found
