"""Scenarios of golden logs: who waits, in which place, and where to if not here."""

from __future__ import annotations

from ccsdk.model import command as cmd
from ccsdk.model import policy as pol
from ccsdk.model.interaction import ConnectCause
from ccsdk.model.queue import members
from ccsdk.model.skill import SkillRequirement
from tests.simulation.scenarios import IN, Scenario, end, staffed, wrap_up
from tests.simulation.transcript import Transcript
from tests.unit.engine.deciding.flow_play import at, to
from tests.unit.engine.play import agent, visitor

__all__ = ["WAITS"]

# A Monday morning, eight o'clock in Berlin.
MORNING_MS = 1_767_596_400_000
HOUR_MS = 3_600_000


def vip_overtakes(play: Transcript) -> None:
    """Let one VIP overtake; the bucket is empty for the next, who enters as regular."""
    vip = pol.ServiceClass(
        name="vip", when="attr.vip", head_start_ms=60_000, burst=1, refill_ms=600_000
    )
    play.queue("q", discipline=pol.Discipline.AGEING, classes=(vip,))
    for number, is_vip in enumerate((False, True, True), start=1):
        play.write(number, attributes={"vip": is_vip})
        play.wait(10_000)
    play.agent("ana", slots={"chat": 1})
    play.engage("in_2-o1")
    play.do(cmd.AbandonInteraction(interaction="in_3"), by=visitor("i3"))


def overflow_into_a_callback(play: Transcript) -> None:
    """Call back whom a full queue refused: the second try reaches them."""
    play.queue("q", max_waiting=1, callback_gap_ms=60_000, overflow=(to(pol.Terminal.CALLBACK),))
    play.write(1)
    play.write(2)
    play.do(cmd.AbandonInteraction(**IN), by=visitor("i1"))
    play.wait(1_000)
    play.agent("ana")
    play.accept("in_2-o1")
    failed = cmd.ReportConnectFailed(interaction="in_2", cause=ConnectCause.CUSTOMER)
    play.do(failed, by=agent("ana"))
    play.wait(60_001)
    play.engage("in_2-o2")


def timeline_of_a_wait(play: Transcript) -> None:
    """Tell the place, ask for less skill, be declined by who has it, and move on."""
    steps = (
        at(10_000, pol.AnnouncePosition()),
        at(20_000, pol.Relax(skill="lamp", min=2)),
        at(25_000, pol.Move(queue="p")),
    )
    play.queue("p")
    play.queue("q", requires=(SkillRequirement(skill="lamp", min=4),), steps=steps)
    play.agent("ana", skills={"lamp": 3})
    play.write()
    play.wait(21_000)
    play.do(cmd.AcknowledgeOffer(offer="in_1-o1"), by=agent("ana"))
    play.wait(5_000)
    play.do(cmd.DeclineOffer(offer="in_1-o1", reason="lunch"), by=agent("ana"))
    play.agent("ben", "p")
    play.engage("in_1-o2")


def calendar_closes_on_the_waiting(play: Transcript) -> None:
    """Close on who waits, and refuse who writes afterwards: both leave a message."""
    play.now_ms = MORNING_MS
    edges = (MORNING_MS, MORNING_MS + HOUR_MS, MORNING_MS + 24 * HOUR_MS)
    hours = {"calendar": "shop", "zone": "Europe/Berlin", "tz": "2026a"}
    play.do(cmd.DefineCalendar(**hours, edges=edges))
    play.queue(
        "q",
        calendar="shop",
        at_closing=pol.AtClosing.FLOW_OUT,
        overflow=(to(pol.Terminal.MESSAGE),),
    )
    play.wait(HOUR_MS - 5_000)
    play.write(1)
    play.wait(10_000)
    play.write(2)


def self_service_and_back(play: Transcript) -> None:
    """Let a customer serve themselves and come back to the place they had."""
    play.queue("q", steps=(at(0, pol.OfferSelfService()),))
    play.write(1)
    play.wait(1_000)
    play.do(cmd.AcceptSelfService(**IN), by=visitor("i1"))
    play.write(2)
    play.wait(30_000)
    play.do(cmd.RouteInteraction(**IN))
    play.agent("ana", slots={"chat": 1})
    play.engage("in_1-o1")
    end(play, "ana")
    wrap_up(play, "ana", "solved")


def park_resume_reopen(play: Transcript) -> None:
    """Lay a letter aside, take it up again, close it, and reopen it by the next one."""
    staffed(play, "ana", "ben")
    play.do(cmd.DefineAccount(account="mail", channel="email", queues=("q",), reopen_ms=HOUR_MS))
    play.write(1, account="mail")
    play.engage()
    play.do(cmd.ParkInteraction(**IN, until_ms=24 * HOUR_MS), by=agent("ana"))
    play.wait(60_001)
    play.do(cmd.ReceiveMessage(**IN), by=visitor("i1"))
    play.engage("in_1-o2")
    end(play, "ana")
    wrap_up(play, "ana", "solved")
    play.wait(10 * 60_000)
    play.do(cmd.ReceiveInteraction(interaction="in_2", account="mail", thread="t1", identity="i1"))


def restart_in_mid_offer(play: Transcript) -> None:
    """Stop the center while an offer rings: nobody is struck, and the talk goes on."""
    staffed(play, "ana", "ben")
    play.do(cmd.DefineAgent(agent="ana", memberships=members("q"), slots={"chat": 2}))
    play.write(1)
    play.engage("in_1-o1")
    play.write(2)
    play.now_ms += 90_000
    play.do(cmd.ResumeCenter())
    for name in ("ana", "ben"):
        play.sign_in(name, session=f"desk-{name}-2")
    play.engage("in_2-o2")


WAITS: tuple[Scenario, ...] = (
    vip_overtakes,
    overflow_into_a_callback,
    timeline_of_a_wait,
    calendar_closes_on_the_waiting,
    self_service_and_back,
    park_resume_reopen,
    restart_in_mid_offer,
)
