"""The brake: a bad build stops, a few bad events do not."""

import pytest

from kernel.follower.brake import Brake, Braked


def a_brake(**more: float) -> Brake:
    return Brake(**{"share": 0.2, "least": 5, "seconds": 300.0, **more})


def test_a_few_failures_never_brake():
    brake = a_brake()

    for _ in range(4):
        brake.check(0, 1, now=0.0)
        brake.count(0, 1, now=0.0)


def test_too_large_a_share_brakes_before_anything_is_saved():
    with pytest.raises(Braked, match="5 of 20"):
        a_brake().check(15, 5, now=0.0)


def test_the_same_failures_among_many_good_events_do_not_brake():
    a_brake().check(20, 5, now=0.0)


def test_failures_of_earlier_batches_count_until_the_window_has_passed():
    brake = a_brake()
    brake.count(0, 4, now=0.0)

    with pytest.raises(Braked):
        brake.check(4, 1, now=299.0)
    brake.check(4, 1, now=301.0)


def test_a_good_batch_passes_however_bad_the_past():
    brake = a_brake()
    brake.count(0, 100, now=0.0)

    brake.check(1, 0, now=1.0)


def test_a_released_brake_has_forgotten():
    brake = a_brake()
    brake.count(0, 100, now=0.0)

    brake.release()

    brake.check(10, 1, now=1.0)
