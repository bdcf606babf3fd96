"""The storm: many desks and widgets whose server goes away at work, and comes back.

`nox -s storm` opens 20 desks and 50 widgets and keeps the server away for a full minute; the
default here is 6 desks, 12 widgets and 5 seconds, with everything else the same.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import CenterServer
from tests.browser.desk_page import AWAY
from tests.browser.storm_scene import PRESENCE, Storm, by_interaction, center_toml

DESKS = int(os.environ.get("CCSDK_STORM_DESKS", "6"))
WIDGETS = int(os.environ.get("CCSDK_STORM_WIDGETS", "12"))
AWAY_S = float(os.environ.get("CCSDK_STORM_AWAY_S", "5"))
# Some words are written in vain before anybody knows that the server is gone, others after.
WRITTEN_IN_VAIN_S = 3
LEAST_SENT = 2
LIVE_WITHIN_S = 10

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120 + int(2 * AWAY_S) + 6 * WIDGETS)]


@pytest.fixture
def storm(tmp_path: Path, site: Any, window: Any) -> Iterator[Storm]:
    """Run a center for so many agents, none of whose pages is open yet."""
    settings = tmp_path / "center.toml"
    settings.write_text(center_toml(DESKS, site.origin))
    center = CenterServer(settings=settings, data=tmp_path / "data")
    center.start()
    yield Storm(window=window, center=center, site=site)
    window.leave()
    center.stop()


def blow(storm: Storm) -> None:
    """Pull the plug under everybody's hands, and put it in again after a while."""
    storm.window.allow(AWAY)
    storm.center.kill()
    gone_s = time.monotonic()
    time.sleep(WRITTEN_IN_VAIN_S)
    storm.stop_writing()
    storm.leave_drafts()
    time.sleep(max(0.0, AWAY_S - (time.monotonic() - gone_s)))
    storm.start_again()


def test_everybody_is_back_by_themselves_and_nothing_is_lost_or_doubled(
    storm: Storm, record_property: Callable[[str, object], None]
) -> None:
    storm.open_desks(DESKS)
    storm.open_widgets(WIDGETS)
    storm.begin()
    storm.wait_for_answers(LEAST_SENT)

    blow(storm)
    times = storm.wait_until_live(3 * LIVE_WITHIN_S)
    messages = storm.settle()

    record_property("figure", told(times, messages))
    assert max(times.values()) < LIVE_WITHIN_S
    expect_log_to_be_right(storm, messages)
    expect_pages_to_be_right(storm, messages)
    assert storm.events("OfferExpired", "InteractionRequeued", "LegLost", "InteractionEnded") == []


def told(times: dict[str, float], messages: list[Any]) -> tuple[str, str, str]:
    last = max(times, key=lambda name: times[name])
    middle = sorted(times.values())[len(times) // 2]
    scene = f"{DESKS} desks, {WIDGETS} widgets, {len(messages)} messages"
    what = f"storm: {scene}, server away {AWAY_S:.0f} s: all live after"
    return what, f"{times[last]:.1f} s ({last}); median {middle:.1f} s", f"{LIVE_WITHIN_S} s"


def expect_log_to_be_right(storm: Storm, messages: list[dict[str, Any]]) -> None:
    """Expect all that was ever sent, once, each by a command of its own."""
    sent = Counter(text for texts in storm.sent.values() for text in texts)
    logged = Counter(event["personal"]["text"] for event in messages)
    assert logged - sent == Counter(), "doubled"
    assert sent - logged == Counter(), "lost"
    causes = Counter(event["cause"] for event in messages)
    assert causes.most_common(1)[0][1] == 1
    assert len(storm.events("InteractionReceived")) == WIDGETS


def expect_pages_to_be_right(storm: Storm, messages: list[dict[str, Any]]) -> None:
    """Expect each side to show the log's messages in the log's order, and its own drafts."""
    logged = by_interaction(messages)
    shown = set()
    for agent, page in storm.desks.items():
        expect(page.locator(PRESENCE)).to_have_text("Ready")
        for interaction, seen in storm.seen_by_desk(agent).items():
            shown.add(interaction)
            assert seen.texts == logged[interaction]
            assert seen.pending == 0
            assert seen.draft == storm.drafts[agent][interaction] != ""
    assert shown == logged.keys()
    by_first = {texts[0]: texts for texts in logged.values()}
    for name in storm.widgets:
        seen = storm.seen_by_customer(name)
        assert seen.texts == by_first[f"{name}-1"]
        assert (seen.pending, seen.draft) == (0, f"draft of {name}")
