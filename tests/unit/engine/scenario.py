"""Play a scripted day and print its entries as JSON lines: the same bytes everywhere.

Run as a program, by the test that compares hash seeds.
"""

from __future__ import annotations

import sys

import msgspec

from ccsdk.engine.engine import advance, decide
from ccsdk.engine.replay import fingerprint
from ccsdk.engine.state import State
from ccsdk.errors import CommandRejectedError
from ccsdk.model import command as cmd
from ccsdk.model.command import Command
from ccsdk.model.entry import Entry
from ccsdk.model.principal import SYSTEM
from ccsdk.model.queue import Strategy, members
from ccsdk.model.skill import needs

AGENTS = tuple(f"agent{number}" for number in range(7))
SKILLS = ("sofa", "bed", "lamp")


def definitions() -> list[Command]:
    """Return three queues, an account, and agents who serve them with different skills."""
    found: list[Command] = [
        cmd.DefineQueue(queue="sofas", name="Sofas", requires=needs("sofa")),
        cmd.DefineQueue(queue="beds", name="Beds", strategy=Strategy.BROADCAST, broadcast=3),
        cmd.DefineQueue(queue="lamps", name="Lamps", wrap_up_ms=0, max_strikes=1),
        cmd.DefineAccount(account="web", channel="chat", queues=("sofas", "beds", "lamps")),
    ]
    for number, agent in enumerate(AGENTS):
        queues = ("lamps", "beds", "sofas")[: 1 + number % 3]
        found.append(
            cmd.DefineAgent(
                agent=agent,
                memberships=members(*queues),
                skills=dict.fromkeys(SKILLS[: number % 4], 3),
            )
        )
        found.append(cmd.ReportSessionBack(session=f"s{number}", agent=agent))
        found.append(cmd.LogIn(agent=agent))
        found.append(cmd.SetReady(agent=agent))
    return found


def day() -> list[Command]:
    """Return a day's commands; some of them are refused."""
    found = definitions()
    for number in range(40):
        queue = ("sofas", "beds", "lamps")[number % 3]
        found.append(
            cmd.ReceiveInteraction(
                interaction=f"in_{number}",
                account="web",
                thread=f"t{number}",
                identity=f"i{number}",
                queue=queue,
                sessions=(f"c{number}",),
            )
        )
        agent = AGENTS[number % len(AGENTS)]
        found += (
            cmd.AcceptOffer(offer=f"in_{number}-o1"),
            cmd.ConfirmConnected(interaction=f"in_{number}"),
            cmd.ReportSessionGone(session=f"s{number % 7}", agent=agent),
            cmd.EndInteraction(interaction=f"in_{number - 3}"),
            cmd.ReportSessionBack(session=f"s{number % 5}", agent=agent),
            cmd.SetReady(agent=agent),
        )
        if number == 20:
            found.append(cmd.ResumeCenter())
    return found


def main() -> None:
    """Print every entry of the day, and the fingerprint of its end."""
    state, entries, now_ms = State(), list[Entry](), 1_700_000_000_000
    for number, command in enumerate(day()):
        now_ms += 137 * (number % 11)
        entries += advance(state, now_ms)
        try:
            decision = decide(state, command, by=SYSTEM, now_ms=now_ms, key=f"k{number}")
        except CommandRejectedError as refusal:
            print(refusal)
        else:
            entries += decision.entries
    for entry in entries:
        sys.stdout.write(msgspec.json.encode(entry).decode() + "\n")
    print(fingerprint(state))


if __name__ == "__main__":
    main()
