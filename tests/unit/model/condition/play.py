"""The fields that tests of conditions ask about."""

from __future__ import annotations

from ccsdk.model.condition import Condition, Field, Type, declare, parse

FIELDS = declare(
    Field("interaction.waited", Type.DURATION),
    Field("interaction.channel", Type.ENUM, of=("chat", "email", "voice")),
    Field("interaction.language", Type.TEXT),
    Field("interaction.is_verified", Type.BOOL),
    Field("queue.waiting", Type.INT, at_least=0),
    Field("queue.free", Type.INT, at_least=0),
    Field("queue.estimated_wait", Type.DURATION),
    Field("customer.tags", Type.SET),
    Field("customer.plans", Type.SET, of=("basic", "gold")),
    Field("open.*", Type.BOOL),
    Field("attr.*"),
)


def read(text: str) -> Condition:
    """Return the condition that a text says about these fields."""
    return parse(text, FIELDS)
