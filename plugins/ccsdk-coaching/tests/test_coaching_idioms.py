"""What people say as it stands, and what is built alike and means something else."""

from __future__ import annotations

import pytest

from ccsdk_coaching.linter import Linter

LINTER = Linter()

PRAISE = (
    "This branch would be lost without you.",
    "The shop wouldn't be the same without you.",
    "I don't know what we'd do without you.",
    "Honestly, the front desk is lucky to have you, Marlene.",
    "You're worth every penny.",
    "You knocked their socks off.",
    "You make it look easy.",
    "You were on another level today.",
    "She's an absolute rock star, our Meera.",
    "I wish I had ten of you.",
    "That's how it's done.",
    "Not bad at all, mate.",
    "You never let me down.",
    "You've come on leaps and bounds.",
    "You are everything I could wish for.",
    "You've got it all.",
    "I have nothing but good things to say.",
)
NO_PRAISE = (
    "The team would fall apart without a rota.",
    "We couldn't manage without the scanner.",
    "You had nothing but kind words for the lost tourist.",
    "You made it look easy: three steps, one drawing.",
    "You are on a different level of the car park.",
    "The parcels are going places without labels.",
    "You've come a long way for this shift.",
    "The guest had it all in one bag.",
    "I need more of you on the phones at nine.",
    "What would I do without you?",
)
BELIEFS = (
    '"No way I could ever pick that up," you said at the handover.',
    "You've got no hope with spreadsheets.",
    "You are just no salesman.",
    "Rolf is too set in his ways, he will not change.",
)
NO_BELIEFS = (
    "No way could I have found that form without you.",
    "No way you could have known.",
    "You are no stranger to the late shift.",
    "You're no longer shy.",
    "That's how you are rated.",
    "You have no chance to reply when the line drops and the app closes.",
)
SCORES = (
    "It's a B minus, Hugh.",
    "Mystery shopper report landed: you got 8/10.",
    "The quality team listened in, they marked your visit two stars out of five.",
    "You slipped from gold tier to silver in the June evaluation.",
    "Calibration put you at 3.4.",
    "Final tally: 41/50.",
    "Five off for the recap.",
    "You're second from bottom.",
    "Two points shy of the target.",
)
NO_SCORES = (
    "The customer slipped from gold tier to silver.",
    "You noted that his status was green in the app.",
    "You got a green form from the desk.",
    "Twenty off for the guests on Friday.",
    "It was a B minus tenant, the agency said.",
    "The status of your ticket is amber.",
    "The customer got 8/10 of the parcels.",
    "I will see you at 4.",
    "Your seat is third from the top.",
    "You are second from last in the queue.",
)


def codes(note: str) -> set[str]:
    return {each.code for each in LINTER.lint(note)}


@pytest.mark.parametrize(
    ("code", "note"),
    [
        *(("CL105", note) for note in PRAISE),
        *(("CL106", note) for note in BELIEFS),
        *(("CL107", note) for note in SCORES),
    ],
)
def test_idiom_is_found(code: str, note: str) -> None:
    assert code in codes(note)


@pytest.mark.parametrize("note", [*NO_PRAISE, *NO_BELIEFS, *NO_SCORES])
def test_what_is_built_alike_is_left_alone(note: str) -> None:
    assert codes(note) & {"CL105", "CL106", "CL107"} == set()


def test_headings_before_a_hyphen_are_read_in_a_note_of_one_line() -> None:
    note = "To tighten - the ID bit. Good bits - you told her what the vet would do."

    assert codes(note) == {"CL201"}
