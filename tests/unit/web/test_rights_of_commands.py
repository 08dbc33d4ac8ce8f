"""A command that the table of rights does not know keeps its service from starting, and nobody may give it."""

from typing import Any

import pytest

from kernel import rights
from kernel.errors import Forbidden
from kernel.message import Actor
from kernel.rights import check_command, check_table
from kernel.store import command
from tests.unit.web.conftest import CLERK, Shop, a_shop


@pytest.fixture
def forgotten(monkeypatch: pytest.MonkeyPatch) -> str:
    """A command of the shop that nobody put into the table."""
    monkeypatch.setattr(rights, "_GIVEN", set(rights._GIVEN))

    def sell(self: Any, *, by: Actor) -> None:
        """Sell."""

    sell.__module__ = "services.shop.service.till"
    command(sell)
    return "shop.sell"


def test_a_service_with_a_command_outside_the_table_does_not_start(forgotten: str, shop: Shop):
    with pytest.raises(TypeError, match=forgotten):
        a_shop(shop.keys.folder)


def test_it_is_nobodys_to_give(forgotten: str):
    with pytest.raises(Forbidden):
        check_command("shop", "sell", CLERK)


def test_once_the_table_knows_it_the_service_starts(
    forgotten: str, shop: Shop, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(rights, "_COMMANDS", {**rights._COMMANDS, forgotten: ("CLERK",)})

    check_table("shop")
    check_command("shop", "sell", CLERK)

    assert a_shop(shop.keys.folder)
