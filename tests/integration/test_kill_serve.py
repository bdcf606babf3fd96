"""A real server is killed again and again under load; nothing that it promised is lost.

Visitors and agents go on through every outage with the real client: commands have keys and
are sent again until they are answered. Afterwards the log, what was sent, what was
acknowledged and what the clients saw are held against each other.
"""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from ccsdk.errors import IdempotencyMismatchError
from tests.integration.served import ccsdk, eventually, lines_of_log
from tests.integration.storm import AGENTS, VISITOR_NAMES, Rig, client, storm

KILLS = int(os.environ.get("CCSDK_KILLS_SERVE", "20"))
# With eight busy processes beside it on two cores, a kill took 8 s.
STORM_S = 60 + 12 * KILLS
# Whoever has left is lost a quarter of a minute later, which may fall between two looks.
COMPARED_S = 60

pytestmark = [
    pytest.mark.integration,
    pytest.mark.faults,
    pytest.mark.slow,
    # The storm is the fixture of whichever test comes first.
    pytest.mark.timeout(STORM_S + 2 * COMPARED_S),
]


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    """Return what the storm left behind, the server stopped."""
    rig = Rig(tmp_path_factory.mktemp("kill"))
    try:
        asyncio.run(asyncio.wait_for(storm(rig, seed=2, kills=KILLS), timeout=STORM_S))
        eventually(
            lambda: rig.compare_states() or rig.states[-1] == rig.states[-3], within_s=COMPARED_S
        )
        rig.server.stop()
        yield rig
    finally:
        rig.close()


@pytest.fixture(scope="module")
def log(rig: Rig) -> list[dict[str, Any]]:
    """Return the events of the log."""
    return lines_of_log(rig.center)


def test_what_was_acknowledged_is_in_the_log(rig: Rig, log: list[dict[str, Any]]) -> None:
    causes = {line.get("cause") for line in log}

    # Presence commands may change nothing; all others leave an event.
    lost = [key for key in rig.record.acknowledged if key not in causes]

    assert len(rig.record.acknowledged) > 5 * KILLS
    assert lost == []


def test_what_is_in_the_log_was_sent(rig: Rig, log: list[dict[str, Any]]) -> None:
    causes = {line["cause"] for line in log if "cause" in line}
    own = ("define-", "session-", "resume-")

    foreign = [c for c in causes if c not in rig.record.sent and not c.startswith(own)]

    assert foreign == []


def test_one_key_had_one_effect(log: list[dict[str, Any]]) -> None:
    messages = [line["cause"] for line in log if "Message" in line["type"]]

    twice = [key for key, count in Counter(messages).items() if count > 1]

    assert twice == []


def test_clients_saw_the_log_in_order_and_once(rig: Rig, log: list[dict[str, Any]]) -> None:
    order = {f"{line['subject']}:{line['version']}": n for n, line in enumerate(log)}

    for who, seen in rig.record.seen.items():
        places = [order[id_] for id_ in seen]
        assert places == sorted(set(places)), who


def test_visitors_missed_nothing(rig: Rig, log: list[dict[str, Any]]) -> None:
    shown = {
        "InteractionReceived",
        "InteractionQueued",
        "InteractionRequeued",
        "OfferAccepted",
        "InteractionAnswered",
        "MessageReceived",
        "MessageSent",
        "InteractionEnded",
        "InteractionAbandoned",
        "InteractionClosed",
    }
    for who in VISITOR_NAMES:
        (customer,) = {
            line["customer"] for line in log if line.get("cause", "").startswith(f"{who}-")
        }
        expected = [
            f"{line['subject']}:{line['version']}"
            for line in log
            if line.get("customer") == customer and line["type"].split(".")[1] in shown
        ]

        assert rig.record.resets[who] == 0
        assert rig.record.seen[who] == expected


def test_agents_missed_nothing_of_their_own(rig: Rig) -> None:
    for who in AGENTS:
        own = [int(id_.rpartition(":")[2]) for id_ in rig.record.seen[who] if f"t/{who}:" in id_]

        assert len(own) > KILLS // 4
        assert own == list(range(own[0], own[0] + len(own)))
        assert rig.record.resets[who] == 0


def test_the_state_rebuilt_from_the_log_is_the_live_one(rig: Rig) -> None:
    before, rebuilt, after = rig.states[-3:]

    assert before == after
    assert rebuilt == before


def test_the_outages_struck_nobody(log: list[dict[str, Any]]) -> None:
    kinds = Counter(line["type"].split(".")[1] for line in log)
    strikes = [line["data"].get("strikes", 0) for line in log if "Offer" in line["type"]]
    withdrawn = {line["data"]["reason"] for line in log if "OfferWithdrawn" in line["type"]}

    assert kinds["CenterResumed"] == KILLS
    assert kinds["OfferExpired"] == 0
    assert set(strikes) <= {0}
    assert withdrawn <= {"restart", "abandoned", "taken"}


def test_the_log_verifies_and_leads_to_one_state(rig: Rig) -> None:
    outcomes = [ccsdk("check", rig.center) for _ in range(2)]

    assert [outcome.code for outcome in outcomes] == [0, 0]
    assert outcomes[0].out == outcomes[1].out


def test_a_key_of_the_storm_is_still_known_afterwards(rig: Rig) -> None:
    server = rig.start()

    async def again() -> list[str]:
        outcomes = []
        async with client(rig, "mei2", rig.token("mei")) as bus:
            receipt = await bus.command("LogIn", {}, key="mei-1")
            outcomes.append("replayed" if receipt.is_replayed else "done again")
            try:
                await bus.command("SetReady", {}, key="mei-1")
            except IdempotencyMismatchError:
                outcomes.append("mismatch")
        return outcomes

    try:
        found = asyncio.run(again())
    finally:
        server.stop()

    assert found == ["replayed", "mismatch"]
