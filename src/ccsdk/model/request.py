"""What passes between a door and the center: submissions in, receipts out, questions."""

from __future__ import annotations

import re
from typing import Annotated, Any, ClassVar, Literal

import attrs
import msgspec

from ccsdk.model.entry import Answer
from ccsdk.model.principal import Principal

__all__ = [
    "QUESTIONS",
    "CustomerQuestion",
    "ExplainQuestion",
    "HistoryQuestion",
    "KnowledgeQuestion",
    "MetricsQuestion",
    "PluginQuestion",
    "PluginsQuestion",
    "ProfileQuestion",
    "Question",
    "Receipt",
    "ReceiveQuestion",
    "RedrivePluginQuestion",
    "Snapshot",
    "Submission",
    "WhyQuestion",
    "Window",
    "is_plugin_method",
]

_PAGE_MAX = 100

# Integers that every JSON reader keeps whole.
_INTEGER_MAX = 2**53 - 1
_Id = Annotated[str, msgspec.Meta(min_length=1, max_length=96)]
# As text on the wire, so that no reader computes with it.
_Position = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{20}(?!\n)$")]

_METHOD = re.compile(r"(?P<base>[a-z][a-z0-9_]*)\.v[1-9][0-9]?", re.ASCII)
_METHOD_LENGTH_MAX = 64
_TEXT_MAX = 2_000

Window = Literal["today", "last_30_min"]


@attrs.frozen(kw_only=True)
class Submission:
    """Carry a command from a door, as its sender gave it: decoded JSON, unchecked.

    `key` is unique per principal, 1 to 64 characters. `deadline_ms` is the instant,
    milliseconds since the Unix epoch, after which the sender no longer wants it.
    """

    principal: Principal
    key: str
    type: str
    data: dict[str, Any]
    personal: dict[str, Any] | None = attrs.field(default=None, repr=False)
    deadline_ms: int | None = None


class Receipt(msgspec.Struct, kw_only=True, frozen=True):
    """Say that a command was accepted and is on disk.

    A subscription that has reached `position` shows its effects. `is_replayed` marks an
    answer given before, to the same key.
    """

    answer: Answer
    position: int
    is_replayed: bool = False


@attrs.frozen(kw_only=True)
class Snapshot:
    """Hold committed state as of `position`: (type, subject, version, item data) each.

    `items` are plain JSON-ready mappings with `type`, `subject`, `version`, `data` and,
    for Agents, `personal`.
    """

    position: int
    items: tuple[dict[str, Any], ...]


class Question(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """Ask for a read that no subscription brings; an unknown member is refused.

    `method` is its name on the wire; what it answers is JSON that fits into one frame.
    """

    method: ClassVar[str]


class HistoryQuestion(Question, kw_only=True, frozen=True):
    """Ask for a page of an Interaction's events: the newest `limit` below version `before`."""

    method = "history.v1"

    interaction: _Id
    before: Annotated[int, msgspec.Meta(ge=1, le=_INTEGER_MAX)] | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=_PAGE_MAX)] = 50


class CustomerQuestion(Question, kw_only=True, frozen=True):
    """Ask who the customer of an Interaction is, and what they came for before."""

    method = "customer.v1"

    interaction: _Id


class ProfileQuestion(Question, kw_only=True, frozen=True):
    """Ask what the shop's own books say of the customer of an Interaction."""

    method = "profile.v1"

    interaction: _Id


class MetricsQuestion(Question, kw_only=True, frozen=True):
    """Ask for the measures of the center, its queues and Agents over a window."""

    method = "metrics.v1"

    window: Window


class ExplainQuestion(Question, kw_only=True, frozen=True):
    """Ask which Interactions make up a measure, of one queue, one Agent, or the center."""

    method = "explain.v1"

    measure: _Id
    window: Window
    queue: _Id | None = None
    agent: _Id | None = None


class WhyQuestion(Question, kw_only=True, frozen=True):
    """Ask why: of an Offer, an Interaction or an Agent, exactly one of them.

    `at` is the position as of which an Interaction or an Agent is explained, by default now;
    an Offer is explained as of when it was made.
    """

    method = "why.v1"

    offer: _Id | None = None
    interaction: _Id | None = None
    agent: _Id | None = None
    at: _Position | None = None


class KnowledgeQuestion(Question, kw_only=True, frozen=True):
    """Ask what the plugins know: articles that may help, of at most `limit` the best first.

    `context` are earlier texts of the same talk, newest first. `language` is the reader's,
    `interaction` the one that it is about. `is_typed`: somebody searches for just this; else
    it was said in a talk.
    """

    method = "search_knowledge.v1"

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=_TEXT_MAX)]
    context: Annotated[
        tuple[Annotated[str, msgspec.Meta(max_length=_TEXT_MAX)], ...], msgspec.Meta(max_length=10)
    ] = ()
    language: Annotated[str, msgspec.Meta(max_length=20)] | None = None
    interaction: _Id | None = None
    is_typed: bool = True
    limit: Annotated[int, msgspec.Meta(ge=1, le=20)] = 5


class PluginsQuestion(Question, kw_only=True, frozen=True):
    """Ask how each plugin is: what fails, since when, and what it has not looked at."""

    method = "plugins.v1"


class RedrivePluginQuestion(Question, kw_only=True, frozen=True):
    """Have a parked plugin go on, and say how it is then.

    `skip` passes over the one delivery that it is parked at.
    """

    method = "redrive_plugin.v1"

    plugin: _Id
    skip: bool = False


class ReceiveQuestion(Question, kw_only=True, frozen=True):
    """Take what the provider of a channel delivered to the plugin that asks.

    Members are those of `ccsdk.hooks.inbound.Inbound`. Asked by plugins in processes of their
    own; the same `id` again changes nothing.
    """

    method = "receive.v1"

    account: _Id
    sender: Annotated[str, msgspec.Meta(min_length=1, max_length=512)]
    id: Annotated[str, msgspec.Meta(min_length=1, max_length=512)]
    text: str
    address: str | None = None
    name: str | None = None
    language: str | None = None
    is_verified: bool = False


class PluginQuestion(Question, kw_only=True, frozen=True):
    """Ask what a plugin answers: `name` is the method, such as `suggest_knowledge.v1`.

    `data` is as it came; the plugin's contribution says what it has to be.
    """

    method = "*"

    name: Annotated[str, msgspec.Meta(max_length=_METHOD_LENGTH_MAX)]
    data: dict[str, Any] = {}


QUESTIONS: dict[str, type[Question]] = {
    cls.method: cls
    for cls in (
        HistoryQuestion,
        CustomerQuestion,
        ProfileQuestion,
        MetricsQuestion,
        ExplainQuestion,
        WhyQuestion,
        KnowledgeQuestion,
        PluginsQuestion,
        RedrivePluginQuestion,
        ReceiveQuestion,
    )
}
_OWN = frozenset(method.partition(".")[0] for method in QUESTIONS)


def is_plugin_method(name: str) -> bool:
    """Return whether a plugin may answer a method of this name: `words_of_its_own.v1`.

    What the center answers itself is taken, in every version.
    """
    found = _METHOD.fullmatch(name)
    return found is not None and len(name) <= _METHOD_LENGTH_MAX and found["base"] not in _OWN
