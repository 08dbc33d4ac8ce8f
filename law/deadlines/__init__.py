"""Deadlines with their proof: what is due when, and every step that leads to that day."""

from law.deadlines.due import due
from law.deadlines.facts import Extension, Facts, Handing, Handover, Suspension
from law.deadlines.proof import Due, Proof
from law.deadlines.record import again, calendar_of, record
from law.deadlines.sentences import sentences

__all__ = [
    "Due",
    "Extension",
    "Facts",
    "Handing",
    "Handover",
    "Proof",
    "Suspension",
    "again",
    "calendar_of",
    "due",
    "record",
    "sentences",
]
