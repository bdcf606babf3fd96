from __future__ import annotations

import msgspec
import pytest

from ccsdk.errors import QueueInUseError, UnknownEntityError
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.command import Command
from ccsdk.model.policy import Move, OverflowRule, OverflowTarget, Say, TimelineStep
from ccsdk.model.principal import Principal, Role
from ccsdk.model.queue import members
from ccsdk.model.skill import needs
from ccsdk.model.transfer import TransferTarget
from tests.unit.engine.play import Play, agent, names, ready

QUEUE = cmd.DefineQueue(queue="q", name="Sofas", requires=needs("sofa"))
ACCOUNT = cmd.DefineAccount(account="web", channel="chat", queues=("q",))
ANA = cmd.DefineAgent(agent="ana", memberships=members("q"), skills={"sofa": 3})


def test_equal_definitions_are_one_event() -> None:
    play = ready()

    for command in (QUEUE, ACCOUNT):
        first, second = play.do(command), play.do(command)
        assert (len(first.entries), second.entries) == (1, [])
        assert first.answer == second.answer


def test_another_definition_is_another_event() -> None:
    play = ready()
    play.do(QUEUE)
    play.do(ACCOUNT)

    queue = play.do(msgspec.structs.replace(QUEUE, ring_ms=9_000))
    account = play.do(msgspec.structs.replace(ACCOUNT, customer_grace_ms=0))

    assert names([*queue.entries, *account.entries]) == ["QueueDefined", "AccountDefined"]
    assert play.last(ev.QueueDefined).ring_ms == 9_000
    assert play.last(ev.AccountDefined).customer_grace_ms == 0


def test_defining_an_agent_is_always_an_event_since_a_name_may_be_new() -> None:
    play = ready()

    first, second = play.do(ANA), play.do(ANA)

    assert names([*first.entries, *second.entries]) == ["AgentDefined", "AgentDefined"]


@pytest.mark.parametrize(
    "command",
    [
        cmd.DefineAgent(agent="ana", memberships=members("q", "nowhere")),
        cmd.DefineAccount(account="web", channel="chat", queues=("nowhere",)),
    ],
)
def test_a_queue_is_defined_before_who_names_it(command: Command) -> None:
    refusal = ready().refused(command, UnknownEntityError)

    assert refusal == {"kind": "queue", "id": "nowhere"}


def test_the_answer_names_what_was_defined() -> None:
    play = ready()

    answers = [play.do(command).answer for command in (QUEUE, ACCOUNT, ANA)]

    assert [a.queue or a.account or a.agent for a in answers] == ["q", "web", "ana"]


def test_a_running_deadline_does_not_move() -> None:
    play = ready("ana")
    play.write()
    play.do(cmd.AcknowledgeOffer(offer="in_1-o1"), by=agent("ana"))

    play.do(cmd.DefineQueue(queue="q", name="q", ring_ms=1_000))

    assert play.wait(15_000) == []
    assert names(play.wait(1))[0] == "OfferExpired"


def in_use(play: Play, queue: str) -> str:
    return str(play.refused(cmd.DeleteQueue(queue=queue), QueueInUseError)["by"])


def test_42_a_queue_with_waiting_work_or_named_by_anything_cannot_be_deleted() -> None:
    play = Play()
    play.queue("q")
    play.queue("p", overflow=(OverflowRule(to=OverflowTarget(queue="q")),))
    move = TimelineStep(after_ms=1, do=Move(queue="q"))
    play.do(cmd.DefineQueue(queue="o", name="O", steps=(move, move)))
    play.agent("ana")
    play.write()

    seen = [in_use(play, "q")]
    play.engage()
    seen.append(in_use(play, "q"))
    play.do(cmd.EndInteraction(interaction="in_1"), by=agent("ana"))
    play.do(cmd.CompleteWrapUp(interaction="in_1"), by=agent("ana"))
    seen.append(in_use(play, "q"))
    play.do(cmd.DefineAccount(account="web-q", channel="chat-q", queues=("p",)))
    seen.append(in_use(play, "q"))
    play.do(cmd.DefineAgent(agent="ana", memberships=members("p")))
    seen.append(in_use(play, "q"))
    play.do(cmd.DefineQueue(queue="p", name="p"))
    seen.append(in_use(play, "q"))
    say = TimelineStep(after_ms=1, do=Say(text="Soon."))
    play.do(cmd.DefineQueue(queue="o", name="O", steps=(say,)))
    play.do(cmd.DeleteQueue(queue="q"))

    assert seen == [
        "interaction in_1",
        "interaction in_1",
        "account web-q",
        "agent ana",
        "queue p",
        "queue o",
    ]
    assert list(play.state.queues) == ["p", "o"]
    play.refused(cmd.DeleteQueue(queue="q"), UnknownEntityError)
    assert names(play.wait(90_000_000)) == ["InteractionForgotten"]


def test_a_refused_deletion_says_who_needs_the_queue() -> None:
    error = QueueInUseError(queue="q", by="agent mei")

    assert str(error) == "queue 'q' is needed by agent mei"
    assert error.reason == "queue_in_use"


def test_a_queue_may_be_defined_again_after_it_was_deleted() -> None:
    play = Play()
    play.do(cmd.DefineQueue(queue="q", name="Q"))
    play.do(cmd.DeleteQueue(queue="q"))

    play.queue("q")
    play.agent("ana")
    play.write()

    assert play.count(ev.OfferMade) == 1


def test_a_channel_is_defined_once() -> None:
    play = ready()
    fax = cmd.DefineChannel(channel="fax", slots=2, weight=30, denies=("voice",))

    first = play.do(fax).entries
    again = play.do(fax).entries
    as_shipped = play.do(cmd.DefineChannel(channel="email", slots=5, weight=10)).entries

    assert [(entry.subject, entry.event) for entry in first] == [
        (
            "channel/fax",
            ev.ChannelDefined(channel="fax", slots=2, weight=30, denies=("voice",), interrupts=()),
        )
    ]
    assert (again, as_shipped) == ([], [])


def test_a_queue_whose_part_is_wrapped_up_still_is_not_deleted() -> None:
    play = ready("ana")
    play.queue("p")
    play.write()
    play.engage()
    to = TransferTarget(queue="p")
    play.do(cmd.BlindTransfer(interaction="in_1", to=to), by=agent("ana"))
    play.do(cmd.DefineAgent(agent="ana", memberships=()))
    play.do(cmd.DefineAccount(account="web-q", channel="chat-q", queues=("p",)))

    facts = play.refused(cmd.DeleteQueue(queue="q"), QueueInUseError)
    play.do(cmd.CompleteWrapUp(interaction="in_1"), by=agent("ana"))
    play.do(cmd.DeleteQueue(queue="q"))

    assert facts["by"] == "wrap-up of in_1"


def test_only_the_center_itself_brings_new_agents() -> None:
    play, ada = ready("bo"), Principal(id="ada", role=Role.SUPERVISOR)

    facts = play.refused(ANA, UnknownEntityError, by=ada)
    play.do(cmd.DefineAgent(agent="bo", memberships=()), by=ada)

    assert facts == {"kind": "agent", "id": "ana"}
    assert play.last(ev.AgentDefined).agent == "bo"


def test_what_the_file_said_is_noted_as_far_as_it_is_new() -> None:
    play = Play()
    play.do(cmd.ApplySettings(digests={"queues.q": "1", "queues.p": "1"}))

    again = play.do(cmd.ApplySettings(digests={"queues.q": "2", "queues.p": "1"}))
    same = play.do(cmd.ApplySettings(digests={"queues.q": "2"}))

    assert [e.event for e in again.entries] == [ev.SettingsApplied(digests={"queues.q": "2"})]
    assert same.entries == []
