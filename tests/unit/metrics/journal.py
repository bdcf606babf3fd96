"""A log to write by hand: events with their instants become entries."""

from __future__ import annotations

from typing import Any

from ccsdk.model import event as ev
from ccsdk.model.agent import Presence
from ccsdk.model.entry import Entry
from ccsdk.model.event import Event
from ccsdk.model.interaction import Closing, VisitKind
from ccsdk.model.offer import WithdrawReason
from ccsdk.model.queue import Mode, Strategy, members


class Journal:
    """Gather entries; a method per thing that happens, each at `now_ms`.

    Interaction `i` waits in `queue` and is offered as `i-o1`, in visit `i-v1`.
    """

    def __init__(self, now_ms: int = 0) -> None:
        self.now_ms = now_ms
        self.entries: list[Entry] = []

    def note(self, event: Event) -> Journal:
        position = len(self.entries) + 1
        entry = Entry(
            position=position, at_ms=self.now_ms, subject="s/1", version=position, event=event
        )
        self.entries.append(entry)
        return self

    def after(self, ms: int) -> Journal:
        self.now_ms += ms
        return self

    def define(self, queue: str = "q", *agents: str, target_ms: int = 20_000) -> Journal:
        self.note(
            ev.QueueDefined(
                queue=queue, name=queue, requires=(), strategy=Strategy.LONGEST_IDLE, broadcast=1,
                mode=Mode.PUSH, pick_from=10,
                ack_ms=4_000, ring_ms=15_000, connect_ms=10_000, retry_same_ms=30_000,
                wrap_up_ms=60_000, target_ms=target_ms, max_strikes=2,
            )
        )  # fmt: skip
        for agent in agents:
            self.note(
                ev.AgentDefined(
                    agent=agent, memberships=members(queue), skills={}, slots={"chat": 3}
                )
            )
        return self

    def presence(self, agent: str, presence: Presence, reason: str | None = None) -> Journal:
        event = ev.AgentPresenceChanged(agent=agent, presence=presence, reason=reason, by="agent")
        return self.note(event)

    def enter(self, interaction: str, queue: str = "q") -> Journal:
        refs = self._refs(interaction, queue)
        self.note(ev.InteractionReceived(**refs, account="web", thread=interaction))
        return self.note(
            ev.InteractionQueued(
                **refs,
                visit=f"{interaction}-v1",
                visit_kind=VisitKind.INBOUND,
                order_from_ms=self.now_ms,
            )
        )

    def refuse(self, interaction: str, reason: str, queue: str = "q") -> Journal:
        """Let a queue refuse who has come."""
        refs = self._refs(interaction, queue)
        self.note(ev.InteractionReceived(**refs, account="web", thread=interaction))
        return self.note(ev.EntryRefused(**refs, reason=reason))

    def offer(self, interaction: str, agent: str, number: int = 1, queue: str = "q") -> Journal:
        refs = self._offer(interaction, agent, number, queue)
        return self.note(ev.OfferMade(**refs, ack_due_at_ms=0, expires_at_ms=0))

    def expire(self, interaction: str, agent: str, number: int = 1) -> Journal:
        refs = self._offer(interaction, agent, number)
        return self.note(ev.OfferExpired(**refs, strikes=1, excluded_until_ms=0))

    def decline(self, interaction: str, agent: str, number: int = 1) -> Journal:
        refs = self._offer(interaction, agent, number)
        return self.note(ev.OfferDeclined(**refs, reason="lunch", excluded_until_ms=0))

    def withdraw(self, interaction: str, agent: str, number: int = 1) -> Journal:
        refs = self._offer(interaction, agent, number)
        return self.note(ev.OfferWithdrawn(**refs, reason=WithdrawReason.ABANDONED))

    def accept(self, interaction: str, agent: str, number: int = 1, queue: str = "q") -> Journal:
        refs = self._offer(interaction, agent, number, queue)
        return self.note(ev.OfferAccepted(**refs, connect_due_at_ms=0))

    def answer(
        self, interaction: str, agent: str, wait_ms: int, *, number: int = 1, queue: str = "q",
        visit: int = 1,
    ) -> Journal:  # fmt: skip
        return self.note(
            ev.InteractionAnswered(
                **self._offer(interaction, agent, number, queue),
                visit=f"{interaction}-v{visit}",
                wait_ms=wait_ms,
                is_in_target=wait_ms <= 20_000,
                leg=f"{interaction}-l{2 * visit - 1}",
                customer_leg=f"{interaction}-l{2 * visit}",
            )
        )

    def abandon(self, interaction: str, wait_ms: int, queue: str = "q") -> Journal:
        refs = self._refs(interaction, queue)
        self.note(
            ev.InteractionAbandoned(
                **refs, visit=f"{interaction}-v1", left_at_ms=self.now_ms, wait_ms=wait_ms
            )
        )
        return self.close(interaction, outcome=Closing.ABANDONED, queue=queue)

    def lose(self, interaction: str, agent: str) -> Journal:
        """Lose the owner, then wait again: anew if answered before."""
        refs = self._refs(interaction, "q")
        self.note(ev.LegLost(**refs, agent=agent))
        return self.note(
            ev.InteractionRequeued(
                **refs, cause="agent_lost", agent=agent, visit=f"{interaction}-v2", tier=-1
            )
        )

    def fail(self, interaction: str, agent: str) -> Journal:
        """Fail to connect: the visit goes on."""
        refs = self._refs(interaction, "q")
        self.note(ev.ConnectFailed(**self._offer(interaction, agent), cause="agent"))
        return self.note(
            ev.InteractionRequeued(
                **refs, cause="connect_failed", agent=agent, visit=f"{interaction}-v1"
            )
        )

    def reply(self, interaction: str, agent: str) -> Journal:
        return self.note(ev.MessageSent(**self._refs(interaction, "q"), agent=agent))

    def end(self, interaction: str, agent: str, by: str = "customer", queue: str = "q") -> Journal:
        refs = self._refs(interaction, queue)
        return self.note(ev.InteractionEnded(**refs, by=by, agent=agent))

    def begin_wrap_up(self, interaction: str, agent: str) -> Journal:
        refs = self._refs(interaction, "q")
        due_ms = self.now_ms + 60_000
        return self.note(ev.WrapUpStarted(**refs, agent=agent, wrap_up_due_at_ms=due_ms))

    def wrap_up(self, interaction: str, agent: str) -> Journal:
        refs = self._refs(interaction, "q")
        self.note(ev.WrapUpEnded(**refs, agent=agent, disposition="sold", cause="completed"))
        return self.close(interaction, agent=agent)

    def close(
        self, interaction: str, *, outcome: Closing = Closing.HANDLED, agent: str | None = None,
        queue: str = "q",
    ) -> Journal:  # fmt: skip
        refs = self._refs(interaction, queue)
        return self.note(
            ev.InteractionClosed(**refs, outcome=outcome, agent=agent, forget_due_at_ms=0)
        )

    def resume(self, stopped_at_ms: int) -> Journal:
        return self.note(
            ev.CenterResumed(
                is_restart=True, stopped_at_ms=stopped_at_ms, agent_grace_due_at_ms=0,
                leg_due_at_ms=0, logout_due_at_ms=0,
            )
        )  # fmt: skip

    def _refs(self, interaction: str, queue: str) -> dict[str, Any]:
        return {
            "interaction": interaction,
            "customer": f"cu_{interaction}",
            "channel": "chat",
            "queue": queue,
        }

    def _offer(
        self, interaction: str, agent: str, number: int = 1, queue: str = "q"
    ) -> dict[str, Any]:
        offer = f"{interaction}-o{number}"
        return {**self._refs(interaction, queue), "offer": offer, "agent": agent}
