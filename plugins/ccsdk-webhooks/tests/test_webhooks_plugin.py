"""The plugin in a center: what is told whom, over real sockets and on a clock that stands still."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import attrs
import pytest
from standardwebhooks.webhooks import Webhook

from ccsdk import ContactCenter
from ccsdk.errors import InvalidRequestError, UnsupportedError
from ccsdk.hooks import Channel, Contribution, Plugin, hookimpl
from ccsdk.model.command import ReceiveInteraction, ReceiveMessage
from ccsdk.model.principal import Principal, Role
from ccsdk.model.request import PluginQuestion
from ccsdk.testing.clock import VirtualClock
from ccsdk_webhooks import plugin as webhooks
from ccsdk_webhooks.signature import new_secret

HOUR_MS = 3_600_000
SECRET, FORMER = new_secret(), new_secret()
ADA = Principal(id="ada", role=Role.SUPERVISOR)


class Chat:
    """Contribute the channel that the shop's account names."""

    @hookimpl
    def register(self) -> Iterable[Contribution]:
        return [Channel(kind="chat", capacity_class="chat")]


CHAT = Plugin(name="chat", summary="A chat without a widget.", implementation=Chat)


@attrs.define
class Far:
    """Take webhooks on loopback; answers `status`, or with the bytes of `raw`."""

    port: int = 0
    status: int = 204
    raw: bytes | None = None
    requests: list[tuple[dict[str, str], bytes]] = attrs.field(factory=list)
    hold: asyncio.Event | None = None
    serving: set[asyncio.Task[None]] = attrs.field(factory=set)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body in self.requests]

    @property
    def ids(self) -> list[str]:
        return [headers["webhook-id"] for headers, _ in self.requests]

    @property
    def kinds(self) -> list[str]:
        return [event["type"].split(".")[1] for event in self.events]

    async def listen(self, stack: AsyncExitStack) -> None:
        """Take connections until the stack ends; then none is left, not even one held."""
        listener = await asyncio.start_server(self.serve, "127.0.0.1", 0)
        self.port = listener.sockets[0].getsockname()[1]
        stack.push_async_callback(self.end)
        stack.callback(listener.close)

    async def end(self) -> None:
        for task in self.serving:
            task.cancel()
        await asyncio.gather(*self.serving, return_exceptions=True)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.serving.add(asyncio.current_task())  # type: ignore[arg-type]
        try:
            await self.answer(reader, writer)
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        lines = [line.partition(": ") for line in head.split("\r\n")[1:] if line]
        headers = {name: value for name, _, value in lines}
        body = await reader.readexactly(int(headers["content-length"]))
        self.requests.append((headers, body))
        if self.hold is not None:
            await self.hold.wait()
        status = f"HTTP/1.1 {self.status} As told\r\nContent-Length: 0\r\n\r\n".encode()
        writer.write(status if self.raw is None else self.raw)


@attrs.define
class Shop:
    """Hold a center at work, the other side, and time."""

    far: Far
    clock: VirtualClock
    center: ContactCenter

    async def write(self, customer: str, *texts: str) -> None:
        """Let a customer write, the first time and then some."""
        visitor = self.center.visitor("web", customer)
        first, *more = texts
        receipt = await visitor.ask(ReceiveInteraction, text=first)
        for text in more:
            await visitor.ask(ReceiveMessage, interaction=receipt.answer.interaction, text=text)

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait for the other side, at most 10 s."""
        async with asyncio.timeout(10):
            while not is_so():
                await asyncio.sleep(0.001)

    async def ask(self, method: str, **data: Any) -> dict[str, Any]:
        return await self.center.ask(ADA, PluginQuestion(name=method, data=data))

    async def standing(self) -> dict[str, Any]:
        (target,) = (await self.ask("webhooks.v1"))["targets"]
        assert isinstance(target, dict)
        return target

    async def trouble(self) -> str | None:
        """Return what the plugin says is wrong with it."""
        (own,) = [e for e in await self.center.observers.standing() if e.plugin == "webhooks"]
        return own.problem

    async def until_waiting(self, count: int) -> None:
        """Wait until so many are written and have not arrived."""
        async with asyncio.timeout(10):
            while (await self.standing())["waiting"] != count:
                await asyncio.sleep(0.001)

    async def problem(self) -> str:
        """Return why the target does not get it, once that is known."""
        async with asyncio.timeout(10):
            while not (found := (await self.standing()).get("problem")):
                await asyncio.sleep(0.001)
        return str(found)

    async def pass_time(self, ms: int) -> None:
        """Let time pass; what is due meanwhile is sent at its end, and that is waited for."""
        self.clock.suspend(ms)
        # No further: what is sent now is to be done in time.
        await self.clock.advance(1)
        async with asyncio.timeout(10):
            while await self.is_busy():
                await asyncio.sleep(0.001)

    async def is_busy(self) -> bool:
        """Return whether something is being sent, or is to be sent now."""
        own = await self.standing()
        is_stopped = own["stopped_at_ms"] is not None
        due_ms = own["due_at_ms"]
        is_due = due_ms is not None and due_ms <= self.clock.now_ms() and not is_stopped
        return bool(own["sending"]) or is_due


def live(work: Callable[[Shop], Awaitable[None]], **own: Any) -> None:
    """Run a shop with one target, the other side, on a clock of its own."""
    private, before, data = own.pop("private", True), own.pop("before", None), own.pop("data", None)

    async def whole() -> None:
        far, clock = Far(), VirtualClock()
        async with AsyncExitStack() as stack:
            await far.listen(stack)
            settings = settings_of({"url": f"{far.origin}/in", **own})
            settings["egress"] = {"private": [far.origin] if private else []}
            if before is not None:
                await before(clock)
            make = ContactCenter.in_memory if data is None else partial(ContactCenter, data=data)
            made = make(settings, plugins=[CHAT, webhooks], clock=clock)
            await work(Shop(far, clock, await stack.enter_async_context(made)))

    asyncio.run(asyncio.wait_for(whole(), 50))


def settings_of(target: dict[str, Any]) -> dict[str, Any]:
    topics = ["interaction.*.MessageReceived", "interaction.*.InteractionReceived"]
    crm = {"secret": "${env:HOOK}", "topics": topics, **target}
    return {
        "center": {"name": "shop"},
        "queues": {"help": {}},
        "agents": {"mei": {"queues": ["help"]}},
        "supervisors": {"ada": {}},
        "accounts": {"web": {"channel": "chat", "queues": ["help"]}},
        "plugins": {"webhooks": {"targets": {"crm": crm}}},
    }


@pytest.fixture(autouse=True)
def secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOOK", SECRET)
    monkeypatch.setenv("FORMER", FORMER)


def test_what_happens_is_told_signed_and_in_order() -> None:
    async def work(shop: Shop) -> None:
        await shop.write("lena", "one", "two", "three")
        await shop.until(lambda: len(shop.far.requests) == 4)

        assert shop.far.kinds == ["InteractionReceived"] + ["MessageReceived"] * 3
        assert [event["sequence"] for event in shop.far.events] == sorted(
            event["sequence"] for event in shop.far.events
        )
        assert len(set(shop.far.ids)) == 4
        assert all("personal" not in event["data"] for event in shop.far.events)
        assert shop.far.events[0]["source"].startswith("/ccsdk/shop/")
        for headers, body in shop.far.requests:
            assert believed(SECRET, headers, body)
            assert not believed(FORMER, headers, body)

    live(work)


def believed(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """Return what the official library says, whatever the clock says."""
    at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), tz=UTC)
    expected = Webhook(secret).sign(headers["webhook-id"], at, body.decode())
    return expected in headers["webhook-signature"].split(" ")


def test_new_target_is_told_what_happens_and_not_the_whole_past(tmp_path: Path) -> None:
    async def work(shop: Shop) -> None:
        await shop.write("lena", "news")
        await shop.until(lambda: "MessageReceived" in shop.far.kinds)

        assert [event["data"]["personal"] for event in shop.far.events[1:]] == [{"text": "news"}]

    async def before(clock: VirtualClock) -> None:
        past = settings_of({})
        del past["plugins"]
        async with ContactCenter(past, data=tmp_path, plugins=[CHAT], clock=clock) as center:
            await center.visitor("web", "otto").ask(ReceiveInteraction, text="long ago")
        clock.suspend(HOUR_MS)

    live(work, personal=["text"], before=before, data=tmp_path)


def test_two_secrets_sign_while_they_change() -> None:
    async def work(shop: Shop) -> None:
        await shop.write("lena", "one")
        await shop.until(lambda: bool(shop.far.requests))

        headers, body = shop.far.requests[0]
        assert believed(SECRET, headers, body)
        assert believed(FORMER, headers, body)

    live(work, former_secret="${env:FORMER}")


def test_personal_classes_are_told_only_where_they_are_named() -> None:
    async def work(shop: Shop) -> None:
        await shop.write("lena", "您好")
        await shop.until(lambda: len(shop.far.requests) == 2)

        assert shop.far.events[1]["data"]["personal"] == {"text": "您好"}

    live(work, personal=["text"])


def test_target_that_is_down_for_a_day_gets_all_of_it_in_order() -> None:
    async def work(shop: Shop) -> None:
        shop.far.status = 503
        for part in range(6):
            await shop.write(f"customer-{part}", *map(str, range(5)))
            await shop.until_waiting(6 * (part + 1))
            await shop.pass_time(4 * HOUR_MS)
        shop.far.status = 204
        tried = len(shop.far.ids)
        await shop.pass_time(24 * HOUR_MS)

        assert tried < 24
        assert len(shop.far.ids) == tried + 36
        assert shop.far.kinds[tried:] == ["InteractionReceived", *["MessageReceived"] * 5] * 6
        assert (await shop.standing())["waiting"] == 0

    live(work, ordered="target")


def test_private_address_is_refused_and_named_with_what_would_allow_it() -> None:
    async def work(shop: Shop) -> None:
        await shop.write("lena", "one")
        problem = await shop.problem()

        assert f"list '{shop.far.origin}' in the center file's [egress] private" in problem
        assert shop.far.requests == []

    live(work, private=False)


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"HTTP/1.1 302 Found\r\nLocation: http://10.0.0.1/x\r\n\r\n", "a redirect to '10.0.0.1'"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 10000000\r\n\r\n", "over 5242880 bytes"),
        (b"\x00\xff garbage \r\n\r\n", "does not speak HTTP"),
        (b"HTTP/1.1 500 Oops\r\n\r\n" + b"<html>" * 100, "it answered 500"),
    ],
    ids=["redirect", "huge", "garbage", "failing"],
)
def test_hostile_answer_is_told_and_nothing_is_lost(raw: bytes, problem: str) -> None:
    async def work(shop: Shop) -> None:
        shop.far.raw = raw
        await shop.write("lena", "one")
        assert problem in await shop.problem()
        shop.far.raw = None
        tried = len(shop.far.requests)
        await shop.ask("redrive_webhooks.v1")
        await shop.until(lambda: len(shop.far.requests) >= tried + 2)

        assert shop.far.ids[tried] == shop.far.ids[0]

    live(work)


def test_target_that_hangs_is_left_after_15_seconds_and_may_have_it() -> None:
    async def work(shop: Shop) -> None:
        shop.far.hold = asyncio.Event()
        await shop.write("lena", "one")
        await shop.until(lambda: bool(shop.far.requests))
        await shop.clock.advance(15_000)
        assert "not done within 15000 ms" in await shop.problem()
        assert (await shop.standing())["uncertain"] == 1
        shop.far.hold.set()

    live(work)


def test_target_that_is_gone_is_stopped_until_somebody_says_otherwise() -> None:
    async def work(shop: Shop) -> None:
        shop.far.status = 410
        await shop.write("lena", "one")
        await shop.problem()
        await shop.write("otto", "one")
        await shop.pass_time(48 * HOUR_MS)
        assert len(shop.far.requests) == 1
        trouble = await shop.trouble()
        assert trouble is not None
        assert trouble.startswith("crm wants nothing more (it answered 410")
        shop.far.status = 204
        await shop.ask("redrive_webhooks.v1", target="crm")
        await shop.until(lambda: len(shop.far.requests) == 5)

        assert (await shop.standing()).get("stopped_at_ms") is None
        assert await shop.trouble() is None

    live(work)


def test_ping_goes_at_once_and_says_what_happened() -> None:
    async def work(shop: Shop) -> None:
        good = await shop.ask("test_webhook.v1", target="crm")
        shop.far.status = 500
        bad = await shop.ask("test_webhook.v1", target="crm")

        assert good == {"count": 1, "problem": None}
        assert bad["problem"] == "it answered 500"
        assert shop.far.events[0]["type"] == "webhooks.Ping.v1"
        assert believed(SECRET, *shop.far.requests[0])
        assert (await shop.standing())["waiting"] == 0

    live(work)


@pytest.mark.parametrize(
    ("method", "data", "problem"),
    [
        ("test_webhook.v1", {"target": "erp"}, "no target 'erp'; there are: crm"),
        ("redrive_webhooks.v1", {"target": "erp"}, "no target 'erp'; there are: crm"),
        ("discard_webhook.v1", {"id": "msg_1", "reason": "a test"}, "nothing that is parked"),
    ],
)
def test_what_is_not_there_is_named(method: str, data: dict[str, str], problem: str) -> None:
    async def work(shop: Shop) -> None:
        with pytest.raises(InvalidRequestError, match=problem):
            await shop.ask(method, **data)

    live(work)


def test_agents_have_no_say_in_what_is_sent() -> None:
    async def work(shop: Shop) -> None:
        mei = Principal(id="mei", role=Role.AGENT)
        for name in ("webhooks.v1", "redrive_webhooks.v1", "test_webhook.v1"):
            with pytest.raises(UnsupportedError):
                await shop.center.ask(mei, PluginQuestion(name=name, data={}))

    live(work)
