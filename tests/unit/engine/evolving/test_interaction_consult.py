from __future__ import annotations

import pytest

from ccsdk.model import command as cmd
from ccsdk.model.command import Command
from ccsdk.model.interaction import Closing
from tests.unit.engine.consulting import CHILD, consulting
from tests.unit.engine.play import agent
from tests.unit.engine.talk import IN


@pytest.mark.parametrize(
    ("command", "closing"),
    [(cmd.MergeConsult(**IN), Closing.MERGED), (cmd.CancelConsult(**IN), Closing.CONSULTED)],
)
def test_a_consult_is_closed_as_what_came_of_it(command: Command, closing: Closing) -> None:
    play = consulting()

    play.do(command, by=agent("ana"))

    assert play.state.interactions[CHILD].closing is closing
