"""What the reasons of the rules stand on: works that can be looked up, and what they do not show.

A source is named for what it supports and no more. Where a rule is handed down among coaches and
nobody has measured it, or research speaks for the other side, too, that is said: in `basis`, and
in `limits`.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from ccsdk_coaching.works import WORKS

__all__ = ["EVIDENCE", "Evidence", "Source"]


@attrs.frozen
class Source:
    """Say what a work supports.

    Args:
        key: Of the work, in `works`.
        says: What it found, and on whom; or what it advises.
        is_research: Whether it reports or reviews studies; else it hands down practice.
    """

    key: str
    says: str
    is_research: bool = True

    @property
    def work(self) -> str:
        """Return authors, year, title and where it appeared."""
        return WORKS[self.key]


@attrs.frozen
class Evidence:
    """Hold what one rule stands on: research or practice, the sources, what they do not show."""

    basis: str
    sources: tuple[Source, ...]
    limits: str


def _practice(key: str, says: str) -> Source:
    return Source(key, says, is_research=False)


EVIDENCE: Mapping[str, Evidence] = {
    "CL101": Evidence(
        "practice",
        (
            _practice(
                "anscombre-1983",
                'In "P but Q" the second half is put forward as the stronger argument, and '
                "the listener is led to its conclusion. A theory of language from examples, "
                "no experiment.",
            ),
            _practice(
                "stone-2014",
                "Tells appreciation, coaching and evaluation apart, and advises not to hand "
                "them over as one.",
            ),
        ),
        'Practice: we know of no study that compares "but" with "and" in feedback.',
    ),
    "CL102": Evidence(
        "research",
        (
            Source(
                "brehm-1966",
                "Who sees a freedom threatened is moved to take it back, if need be by doing "
                "the opposite.",
            ),
            Source(
                "miller-2007",
                "Health messages to young adults had several worse effects when their language "
                "was controlling, and better ones when a last line gave the choice back.",
            ),
            Source(
                "ryan-2000",
                "Reviews studies by which control and pressure lower people's own motivation, "
                "and choice and acknowledged feelings support it.",
            ),
            Source(
                "baard-2004",
                "In two work organizations, those who saw their managers support their "
                "autonomy had their needs met better, and with that better evaluations and "
                "adjustment. A correlation.",
            ),
        ),
        "The experiments are on messages from strangers, not on notes from a coach whom one knows.",
    ),
    "CL103": Evidence(
        "research and practice",
        (
            Source(
                "fitzsimons-2004",
                "Advice that nobody had asked for, against a consumer's first impression, was "
                "not only ignored: some did the opposite on purpose.",
            ),
            _practice(
                "miller-2013",
                "Warns helpers of the reflex to put others right: who is argued with argues back.",
            ),
            _practice(
                "whitmore-2009",
                "Asks for the options of the person who is coached before the coach offers any.",
            ),
        ),
        "None of them tests these very words.",
    ),
    "CL104": Evidence(
        "research and practice",
        (
            Source(
                "bolden-2011",
                "In recorded talk, asking why conveys that what happened makes no good sense; "
                "such questions go together with complaining, criticizing and blaming.",
            ),
            Source(
                "grant-2010",
                "A pilot study with 74 participants: questions about the problem and about "
                "the solution both brought people nearer to their goal, those about the "
                "solution more.",
            ),
            _practice(
                "whitmore-2009",
                'Tells how "Why aren\'t you watching the ball?" makes a player defend himself, '
                "and a question about the ball does not.",
            ),
        ),
        "That an open why, without a fault in it, does any harm is not shown; it is not found.",
    ),
    "CL105": Evidence(
        "research",
        (
            Source(
                "kluger-1996",
                "A meta-analysis of 607 effects: feedback helped on average, and more than a "
                "third of it made performance worse. It helps the less, the more it draws "
                "attention from the task to the self.",
            ),
            Source(
                "hattie-2007",
                "A review: praise of the person says little about the task, and helps least "
                "of the four kinds of feedback.",
            ),
            Source(
                "mueller-1998",
                "Children who were praised for being clever persisted less and enjoyed less "
                "after a failure than those who were praised for effort.",
            ),
        ),
        "Most of it was found in schools and laboratories. That warm words do harm is not "
        "shown, only that they do not teach.",
    ),
    "CL106": Evidence(
        "research",
        (
            Source(
                "bandura-1977",
                "What people expect to be able to do decides whether they try, how hard, and "
                "for how long.",
            ),
            Source(
                "wood-1989",
                "In a simulated organization, managers who held the skill for a fixed gift "
                "trusted themselves less, set lower goals and did worse than those who held "
                "it for acquired.",
            ),
            Source(
                "sisk-2018",
                "Two meta-analyses: that ability can grow is a belief only weakly related to "
                "achievement at school, and lessons that teach it have weak effects overall.",
            ),
        ),
        "Other words alone will not do it: hence the plan that follows.",
    ),
    "CL107": Evidence(
        "research; the field disagrees",
        (
            Source(
                "butler-1988",
                "Pupils who got comments alone did better and stayed interested; grades, and "
                "comments with grades, mostly lowered both.",
            ),
            Source(
                "lipnevich-2008",
                "464 college students: detailed comments helped an essay most when they came "
                "alone, without a grade and without praise.",
            ),
            Source(
                "koenka-2021",
                "Meta-analyses of schools: comments did better than grades for motivation and "
                "achievement; grades did better than nothing for achievement, and worse for "
                "motivation.",
            ),
            Source(
                "locke-2002",
                "The other side: a goal works when people see how far they have come, and "
                "figures show it.",
            ),
        ),
        "The field disagrees. All but the last are on pupils and students, and many centers "
        "show agents their scores with good reason, so that they can see progress and contest "
        "a mark: `allow_scores` is for them.",
    ),
    "CL108": Evidence(
        "research and practice",
        (
            Source(
                "semin-1988",
                "The more abstract the word for what somebody did, the more it is read as "
                "lasting and as about the person, and the easier it is to dispute.",
            ),
            _practice(
                "rosenberg-2003",
                "Keeps what was seen apart from judgement; always and never mix the two, and "
                "are heard as criticism.",
            ),
            _practice(
                "gottman-1999",
                "Tells a complaint about one occasion from criticism of the person; the "
                "latter is a sign by which couples drift apart.",
            ),
        ),
        "Gottman observed couples, not colleagues.",
    ),
    "CL201": Evidence(
        "practice; research is mixed",
        (
            Source(
                "legg-2014",
                "Most who are told good and bad news want the bad first. It then worries them "
                "less, and moves them less to change.",
            ),
            Source(
                "parkes-2013",
                "Medical students thought that criticism between two pieces of praise helped "
                "them; their work showed no difference.",
            ),
        ),
        "Research is mixed, and some of it speaks for the other order. Strengths first is "
        "practice, and a choice of the house: `ignore` turns the rule off.",
    ),
    "CL202": Evidence(
        "research and practice",
        (
            Source(
                "bandura-1977",
                "Of all that makes people trust that they can do something, having done it is "
                "the strongest.",
            ),
            Source(
                "hattie-2007",
                "A review: feedback helps when it tells of the task, how it was done, and "
                "what comes next.",
            ),
        ),
        "That a note needs at least one strength is practice.",
    ),
    "CL203": Evidence(
        "practice",
        (
            _practice(
                "miller-2013",
                "Open questions come first among the helper's skills: what people say "
                "themselves moves them more than what they hear.",
            ),
            _practice(
                "whitmore-2009",
                "Coaches by questions, because these ask the other to look and to decide.",
            ),
        ),
        "Practice: that each note needs a question is not measured.",
    ),
    "CL204": Evidence(
        "research and practice",
        (
            Source(
                "schillinger-2003",
                "Patients recall or understand as little as half of what physicians tell "
                "them. Of 74, those whose physicians checked had better blood sugar. An "
                "association.",
            ),
            _practice(
                "miller-2013",
                "Closes a talk with a summary, and asks whether it is right.",
            ),
        ),
        "A visit to the physician is not a coaching session.",
    ),
    "CL205": Evidence(
        "research",
        (
            Source(
                "gollwitzer-2006",
                "A meta-analysis of 94 tests: who had laid down when, where and how reached "
                "more of their goals (d = .65).",
            ),
            Source(
                "locke-2002",
                'A review: goals that are specific and hard lead to more than "do your best".',
            ),
            Source(
                "amrhein-2003",
                "Of 84 drug users, those who bound themselves in stronger words to a plan "
                "were abstinent on more days later.",
            ),
        ),
        "All of it is on what people say they will do themselves: a date that the coach sets "
        "is not a commitment.",
    ),
    "CL206": Evidence(
        "research",
        (
            Source(
                "deci-1994",
                "An experiment: a reason that makes sense, acknowledged feelings and a choice "
                "helped people to make a dull task their own.",
            ),
            Source(
                "grant-2007",
                "Callers of a fund-raising center who met a student whom their work had "
                "helped were longer on the telephone a month later, and raised more.",
            ),
        ),
        "A sentence is less than a meeting.",
    ),
    "CL207": Evidence(
        "research and practice",
        (
            Source(
                "dalton-2012",
                "Plans of when and how helped people who had one goal, and not those who had "
                "several.",
            ),
        ),
        "That three is the limit is practice.",
    ),
}
