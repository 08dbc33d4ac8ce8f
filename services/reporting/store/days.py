"""A day as it is kept, where there may be none."""

from datetime import date


def written(day: date | None) -> str | None:
    """As it is kept."""
    return day.isoformat() if day else None


def read(text: str | None) -> date | None:
    """As it was kept."""
    return date.fromisoformat(text) if text else None
