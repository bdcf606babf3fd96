"""What the small center of the property tests is made of, and how it is redefined.

Every strategy and every mode has a queue, every channel an account; memberships differ in
priority and delay, requirements in proficiency.
"""

from __future__ import annotations

from ccsdk.model import command as cmd
from ccsdk.model.command import Command
from ccsdk.model.queue import Membership, Mode, Strategy, members
from ccsdk.model.skill import SkillRequirement, needs
from tests.properties import makers_flow, makers_pure

__all__ = ["ACCOUNTS", "AGENTS", "DEFINITIONS", "QUEUES", "REDEFINITIONS"]

AGENTS = ("ana", "ben", "cai", "dee")
QUEUES = (
    "plain",
    "pair",
    "strict",
    "turns",
    "load",
    "lot",
    "best",
    "pull",
    "both",
    *makers_flow.QUEUES,
    *makers_pure.QUEUES,
)
ACCOUNTS = ("web", "shop", "mail", "phone", "back", "hotline", *("advised",) * 3)

WELL = SkillRequirement(skill="sofa", min=3, weight=2)
RATHER = SkillRequirement(skill="bed", is_required=False)

LATE = (
    Membership(queue="plain", priority=1, delay_ms=700),
    Membership(queue="strict"),
    Membership(queue="lot", delay_ms=15_000),
    Membership(queue="turns", priority=2, delay_ms=50),
    Membership(queue="rated", priority=1),
    *members("both", "best", "busy", "late", "several", "chosen"),
)

DEFINITIONS: tuple[Command, ...] = (
    cmd.DefineQueue(queue="plain", name="Plain", idle_ms=9_000, wrap_up_cap_ms=90_000),
    cmd.DefineQueue(
        queue="pair", name="Pair", requires=needs("sofa"), strategy=Strategy.BROADCAST, broadcast=2
    ),
    cmd.DefineQueue(
        queue="strict", name="Strict", max_strikes=1, wrap_up_ms=0, retry_same_ms=0, target_ms=0
    ),
    cmd.DefineQueue(queue="turns", name="Turns", strategy=Strategy.ROUND_ROBIN),
    cmd.DefineQueue(queue="load", name="Load", strategy=Strategy.LEAST_LOADED),
    cmd.DefineQueue(queue="lot", name="Lot", strategy=Strategy.WEIGHTED_RANDOM, requires=(RATHER,)),
    cmd.DefineQueue(
        queue="best", name="Best", strategy=Strategy.BEST_SKILL, requires=(WELL, RATHER)
    ),
    cmd.DefineQueue(queue="pull", name="Pull", mode=Mode.PULL, pick_from=1),
    cmd.DefineQueue(queue="both", name="Both", mode=Mode.BOTH),
    *makers_flow.DEFINITIONS,
    *makers_pure.DEFINITIONS,
    makers_flow.ACCOUNT,
    cmd.DefineAccount(
        account="web",
        channel="chat",
        queues=("plain", "pair", "turns", "load", "lot", "best", "pull", "both"),
        forget_ms=900_000,
        resume_abandoned_ms=20_000,
    ),
    cmd.DefineAccount(
        account="shop", channel="shop", queues=("strict", "plain"), customer_grace_ms=0
    ),
    cmd.DefineAccount(
        account="mail",
        channel="email",
        queues=("plain", "turns", "load", "pull"),
        reopen_ms=90_000,
    ),
    cmd.DefineAccount(
        account="back",
        channel="back",
        queues=("plain", "strict"),
        customer_grace_ms=0,
        reopen_ms=30_000,
        resume_abandoned_ms=60_000,
    ),
    cmd.DefineAccount(account="phone", channel="voice", queues=("plain", "lot", "strict")),
    cmd.DefineAgent(
        agent="ana", memberships=members(*QUEUES), skills={"sofa": 3}, slots={"chat": 1}
    ),
    cmd.DefineAgent(
        agent="ben",
        memberships=(
            Membership(queue="plain", priority=1),
            *members("pair", "turns", "load", "lot", "best", "pull", "busy", *makers_pure.QUEUES),
        ),
        skills={"sofa": 5, "bed": 2},
        slots={"chat": 2},
    ),
    cmd.DefineAgent(
        agent="cai",
        memberships=members("strict", "pair", "turns", "load", *makers_pure.QUEUES),
        slots={"chat": 1},
    ),
    cmd.DefineAgent(agent="dee", memberships=LATE, skills={"bed": 3}),
)

REDEFINITIONS: tuple[Command, ...] = (
    cmd.DefineQueue(queue="plain", name="Plain", requires=needs("bed")),
    cmd.DefineQueue(queue="plain", name="Plain", strategy=Strategy.ROUND_ROBIN),
    cmd.DefineQueue(queue="pair", name="Pair", strategy=Strategy.BROADCAST, broadcast=3),
    cmd.DefineQueue(queue="pull", name="Pull", mode=Mode.BOTH),
    cmd.DefineQueue(queue="lot", name="Lot", mode=Mode.PULL, strategy=Strategy.WEIGHTED_RANDOM),
    cmd.DefineChannel(channel="chat", slots=2, weight=50, denies=("email",)),
    cmd.DefineChannel(channel="chat", slots=3, weight=25, interrupts=("email",)),
    cmd.DefineChannel(channel="shop", slots=1, weight=10, denies=("voice",)),
    cmd.DefineAgent(
        agent="ben", memberships=members("pair"), skills={"sofa": 3}, slots={"chat": 1}
    ),
    cmd.DefineAgent(agent="cai", memberships=LATE, skills={"bed": 1}),
    cmd.DefineAgent(agent="dee", memberships=(), slots={"chat": 0}),
    cmd.DefineAgent(agent="cai", memberships=members("nowhere")),
    cmd.DefineAccount(account="web", channel="chat", queues=("nowhere",)),
    cmd.DefineAccount(account="web", channel="chat", queues=("plain", "pair"), forget_ms=5_000),
    *makers_flow.REDEFINITIONS,
    *makers_pure.REDEFINITIONS,
    *DEFINITIONS,
)
