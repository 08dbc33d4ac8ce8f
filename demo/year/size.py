"""How large a sample year is asked for, and how a whole is shared among agencies."""

from collections.abc import Sequence
from dataclasses import dataclass

ALL_AGENCIES = 151
FULL_PETITIONS = 20_000
FULL_SESSIONS = 3_000
FULL_TASKS = 1_200
FULL_CONSULTATIONS = 300


@dataclass(frozen=True, kw_only=True)
class Size:
    """The numbers of a sample year; the same numbers and seed give the same year."""

    agencies: int = ALL_AGENCIES
    petitions: int = FULL_PETITIONS
    sessions: int = FULL_SESSIONS
    tasks: int = FULL_TASKS
    consultations: int = FULL_CONSULTATIONS
    weeks: int = 1  # agencies enter once in so many weeks
    seed: int = 2026

    @classmethod
    def asked(
        cls,
        *,
        agencies: int | None = None,
        petitions: int | None = None,
        sessions: int | None = None,
        tasks: int | None = None,
        consultations: int | None = None,
        weeks: int | None = None,
        seed: int = 2026,
    ) -> "Size":
        """What was asked for; what was not follows the number of agencies."""
        few = min(agencies or ALL_AGENCIES, ALL_AGENCIES)

        def scaled(given: int | None, full: int) -> int:
            return given if given is not None else round(full * few / ALL_AGENCIES)

        return cls(
            agencies=few,
            petitions=scaled(petitions, FULL_PETITIONS),
            sessions=scaled(sessions, FULL_SESSIONS),
            tasks=max(few, scaled(tasks, FULL_TASKS)),
            consultations=scaled(consultations, FULL_CONSULTATIONS),
            weeks=weeks or 1,
            seed=seed,
        )


def shares(total: int, weights: Sequence[float], *, least: int = 0) -> list[int]:
    """Whole numbers by weight that sum to `total`, each at least `least` when there is enough."""
    if not weights:
        return []
    floor = min(least, total // len(weights))
    spare = total - floor * len(weights)
    exact = [spare * weight / sum(weights) for weight in weights]
    given = [int(one) for one in exact]
    by_rest = sorted(range(len(exact)), key=lambda i: (given[i] - exact[i], i))
    for index in by_rest[: spare - sum(given)]:
        given[index] += 1
    return [one + floor for one in given]
