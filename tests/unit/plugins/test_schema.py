"""JSON Schema of settings says what the reader takes."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal

import attrs
import msgspec

from ccsdk.center.settings import CenterSettings
from ccsdk.hooks import Secret
from ccsdk.plugins.schema import schema_of


class Mode(Enum):
    """Stand for a choice."""

    PUSH = "push"
    PULL = "pull"


@attrs.frozen(kw_only=True)
class Part:
    """Stand for a table within."""

    name: str


@attrs.frozen(kw_only=True)
class Settings:
    """Say hello. At length.

    And more of it.
    """

    sender: str
    token: Secret
    retry_ms: int = 90_000
    at_most: Annotated[int, msgspec.Meta(ge=1, le=9)] = 3
    mode: Mode = Mode.PUSH
    slot: Literal["a", "b"] = "a"
    folder: Path = Path("data")
    parts: Annotated[tuple[Part, ...], msgspec.Meta(max_length=2)] = ()
    by_name: Mapping[str, Part] = attrs.field(factory=dict)
    names: tuple[str, ...] | None = None
    either: tuple[str, ...] | Mapping[str, int] = ()
    anything: Any = None


def test_every_kind_of_setting_is_described() -> None:
    part = {
        "type": "object",
        "description": "Stand for a table within.",
        "properties": {"name": {"type": "string"}},
        "additionalProperties": False,
        "required": ["name"],
    }
    strings = {"type": "array", "items": {"type": "string"}}

    said = schema_of(Settings)

    properties = said.pop("properties")
    assert said == {
        "type": "object",
        "description": "Say hello. At length.",
        "additionalProperties": False,
        "required": ["sender", "token"],
    }
    assert properties.pop("token")["pattern"].startswith(r"^(\$\{env:")
    retry = properties.pop("retry")
    assert (retry["type"], retry["default"]) == ("string", "90s")
    assert properties == {
        "sender": {"type": "string"},
        "at_most": {"type": "integer", "minimum": 1, "maximum": 9, "default": 3},
        "mode": {"description": "Stand for a choice.", "enum": ["pull", "push"], "default": "push"},
        "slot": {"enum": ["a", "b"], "default": "a"},
        "folder": {"type": "string", "default": "data"},
        "parts": {"type": "array", "items": part, "maxItems": 2},
        "by_name": {"type": "object", "additionalProperties": part},
        "names": strings,
        "either": {
            "anyOf": [strings, {"type": "object", "additionalProperties": {"type": "integer"}}]
        },
        "anything": {},
    }


def test_a_whole_center_file_has_a_schema() -> None:
    said = schema_of(CenterSettings)

    queue = said["properties"]["queues"]["additionalProperties"]["properties"]
    assert queue["ring"]["default"] == "15s"
    assert said["properties"]["plugins"] == {"type": "object", "additionalProperties": {}}
