"""A handler is checked where it is made, so that its author hears of a mistake at once."""

from __future__ import annotations

from typing import Any

import attrs
import msgspec
import pytest

from ccsdk.errors import ConfigurationError
from ccsdk.hooks import Panel, QueryHandler


class Order(msgspec.Struct):
    number: int


async def look_up(ctx: Any, request: Order) -> Order:
    return request


def positional(ctx: Any, request: Order, /) -> Order:
    return request


def anything(**named: Any) -> Order:
    return Order(number=len(named))


def greedy(request: Order, center: Any) -> Order:
    return request


ORDERS = QueryHandler(name="orders.v1", request=Order, answer=Order, handle=look_up)


@pytest.mark.parametrize("name", ["orders.v1", "acme_orders_2.v12", "o.v9"])
def test_a_method_has_a_version(name: str) -> None:
    handler = attrs.evolve(ORDERS, name=name)

    assert handler.name == name


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        *[
            ({"name": name}, "QueryHandler.name: ")
            for name in (
                "orders",
                "orders.v0",
                "Orders.v1",
                "acme.orders.v1",
                "orders.v1\n",
                "history.v1",
                "why.v2",
                f"{'x' * 62}.v1",
                "",
            )
        ],
        ({"request": dict}, r"QueryHandler.request: <class 'dict'> is no class derived"),
        ({"answer": Order(number=1)}, "QueryHandler.answer: .* is no class derived"),
        ({"timeout_ms": 0}, "QueryHandler.timeout_ms: "),
        ({"timeout_ms": 30_001}, "QueryHandler.timeout_ms: "),
        ({"handle": greedy}, "QueryHandler.handle: asks for 'center'; there are: ctx, asker"),
        ({"handle": positional}, "QueryHandler.handle: asks for 'ctx'"),
    ],
)
def test_a_mistake_is_told_with_its_place(wrong: dict[str, Any], problem: str) -> None:
    with pytest.raises(ConfigurationError, match=problem):
        attrs.evolve(ORDERS, **wrong)


def test_a_handler_may_take_whatever_there_is() -> None:
    assert attrs.evolve(ORDERS, handle=anything).handle is anything


@pytest.mark.parametrize("method", ["history.v1", "orders", "orders.v"])
def test_a_panel_declares_methods_of_plugins(method: str) -> None:
    with pytest.raises(ConfigurationError, match=r"Panel.requests\[1\]: "):
        Panel(slot="context", tag="a-b", module="a.js", title="A", requests=("o.v1", method))
