from __future__ import annotations

import pytest

from ccsdk.engine.deciding.guard import as_author, as_speaker, require_customer
from ccsdk.errors import InvalidTransitionError, NotOwnerError
from ccsdk.model import command as cmd
from ccsdk.model.principal import SYSTEM
from tests.unit.engine.consulting import CHILD, consulting
from tests.unit.engine.play import agent
from tests.unit.engine.talk import SAM, invite, join, talk


def test_a_connected_member_speaks_and_writes_notes_like_the_owner() -> None:
    play = join(talk("ben", "cai"), "ben")
    found, note = play.state.interactions["in_1"], cmd.AddNote(interaction="in_1")
    message = cmd.SendMessage(interaction="in_1")

    assert as_speaker(found, message, agent("ben")) == "ben"
    assert as_speaker(found, message, agent("ana")) == "ana"
    assert as_speaker(found, message, SYSTEM) == "ana"
    assert as_author(found, note, agent("ben")) == "ben"
    with pytest.raises(NotOwnerError):
        as_speaker(found, message, agent("cai"))


def test_who_is_dialled_or_listens_does_not_speak() -> None:
    play = talk("ben")
    play.accept(invite(play, "ben"))
    play.do(cmd.StartWhisper(interaction="in_1"), by=SAM)
    found = play.state.interactions["in_1"]

    for by in (agent("ben"), SAM):
        with pytest.raises(NotOwnerError):
            as_speaker(found, cmd.SendMessage(interaction="in_1"), by)
    with pytest.raises(NotOwnerError):
        as_author(found, cmd.AddNote(interaction="in_1"), SAM)


def test_a_consult_has_no_customer_to_hold() -> None:
    found = consulting().state.interactions

    require_customer(found["in_1"], cmd.HoldCustomer(interaction="in_1"))
    with pytest.raises(InvalidTransitionError):
        require_customer(found[CHILD], cmd.HoldCustomer(interaction=CHILD))
