"""The judge of plugins' say: no offer to the refused, the best rated first, three strikes."""

from __future__ import annotations

from ccsdk.model import event as ev
from ccsdk.model.event import Event
from ccsdk.model.pure import StrikeReason
from ccsdk.model.queue import Strategy
from ccsdk.model.receipt import Reason
from tests.properties.books import Books, Person, Work
from tests.properties.makers_pure import WEIGHTS

STRIKES = 3
# What the shortlist is longer than here, so that everybody is on it.
NAMES = ("town", "skilled", "busy", "liar")


def judge_pure(j: Books, event: Event) -> None:
    """Judge an event before it is folded, and note what the later ones are judged by."""
    match event:
        case ev.InteractionReceived() | ev.InteractionRouted():
            j.attributes.setdefault(event.interaction, {}).update(event.attributes)
        case ev.OfferMade():
            work, person = j.work[event.interaction], j.people[event.agent]
            j.check("R31", not j.refused(work, person), f"{event.offer} to {person.id}, refused")
            _judge_receipt(j, event, work, person)
        case ev.PluginStruck():
            is_next = event.strikes == j.strikes.get(event.name, 0) + 1
            alive = event.name not in j.disabled
            j.check("R33", is_next and alive, f"{event.name} is struck {event.strikes} times")
            j.strikes[event.name] = event.strikes
        case ev.PluginDisabled():
            is_due = j.strikes[event.name] == STRIKES or event.reason is StrikeReason.HUNG
            j.check("R33", is_due, f"{event.name} is disabled too early")
            j.disabled.add(event.name)
        case _:
            over = [name for name, count in j.strikes.items() if count >= STRIKES]
            j.check("R33", j.disabled.issuperset(over), f"{over} are not disabled")


def _judge_receipt(j: Books, event: ev.OfferMade, work: Work, person: Person) -> None:
    receipt, queue = event.receipt, j.queues[work.queue]
    if receipt is None or receipt.reason is not Reason.MATCHED:
        return
    j.check("R33", receipt.chosen_by not in j.disabled, f"{receipt.chosen_by} is asked still")
    named = set(receipt.winner.scores or ())
    wanted = {each.name for each in queue.scorers} - j.disabled
    j.check("R33", named == wanted, f"{event.offer} is rated by {named}, not {wanted}")
    if not queue.scorers or queue.strategy is Strategy.BROADCAST:
        return
    priority = person.serves[work.queue].priority
    rated = {
        each.id: _total(j, each, wanted)
        for each in j.eligible(work)
        if each.serves[work.queue].priority == priority
    }
    best = rated.get(person.id) == max(rated.values(), default=None)
    j.check("R32", best, f"{event.offer} to {person.id} of {rated}")


def _total(j: Books, person: Person, wanted: set[str]) -> int:
    scores = {"skilled": sum(person.skills.values()), "busy": sum(j.used(person.id).values())}
    return sum(WEIGHTS[name] * scores[name] for name in wanted)
