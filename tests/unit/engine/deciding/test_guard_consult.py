from __future__ import annotations

import pytest

from ccsdk.engine.deciding.guard import require_customer
from ccsdk.errors import InvalidTransitionError
from ccsdk.model import command as cmd
from tests.unit.engine.consulting import CHILD, consulting


def test_a_consult_has_no_customer() -> None:
    play = consulting()

    with pytest.raises(InvalidTransitionError):
        require_customer(play.state.interactions[CHILD], cmd.AbandonInteraction(interaction=CHILD))
