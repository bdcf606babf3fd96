"""What was asked lately: used again, shared, and better than nothing while the shop is away."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from ccsdk_profile_http import books as module
from ccsdk_profile_http.books import Books, ClosedError
from ccsdk_profile_http.record import NOBODY, Record
from ccsdk_profile_http.settings import ProfileSettings

LENA = Record(name="Lena")


def books(**settings: Any) -> Books:
    return Books(ProfileSettings(url="https://shop.example/{customer}", **settings))


class Shop:
    """Answer what the test says next, the last of it for ever, and count."""

    def __init__(self, *answers: Record | Exception | None) -> None:
        self.answers = list(answers)
        self.asked = 0

    async def fetch(self) -> Record | None:
        self.asked += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


def told(own: Books, shop: Shop, *instants: int) -> list[tuple[str | None, int, bool]]:
    async def ask() -> list[tuple[str | None, int, bool]]:
        pages = [await own.of("7", shop.fetch, now_ms=at_ms) for at_ms in instants]
        return [(page.record.name, page.age_ms, page.is_stale) for page in pages]

    return asyncio.run(ask())


def test_what_the_shop_said_is_used_until_it_is_too_old() -> None:
    shop = Shop(LENA)

    pages = told(books(keep_ms=60_000), shop, 0, 59_999, 60_000)

    assert pages == [("Lena", 0, False), ("Lena", 59_999, False), ("Lena", 0, False)]
    assert shop.asked == 2


def test_that_somebody_is_not_known_is_kept_for_a_shorter_while() -> None:
    shop = Shop(None, LENA)

    pages = told(books(keep_ms=60_000, keep_unknown_ms=5_000), shop, 0, 4_999, 5_000)

    assert pages == [(None, 0, False), (None, 4_999, False), ("Lena", 0, False)]


def test_what_it_said_before_stands_for_it_while_it_cannot_be_asked() -> None:
    shop = Shop(LENA, ClosedError("away"))
    own = books(keep_ms=1_000, stale_ms=10_000)

    assert told(own, shop, 0, 5_000) == [("Lena", 0, False), ("Lena", 5_000, True)]
    with pytest.raises(ClosedError):
        told(own, shop, 10_000)


def test_without_anything_kept_its_absence_is_told() -> None:
    with pytest.raises(ClosedError, match="away"):
        told(books(), Shop(ClosedError("away")), 0)


def test_who_is_back_is_asked_again_at_once() -> None:
    shop = Shop(ClosedError("away"), LENA)
    own = books()

    with pytest.raises(ClosedError):
        told(own, shop, 0)

    assert told(own, shop, 1) == [("Lena", 0, False)]


def flight(
    act: Callable[[Callable[[], Awaitable[Any]], asyncio.Event, list[str]], Awaitable[Any]],
) -> Any:
    """Let `act` ask while the answer waits for its event; `calls` tells what the shop saw."""

    async def run() -> Any:
        own, gate, calls = books(), asyncio.Event(), []

        async def fetch() -> Record | None:
            calls.append("asked")
            try:
                await gate.wait()
            except asyncio.CancelledError:
                calls.append("ended")
                raise
            return LENA

        async def ask() -> Any:
            return (await own.of("7", fetch, now_ms=0)).record

        return await act(ask, gate, calls)

    return asyncio.run(run())


async def soon(*tasks: asyncio.Future[Any]) -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def test_who_asks_at_the_same_time_shares_the_answer() -> None:
    async def act(ask: Any, gate: asyncio.Event, calls: list[str]) -> tuple[list[Any], list[str]]:
        asking = [asyncio.ensure_future(ask()) for _ in range(10)]
        await soon()
        gate.set()
        return await asyncio.gather(*asking), calls

    records, calls = flight(act)

    assert (records, calls) == ([LENA] * 10, ["asked"])


def test_who_leaves_takes_it_from_nobody_and_the_last_one_ends_it() -> None:
    async def act(ask: Any, gate: asyncio.Event, calls: list[str]) -> list[list[str]]:
        first, second = asyncio.ensure_future(ask()), asyncio.ensure_future(ask())
        await soon()
        first.cancel()
        await soon()
        seen = [list(calls)]
        second.cancel()
        await soon()
        seen.append(list(calls))
        return seen

    assert flight(act) == [["asked"], ["asked", "ended"]]


def test_no_more_customers_are_kept_than_there_is_room_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "CUSTOMERS_MAX", 2)
    own, shop = books(), Shop(LENA)

    async def ask() -> None:
        for customer in ("1", "2", "3", "1"):
            await own.of(customer, shop.fetch, now_ms=0)

    asyncio.run(ask())

    assert shop.asked == 4


def test_nobody_is_an_empty_record() -> None:
    assert (NOBODY.name, NOBODY.fields, NOBODY.attributes) == (None, (), {})
