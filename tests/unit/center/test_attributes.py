"""What conditions may ask of a customer: declared, of one source, and never a stumbling block."""

from __future__ import annotations

import asyncio
from typing import Any

import attrs
import pytest
import structlog

from ccsdk import ContactCenter
from ccsdk.center.attributes import Attributes, AttributeSettings
from ccsdk.center.blueprint import draw_blueprint
from ccsdk.errors import PolicyRefusedError, SettingsError
from ccsdk.model.command import DefineQueue, ReceiveInteraction
from ccsdk.model.event import InteractionQueued, InteractionReceived
from ccsdk.model.policy import Discipline, OverflowRule, OverflowTarget, ServiceClass, Terminal
from ccsdk.model.request import Submission
from tests.unit.center.shop import ANNA, CHAT, tables

DECLARED = {
    "vip": {"type": "bool", "source": "identity"},
    "orders": {"type": "int", "source": "identity"},
    "tier": {"type": "enum", "values": ["gold", "silver"], "source": "identity"},
    "topic": {"type": "text", "source": "form"},
    "risk": {"type": "int", "source": "enrichment"},
}
WHOLE = {"vip": True, "orders": 7, "tier": "gold"}


def attributes() -> Attributes:
    blueprint = draw_blueprint(tables(attributes=DECLARED), plugins=[CHAT])
    return Attributes(blueprint.settings.attributes)


@pytest.mark.parametrize(
    ("signed", "said", "expected"),
    [
        (WHOLE, None, WHOLE),
        ({"vip": True}, {"topic": "oak-table"}, {"vip": True, "topic": "oak-table"}),
        ({"vip": 1, "orders": True, "tier": "brass"}, {"topic": "so many words"}, {}),
        ({"orders": 2**53}, {"topic": ["x"]}, {}),
        ({}, {"vip": True, "risk": 3}, {}),
        ({"topic": "oak", "risk": 3}, {}, {}),
        ({"shoes": 43}, {"shoes": 43}, {}),
        ({"vip": False}, "vip", {"vip": False}),
    ],
)
def test_only_what_is_declared_typed_and_of_its_source_counts(
    signed: dict[str, Any], said: object, expected: dict[str, Any]
) -> None:
    assert attributes().admit(attrs.evolve(ANNA, attributes=signed), said) == expected


def test_what_is_dropped_is_logged_by_codes_without_a_word_of_it() -> None:
    anna = attrs.evolve(ANNA, attributes={"email-anna": "anna", "orders": "many"})

    with structlog.testing.capture_logs() as logs:
        attributes().admit(anna, {"vip": True})

    (line,) = logs
    assert (line["event"], line["account"]) == ("attribute.dropped", "web")
    assert line["reasons"] == ["orders:no_int", "undeclared", "vip:not_from_form"]
    assert "anna" not in str(line)


def test_a_visitor_cannot_make_themselves_a_vip() -> None:
    async def work() -> list[Any]:
        made = ContactCenter.in_memory(tables(attributes=DECLARED), plugins=[CHAT])
        async with made as center:
            vips = ServiceClass(name="vip", when="attr.vip", head_start_ms=60_000)
            first = {"discipline": Discipline.AGEING, "classes": [vips]}
            await center.agent("ada").ask(DefineQueue, queue="sales", name="Sales", **first)
            anna = center.visitor("web", "anna")
            await anna.ask(ReceiveInteraction, text="1", attributes={"vip": True, "topic": "oak"})
            signed = attrs.evolve(
                center.visitor("web", "lena").principal, is_verified=True, attributes={"vip": True}
            )
            submission = Submission(
                principal=signed,
                key="k",
                type="ccsdk.ReceiveInteraction.v1",
                data={},
                personal={"text": "2"},
            )
            await center.submit(submission)
            return [e.event async for e in center.entries()]

    events = asyncio.run(work())

    received = [e.attributes for e in events if isinstance(e, InteractionReceived)]
    assert received == [{"topic": "oak"}, {"vip": True}]
    queued = [e.service_class for e in events if isinstance(e, InteractionQueued)]
    assert queued == [None, "vip"]


@pytest.mark.parametrize(
    ("when", "mistake"),
    [
        ("attr.vip and attr.orders > 3 and attr.tier == 'gold'", None),
        ("attr.undeclared == 'as used'", None),
        ("attr.vip == 'yes'", "column 13: attr.vip wants True or False, not 'yes'"),
        ("attr.tier == 'brass'", "column 14: 'brass' is none of gold, silver"),
    ],
)
def test_a_condition_takes_an_attribute_for_what_it_is(when: str, mistake: str | None) -> None:
    rule = OverflowRule(to=OverflowTarget(terminal=Terminal.END), when=when)

    found = list(attributes().mistakes(DefineQueue(queue="q", name="Q", overflow=(rule,))))

    assert [(each.path, each.problem) for each in found] == (
        [("overflow[0].when", mistake)] if mistake else []
    )


def test_a_supervisor_is_held_to_the_types_and_to_the_language() -> None:
    async def refusal(when: str) -> str:
        made = ContactCenter.in_memory(tables(attributes=DECLARED), plugins=[CHAT])
        async with made as center:
            classes = [{"name": "vip", "when": when}]
            ada = center.agent("ada")
            with pytest.raises(PolicyRefusedError) as refused:
                await ada.ask(DefineQueue, queue="sales", name="Sales", classes=classes)
            return refused.value.path

    assert asyncio.run(refusal("attr.orders == 'many'")) == "classes[0].when"
    assert asyncio.run(refusal("attr.orders >")) == "classes[0].when"


def test_mistakes_in_a_declaration_are_told_with_their_path() -> None:
    wrong = {
        "a": {"type": "enum", "source": "form"},
        "b": {"type": "bool", "source": "form", "values": ["x"]},
        "c": {"type": "boolean", "source": "identity"},
        "d": {"type": "int"},
        "e f": {"type": "int", "source": "form"},
    }

    with pytest.raises(SettingsError) as refused:
        draw_blueprint(tables(attributes=wrong), plugins=[CHAT])

    assert [mistake.path for mistake in refused.value.mistakes] == [
        "attributes.c.type",
        "attributes.d.source",
        "attributes.e f",
        "attributes.a.values",
        "attributes.b.values",
    ]


def test_a_text_is_a_code_and_an_enum_one_of_its_values() -> None:
    text = AttributeSettings(type="text", source="form")
    enum = AttributeSettings(type="enum", source="form", values=("a", "b"))

    assert [text.takes(each) for each in ("a-b_C9", "a b", "", 3)] == [True, False, False, False]
    assert [enum.takes(each) for each in ("a", "c", None)] == [True, False, False]
