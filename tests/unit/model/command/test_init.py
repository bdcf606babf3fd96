from __future__ import annotations

import typing

import msgspec
import pytest

from ccsdk.model import command as cmd
from ccsdk.model.command import COMMANDS, Command, command_type
from ccsdk.model.values import personal_class

EVERY = list(COMMANDS.values())

# One of each, as a sender or the center itself writes it.
EXAMPLES: dict[str, dict[str, object]] = {
    "ReceiveInteraction": {
        "interaction": "in_1",
        "account": "web",
        "thread": "t",
        "identity": "i",
        "sessions": ["s"],
    },
    "LogIn": {"agent": "ana"},
    "SetReady": {"agent": "ana"},
    "SetNotReady": {"agent": "ana", "reason": "lunch"},
    "LogOut": {"agent": "ana"},
    "AcknowledgeOffer": {"offer": "in_1-o1"},
    "AcceptOffer": {"offer": "in_1-o1"},
    "DeclineOffer": {"offer": "in_1-o1", "reason": "busy"},
    "ReportSessionGone": {"session": "s", "agent": "ana"},
    "ReportSessionBack": {"session": "s", "customer": "cu_1"},
    "DefineAccount": {"account": "web", "channel": "chat", "queues": ["q"]},
    "DefineQueue": {"queue": "q", "name": "Sofas", "strategy": "broadcast", "broadcast": 2},
    "DeleteQueue": {"queue": "q"},
    "DefineCalendar": {"calendar": "c", "zone": "UTC", "tz": "2026a", "edges": [1, 2]},
    "ApplySettings": {"digests": {"queues.q": "1f"}},
    "MoveInteraction": {"interaction": "in_1", "queue": "q"},
    "ReportConnectFailed": {"interaction": "in_1", "cause": "customer"},
    "StartConsult": {"interaction": "in_1", "to": {"queue": "q"}},
    "AddParticipant": {"interaction": "in_1", "agent": "ben"},
    "ElevateChannel": {"interaction": "in_1", "to": "voice", "is_switch": True},
    "DefineAgent": {"agent": "ana", "memberships": [{"queue": "q"}]},
    "DefineChannel": {"channel": "fax", "slots": 2, "weight": 20, "denies": ["voice"]},
    "SetCapacity": {"agent": "ana", "slots": {"chat": 2}},
    "SetSkills": {"agent": "ana", "skills": {"sofa": 5}},
    "PickInteraction": {"interaction": "in_1", "agent": "ana"},
    "ResumeCenter": {"is_restart": False},
    "StrikePlugin": {"contribution": "scorer", "name": "mine", "version": 1, "reason": "slow"},
    "ConfigurePlugin": {"name": "sms", "version": "1.2", "config_hash": "1f"},
    "SetDisposition": {"interaction": "in_1", "disposition": "sold"},
    "EndWrapUp": {"interaction": "in_1", "agent": "ana"},
    "AddReview": {"interaction": "in_1", "agent": "ana"},
    "BlindTransfer": {"interaction": "in_1", "to": {"agent": "ana", "fallback": "q"}},
    "ParkInteraction": {"interaction": "in_1", "until_ms": 1},
}
ON_INTERACTION = {"interaction": "in_1"}


def example(kind: type[Command]) -> dict[str, object]:
    return EXAMPLES.get(kind.__name__, ON_INTERACTION)


def test_a_command_has_its_wire_name() -> None:
    assert command_type(cmd.AcceptOffer) == "ccsdk.AcceptOffer.v1"
    assert {command_type(kind): kind for kind in EVERY} == COMMANDS


def test_every_command_class_is_listed() -> None:
    assert set(EVERY) == set(Command.__subclasses__())


@pytest.mark.parametrize("kind", EVERY)
def test_a_command_survives_the_wire_and_cannot_be_changed(kind: type[Command]) -> None:
    command = msgspec.convert(example(kind), kind)

    again = msgspec.json.decode(msgspec.json.encode(command), type=kind)

    assert again == command
    with pytest.raises(AttributeError):
        setattr(command, kind.__struct_fields__[0], "other")


@pytest.mark.parametrize("kind", EVERY)
def test_an_unknown_member_is_refused(kind: type[Command]) -> None:
    with pytest.raises(msgspec.ValidationError, match="unknown field"):
        msgspec.convert(example(kind) | {"surprise": 1}, kind)


@pytest.mark.parametrize("kind", EVERY)
def test_what_a_door_fills_is_a_member(kind: type[Command]) -> None:
    assert set(kind.door_fills) <= set(kind.__struct_fields__)
    if kind.Personal is not None:
        assert set(kind.Personal.door_fills) <= set(kind.Personal.__struct_fields__)


@pytest.mark.parametrize("kind", EVERY)
def test_nothing_personal_stands_outside_the_personal_half(kind: type[Command]) -> None:
    hints = typing.get_type_hints(kind, include_extras=True)

    assert {
        name: personal_class(hint) for name, hint in hints.items() if personal_class(hint)
    } == {}
    if kind.Personal is not None:
        hints = typing.get_type_hints(kind.Personal, include_extras=True)
        inner = {name: hints[name] for name in kind.Personal.__struct_fields__}
        assert all(personal_class(hint) for hint in inner.values())


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        (cmd.DefineAccount, {"queues": []}),
        (cmd.DefineAccount, {"forget_ms": 0}),
        (cmd.DefineQueue, {"ring_ms": 99}),
        (cmd.DefineQueue, {"broadcast": 33}),
        (cmd.DefineQueue, {"max_strikes": 0}),
        (cmd.DefineQueue, {"strategy": "random"}),
        (cmd.DefineQueue, {"name": ""}),
        (cmd.DefineQueue, {"overflow": [{"to": {"terminal": "end"}, "when": "x" * 513}]}),
        (cmd.DefineQueue, {"classes": [{"name": "vip", "tier": -1}]}),
        (cmd.DefineQueue, {"steps": [{"after_ms": 0, "do": {"operation": "dance"}}]}),
        (cmd.DefineQueue, {"steps": [{"after_ms": 0, "do": {"operation": "end"}}] * 33}),
        (cmd.SetPriority, {"tier": 101}),
        (cmd.RouteInteraction, {"attributes": {"plan": "no code"}}),
        (cmd.RouteInteraction, {"attributes": {f"a{n}": 1 for n in range(33)}}),
        (cmd.DefineQueue, {"mode": "shove"}),
        (cmd.DefineQueue, {"pick_from": 0}),
        (cmd.DefineQueue, {"requires": [{"skill": "oak", "min": 6}]}),
        (cmd.DefineQueue, {"requires": [{"skill": "oak", "weight": 0}]}),
        (cmd.DefineAgent, {"slots": {"chat": 65}}),
        (cmd.DefineAgent, {"skills": {"oak": 6}}),
        (cmd.DefineAgent, {"memberships": [{"queue": "q", "priority": -1}]}),
        (cmd.DefineChannel, {"weight": 101}),
        (cmd.SetNotReady, {"reason": "out for lunch"}),
        (cmd.SendMessage, {"files": [f"fi_{n}" for n in range(11)]}),
        (cmd.ReceiveMessage, {"files": ["../x"]}),
        (cmd.AddNote, {"mentions": [f"a{n}" for n in range(33)]}),
    ],
)
def test_what_is_out_of_bounds_is_refused(kind: type[Command], changes: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(example(kind) | changes, kind)
