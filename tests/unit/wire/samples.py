"""One sample of every event, each member a canary: a word that says where it came from."""

from __future__ import annotations

import enum
import types
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec

from ccsdk.model.command import PersonalHalf
from ccsdk.model.entry import Entry
from ccsdk.model.event import EVENTS, Event, subject_of

__all__ = ["canaries", "entry_of", "sample", "sample_personal", "samples"]

AT_MS = 1_795_000_000_123
# What a mask leaves of this holds no canary.
PERSONAL = {"address": "personal-address@shop.example"}


def sample(cls: type[Event], **given: Any) -> Event:
    """Return an event of this class with every optional member present."""
    hints = get_type_hints(cls)
    made = {name: value_of(hints[name], f"canary-{name}") for name in cls.__struct_fields__}
    return cls(**{**made, **{name: value for name, value in given.items() if name in made}})


def sample_personal(cls: type[Event]) -> PersonalHalf | None:
    """Return the event's personal half with every member present, None if it has none."""
    if cls.Personal is None:
        return None
    hints = get_type_hints(cls.Personal)
    return cls.Personal(
        **{
            name: value_of(hints[name], PERSONAL.get(name, f"personal-{name}"))
            for name in cls.Personal.__struct_fields__
        }
    )


def value_of(hint: Any, canary: str) -> Any:
    """Return a value of an annotated type; text says its canary."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return value_of(next(each for each in arguments if each is not type(None)), canary)
    if origin is tuple:
        return (value_of(arguments[0], canary),)
    if origin is dict:
        return {canary: value_of(arguments[1], canary)}
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return next(iter(hint))
    if hint is bool:
        return True
    if hint is int:
        return 424_242
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        members = {n: value_of(h, f"{canary}-{n}") for n, h in get_type_hints(hint).items()}
        return hint(**members)
    assert hint is str, hint
    return canary


def entry_of(happened: Event, *, position: int = 1, **members: Any) -> Entry:
    """Return a log entry that holds an event, with its personal half."""
    defaults: dict[str, Any] = {
        "at_ms": AT_MS,
        "subject": subject_of(happened),
        "version": 3,
        "cause": "key-1",
        "personal": sample_personal(type(happened)),
    }
    return Entry(position=position, event=happened, **{**defaults, **members})


def samples() -> list[Entry]:
    """Return an entry for every event class, in the order of the table."""
    return [
        entry_of(sample(cls), position=position)
        for position, cls in enumerate(EVENTS.values(), start=1)
    ]


def canaries(value: Any) -> set[str]:
    """Return the canary words that stand anywhere in a JSON value."""
    text = msgspec.json.encode(value).decode() if not isinstance(value, str) else value
    words = text.replace('"', " ").replace("/", " ").replace("@", " ").split()
    return {word for word in words if word.startswith(("canary-", "personal-"))}
