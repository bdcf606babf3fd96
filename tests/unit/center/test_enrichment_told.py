"""Enrichment: what a plugin is told of a customer, and what it may declare."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from ccsdk import ContactCenter
from ccsdk.errors import SettingsError
from ccsdk.hooks import Arrival, Attribute
from ccsdk.model.event import (
    InteractionReceived,
    OfferMade,
)
from ccsdk.model.request import Submission
from ccsdk.testing.harness import ACCOUNT, Stage
from tests.unit.center.enriching import (
    VIP,
    fail,
    play,
    plugin,
    saying,
)

# --- what is told ------------------------------------------------------------------------------


@pytest.mark.parametrize("personal", [(), ("external_id",), ("external_id", "name")])
def test_a_plugin_is_told_the_personal_classes_that_it_declares(personal: tuple[str, ...]) -> None:
    seen: list[Arrival] = []

    async def look(interaction: Arrival, deadline: Any) -> None:
        seen.append(interaction)

    async def work(stage: Stage) -> None:
        lena = attrs.evolve(
            stage.client("visitor", "lena").principal,
            is_verified=True,
            name="Lena Brandt",
            external_id="customer-7",
        )
        await stage.current.submit(
            Submission(
                principal=lena,
                key="k",
                type="ccsdk.ReceiveInteraction.v1",
                data={"language": "zh-Hant"},
                personal={"text": "Hello", "address": "lena@shop.example"},
            )
        )
        await stage.settle()

    play(work, plugin(look, VIP, personal=personal))

    (arrival,) = seen
    identity = arrival.identity
    told = {"external_id": identity.external_id, "name": identity.name, "address": identity.address}
    whole = {"external_id": "customer-7", "name": "Lena Brandt", "address": "lena@shop.example"}
    assert told == {key: whole[key] if key in personal else None for key in whole}
    assert (identity.account, identity.channel, identity.is_verified) == (ACCOUNT, "kit", True)
    assert (arrival.queue, arrival.language) == ("support", "zh-Hant")


# --- declarations ------------------------------------------------------------------------------


def test_the_default_of_an_attribute_holds_until_somebody_says_otherwise() -> None:
    vip = Attribute(name="vip", type="bool", default=False)

    async def work(stage: Stage) -> list[Any]:
        await stage.interaction()
        await stage.clock.advance(1_000)
        received, *_ = await stage.events(InteractionReceived)
        return [received.attributes, await stage.events(OfferMade)]

    attributes, _ = play(work, plugin(fail, vip))

    assert attributes == {"vip": False}


def test_a_file_and_a_plugin_may_declare_the_same_only_in_the_same_way() -> None:
    books = plugin(saying(None), VIP)
    same = {"vip": {"type": "bool", "source": "enrichment"}}
    other = {"vip": {"type": "bool", "source": "identity"}}

    ContactCenter.in_memory({"attributes": same}, plugins=[books])
    with pytest.raises(SettingsError, match=r"attributes\.vip.*'books'.*bool, from enrichment"):
        ContactCenter.in_memory({"attributes": other}, plugins=[books])


def test_a_condition_that_takes_a_plugins_attribute_for_another_type_is_named() -> None:
    rule = {"queues": {"q": {"overflow": [{"to": "end", "when": "attr.vip == 'yes'"}]}}}

    with pytest.raises(SettingsError, match=r"attr\.vip wants True or False"):
        ContactCenter.in_memory(rule, plugins=[plugin(saying(None), VIP)])


@pytest.mark.parametrize(
    ("attribute", "problem"),
    [
        ({"type": "enum"}, "an enum lists them"),
        ({"type": "int", "default": "many"}, "'many' is no int"),
        ({"type": "bool", "values": ("a",)}, "only count for an enum"),
    ],
)
def test_an_attribute_that_contradicts_itself_is_named_with_its_plugin(
    attribute: dict[str, Any], problem: str
) -> None:
    broken = plugin(saying(None), Attribute(name="vip", **attribute))

    with pytest.raises(SettingsError, match=rf"plugins\.books.*{problem}"):
        ContactCenter.in_memory({}, plugins=[broken])
