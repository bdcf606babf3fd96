"""The judge of reviews: who opened what after its close, and whose work they write about."""

from __future__ import annotations

from ccsdk.engine.state import State
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.entry import Entry
from tests.properties.books import Books
from tests.properties.judge_parts import Asked, Fold


def opened(j: Books, event: ev.ReviewOpened, entry: Entry, command: Asked) -> None:
    work = j.work[event.interaction]
    j.check("R24", isinstance(command, cmd.OpenReview), f"nobody asked to open {work.id}")
    j.check("R24", work.state == "CLOSED", f"{work.id} is opened while {work.state}")
    j.check("R24", event.agent not in j.people, f"{event.agent}, an Agent, opens {work.id}")
    j.check("R24", event.agent not in work.reviewers, f"{event.agent} opens {work.id} again")
    work.reviewers.add(event.agent)


def added(j: Books, event: ev.ReviewAdded, entry: Entry, command: Asked) -> None:
    work = j.work[event.interaction]
    asked = command.agent if isinstance(command, cmd.AddReview) else None
    j.check("R24", event.agent == asked, f"a review of {event.agent}, not of {asked}")
    j.check("R24", event.by in work.reviewers, f"{event.by} reviews {work.id} unopened")
    j.check("R24", event.agent in work.met, f"{event.agent} did not talk in {work.id}")
    j.check("R24", work.state == "CLOSED", f"{work.id} is reviewed while {work.state}")


def judge_reviews(j: Books, state: State) -> None:
    """Compare who may read what was closed with what the log says."""
    for work in j.work.values():
        kept = set(state.interactions[work.id].reviewers)
        j.check("R24", kept == work.reviewers, f"{work.id} is reviewed by {sorted(kept)}")


FOLDS: dict[str, Fold] = {"ReviewOpened": opened, "ReviewAdded": added}
