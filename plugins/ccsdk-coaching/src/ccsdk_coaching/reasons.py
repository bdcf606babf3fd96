"""Why each rule is there, and what to write instead: for `coach-lint rule`, SARIF and the docs."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

__all__ = ["REASONS", "Reason"]


@attrs.frozen
class Reason:
    """Say why a wording closes people up, and what opens them.

    Args:
        why: What the wording does to who reads it.
        instead: What to write in its place.
        finds: What the rule points at, in any language.
        leaves: What looks like it, and is left alone.
    """

    why: str
    instead: str
    finds: str = ""
    leaves: str = ""


REASONS: Mapping[str, Reason] = {
    "CL101": Reason(
        why=(
            "A contrast word after praise takes the praise back: what is heard is what follows "
            "it, and the next praise is heard as a warning."
        ),
        instead="Join the two with and, now, next time; 而且, 同时, 下一次.",
        finds=(
            "But, however, though, yet, that said, 但是, 不过, 可是, 却, 只是 and their like where they "
            "join praise of the agent to criticism or a demand, in one sentence or at the "
            "beginning of the next."
        ),
        leaves=(
            "The negative first and then the praise; praise and then a circumstance that is "
            "nobody's doing; praise on both sides; no choice but, however hard, 不但 and other "
            "words that do not contrast; a customer's praise."
        ),
    ),
    "CL102": Reason(
        why=(
            "A duty laid on the agent closes the listener: there is nothing to think about, only "
            "to obey or to resist. A duty that a law or a named policy lays on everybody is a "
            "fact, and is not found."
        ),
        instead="It would be great if you could ...; To make it even better, you could ...",
        finds=(
            "Should, must, need to, have to, ought to, had better, supposed to, 应该, 必须, 务必, 需要, "
            "得, 该, 一定要 and their negatives, laid on the agent or the agent's work; also where "
            "nobody is named and the agent is meant."
        ),
        leaves=(
            "Your own duty and a third party's; a law, a regulator or a named policy as the "
            "source; a guess (you must be tired); a condition; what the agent needs; nouns; 得 and "
            "要 in another sense."
        ),
    ),
    "CL103": Reason(
        why=(
            "Whoever takes the agent's place to give advice takes the thinking away: the answer "
            "is the coach's, and so is whatever becomes of it."
        ),
        instead="What could you do ...?",
        finds=(
            "If I were you, in your place I would, if it were me, 如果我是你, 换作我 and their like, with "
            "advice."
        ),
        leaves="Taking the customer's place; any other if I were; said by or to a customer.",
    ),
    "CL104": Reason(
        why=(
            "A negated why presupposes a fault and asks for an excuse: it looks back at what was "
            "not done instead of at what would help."
        ),
        instead="What would help you to ...?",
        finds=(
            "Why didn't you, how come you never, why do you keep, 你为什么不, 怎么没 and their like, "
            "asked directly or not."
        ),
        leaves=(
            "An invitation (why don't we); an open why without a fault in it; why in sympathy or "
            "praise; the customer's question."
        ),
    ),
    "CL105": Reason(
        why=(
            "Praise that names no behaviour is pleasant and teaches nothing: the agent cannot "
            "know what to do again."
        ),
        instead="When you ..., I noticed ...",
        finds=(
            "Praise of the agent (great job, a star, 很棒, 好样的) with no behaviour, skill or quality "
            "of the work in the same sentence or in one beside it."
        ),
        leaves=(
            "Praise that says what for; a customer's praise; questions, greetings, thanks, names "
            "and titles."
        ),
    ),
    "CL106": Reason(
        why=(
            "A can't-do told as a fixed fact ends the learning before it begins. It is not the "
            "writer's fault: it is a chance to coach."
        ),
        instead="Just imagine how easy Y would become if you could X.",
        finds=(
            "Can't, never will, impossible, not cut out for, 做不到, 学不会, 天生, 没办法 as a fact about "
            "the agent that does not change. The agent's own words count."
        ),
        leaves=(
            "What a system, a law or the house does not allow; can't go wrong and other fixed "
            "phrases; a belief that was overcome; the customer's words."
        ),
    ),
    "CL107": Reason(
        why=(
            "Once a score is told, the talk is about the score: whether it is just, and who has "
            "a better one. The field disagrees; `allow_scores` turns the rule off."
        ),
        instead="Describe the behaviour behind the score.",
        finds=(
            "A score, mark, percentage of quality, grade, rank or points lost, told to the agent."
        ),
        leaves=(
            "Minutes, calls and other figures of the work; the customer's numbers; dates, times, "
            "rows and ratios; talk of scorecards that tells no score; 分 in another sense."
        ),
    ),
    "CL108": Reason(
        why=(
            "Always and never make one fault into a trait, and one counterexample proves the "
            "coach wrong."
        ),
        instead="Name the one occasion.",
        finds=(
            "You always, you never, every time you, constantly, 你总是, 老是, 从来不, 每次都 "
            "before a fault."
        ),
        leaves="A good habit; fixed phrases; what a customer complained of.",
    ),
    "CL201": Reason(
        why="Who reads first what is to change reads what went well as a consolation.",
        instead="Put what to continue before what to begin.",
        finds=(
            "A heading such as To improve, Begin, Next time, 可以开始, 改进 that stands before the "
            "heading of the strengths in one note."
        ),
        leaves=(
            "The other order; a note that has only one of the two; the same words in another use "
            "(the show begins at 19:30)."
        ),
    ),
    "CL202": Reason(
        why="A note without one specific strength tells the agent nothing to keep.",
        instead="Name a behaviour, and what it did for the customer.",
        finds="No sentence that praises the agent and says what for.",
        leaves="A note of one or two sentences.",
    ),
    "CL203": Reason(
        why="A note without an open question leaves the thinking to the coach.",
        instead="Ask what the agent noticed, would keep, or would try.",
        finds="No question with what, which, how, where, who, when, tell me; 什么, 哪, 怎么, 如何.",
        leaves=(
            "A note of one or two sentences. A question to be answered by yes or no does not "
            "count as open."
        ),
    ),
    "CL204": Reason(
        why="Without a summary, coach and agent may leave with two different agreements.",
        instead="Close with what was agreed, in the agent's words.",
        finds="No line that sums up: to sum up, in short, we agreed; 小结, 总结.",
        leaves="A note of one or two sentences.",
    ),
    "CL205": Reason(
        why="What has no date, or is only tried, is seldom done.",
        instead="Say who does what, and from when.",
        finds=(
            "No sentence in which somebody does something from a time on; try, hopefully, maybe, "
            "尽量, 争取 make it none."
        ),
        leaves="A note of one or two sentences.",
    ),
    "CL206": Reason(
        why="A change without its purpose is an order; with it, the agent can find a better way.",
        instead="Say what it is for: so that the guest ...",
        finds=(
            "A change behind a heading of improvements with no so that, because, to let, 这样, 免得, "
            "好让 in its clause."
        ),
        leaves="A note of one or two sentences; a question behind that heading.",
    ),
    "CL207": Reason(
        why="More than three changes at once are none: nobody knows where to begin.",
        instead="Choose the one that the customer would notice first.",
        finds="A fourth change behind a heading of improvements.",
        leaves="Up to three changes; what went well, however long the list.",
    ),
}
