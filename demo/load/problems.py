"""What stops a demo: a sentence about what happened and one about what to do."""


class Stopped(Exception):
    """The load cannot go on."""

    def __init__(self, what: str, remedy: str = "Xem nhật ký: make logs") -> None:
        super().__init__(what)
        self.remedy = remedy
