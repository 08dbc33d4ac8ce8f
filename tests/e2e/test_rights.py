"""One table decides who may do what: nothing is outside it. `make authz-matrix` asks for each route too."""

from contracts.registry import Role
from contracts.rights import COMMAND_WORDS, COMMANDS, POSTS, RIGHTS
from tests.e2e.matrix import Told, in_table, of_commands
from tests.e2e.six import Route, Six


def test_every_route_is_in_the_table(six: Six):
    assert not [str(one) for one in six.routes if not in_table(one)]


def test_every_command_takes_whom_the_table_names_and_no_stranger(six: Six):
    told = Told()

    of_commands(six, told)

    assert not told.failures
    assert told.cases > 15 * told.commands > 0


def test_a_route_nobody_guards_or_nobody_declared_public_is_found(six: Six):
    unguarded = Route("reception", "/reception/planted", "GET", None, None)
    in_passing = Route("reception", "/reception/all-names", "GET", "public", None)

    assert not in_table(unguarded)
    assert not in_table(in_passing)


def test_each_command_has_its_words_for_the_trail_and_no_words_are_left_over():
    assert not [one for one in COMMANDS if one not in COMMAND_WORDS]
    assert not [one for one in COMMAND_WORDS if "." in one and one not in COMMANDS]


def test_each_role_has_a_post_in_the_table_and_each_right_a_legal_basis():
    assert set(POSTS) == set(Role)
    assert all(one.what and one.basis for one in RIGHTS)
    assert all(set(who) <= set(Role) for who in COMMANDS.values())
