"""Frames to text and back: lengths, strict reading, and where a bad member stands."""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from typing import Any, NoReturn

import msgspec

from ccsdk.errors import FrameTooLargeError, InvalidRequestError, MalformedFrameError
from ccsdk.model.command import COMMANDS
from ccsdk.model.event import EVENTS
from ccsdk.model.request import QUESTIONS
from ccsdk.wire.frames import ClientFrame, Inbound, Outbound, ServerFrame

__all__ = [
    "decode_client",
    "decode_server",
    "encode",
    "parse_position",
    "position_text",
    "refuse",
    "schema_digest",
]

_CLIENT: msgspec.json.Decoder[ClientFrame] = msgspec.json.Decoder(ClientFrame)
_SERVER: msgspec.json.Decoder[ServerFrame] = msgspec.json.Decoder(ServerFrame)
_ENCODER = msgspec.json.Encoder()

# msgspec ends a message with the place: "... - at `$.client.name`".
_PLACE = re.compile(r"^(?P<problem>.*?)(?: - at `(?:key in )?\$\.?(?P<path>.*)`)?$", re.DOTALL)
_UNKNOWN = re.compile(r"^Object contains unknown field `(?P<name>.*)`$", re.DOTALL)


def decode_client(text: str | bytes, *, limit: int) -> ClientFrame:
    """Read a frame that a client sent.

    Args:
        text: One JSON object.
        limit: Greatest length in bytes of UTF-8.

    Raises:
        FrameTooLargeError: It is longer.
        MalformedFrameError: It is no frame; path and problem say where and why.
    """
    frame: ClientFrame = _decode(_CLIENT, text, limit=limit)
    return frame


def decode_server(text: str | bytes, *, limit: int = 16 * 2**20) -> ServerFrame:
    """Read a frame that a server sent; unknown members are skipped.

    Raises:
        FrameTooLargeError: It is longer than `limit` bytes.
        MalformedFrameError: It is no frame this client knows.
    """
    frame: ServerFrame = _decode(_SERVER, text, limit=limit)
    return frame


def _decode(decoder: msgspec.json.Decoder[Any], text: str | bytes, *, limit: int) -> Any:
    try:
        raw = text.encode() if isinstance(text, str) else text
        if len(raw) > limit:
            raise FrameTooLargeError(size=len(raw), limit=limit)
        return decoder.decode(raw)
    except msgspec.ValidationError as error:
        path, problem = _located(str(error))
        raise MalformedFrameError(path=path, problem=problem) from error
    except (msgspec.DecodeError, UnicodeError) as error:
        raise MalformedFrameError(path="", problem="this is no JSON in UTF-8") from error
    except RecursionError as error:
        raise MalformedFrameError(path="", problem="it is nested too deeply") from error


def _located(message: str) -> tuple[str, str]:
    """Return path and problem of a complaint of msgspec."""
    found = _PLACE.match(message)
    assert found, "the pattern matches every text"
    path, problem = found["path"] or "", found["problem"]
    if unknown := _UNKNOWN.match(problem):
        return f"{path}.{unknown['name']}".lstrip("."), "there is no such member"
    return path, problem


def refuse(error: msgspec.ValidationError, *, root: str) -> NoReturn:
    """Refuse the member `root` of a frame that is not as its type wants it.

    Raises:
        InvalidRequestError: Always; the path is rooted at the frame.
    """
    path, problem = _located(str(error))
    raise InvalidRequestError(path=f"{root}.{path}".rstrip("."), problem=problem) from error


def encode(frame: Inbound | Outbound) -> str:
    """Return a frame as the text that travels."""
    return _ENCODER.encode(frame).decode()


def position_text(position: int) -> str:
    """Return a position or cursor as 20 digits, so that text order is number order."""
    return f"{position:020d}"


def parse_position(text: str) -> int:
    """Return the number behind 20 digits; only a server computes with it."""
    return int(text)


@cache
def schema_digest() -> str:
    """Return `sha256:...` of every frame, command, question and event as JSON Schema."""
    commands, events = COMMANDS.values(), EVENTS.values()
    halves = [cls.Personal for cls in commands] + [cls.Personal for cls in events]
    questions = QUESTIONS.values()
    types = (*commands, *events, *questions, *filter(None, halves), ClientFrame, ServerFrame)
    schema = msgspec.json.schema_components(types, ref_template="#/{name}")
    return "sha256:" + sha256(msgspec.json.encode(schema, order="sorted")).hexdigest()
