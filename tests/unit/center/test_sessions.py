"""Who is connected, as the server reports it."""

from __future__ import annotations

from ccsdk.center.sessions import LiveSessions
from tests.unit.center.shop import ANNA, BORIS, MEI


def test_a_customers_sessions_are_those_that_came_and_did_not_go() -> None:
    sessions = LiveSessions()
    for session in ("se_1", "se_2", "se_3"):
        sessions.back(ANNA, session)
    sessions.back(BORIS, "se_4")
    sessions.back(MEI, "se_5")

    sessions.gone(ANNA, "se_2")
    sessions.gone(BORIS, "se_4")
    sessions.gone(BORIS, "se_unknown")

    assert sessions.of_customer(ANNA.customer or "") == ("se_1", "se_3")
    assert sessions.of_customer(BORIS.customer or "") == ()


def test_an_agent_is_no_customer() -> None:
    sessions = LiveSessions()

    sessions.back(MEI, "se_1")

    assert sessions.of_customer("mei") == ()
