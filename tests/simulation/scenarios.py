"""Scenarios of golden logs: a talk from its first message to the end of its wrap-up."""

from __future__ import annotations

from collections.abc import Callable

from ccsdk.errors import NotOwnerError, OfferGoneError
from ccsdk.model import command as cmd
from ccsdk.model.principal import Principal, Role
from ccsdk.model.queue import Strategy
from ccsdk.model.transfer import TransferTarget
from tests.simulation.transcript import Transcript
from tests.unit.engine.play import agent, visitor

__all__ = ["IN", "SAM", "TALKS", "Scenario", "end", "staffed", "talking", "wrap_up"]

Scenario = Callable[[Transcript], None]

SAM = Principal(id="sam", role=Role.SUPERVISOR)
IN = {"interaction": "in_1"}


def staffed(play: Transcript, *agents: str) -> None:
    """Let a queue open with these Agents READY, each at one desk."""
    play.queue("q")
    for name in agents:
        play.agent(name)
        play.sign_in(name, session=f"desk-{name}")


def talking(play: Transcript, *others: str) -> None:
    """Let Ana talk with the customer for ten seconds, beside these other Agents."""
    staffed(play, "ana", *others)
    play.write(1, sessions=("page-1",))
    play.engage()
    play.wait(10_000)


def end(play: Transcript, by: str, number: int = 1) -> None:
    """Let an owner end their talk."""
    play.do(cmd.EndInteraction(interaction=f"in_{number}"), by=agent(by))


def wrap_up(play: Transcript, by: str, disposition: str) -> None:
    """Let an Agent finish their part."""
    play.do(cmd.CompleteWrapUp(**IN, disposition=disposition), by=agent(by))


def plain_chat(play: Transcript) -> None:
    """Let a customer write, be answered, thank and go; the Agent says what came of it."""
    staffed(play, "ana")
    play.write(1, sessions=("page-1",))
    play.wait(1_500)
    play.do(cmd.AcknowledgeOffer(offer="in_1-o1"), by=agent("ana"))
    play.wait(2_500)
    play.engage()
    play.do(cmd.SendMessage(**IN), by=agent("ana"))
    play.wait(30_000)
    play.do(cmd.ReceiveMessage(**IN), by=visitor("i1"))
    play.do(cmd.EndInteraction(**IN), by=visitor("i1"))
    play.wait(20_000)
    wrap_up(play, "ana", "sold")


def broadcast_race(play: Transcript) -> None:
    """Ask three: two accept, the first does not connect, and the others are asked anew."""
    play.queue("q", strategy=Strategy.BROADCAST, broadcast=3)
    for name in ("ana", "ben", "cai"):
        play.agent(name)
    play.write()
    play.wait(1_000)
    play.accept("in_1-o2")
    play.refused(cmd.AcceptOffer(offer="in_1-o1"), OfferGoneError, by=agent("ana"))
    play.wait(10_001)
    play.engage("in_1-o4")


def consult_and_transfer(play: Transcript) -> None:
    """Let Ana ask Ben while the customer is on hold, and give the customer over to him."""
    talking(play, "ben")
    play.do(cmd.StartConsult(**IN, to=TransferTarget(queue="q")), by=agent("ana"))
    play.wait(3_000)
    play.engage("in_1-c1-o1")
    play.do(cmd.SendMessage(interaction="in_1-c1"), by=agent("ana"))
    play.wait(20_000)
    play.do(cmd.CompleteTransfer(**IN), by=agent("ana"))
    wrap_up(play, "ana", "passed-on")
    play.wait(60_000)
    end(play, "ben")
    wrap_up(play, "ben", "solved")


def conference_whose_owner_leaves(play: Transcript) -> None:
    """Let Ben join the talk of Ana and own it when she leaves; the customer stays."""
    talking(play, "ben")
    play.do(cmd.AddParticipant(**IN, agent="ben"), by=agent("ana"))
    play.accept("in_1-o2")
    play.do(cmd.ConfirmConnected(**IN), by=agent("ben"))
    play.do(cmd.SendMessage(**IN), by=agent("ben"))
    play.wait(5_000)
    play.do(cmd.LeaveInteraction(**IN), by=agent("ana"))
    play.refused(cmd.SendMessage(**IN), NotOwnerError, by=agent("ana"))
    play.wait(60_001)
    end(play, "ben")
    wrap_up(play, "ben", "solved")


def supervisor_beside_a_talk(play: Transcript) -> None:
    """Let Sam listen, whisper, barge in, leave, and end the wrap-up that takes too long."""
    talking(play)
    play.do(cmd.StartMonitor(**IN), by=SAM)
    play.do(cmd.StartWhisper(**IN), by=SAM)
    play.do(cmd.WhisperMessage(**IN), by=SAM)
    play.wait(5_000)
    play.do(cmd.BargeIn(**IN), by=SAM)
    play.do(cmd.SendMessage(**IN), by=SAM)
    play.do(cmd.StopMonitor(**IN), by=SAM)
    end(play, "ana")
    play.do(cmd.ExtendWrapUp(**IN), by=agent("ana"))
    play.wait(70_000)
    play.do(cmd.EndWrapUp(**IN, agent="ana"), by=SAM)
    play.do(cmd.SetDisposition(**IN, disposition="sold"), by=agent("ana"))


def elevation(play: Transcript) -> None:
    """Ask the customer to a channel they do not come to, and to one they switch to."""
    talking(play)
    play.do(cmd.ElevateChannel(**IN, to="video"), by=agent("ana"))
    play.wait(120_001)
    play.do(cmd.ElevateChannel(**IN, to="sms", is_switch=True), by=agent("ana"))
    play.wait(8_000)
    play.do(cmd.JoinChannel(**IN), by=visitor("i1"))
    end(play, "ana")
    wrap_up(play, "ana", "sold")


def agent_lost_and_requeued(play: Transcript) -> None:
    """Lose Ana's desk for good: her talk goes back, ahead of everybody who waits."""
    talking(play)
    play.do(cmd.HoldCustomer(**IN), by=agent("ana"))
    play.do(cmd.RetrieveCustomer(**IN), by=agent("ana"))
    play.sign_off("ana", session="desk-ana")
    play.write(2)
    play.wait(60_001)
    play.agent("ben", slots={"chat": 1})
    play.engage("in_1-o2")


TALKS: tuple[Scenario, ...] = (
    plain_chat,
    broadcast_race,
    consult_and_transfer,
    conference_whose_owner_leaves,
    supervisor_beside_a_talk,
    elevation,
    agent_lost_and_requeued,
)
