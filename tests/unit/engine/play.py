"""A center in one line: what the engine's unit tests play with.

Time starts at 0 and moves only by `wait`. `do` insists that nothing is broken after it, and
`refused` that nothing has changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

import attrs
import pytest
from attrs import define, field

from ccsdk.engine.engine import Decision, advance, decide
from ccsdk.engine.invariants import breaches
from ccsdk.engine.replay import fingerprint
from ccsdk.engine.state import State
from ccsdk.errors import CommandRejectedError
from ccsdk.model import command as cmd
from ccsdk.model.command import Command
from ccsdk.model.entry import Entry
from ccsdk.model.event import Event
from ccsdk.model.principal import SYSTEM, Principal, Role
from ccsdk.model.pure import NO_OBJECTS, PureObjects
from ccsdk.model.queue import members

E = TypeVar("E", bound=Event)


def agent(name: str) -> Principal:
    """Return an Agent who asks."""
    return Principal(id=name, role=Role.AGENT)


def visitor(identity: str) -> Principal:
    """Return the visitor with this identity hash."""
    return Principal(id=f"v-{identity}", role=Role.VISITOR, customer=f"cu_{identity}")


def names(entries: Iterable[Entry]) -> list[str]:
    """Return the events' names, in order."""
    return [type(entry.event).__name__ for entry in entries]


@define(eq=False)
class Play:
    """Send commands at one's own pace and keep what came of them."""

    state: State = field(factory=State)
    entries: list[Entry] = field(factory=list)
    now_ms: int = 0
    pure: PureObjects = NO_OBJECTS

    def do(self, command: Command, by: Principal = SYSTEM, key: str | None = "key") -> Decision:
        """Send a command now."""
        if not isinstance(command, cmd.ResumeCenter):
            self.wait(0)
        decision = decide(self.state, command, by=by, now_ms=self.now_ms, key=key, pure=self.pure)
        self.entries += decision.entries
        assert breaches(self.state) == []
        return decision

    def refused(
        self, command: Command, kind: type[CommandRejectedError], by: Principal = SYSTEM
    ) -> dict[str, object]:
        """Send a command that must be refused without a trace; return the refusal's facts."""
        self.wait(0)
        before = fingerprint(self.state)
        with pytest.raises(kind) as refusal:
            decide(self.state, command, by=by, now_ms=self.now_ms, key="key", pure=self.pure)
        assert fingerprint(self.state) == before
        assert type(refusal.value) is kind
        return attrs.asdict(refusal.value)

    def wait(self, ms: int) -> list[Entry]:
        """Let time pass; return what fell due."""
        self.now_ms += ms
        fired = advance(self.state, self.now_ms, self.pure)
        self.entries += fired
        assert breaches(self.state) == []
        return fired

    def queue(self, name: str = "q", **more: Any) -> None:
        """Define a queue, and an account `web-<name>` that leads to it."""
        self.do(cmd.DefineQueue(queue=name, name=name, **more))
        self.do(cmd.DefineAccount(account=f"web-{name}", channel=f"chat-{name}", queues=(name,)))

    def agent(self, name: str, *queues: str, **more: Any) -> None:
        """Define an Agent of these queues, READY from now on, never with a session."""
        more = {"memberships": members(*queues or ("q",)), **more}
        self.do(cmd.DefineAgent(agent=name, **more))
        self.do(cmd.LogIn(agent=name), by=agent(name))
        self.do(cmd.SetReady(agent=name), by=agent(name))

    def sign_in(self, name: str, session: str = "s") -> None:
        """Connect a session of an Agent."""
        self.do(cmd.ReportSessionBack(session=session, agent=name))

    def sign_off(self, name: str, session: str = "s") -> list[Entry]:
        """Lose a session of an Agent."""
        return self.do(cmd.ReportSessionGone(session=session, agent=name)).entries

    def write(
        self,
        number: int = 1,
        queue: str = "q",
        *,
        sessions: tuple[str, ...] = (),
        account: str | None = None,
        **more: Any,
    ) -> list[Entry]:
        """Let customer `i<number>` open Interaction `in_<number>`."""
        received = cmd.ReceiveInteraction(
            interaction=f"in_{number}",
            account=account or f"web-{queue}",
            thread=f"t{number}",
            identity=f"i{number}",
            sessions=sessions,
            **more,
        )
        return self.do(received).entries

    def accept(self, offer: str = "in_1-o1") -> list[Entry]:
        """Accept an Offer as its Agent."""
        by = agent(self.state.offers[offer].agent)
        return self.do(cmd.AcceptOffer(offer=offer), by=by).entries

    def engage(self, offer: str = "in_1-o1") -> str:
        """Accept an Offer and connect; return the owner."""
        self.accept(offer)
        interaction = self.state.offers[offer].interaction
        owner = self.state.offers[offer].agent
        self.do(cmd.ConfirmConnected(interaction=interaction), by=agent(owner))
        return owner

    def last(self, kind: type[E]) -> E:
        """Return the last event of a kind."""
        return [e.event for e in self.entries if isinstance(e.event, kind)][-1]

    def count(self, kind: type[Event]) -> int:
        """Return how many events of a kind there were."""
        return sum(isinstance(entry.event, kind) for entry in self.entries)


def ready(*agents: str, sessions: bool = False, **queue: Any) -> Play:
    """Return a center with queue `q` and these Agents READY, with a session `s` if wanted."""
    play = Play()
    play.queue("q", **queue)
    for name in agents:
        play.agent(name)
        if sessions:
            play.sign_in(name)
    return play
