from __future__ import annotations

from ccsdk.model.channel import CHANNELS, FULL_LOAD


def test_what_ships_fits_into_a_full_load() -> None:
    assert {name: (rule.slots, rule.weight) for name, rule in CHANNELS.items()} == {
        "voice": (1, 100),
        "chat": (3, 25),
        "message": (5, 15),
        "email": (5, 10),
    }
    assert all(rule.slots * rule.weight <= FULL_LOAD for rule in CHANNELS.values())


def test_the_matrix_names_channels_that_ship() -> None:
    named = {c for rule in CHANNELS.values() for c in (*rule.denies, *rule.interrupts)}

    assert named == set(CHANNELS)
