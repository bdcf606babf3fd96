"""The plugin in a center, asking a real server on this machine through the guarded way out."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Coroutine, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import attrs
import pytest
import structlog

from ccsdk import ContactCenter
from ccsdk.hooks import Deadline, Identity, Panel, Secret
from ccsdk.model.event import InteractionQueued, InteractionRouted
from ccsdk.model.request import ProfileQuestion, Submission
from ccsdk.testing.harness import ACCOUNT, Stage
from ccsdk_profile_http import plugin

LENA = {"name": "Lena Brandt", "is_vip": True, "orders": {"open": 2}, "spent": "1290.50"}
SETTINGS = {
    "name": "/name",
    "vip": "/is_vip",
    "fields": {
        "orders": {"label": "Open orders", "at": "/orders/open", "kind": "number"},
        "spent": {"label": "Spent", "at": "/spent", "kind": "money", "currency": "EUR"},
    },
    "attributes": {
        "vip": {"at": "/is_vip", "type": "bool"},
        "open_orders": {"at": "/orders/open", "type": "int"},
    },
}
QUEUES = {
    "support": {
        "discipline": "ageing",
        "classes": [{"name": "vip", "when": "attr.vip", "head_start": "3 min"}],
    }
}
Answer = tuple[int, Mapping[str, str], bytes]


class Shop(ThreadingHTTPServer):
    """Answer as a test says, and note what was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answer: Answer = (200, {}, json.dumps(LENA).encode())
        self.asked: list[tuple[str, str | None]] = []
        self.gate = threading.Event()
        self.gate.set()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    """Answer one request."""

    server: Shop

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers["authorization"]))
        self.server.gate.wait(10)
        status, headers, body = self.server.answer
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""


@pytest.fixture
def shop() -> Iterator[Shop]:
    with Shop() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.gate.set()
        server.shutdown()
        thread.join()


def tables(shop: Shop, **more: Any) -> dict[str, Any]:
    return {
        "queues": QUEUES,
        "accounts": {ACCOUNT: {"channel": "kit", "queues": ["support"], "enrichment": "800ms"}},
        "egress": {"private": [shop.origin]},
        "plugins": {
            "profile-http": {"url": f"{shop.origin}/customers/{{customer}}", **SETTINGS, **more}
        },
    }


def play(
    shop: Shop, work: Callable[[Stage], Coroutine[Any, Any, Any]], **more: Any
) -> tuple[Any, list[Any]]:
    """Return what `work` makes of a center, and what was logged."""

    async def act() -> Any:
        stage = Stage()
        async with stage.center(plugins=[plugin], settings=tables(shop, **more)):
            return await work(stage)

    with structlog.testing.capture_logs() as logs:
        return asyncio.run(act()), logs


async def arrive(stage: Stage, *, is_verified: bool = True, customer: str = "customer-7") -> str:
    """Let a customer of the shop write, and return the id of the Interaction."""
    who = attrs.evolve(
        stage.client("visitor", customer).principal,
        is_verified=is_verified,
        external_id=customer if is_verified else None,
    )
    receipt = await stage.current.submit(
        Submission(
            principal=who,
            key=f"{customer}-{stage.clock.now_ms()}",
            type="ccsdk.ReceiveInteraction.v1",
            data={},
            personal={"text": "Hello"},
        )
    )
    assert receipt.answer.interaction is not None
    return receipt.answer.interaction


async def queued(stage: Stage, interaction: str) -> InteractionQueued:
    """Wait until an Interaction stands in its line; a real server takes real time."""
    async with asyncio.timeout(10):
        while True:
            found = await stage.events(InteractionQueued, interaction=interaction)
            if found:
                return found[0]


async def routed(stage: Stage) -> tuple[dict[str, Any], str | None]:
    """Return what routing knew of Lena, and her class of service."""
    interaction = await arrive(stage)
    visit = await queued(stage, interaction)
    known = await stage.events(InteractionRouted)
    return known[0].attributes if known else {}, visit.service_class


async def profile(stage: Stage, *, is_verified: bool = True) -> dict[str, Any]:
    """Return what the Agent who talks to Lena is shown."""
    interaction = await arrive(stage, is_verified=is_verified)
    await queued(stage, interaction)
    mei = await stage.answered(interaction)
    return await stage.current.ask(mei.principal, ProfileQuestion(interaction=interaction))


def test_a_vip_is_one_before_she_stands_in_line(shop: Shop) -> None:
    (attributes, service_class), _ = play(shop, routed)

    assert (attributes, service_class) == ({"vip": True, "open_orders": 2}, "vip")


def test_the_agent_sees_what_the_shop_says_by_the_same_one_request(shop: Shop) -> None:
    answer, _ = play(shop, profile)

    assert (answer["name"], answer["is_vip"], answer["failed"]) == ("Lena Brandt", True, [])
    shown = [(f["key"], f["kind"], f["value"], f["currency"]) for f in answer["fields"]]
    assert shown == [("orders", "number", 2, None), ("spent", "money", "1290.50", "EUR")]
    assert shop.asked == [("/customers/customer-7", None)]


def test_the_token_goes_along_and_nowhere_else(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_TOKEN", "word-of-the-shop")

    answer, logs = play(shop, profile, token="${env:SHOP_TOKEN}")

    assert shop.asked == [("/customers/customer-7", "Bearer word-of-the-shop")]
    assert "word-of-the-shop" not in f"{answer}{logs}"
    assert "word" not in repr(Secret(value="word-of-the-shop"))


def test_nobody_is_asked_about_who_has_not_signed_in(shop: Shop) -> None:
    async def strange(stage: Stage) -> Any:
        return await profile(stage, is_verified=False)

    answer, _ = play(shop, strange)

    assert (answer["fields"], answer["sources"], answer["failed"]) == ([], [], [])
    assert shop.asked == []


def test_whom_the_shop_does_not_know_is_a_customer_like_others(shop: Shop) -> None:
    shop.answer = (404, {}, b"no such customer")

    answer, logs = play(shop, profile)

    assert (answer["fields"], answer["is_vip"], answer["failed"]) == ([], None, [])
    assert [each["event"] for each in logs if each["event"].startswith("shop.")] == []


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ((401, {}, b"Lena who?"), "401: it does not take the token"),
        ((403, {}, b""), "403: it does not take the token"),
        ((302, {"location": "http://169.254.169.254/"}, b""), "302: redirects are not followed"),
        ((500, {}, b"Traceback: Lena"), "the shop answered 500"),
        ((200, {}, b"<h1>Lena</h1>"), "no JSON"),
        ((200, {}, b'["Lena"]'), "no object"),
        ((200, {}, b"[" * 200_000), "no JSON"),
        ((200, {}, b'{"name": "' + b"L" * 10_000_000 + b'"}'), "bytes"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_a_shop_that_answers_something_else_costs_nobody_anything_and_is_named(
    shop: Shop, answer: Answer, problem: str
) -> None:
    shop.answer = answer

    (attributes, service_class), logs = play(shop, routed)

    assert (attributes, service_class) == ({}, None)
    (line,) = [each for each in logs if each["event"] == "shop.away"]
    assert problem in line["problem"]
    failed = [each for each in logs if each["event"] == "hook.failed"]
    assert [(each["plugin"], each["hook"]) for each in failed] == [
        ("profile-http", "enrich_interaction")
    ]
    assert not [word for word in ("Lena", "customer-7") if word in str(logs)]


def test_a_shop_that_is_gone_costs_nobody_anything(shop: Shop) -> None:
    shop.server_close()

    (attributes, service_class), logs = play(shop, routed)

    assert (attributes, service_class) == ({}, None)
    assert "shop.away" in [each["event"] for each in logs]


def test_a_slow_shop_is_not_waited_for_longer_than_its_time(shop: Shop) -> None:
    shop.gate.clear()

    async def wait(stage: Stage) -> tuple[int, list[Any]]:
        before_ms = stage.clock.now_ms()
        interaction = await arrive(stage)
        for _ in range(90):
            await stage.clock.advance(10)
            await stage.settle()
        (entry,) = await stage.entries(InteractionQueued, interaction=interaction)
        return entry.at_ms - before_ms, await stage.events(InteractionRouted)

    (waited_ms, known), logs = play(shop, wait)

    assert 600 <= waited_ms <= 650
    assert [each.attributes for each in known] == [{}]
    (line,) = [each for each in logs if each["event"] == "shop.away"]
    assert "not done within 600 ms" in line["problem"]


def test_while_it_is_away_agents_see_what_it_said_before(shop: Shop) -> None:
    async def work(stage: Stage) -> list[Any]:
        interaction = await arrive(stage)
        await queued(stage, interaction)
        mei = await stage.answered(interaction)
        answers = []
        for status in (200, 500, 200):
            shop.answer = (status, {}, shop.answer[2])
            await stage.clock.advance(61_000)
            found = await stage.current.ask(mei.principal, ProfileQuestion(interaction=interaction))
            (source,) = found["sources"]
            age_ms = stage.clock.now_ms() - source["as_of_ms"]
            answers.append((found["is_vip"], source["is_stale"], age_ms))
        return answers

    answers, logs = play(shop, work)

    assert answers == [(True, False, 0), (True, True, 61_000), (True, False, 0)]
    assert [each["event"] for each in logs if each["event"].startswith("shop.")] == [
        "shop.away",
        "shop.back",
    ]


def test_what_cannot_be_read_is_told_once_by_the_setting_that_asks_for_it(shop: Shop) -> None:
    shop.answer = (200, {}, json.dumps({**LENA, "is_vip": "Lena is", "spent": []}).encode())

    async def work(stage: Stage) -> list[Any]:
        for customer in ("customer-7", "customer-8"):
            await queued(stage, await arrive(stage, customer=customer))
        return await stage.events(InteractionRouted)

    known, logs = play(shop, work)

    assert [each.attributes for each in known] == [{"open_orders": 2}] * 2
    (line,) = [each for each in logs if each["event"] == "shop.unread"]
    assert line["settings"] == ["attributes.vip", "fields.spent", "vip"]
    assert "Lena" not in str(logs)


def test_the_log_leads_to_the_same_state_without_the_plugin(shop: Shop) -> None:
    async def work(stage: Stage) -> tuple[str, str]:
        await routed(stage)
        return await stage.replayed(), await stage.current.state_hash()

    (replayed, live), _ = play(shop, work)

    assert replayed == live


def test_a_place_that_the_operator_has_not_allowed_is_not_reached(shop: Shop) -> None:
    async def act() -> Any:
        stage = Stage()
        settings = {**tables(shop), "egress": {}}
        async with stage.center(plugins=[plugin], settings=settings):
            return await routed(stage)

    with structlog.testing.capture_logs() as logs:
        known = asyncio.run(act())

    assert (known, shop.asked) == (({}, None), [])
    (line,) = [each for each in logs if each["event"] == "shop.away"]
    assert "[egress] private" in line["problem"]


def test_who_looks_after_the_center_is_told_that_the_shop_is_away(shop: Shop) -> None:
    async def work(stage: Stage) -> list[Any]:
        told = []
        for status in (500, 200):
            shop.answer = (status, {}, shop.answer[2])
            await queued(stage, await arrive(stage, customer=f"customer-{status}"))
            found = await stage.current.observers.standing()
            told += [each for each in found if each.plugin == "profile-http"]
            await stage.clock.advance(1_000)
        return [(each.state.value, dict(each.details)) for each in told]

    (away, back), _ = play(shop, work)

    assert away[0] == "degraded"
    assert away[1]["problem"] == "the shop answered 500"
    assert back == ("ok", {"customers_kept": 1})


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ((404, {}, b""), []),
        ((200, {}, b"{}"), []),
        ((401, {}, b""), ["the shop answered 401: it does not take the token"]),
        ((200, {}, b"<html>"), ["it answered no JSON"]),
    ],
)
def test_an_operator_may_try_the_address_and_the_token(
    shop: Shop, answer: Answer, found: list[str]
) -> None:
    shop.answer = answer

    async def work(stage: Stage) -> Any:
        (own,) = stage.current._host.implementations("check")
        return await own.function(ctx=own.context)

    assert play(shop, work)[0] == found
    assert shop.asked == [("/customers/ccsdk-check", None)]


def test_its_panel_asks_for_the_profile_and_nothing_else() -> None:
    url = "https://shop.example/{customer}"
    center = ContactCenter.in_memory({"plugins": {"profile-http": {"url": url}}}, plugins=[plugin])

    (panel,) = [each for _, each in center._host.contributions(Panel)]

    assert (panel.slot, panel.requests, panel.topics, panel.commands) == (
        "context",
        ("profile.v1",),
        (),
        (),
    )


def test_an_id_that_nobody_signed_for_is_not_looked_up(shop: Shop) -> None:
    claimed = Identity(account="web", channel="chat", customer="cu_1", external_id="customer-7")

    async def work(stage: Stage) -> Any:
        (own,) = stage.current._host.implementations("lookup_profile")
        deadline = Deadline(stage.clock, stage.clock.monotonic_ms() + 800)
        return await own.function(ctx=own.context, identity=claimed, deadline=deadline)

    found, _ = play(shop, work)

    assert (found, shop.asked) == (None, [])
