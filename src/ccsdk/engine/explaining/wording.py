"""Explanations in plain English, a sentence a line: for the terminal, logs and docs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ccsdk.model.duration import duration_text
from ccsdk.model.explanation import (
    AgentExplanation,
    Explanation,
    Facts,
    InteractionExplanation,
    OfferExplanation,
    Passed,
    Served,
    Standing,
    Verdict,
)
from ccsdk.model.instant import to_rfc3339
from ccsdk.model.receipt import Candidate, Reason

__all__ = ["NAMES_MAX", "sentences"]

# So many ids are written out in one sentence; of more the number is told.
NAMES_MAX = 10

_FAILED = {
    "member": "does not serve queue {queue}",
    "skill": "has {has} of 5 in {skill}, and {needs} is asked for",
    "presence": "is {presence}",
    "session": "has no session: no desk is connected",
    "excluded": "let this one go and is passed over until {until_ms}",
    "capacity": "has no room: {used} of {slots} slots of {channel} are taken",
    "matrix": "is on {by}, which allows no {channel} beside it",
    "delay": "may have it from {from_ms} on, {delay_ms} after it came",
    "rule": "is refused by rule {rule}: {why}",
    "priority": "serves that queue later: priority {priority}, not {before}",
}
# Where a condition has facts of two kinds.
_ONLY = "is not {only}, whom alone it is for"
_HEAVY = "has no room: a load of {load} and the {weight} of {channel} are more than 100"
_AWAY = "is {presence} ({reason})"
# What is said besides where an overlay counts.
_OVERLAY = "; {defined} as defined, changed by {by} at {since_ms}"
_TELL = {
    "until_ms": to_rfc3339,
    "from_ms": to_rfc3339,
    "since_ms": to_rfc3339,
    "delay_ms": duration_text,
}
_STANDING = {
    Standing.IN_LINE: "stands in line",
    Standing.OFFERED: "is held out to somebody already",
    Standing.PULL: "waits to be picked",
    Standing.CUSTOMER_GONE: "is not offered while its customer is away",
    Standing.NOT_WAITING: "is being connected",
}


def sentences(explanation: Explanation) -> list[str]:
    """Return an explanation as sentences, the answer first."""
    if isinstance(explanation, OfferExplanation):
        return list(_of_offer(explanation))
    if isinstance(explanation, InteractionExplanation):
        return list(_of_interaction(explanation))
    return list(_of_agent(explanation))


def _of_offer(told: OfferExplanation) -> Iterator[str]:
    receipt, winner, loser = told.receipt, told.receipt.winner, told.receipt.loser
    what = f"{told.interaction} of queue {told.queue}"
    at = to_rfc3339(told.at_ms)
    if receipt.reason is Reason.PICKED:
        yield f"{told.offer}: {told.agent} picked {what} at {at}."
    elif receipt.reason is Reason.DIRECT:
        yield f"{told.offer}: {what} went to {told.agent} at {at}, whom alone it is for."
    else:
        yield f"{told.offer}: {what} went to {told.agent} at {at}."
    if receipt.skilled is not None:
        yield (
            f"It suited {_people(receipt.skilled)}; {receipt.ready} of them ready, "
            f"{receipt.free} of these free."
        )
    if receipt.chosen_by is not None:
        yield f"{told.agent} was chosen by strategy {receipt.chosen_by} of a plugin."
    if receipt.seed is not None:
        yield f"{told.agent} was drawn by weight {1 + winner.score}, by seed {receipt.seed}."
    elif loser is not None:
        yield f"{_stood(winner)} Next would have been {_stood(loser)}"
    yield from _ahead_of(told)
    yield from _verdicts(told.agents)
    yield f"Definitions as of position {receipt.policy}, decided at position {receipt.position}."


def _stood(candidate: Candidate) -> str:
    skill = f"score {candidate.score}, " if candidate.score else ""
    scores = candidate.scores or {}
    rated = "".join(f"{points:+d} by {name}, " for name, points in scores.items())
    return (
        f"{candidate.agent}: priority {candidate.priority}, {rated}{skill}rank {candidate.rank}, "
        f"idle from {to_rfc3339(candidate.idle_from_ms)}."
    )


def _ahead_of(told: OfferExplanation) -> Iterator[str]:
    if not told.ahead:
        yield f"Nobody stood before {told.interaction} in the queues of {told.agent}."
    for passed in told.ahead:
        if passed.failed is None:
            yield f"{passed.interaction} stood before it and could have been picked as well."
        else:
            why = _failed(passed.failed, passed.facts)
            yield f"{passed.interaction} stood before it, but {told.agent} {why}."


def _of_interaction(told: InteractionExplanation) -> Iterator[str]:
    if told.standing is Standing.NOT_WAITING:
        by = f", with {told.owner}" if told.owner else ""
        yield f"{told.interaction} does not wait: it is {told.state.value}{by}."
        return
    waited = duration_text(told.waited_ms)
    place = f"place {told.place} of {told.waiting}"
    yield f"{told.interaction} has waited {waited} in queue {told.queue}, at {place}."
    if told.ahead:
        yield f"Before it: {_names(told.ahead)}."
    match told.standing:
        case Standing.OFFERED:
            yield f"It is held out to {_names(told.offered)}."
        case Standing.PULL:
            yield "It is not offered: this queue waits to be picked from."
        case Standing.CUSTOMER_GONE:
            yield "It is not offered: its customer has lost the connection."
        case _:
            yield "It is offered to nobody, because nobody can have it now."
    yield from _verdicts(told.agents)
    if told.next is not None:
        due = to_rfc3339(told.next.due_at_ms)
        yield f"Next, at {due}: {told.next.kind} of {told.next.entity}."


def _of_agent(told: AgentExplanation) -> Iterator[str]:
    reason = f" ({told.reason})" if told.reason else ""
    away = ", with no desk connected" if told.is_lost else ""
    yield f"{told.agent} is {told.presence.value}{reason}, {told.occupancy.value}{away}."
    taken = [f"{used} of {told.slots[kind]} {kind}" for kind, used in told.used.items()]
    if taken:
        yield f"Slots taken: {', '.join(taken)}; the load is {told.load} of 100."
    if told.work:
        yield f"At hand: {_names(told.work)}."
    if told.offers:
        yield f"Held out to them: {_names(told.offers)}."
    for passed in told.direct:
        yield f"For them alone: {_passed(told.agent, passed)}"
    if not told.queues:
        yield f"{told.agent} serves no queue."
    for served in told.queues:
        yield from _of_served(told.agent, served)


def _of_served(agent: str, served: Served) -> Iterator[str]:
    delay = f", from {duration_text(served.delay_ms)} on" if served.delay_ms else ""
    waiting = f"{served.waiting} waiting" if served.waiting else "nobody waits"
    yield f"Queue {served.queue} (priority {served.priority}{delay}): {waiting}."
    for passed in served.first:
        yield _passed(agent, passed)


def _passed(agent: str, passed: Passed) -> str:
    if passed.failed is None or passed.standing is not Standing.IN_LINE:
        return f"{passed.interaction} {_STANDING[passed.standing]}."
    return f"{passed.interaction} is not theirs: {agent} {_failed(passed.failed, passed.facts)}."


def _verdicts(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Say who does not serve the queue by number alone: they may be most of a center."""
    others = Counter(each.failed for each in verdicts)["member"]
    for each in verdicts:
        if each.failed is None:
            yield f"{each.agent} could have it."
        elif each.failed != "member":
            yield f"{each.agent} {_failed(each.failed, each.facts)}."
    if others:
        yield f"It is not for {_people(others)} of other queues."


def _failed(condition: str, facts: Facts) -> str:
    text = _FAILED[condition]
    if "only" in facts:
        text = _ONLY
    elif "load" in facts:
        text = _HEAVY
    elif "reason" in facts:
        text = _AWAY
    if "since_ms" in facts:
        text += _OVERLAY
    return text.format_map(
        {name: _TELL[name](int(value)) if name in _TELL else value for name, value in facts.items()}
    )


def _people(count: int) -> str:
    return "1 Agent" if count == 1 else f"{count} Agents"


def _names(ids: Iterable[str]) -> str:
    told = list(ids)
    more = len(told) - NAMES_MAX
    return ", ".join(told[:NAMES_MAX]) + (f" and {more} more" if more > 0 else "")
