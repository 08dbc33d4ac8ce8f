"""Who issues a paper: its name, whom it is under, its symbol, its place and who signs (NĐ 30/2020/NĐ-CP, Phụ lục I)."""

from dataclasses import dataclass

PLACE = "Gia Lai"
PROVINCE = "Ủy ban nhân dân tỉnh Gia Lai"
COMMUNES = {"COMMUNE": "xã", "WARD": "phường"}
HEADS = {
    "Thanh tra": "CHÁNH THANH TRA",
    "Văn phòng": "CHÁNH VĂN PHÒNG",
    "Ban Quản lý": "TRƯỞNG BAN",
}


@dataclass(frozen=True, kw_only=True)
class Issuer:
    """An agency as it stands on the head and at the end of its papers."""

    name: str
    superior: str
    initials: str
    place: str
    signer_title: tuple[str, ...]

    def symbol(self, kind: str) -> str:
        """The room for the number, and the symbol of a kind of paper («TB» of a notice)."""
        return f"     /{kind}-{self.initials}"


def issuer_of(name: str, kind: str) -> Issuer:
    """An agency of the province by its name and kind, as the register has them."""
    written = name.replace("UBND", "Ủy ban nhân dân")
    if kind in COMMUNES:
        people = ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
        return Issuer(
            name=written,
            superior="",
            initials="UBND",
            place=_own_name(name),
            signer_title=people,
        )
    return Issuer(
        name=written,
        superior=PROVINCE,
        initials=_initials(name),
        place=PLACE,
        signer_title=(_head(name),),
    )


def _initials(name: str) -> str:
    """«Sở Nông nghiệp và Môi trường» is SNNVMT until the agency gives its own symbol."""
    words = (word for word in name.replace(",", " ").split() if word.lower() != "và")
    return "".join(word[0].upper() for word in words)


def _own_name(name: str) -> str:
    """The commune's own name, without its kind."""
    for kind in COMMUNES.values():
        _, found, own = name.partition(f" {kind} ")
        if found:
            return own
    return PLACE


def _head(name: str) -> str:
    return next((title for start, title in HEADS.items() if name.startswith(start)), "GIÁM ĐỐC")
