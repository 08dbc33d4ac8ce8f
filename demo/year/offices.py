"""The agencies of the sample year: those that owe the report, the ones with a part in the story first."""

import re
from dataclasses import dataclass
from datetime import date
from random import Random

from law.defaults import shipped_units
from law.text import fold
from law.units.model import Unit, UnitKind

REPORTING_ON = date(2026, 11, 1)
REMOTE = "REMOTE"
EAST_OF_THE_PASS = 108.65  # the lowland of the former Bình Định

# Those the story of the campaign speaks of (acceptance scenarios SC-08, SC-12) are in every size.
SNV, TU_PHAP, Y_TE = "GL_2025/SNV", "GL_2025/STP", "GL_2025/SYT"
PRESS = "GL_2025_BAO/BAO"
PLEIKU, QUY_NHON, THONG_NHAT, BONG_SON = (
    "Phường Pleiku",
    "Phường Quy Nhơn",
    "Phường Thống Nhất",
    "Phường Bồng Sơn",
)
IA_MO, UAR, BIEN_HO, IA_DOM = "Xã Ia Mơ", "Xã Uar", "Xã Biển Hồ", "Xã Ia Dom"
NAMED = (
    *(SNV, TU_PHAP, Y_TE, PLEIKU, QUY_NHON, IA_MO, UAR),
    *(BIEN_HO, THONG_NHAT, BONG_SON, IA_DOM, PRESS),
)


@dataclass(frozen=True, kw_only=True)
class Office:
    """An agency as the generator needs it: who it is and what its days look like."""

    id: str
    key: str
    name: str
    place: str
    kind: str
    slug: str
    remote: bool
    highland: bool
    weekday: int

    @property
    def is_commune(self) -> bool:
        """Whether it is a commune or ward, whose chair receives more often."""
        return self.kind in {UnitKind.COMMUNE, UnitKind.WARD}

    @property
    def weight(self) -> float:
        """How much comes to it: wards most, mountain communes least."""
        if self.kind == UnitKind.WARD:
            return 2.0
        if not self.is_commune:
            return 1.6 if self.kind == UnitKind.PROVINCIAL_DEPARTMENT else 0.9
        return 0.5 if self.remote else 0.8 if self.highland else 1.1

    def random(self, seed: int, topic: str) -> Random:
        """Its own dice for a topic, so that one topic does not disturb another."""
        return Random(f"{seed}/{self.key}/{topic}")  # noqa: S311  (sample data)

    def is_called(self, name: str) -> bool:
        """Whether it is the one the story means."""
        return name in {self.key, self.place}


def all_offices() -> tuple[Office, ...]:
    """Every agency that owes the report of 2026."""
    return tuple(
        _office(unit, weekday=index % 5)
        for index, unit in enumerate(shipped_units().reporting(REPORTING_ON))
    )


def chosen(offices: tuple[Office, ...], how_many: int) -> tuple[Office, ...]:
    """So many of them: first those with a part in the story, then evenly of the rest."""
    named = [one for name in NAMED for one in offices if one.is_called(name)][:how_many]
    rest = [one for one in offices if one not in named]
    missing = how_many - len(named)
    spread = [rest[len(rest) * index // missing] for index in range(missing)] if missing else []
    return tuple(one for one in offices if one in named or one in spread)


def _office(unit: Unit, *, weekday: int) -> Office:
    units = shipped_units()
    is_remote = unit.kind.is_place and units.marked(unit.key, tag=REMOTE, on=REPORTING_ON)
    return Office(
        id=unit.id,
        key=str(unit.key),
        name=unit.authority,
        place=unit.name,
        kind=unit.kind.value,
        slug=re.sub(r"[^a-z0-9]+", "-", fold(unit.name)).strip("-"),
        remote=is_remote,
        highland=unit.lon is not None and unit.lon < EAST_OF_THE_PASS,
        weekday=weekday,
    )
