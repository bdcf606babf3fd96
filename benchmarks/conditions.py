"""One evaluation of a condition against a plain Python lambda that says the same.

The lambda takes for granted what a condition looks after: that every value is there, and of
the right type. Both answer the same before they are measured. About 5 seconds in all.
"""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import process_time
from timeit import Timer
from typing import Any

from ccsdk.model.condition import Field, Fields, Type, declare, parse

FIELDS: Fields = declare(
    Field("interaction.waited", Type.DURATION),
    Field("interaction.channel", Type.ENUM, of=("chat", "email", "voice")),
    Field("queue.waiting", Type.INT),
    Field("queue.free", Type.INT),
    Field("customer.tags", Type.SET),
    Field("open.main", Type.BOOL),
    Field("attr.*"),
)
VALUES: dict[str, Any] = {
    "interaction.waited": 25_000,
    "interaction.channel": "chat",
    "queue.waiting": 7,
    "queue.free": 0,
    "customer.tags": frozenset({"gold"}),
    "open.main": True,
    "attr.language": "de",
}
CASES: tuple[tuple[str, str, Callable[[dict[str, Any]], bool]], ...] = (
    (
        "one comparison",
        'interaction.waited > "20s"',
        lambda v: v["interaction.waited"] > 20_000,
    ),
    (
        "three of them",
        'open.main and interaction.channel == "chat" and interaction.waited > "20s"',
        lambda v: (
            v["open.main"]
            and v["interaction.channel"] == "chat"
            and v["interaction.waited"] > 20_000
        ),
    ),
    (
        "nine, with sets and lists",
        'open.main and not (queue.free > 0 or queue.waiting < 5) and "gold" in customer.tags'
        ' and attr.language in ["de", "fr"] and interaction.waited > "20s"'
        ' and (interaction.channel == "voice" or queue.waiting > queue.free)',
        lambda v: (
            v["open.main"]
            and not (v["queue.free"] > 0 or v["queue.waiting"] < 5)
            and "gold" in v["customer.tags"]
            and v["attr.language"] in ("de", "fr")
            and v["interaction.waited"] > 20_000
            and (v["interaction.channel"] == "voice" or v["queue.waiting"] > v["queue.free"])
        ),
    ),
)
REPEATS = 9
NUMBER = 20_000


def microseconds(function: Callable[[], object], number: int = NUMBER) -> float:
    """Return what one round takes, the median of several."""
    rounds = Timer(function, timer=process_time).repeat(REPEATS, number)
    return median(rounds) / number * 1_000_000


def main() -> None:
    print("conditions: one evaluation against a Python lambda that says the same")
    for name, text, peer in CASES:
        evaluate = parse(text, FIELDS).evaluate
        assert evaluate(VALUES) is peer(VALUES) is True
        ours = microseconds(lambda evaluate=evaluate: evaluate(VALUES))
        theirs = microseconds(lambda peer=peer: peer(VALUES))
        read = microseconds(lambda text=text: parse(text, FIELDS), number=500)
        print(
            f"  {name}: {ours:.2f} us, lambda {theirs:.2f} us, {ours / theirs:.1f}x; "
            f"read in {read:.0f} us"
        )


if __name__ == "__main__":
    main()
