"""The desk's store, alone: what snapshots and events make of it, without a server."""

from __future__ import annotations

import re
from typing import Any

import attrs
import pytest
from playwright.sync_api import Page, Route

from tests.browser.desk_page import ROOT

STATIC = ROOT / "plugins" / "ccsdk-desk" / "src" / "ccsdk_desk" / "static"
HOST = "https://desk.test/"

SHOWN = """() => {
  const of = (kind) => Object.fromEntries(kind.ids.value.map((id) => [id, kind.get(id)]));
  const { interactions, offers, agents, queues } = store;
  return { interactions: of(interactions), offers: of(offers), agents: of(agents),
           queues: of(queues), told };
}"""


@attrs.define
class Store:
    """Drive a store of the desk's, in a page."""

    page: Page

    def snapshot(self, *items: dict[str, Any]) -> None:
        self.page.evaluate("i => store.snapshot(i, { first: true, last: true })", list(items))

    def apply(self, *events: dict[str, Any]) -> None:
        self.page.evaluate("events => store.apply(events)", list(events))

    @property
    def shown(self) -> dict[str, Any]:
        shown: dict[str, Any] = self.page.evaluate(SHOWN)
        return shown

    def run(self, script: str, *values: Any) -> Any:
        return self.page.evaluate(script, list(values))


@pytest.fixture
def modules(page: Page) -> Page:
    """Open a page that has the desk's modules and nothing else of it."""
    index = (STATIC / "index.html").read_text()
    empty = re.sub(r'<script type="module" src="app.js"[^>]*></script>', "", index)

    def serve(route: Route) -> None:
        path = route.request.url.removeprefix(HOST)
        if path:
            route.fulfill(path=STATIC / path)
        else:
            route.fulfill(body=empty, content_type="text/html")

    page.route(f"{HOST}**", serve)
    page.goto(HOST)
    return page


def opened(modules: Page, self_id: str | None) -> Store:
    modules.evaluate(
        """async (self) => {
          const { Store } = await import("/store.js");
          globalThis.told = [];
          globalThis.store = new Store();
          store.self = self ?? undefined;
          store.tell = (code) => told.push(code);
        }""",
        self_id,
    )
    return Store(modules)


@pytest.fixture
def own(modules: Page) -> Store:
    """Return the store of Mei's own work."""
    return opened(modules, "mei")


@pytest.fixture
def board(modules: Page) -> Store:
    """Return a supervisor's store."""
    return opened(modules, None)


def interaction(name: str, state: str, **data: Any) -> dict[str, Any]:
    facts = {"state": state, "channel": "chat", "account": "web", "queue": "sales", **data}
    return item("Interaction", f"interaction/{name}", facts)


def item(kind: str, subject: str, data: dict[str, Any], version: int = 1) -> dict[str, Any]:
    return {"type": f"ccsdk.{kind}.v1", "subject": subject, "version": version, "data": data}


def queue(**counts: int) -> dict[str, Any]:
    names = ("waiting", "offered", "answered", "answered_in_target", "abandoned", "flowed_out")
    facts = {**dict.fromkeys(names, 0), "name": "Sales", "target_ms": 20_000, **counts}
    return item("Queue", "queue/sales", facts)


def event(name: str, interaction: str = "in_1", version: int = 2, **members: Any) -> dict[str, Any]:
    refs = {"channel": "chat", "customer": "cu_1", "queue": "sales"}
    return {
        "type": f"ccsdk.{name}.v1",
        "subject": f"interaction/{interaction}",
        "version": version,
        "time": "2026-11-21T18:30:01.200Z",
        "interaction": interaction,
        **refs,
        "data": {},
        **members,
    }


def test_snapshot_replaces_everything_and_merges_nothing(own: Store) -> None:
    own.snapshot(interaction("in_1", "ENGAGED", owner="mei", entered_at_ms=1))
    own.snapshot(interaction("in_2", "ENGAGED", owner="mei"))

    assert list(own.shown["interactions"]) == ["in_2"]


def test_snapshot_in_parts_is_shown_when_it_is_whole(own: Store) -> None:
    own.snapshot(interaction("in_1", "ENGAGED", owner="mei"))
    parts = (
        [interaction("in_2", "ENGAGED", owner="mei")],
        [interaction("in_3", "WRAP_UP", owner="mei")],
    )
    own.run("([items]) => store.snapshot(items, { first: true, last: false })", parts[0])
    before = list(own.shown["interactions"])
    own.run("([items]) => store.snapshot(items, { first: false, last: true })", parts[1])

    assert before == ["in_1"]
    assert list(own.shown["interactions"]) == ["in_2", "in_3"]


def test_own_work_is_what_the_agent_accepted_until_its_wrap_up_ends(own: Store) -> None:
    own.snapshot()
    offer = {"offer": "in_1-o1", "agent": "mei"}
    own.apply(event("OfferMade", **offer, data={"expires_at_ms": 9, "ack_due_at_ms": 5}))
    offered = own.shown
    own.apply(event("OfferAccepted", version=3, **offer), event("InteractionAnswered", version=4))
    engaged = own.shown
    own.apply(event("WrapUpStarted", version=5, agent="mei", data={"wrap_up_due_at_ms": 99}))
    wrapping = own.shown
    own.apply(event("WrapUpEnded", version=6, agent="mei", data={"cause": "completed"}))

    assert (list(offered["offers"]), offered["interactions"]) == (["in_1-o1"], {})
    assert engaged["offers"] == {}
    assert engaged["interactions"]["in_1"]["state"] == "ENGAGED"
    assert wrapping["interactions"]["in_1"]["wrap_up_due_at_ms"] == 99
    assert own.shown["interactions"] == {}


@pytest.mark.parametrize("name", ["InteractionRequeued", "ConnectFailed", "InteractionClosed"])
def test_work_that_goes_elsewhere_is_dropped(own: Store, name: str) -> None:
    own.snapshot(interaction("in_1", "ENGAGED", owner="mei"))
    own.apply(event(name, data={"cause": "agent_lost"}))

    assert own.shown["interactions"] == {}


@pytest.mark.parametrize(
    ("name", "code"),
    [("OfferExpired", "offer_expired"), ("OfferWithdrawn", "offer_withdrawn")],
)
def test_offer_that_ends_without_the_agent_is_told(own: Store, name: str, code: str) -> None:
    live = {"interaction": "in_1", "agent": "mei", "state": "SHOWN", "expires_at_ms": 9}
    own.snapshot(item("Offer", "offer/in_1-o1", live))
    own.apply(event(name, offer="in_1-o1", agent="mei"))

    assert own.shown["offers"] == {}
    assert own.shown["told"] == [code]


def test_ended_offers_of_a_snapshot_are_not_shown(own: Store) -> None:
    ended = {"interaction": "in_1", "agent": "mei", "state": "EXPIRED", "expires_at_ms": 9}
    own.snapshot(item("Offer", "offer/in_1-o1", ended))

    assert own.shown["offers"] == {}


def test_snapshot_of_own_work_holds_what_is_the_agents_now(board: Store) -> None:
    items = [
        interaction("in_1", "ENGAGED", owner="mei"),
        interaction("in_2", "ENGAGED", owner="bo"),
    ]
    board.snapshot(*items)
    seen_by_all = list(board.shown["interactions"])

    mine = opened(board.page, "mei")
    mine.snapshot(*items)

    assert seen_by_all == ["in_1", "in_2"]
    assert list(mine.shown["interactions"]) == ["in_1"]


def test_queue_counts_follow_the_events(board: Store) -> None:
    board.snapshot(queue(offered=7, answered=5, answered_in_target=4, abandoned=2))
    board.apply(
        event("InteractionReceived", "in_1", data={"account": "web"}),
        event("InteractionQueued", "in_1", 3, data={"order_from_ms": 1}),
        event("InteractionQueued", "in_2", 3, data={"order_from_ms": 1}),
        event("InteractionQueued", "in_3", 3, data={"order_from_ms": 1}),
        event("InteractionAnswered", "in_1", 4, data={"is_in_target": True}),
        event("InteractionAnswered", "in_2", 4, data={"is_in_target": False}),
        event("InteractionAbandoned", "in_3", 4),
        event("InteractionClosed", "in_3", 5),
        event("InteractionRequeued", "in_1", 5, data={"cause": "agent_lost"}),
    )

    counts = board.shown["queues"]["sales"]
    assert counts["offered"] == 11
    assert (counts["answered"], counts["answered_in_target"], counts["abandoned"]) == (7, 5, 3)
    assert sorted(board.shown["interactions"]) == ["in_1", "in_2"]


def test_visit_that_goes_on_keeps_its_wait_and_a_new_one_starts_anew(board: Store) -> None:
    board.snapshot(queue(), interaction("in_1", "OFFERED", entered_at_ms=5))
    board.apply(event("InteractionRequeued", data={"cause": "offers_ended"}))
    same = board.shown["interactions"]["in_1"]["entered_at_ms"]
    board.apply(event("InteractionRequeued", version=3, data={"cause": "agent_lost"}))

    assert same == 5
    assert board.shown["interactions"]["in_1"]["entered_at_ms"] == 1_795_285_801_200


def test_unknown_events_and_items_are_passed_over(own: Store) -> None:
    own.snapshot(item("Team", "team/a", {}), interaction("in_1", "ENGAGED", owner="mei"))
    plugin = {"type": "acme.PlayBegun.v1", "subject": "plugin/acme", "version": 1}
    own.apply(
        {**plugin, "time": "2026-11-21T18:30:01.200Z"},
        event("InteractionBlessed"),
        event("MessageReceived", version=3, data={"mood": "new"}),
    )

    assert own.shown["interactions"]["in_1"]["version"] == 3
    assert own.shown["told"] == []


def test_lines_are_merged_by_version_whichever_comes_first(modules: Page) -> None:
    lines = modules.evaluate(
        """async () => {
          const { lineOf, merged, unansweredSince, unreadCount } = await import("/lines.js");
          const line = (name, version, text) => lineOf({
            type: `ccsdk.${name}.v1`, version, time: new Date(version * 1000).toISOString(),
            subject: "interaction/in_1", data: {}, personal: { text } });
          const live = [line("MessageReceived", 5, "five"), line("MessageSent", 3, "three")];
          const history = [line("MessageReceived", 2, "two"), line("MessageSent", 3, "three")];
          const all = merged(merged([], live), history);
          return [all.map(({ text }) => text), unansweredSince(all), unreadCount(all, 2)];
        }"""
    )

    assert lines == [["two", "three", "five"], 5_000, 1]


def test_what_a_colleague_writes_is_new_until_one_answers(modules: Page) -> None:
    counts = modules.evaluate(
        """async () => {
          const { unreadCount } = await import("/lines.js");
          const by = (agent, version) => ({ kind: "message", from: "agent", agent, version });
          const lines = [by("tom", 1), by("mei", 2), by("tom", 3), by("tom", 4)];
          return [unreadCount(lines, 0, "mei"), unreadCount(lines, 3, "mei")];
        }"""
    )

    assert counts == [2, 1]


# --- a talk with others ---------------------------------------------------------------------------

LEG = {"party": "agent", "role": "member", "channel": "chat", "state": "CONNECTED"}


def shelves(store: Store) -> dict[str, list[str]]:
    """Return what stands where in an agent's own store."""
    names = "['interactions', 'consults', 'mentions']"
    script = f"() => Object.fromEntries({names}.map((name) => [name, store[name].ids.value]))"
    shown: dict[str, list[str]] = store.run(script)
    return shown


def test_snapshot_tells_what_is_worked_on_from_what_is_asked_and_what_is_read(own: Store) -> None:
    own.snapshot(
        interaction("in_1", "ENGAGED", owner="mei", child="in_1-c1"),
        interaction("in_1-c1", "QUEUED", parent="in_1", asker="mei"),
        interaction("in_2", "ENGAGED", owner="tom", legs=[{**LEG, "leg": "l3", "who": "mei"}]),
        interaction("in_3", "PARKED", last_agent="mei", parked_until_ms=9),
        interaction("in_4", "QUEUED", wrap_ups={"mei": 99}),
        interaction("in_5", "ENGAGED", owner="tom"),
        interaction("in_6-c1", "ENGAGED", owner="mei", parent="in_6", asker="tom"),
        interaction("in_6", "ENGAGED", owner="tom", child="in_6-c1"),
    )

    assert shelves(own) == {
        "interactions": ["in_1", "in_2", "in_3", "in_4", "in_6-c1"],
        "consults": ["in_1-c1"],
        "mentions": ["in_5"],
    }
    given_away = own.shown["interactions"]["in_4"]
    assert (given_away["state"], given_away["wrap_up_due_at_ms"]) == ("WRAP_UP", 99)


def test_what_was_given_away_stays_until_its_own_wrap_up_is_over(own: Store) -> None:
    own.snapshot(interaction("in_1", "ENGAGED", owner="mei"))
    own.apply(
        event("InteractionTransferred", agent="mei"),
        event("WrapUpStarted", version=3, agent="mei", data={"wrap_up_due_at_ms": 99}),
    )
    wrapping = own.shown["interactions"]["in_1"]
    own.apply(event("WrapUpEnded", version=4, agent="mei", data={"cause": "completed"}))

    assert (wrapping["state"], wrapping.get("owner")) == ("WRAP_UP", None)
    assert own.shown["interactions"] == {}


def test_what_was_parked_stays_until_it_goes_on(own: Store) -> None:
    own.snapshot(interaction("in_1", "ENGAGED", owner="mei"))
    own.apply(event("InteractionParked", agent="mei", data={"until_due_at_ms": 7}))
    parked = own.shown["interactions"]["in_1"]
    own.apply(event("InteractionResumed", version=3, agent="mei"))

    assert (parked["state"], parked["parked_until_ms"]) == ("PARKED", 7)
    assert own.shown["interactions"] == {}


def test_hold_is_of_the_customers_legs_and_a_failed_one_is_none(own: Store) -> None:
    own.snapshot(interaction("in_1", "CONNECTING", owner="mei"))
    answered = {"leg": "l1", "customer_leg": "l2"}
    own.apply(event("InteractionAnswered", agent="mei", data=answered))
    own.apply(event("CustomerHeld", version=3, agent="mei", data={"legs": ["l2"]}))
    held = own.shown["interactions"]["in_1"]["legs"]
    own.apply(event("HoldFailed", version=4, agent="mei", data={"legs": ["l2"]}))

    assert [(leg["who"], leg["state"]) for leg in held] == [("mei", "CONNECTED"), ("cu_1", "HELD")]
    legs = own.shown["interactions"]["in_1"]["legs"]
    assert [leg["state"] for leg in legs] == ["CONNECTED", "CONNECTED"]
    assert own.shown["told"] == ["hold_failed"]


def test_who_is_invited_takes_part_from_their_leg_until_it_ends(own: Store) -> None:
    own.snapshot()
    offer = {"offer": "in_1-o2", "agent": "mei"}
    own.apply(event("ParticipantInvited", **offer, data={"by": "tom", "expires_at_ms": 9}))
    invited = own.shown["offers"]["in_1-o2"]
    leg = {"leg": "l3", "party": "agent", "role": "member", "connect_due_at_ms": 9}
    own.apply(event("LegStarted", version=3, **offer, data=leg))
    joining = own.shown
    own.apply(event("LegEnded", version=4, agent="mei", data={"leg": "l3", "cause": "left"}))

    assert (invited["by"], invited["is_invitation"]) == ("tom", True)
    assert (joining["offers"], joining["interactions"]["in_1"]["legs"][0]["state"]) == (
        {},
        "DIALING",
    )
    assert own.shown["interactions"] == {}


def test_owner_who_changes_leaves_the_talk_to_the_next(own: Store) -> None:
    legs = [{**LEG, "leg": "l1", "who": "tom", "role": "owner"}, {**LEG, "leg": "l3", "who": "mei"}]
    own.snapshot(interaction("in_1", "ENGAGED", owner="tom", legs=legs))
    own.apply(event("OwnerChanged", agent="mei", data={"leg": "l3", "former": "tom"}))

    led = own.shown["interactions"]["in_1"]
    assert (led["owner"], [(leg["who"], leg["role"]) for leg in led["legs"]]) == (
        "mei",
        [("mei", "owner")],
    )
