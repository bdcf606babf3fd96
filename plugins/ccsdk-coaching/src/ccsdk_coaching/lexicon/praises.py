"""English turns of praise, each looked for beside its own words only.

They are said as they stand: "terrific shift", "you did a great job", "keep it up". Praise that is
told from the words of a whole clause is in `appraisals`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ccsdk_coaching.lexicon.patterns import any_of, rarest
from ccsdk_coaching.lexicon.polarity import (
    EVALUATIVE,
    EVALUATIVE_ADVERBS,
    GENERIC_WORK,
    NAMES_FOR_GOOD_PEOPLE,
)
from ccsdk_coaching.lexicon.turns import Turns, Words

__all__ = ["CLOSER", "at_word", "praises"]

_Turn = tuple[Words, str] | tuple[Words, str, Words]

_VERY = (
    r"(?:(?:really|very|so|truly|absolutely|just|simply|such|quite|pretty|totally|all-round|"
    r"another|real|true|absolute|total|complete|proper|"
    r"one of|one|a|an|the|some|again|overall|what|yet|utterly|most|"
    r"consistently|altogether) )*"
)
_WHO = r"y(?:ou|our team|ou all|ou guys|'all|ou two)"
# Of these, one stands in each `_WHO`.
_YOU = "you your y"
_BE = r"'re| are| were| was|'ve been| have been| really are| really were"
_WORK = any_of(GENERIC_WORK)
_STAR = any_of(NAMES_FOR_GOOD_PEOPLE)
_ADVERB = any_of(EVALUATIVE_ADVERBS)
_WORK_WORDS = rarest(GENERIC_WORK)
_STAR_WORDS = rarest(NAMES_FOR_GOOD_PEOPLE)
_SAYINGS: tuple[_Turn, ...] = (
    (
        "rock rocked nailed smashed crushed aced killed rule ruled shone shine excelled delivered "
        "outdid impressed proud",
        rf"{_WHO}(?: really| just| absolutely| totally| completely)? (?:rock|rocked|nailed|smashed|"
        r"crushed|aced|killed|rule|ruled|shone|shine|excelled|delivered|outdid yourself|impressed "
        r"me|made (?:me|us) proud)(?: it| this| that)?"
        r"(?: (?:call|shift|chat|one|out of the park))?\b",
        _YOU,
    ),
    ("well", r"(?:very |really |jolly )?well (?:done|played)\b", "done played"),
    ("good", r"good (?:going|on you|for you|show)\b", "going you show"),
    ("way", r"way to go\b(?! about)", "go"),
    ("kudos bravo chapeau", r"(?:kudos|bravo|chapeau)\b"),
    ("hats", r"hats off\b"),
    ("thumbs", r"(?:two )?thumbs up\b"),
    (
        "keep",
        r"keep (?:it up|up the (?:good|great|excellent|fantastic) work|going like this"
        r"|doing what you(?:'re| are) doing|on keeping on|up the \w+ work|this up|that up)\b",
        "up like doing keeping",
    ),
    ("more", r"more (?:of the same|like this)\b", "same like"),
    ("more better", r"couldn't (?:have )?(?:ask|asked) for (?:more|better)\b", "ask asked"),
    ("add", r"nothing to add\b", "nothing"),
    ("notes", r"no notes(?=\W*$)", "no"),
    ("top", r"top (?:marks|drawer)\b", "marks drawer"),
    ("park", r"hit it out of the park\b"),
    ("none", r"second to none\b", "second"),
    (
        "proud impressed",
        r"(?:(?:i'm|i am|we're|we are|so|very|really) )?(?:so |very |really )?(?:proud|impressed)"
        r" (?:of|by|with) (?:you|your \w+)\b",
        "you your",
    ),
    (
        "loved love enjoyed",
        r"(?:i )?(?:really |absolutely |just )?(?:loved|love|enjoyed) (?:it|this|that|this one|"
        rf"that one|(?:your|this|that) (?:{_WORK})|everything)\b",
    ),
    ("best", rf"one of (?:your|the) (?:very )?best(?: (?:{_WORK})s?)?\b", "one"),
    (
        "fire form roll point game crushing smashing killing rocking nailing acing bossing slaying",
        r"you(?:'re| are| were|'ve been| have been)(?: really| absolutely| totally| just)? "
        r"(?:on (?:fire|form|a roll|top form|point|top of your game)|(?:crushing|smashing|killing|"
        r"rocking|nailing|acing|bossing|slaying) (?:it|this))\b",
        "you",
    ),
    (
        "class rate notch spot",
        r"(?:first class|first rate|top notch|world class|spot on)(?=\W*$)",
        "first top world on",
    ),
    ("better", r"could(?:n't| not) (?:be|have been) better(?=\W*$)", "could couldn"),
)
# What common words stand in where they praise: alone they need not call the rule.
CLOSER = {
    "10": ("10 from me",),
    "again": ("it again",),
    "change": ("change a",),
    "fire": ("on fire",),
    "first": ("first-class", "first-rate"),
    "five": ("five star", "five stars", "high five"),
    "form": ("on form", "top form"),
    "gave": ("gave it your", "gave your"),
    "improve": ("nothing to improve",),
    "keep": ("keep it", "keep up", "keep going", "keep doing", "keep on", "keep this", "keep that"),
    "kind": ("of a kind",),
    "lost": ("lost for",),
    "made": ("made my",),
    "no": ("no one",),
    "nobody": ("nobody does", "nobody like", "nobody quite"),
    "none": ("second to none",),
    "notes": ("no notes",),
    "only": ("if only",),
    "order": ("first order", "finest order", "highest order"),
    "point": ("on point",),
    "show": ("good show", "the show"),
    "ten": ("ten from me",),
    "tone": ("the tone",),
    "way": ("way to go",),
    "what": ("what a", "what an"),
}
# They stand for a whole sentence.
_CALLS = (
    "perfect brilliant excellent superb amazing awesome fantastic wonderful outstanding impressive "
    "magnificent marvellous flawless exceptional spot-on first-class".split()
)


# The letters that a pattern begins with; its branches, and what only looks like one.
_HEAD = re.compile(r"[a-z ]*[a-z](?![?*+{])")
_BRANCHING = re.compile(r"\\.|\[[^\]]*\]|[(|)]")


def at_word(pattern: str, end: str = "") -> str:
    """Return a pattern, and its end, for where a word begins; `re` skips to its first letters."""
    head = _HEAD.match(pattern)
    if head is None or _has_branches(pattern):
        return rf"(?<!\w)(?=\w)(?:{pattern}){end}"
    return rf"{head[0]}(?<!\w{head[0]}){pattern[head.end() :]}{end}"


def _has_branches(pattern: str) -> bool:
    """Return whether a pattern is one or another, so that its head is not all's."""
    depth = 0
    for sign in _BRANCHING.findall(pattern):
        if sign == "|" and not depth:
            return True
        depth += (sign == "(") - (sign == ")")
    return False


@cache
def praises(house: tuple[str, ...] = ()) -> Turns:
    """Return what finds praise, with words of packs among those that only evaluate."""
    words = rarest((*EVALUATIVE, *house))
    adjective = "|".join((*map(re.escape, house), any_of(EVALUATIVE)))
    at_words = (
        (turn[0], at_word(turn[1]), *turn[2:])
        for turn in (*_evaluations(words, adjective), *_SAYINGS)
    )
    return Turns((*at_words, *_openings(words, adjective)))


def _evaluations(words: frozenset[str], adjective: str) -> Iterator[_Turn]:
    """Yield how the agent or the work is evaluated; fragments come before what is in them."""
    adjectives = rf"(?:{adjective})(?:,? (?:and )?(?:{adjective}))?"
    works = _WORK_WORDS | {f"{each}s" for each in GENERIC_WORK}
    yield (
        words,
        rf"(?P<fragment>{_VERY}{adjectives},? (?:{_WORK})s?"
        rf"(?: today| tonight| (?:{_WORK})s?)?\b)",
        works,
    )
    yield (
        words | _STAR_WORDS,
        rf"{_WHO}(?: ?{_BE}) {_VERY}(?:{adjectives}(?: (?:{_STAR}|{_WORK}))?|(?:{_STAR}))\b",
        "re are were was been",
    )
    yield (
        words | EVALUATIVE_ADVERBS | {"again"},
        rf"{_WHO}(?: have|'ve)?(?: really| just| all| always| absolutely)?"
        rf" (?:did|do|done|perform|performed|handled (?:it|this|that|everything)) {_VERY}"
        rf"(?:(?:{adjective}) (?:{_WORK})|it again\b|(?:{_ADVERB})\b|(?:{adjective})(?=\W*$))",
        "did do done perform performed handled",
    )
    yield words, rf"your (?:{_WORK})s?(?: \w+)?(?:{_BE}| is) {_VERY}{adjectives}\b", "your"
    yield (
        words,
        rf"(?:that|this|it|today|tonight)(?:'s| is| was) {_VERY}{adjectives}(?: (?:{_WORK})s?)?\b",
        "that this it today tonight",
    )
    what = rf"what an? (?:{_STAR}|{_WORK}|(?:{adjective}) (?:{_STAR}|{_WORK}))\b"
    yield "what", what, _STAR_WORDS | _WORK_WORDS
    doing = rf"you(?:'re| are|'ve been| have been| were)(?: all)? doing {_VERY}"
    yield words | EVALUATIVE_ADVERBS, rf"{doing}(?:{adjectives} (?:{_WORK})s?|{_ADVERB})\b", "doing"


def _openings(words: frozenset[str], adjective: str) -> Iterator[_Turn]:
    """Yield what praises only where it opens a sentence."""
    calls = any_of(_CALLS)
    yield words, rf"^\W*(?:{adjective})(?=, (?:every|all|both|each)\b)", "every all both each"
    yield (
        words,
        rf"^\W*{_VERY}(?:{adjective})(?:,? (?:and )?(?:{adjective}))?,? as (?:ever|always|usual)\b",
        "ever always usual",
    )
    yield "best", r"^\W*(?:simply|just|absolutely) the best\b", "simply just absolutely"
    yield (
        rarest(_CALLS),
        rf"^\W*(?:absolutely |just |simply )?(?:{calls})(?:,? (?:simply|just|absolutely|really|"
        r"truly) (?:perfect|brilliant|excellent|superb|amazing|great|wonderful))?(?=\W*$)",
    )
