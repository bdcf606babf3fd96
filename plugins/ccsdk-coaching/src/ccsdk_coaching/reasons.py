"""Why each rule is there, and what to write instead: for `coach-lint rule`, SARIF and the docs."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

__all__ = ["REASONS", "Reason"]


@attrs.frozen
class Reason:
    """Say why a wording closes people up, and what opens them."""

    why: str
    instead: str


REASONS: Mapping[str, Reason] = {
    "CL101": Reason(
        why=(
            "A contrast word after praise takes the praise back: what is heard is what follows "
            "it, and the next praise is heard as a warning."
        ),
        instead="Join the two with and, now, next time; 而且, 同时, 下一次.",
    ),
    "CL102": Reason(
        why=(
            "A duty laid on the agent closes the listener: there is nothing to think about, only "
            "to obey or to resist. A duty that a law or a named policy lays on everybody is a "
            "fact, and is not found."
        ),
        instead="It would be great if you could ...; To make it even better, you could ...",
    ),
    "CL103": Reason(
        why=(
            "Whoever takes the agent's place to give advice takes the thinking away: the answer "
            "is the coach's, and so is whatever becomes of it."
        ),
        instead="What could you do ...?",
    ),
    "CL104": Reason(
        why=(
            "A negated why presupposes a fault and asks for an excuse: it looks back at what was "
            "not done instead of at what would help."
        ),
        instead="What would help you to ...?",
    ),
    "CL105": Reason(
        why=(
            "Praise that names no behaviour is pleasant and teaches nothing: the agent cannot "
            "know what to do again."
        ),
        instead="When you ..., I noticed ...",
    ),
    "CL106": Reason(
        why=(
            "A can't-do told as a fixed fact ends the learning before it begins. It is not the "
            "writer's fault: it is a chance to coach."
        ),
        instead="Just imagine how easy Y would become if you could X.",
    ),
    "CL107": Reason(
        why=(
            "Once a score is told, the talk is about the score: whether it is just, and who has "
            "a better one. The field disagrees; `allow_scores` turns the rule off."
        ),
        instead="Describe the behaviour behind the score.",
    ),
    "CL108": Reason(
        why=(
            "Always and never make one fault into a trait, and one counterexample proves the "
            "coach wrong."
        ),
        instead="Name the one occasion.",
    ),
    "CL201": Reason(
        why="Who reads first what is to change reads what went well as a consolation.",
        instead="Put what to continue before what to begin.",
    ),
    "CL202": Reason(
        why="A note without one specific strength tells the agent nothing to keep.",
        instead="Name a behaviour, and what it did for the customer.",
    ),
    "CL203": Reason(
        why="A note without an open question leaves the thinking to the coach.",
        instead="Ask what the agent noticed, would keep, or would try.",
    ),
    "CL204": Reason(
        why="Without a summary, coach and agent may leave with two different agreements.",
        instead="Close with what was agreed, in the agent's words.",
    ),
    "CL205": Reason(
        why="What has no date, or is only tried, is seldom done.",
        instead="Say who does what, and from when.",
    ),
    "CL206": Reason(
        why="A change without its purpose is an order; with it, the agent can find a better way.",
        instead="Say what it is for: so that the guest ...",
    ),
    "CL207": Reason(
        why="More than three changes at once are none: nobody knows where to begin.",
        instead="Choose the one that the customer would notice first.",
    ),
}
