"""After a restore: what reception brings back of its own events, each as the event left it, telling nothing again.

What only the lost disk knew (names, words, sealed dossiers, the vault) is left to be entered again.
"""

from services.reception.service.reviving.cases import ReviveCases
from services.reception.service.reviving.hands import ReviveHands
from services.reception.service.reviving.petitions import RevivePetitions
from services.reception.service.reviving.places import RevivePlaces

__all__ = ["Reviving"]


class Reviving(RevivePetitions, ReviveCases, ReviveHands, RevivePlaces):
    """What reception brings back of its own events."""
