"""CL101: a contrast word that takes praise of the agent back.

Both sides are judged: on the left there has to be praise of the agent, on the right a demand or
criticism. Where the right side is unclear, only strong praise counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import compress, pairwise

from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.lexicon.en import DETERMINERS, INTRODUCERS, PRONOUNS
from ccsdk_coaching.lexicon.people import AGENTS
from ccsdk_coaching.lexicon.polarity import BEHAVIOUR_QUALITIES, EVALUATIVE, NEGATIONS
from ccsdk_coaching.model import Finding, SentenceRule, Suggestion
from ccsdk_coaching.polarity import STRONG, is_on_work, praise_of_agent
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.reading.speakers import reporter
from ccsdk_coaching.reading.tokens import Tokens
from ccsdk_coaching.verdict import Verdict, judged

__all__ = ["ButAfterPraise"]

# Of one sentence; whoever writes more of them contrasts nothing.
CONTRASTS_MAX = 4
_PHRASES = (
    ("having", "said", "that"),
    ("having", "said", "this"),
    ("for", "all", "that"),
    ("be", "that", "as", "it", "may"),
    ("despite", "that"),
    ("despite", "this"),
    ("in", "spite", "of", "that"),
    ("by", "contrast"),
    ("in", "contrast"),
    ("that", "aside"),
    ("that", "being", "said"),
    ("on", "the", "other", "hand"),
    ("that", "said"),
    ("then", "again"),
    ("even", "so"),
    ("even", "though"),
    ("mind", "you"),
    ("all", "the", "same"),
    ("at", "the", "same", "time"),
    ("and", "yet"),
    ("except", "that"),
    ("if", "only"),
    ("just", "a", "shame"),
)
_BY_FIRST_WORD = {
    first: tuple(list(phrase) for phrase in _PHRASES if phrase[0] == first)
    for first in {phrase[0] for phrase in _PHRASES}
}
# Each phrase has one of these, and few sentences do; "that" and "for" stand in most.
_TELLING = frozenset(
    "said may despite spite contrast aside hand again even mind same yet except only shame "
    "all".split()
)
assert not any(map(_TELLING.isdisjoint, _PHRASES)), "a phrase is never looked for"
_OPENERS = frozenset("only still nevertheless nonetheless unfortunately sadly alas".split())
_PLAIN = frozenset(
    "but however tho though although yet while whereas albeit except only shame pity".split()
)
_is_single = (_OPENERS | _PLAIN).__contains__
_is_contrasting = (_OPENERS | _PLAIN | frozenset(_BY_FIRST_WORD)).__contains__
# "no choice but", "nothing but", "all but": it does not contrast.
_SURVEYS = frozenset("survey review questionnaire".split())
_INSERTED = frozenset("however though unfortunately sadly alas".split())
_STILL_MORE = (["more"], ["less"], ["better"], ["worse"])
_FIXED = frozenset(
    "nothing anything all none everything everyone nobody choice option help last".split()
)
_BEHIND_FIXED = frozenset("for rather also".split())
_BEHIND_ONLY = frozenset(
    "the you your that for next no i it when a an she he this these those they we there his her "
    "their its our my not nobody nothing".split()
)
_HOW = frozenset("much many hard long late often far small big little busy loud tired you".split())
_QUALITIES = BEHAVIOUR_QUALITIES | EVALUATIVE | AGENTS
_SECOND_IN_PAIR = _QUALITIES | {"always", "never"}
_OPENS_NOUN = DETERMINERS | PRONOUNS
_OPENS_CLAUSE = _OPENS_NOUN | INTRODUCERS | {"please", "when", "while"}
_HEADING_ENDS = frozenset(":;")
_YOU = frozenset(("you", "your"))
_CONCEDING = frozenset("though although while even".split())


class ButAfterPraise(SentenceRule):
    """Find but, however, that said and their like between praise and a demand."""

    code = "CL101"
    name = "but-after-praise"
    severity = "warning"
    is_local = True
    message = '"{}" takes the praise back; join with "and", "now" or "next time"'
    triggers = {"en": tuple(sorted(_PLAIN | _OPENERS | {" ".join(each) for each in _PHRASES}))}
    bad = (
        "Your ferry directions were vivid, [but] the sailing time was missing.",
        "You caught the nut allergy. [That said], the kitchen heard an hour late.",
        "Lovely welcome at the door, [although] the coats were left on the floor.",
        "Your recap was clear. [However], you talked over him twice.",
        "You explained the fees calmly, [yet] the form was never signed.",
        "You found the lost suitcase within the hour, [yet] its tag went unrecorded.",
        "You calmed the twins. [Having said that], their mother learned of the delay last.",
        "Good energy at the gate, [but] too fast for the older guests.",
        "You knew the tariff by heart; the fee, [however], was never mentioned.",
    )
    good = (
        "The museum was closing, but you found her a late slot.",
        "You had no choice but to rebook, and you chose the earlier boat.",
        "You were firm but kind with the late group.",
        "The caller loved your tone, but the line was bad.",
        "However long the queue was, you greeted each of them.",
        "You offered her the aisle seat, but she preferred the window.",
        "You steered the pram round the puddle, though the bus was already gone.",
        "Nobody had briefed you, but you found the page in seconds.",
    )

    def check_sentence(
        self, document: Document, sentence: Sentence, config: CoachingConfig
    ) -> Iterable[Finding]:
        """Yield the first contrast word whose two sides are praise and blame."""
        tokens = sentence.tokens
        found = []
        for first, last in _contrasts(tokens.words):
            if (
                document.quote_at(tokens.starts[first]) is None
                and not _is_told(document, tokens, first)
                and _takes_back(document, sentence, tokens, first, last)
            ):
                found.append((first, last))
        if not found:
            return ()
        first, last = found[0]
        start, end = tokens.starts[first], tokens.ends[last]
        said = document.text[start:end]
        # Without the first of several, the next one would take the praise back.
        is_plain = said == "but" and tokens.words[first - 1] == "," and len(found) == 1
        joined = (Suggestion(start=start, end=end, text="and"),) if is_plain else ()
        return (self.finding(start, end, *joined, message=self.message.format(said)),)


def _is_told(document: Document, tokens: Tokens, first: int) -> bool:
    """Return whether a customer tells it: "she wrote that you were kind but slow"."""
    words = tokens.words
    if not _SURVEYS.isdisjoint(words) and _is_surveyed(words[:first]):
        return True
    if first == 0 or words[first - 1] in ",;\u2014":
        return False
    return reporter(document, tokens, first) in ("customer", "other")


def _is_surveyed(before: list[str]) -> bool:
    return "that" in before and not _SURVEYS.isdisjoint(before)


def _contrasts(words: list[str]) -> list[tuple[int, int]]:
    """Return first and last index of contrast words in their contrasting sense, not of all."""
    found: list[tuple[int, int]] = []
    last = -1
    may_be = _is_single if _TELLING.isdisjoint(words) else _is_contrasting
    for place in compress(range(len(words)), map(may_be, words)):
        if place <= last:
            continue
        word = words[place]
        length = _length_of_phrase(words, place) if word in _BY_FIRST_WORD else 0
        if length and _is_free(words, place, length):
            last = place + length - 1
            found.append((place, last))
        elif (word in _PLAIN and _contrasts_here(words, place, word)) or (
            word in _OPENERS and _opens(words, place)
        ):
            found.append((place, place))
    return found[:CONTRASTS_MAX] if len(found) > CONTRASTS_MAX else found


def _opens(words: list[str], place: int) -> bool:
    """Return whether an adverb opens a clause, or is put into one between commas."""
    if place == 0 or words[place - 1] in ";\u2014":
        return words[place] != "still" or words[place + 1 : place + 2] not in _STILL_MORE
    return words[place] in _INSERTED and _is_parenthesis(words, place)


def _length_of_phrase(words: list[str], place: int) -> int:
    """Return how many words the contrasting phrase has that begins at an index, 0 if none does."""
    for phrase in _BY_FIRST_WORD[words[place]]:
        if words[place : place + len(phrase)] == phrase:
            return len(phrase)
    return 0


def _is_free(words: list[str], place: int, length: int) -> bool:
    """Return whether a phrase opens a clause, and is not part of another."""
    if words[place] == "at":
        return place == 0 and words[length : length + 1] == [","]
    return place == 0 or words[place - 1] in ",;.\u2014(:" or words[place] in ("even", "and")


def _contrasts_here(words: list[str], place: int, word: str) -> bool:
    before = words[place - 1] if place else ""
    following = words[place + 1] if place + 1 < len(words) else ""
    if word == "but":
        if before in _FIXED or following in _BEHIND_FIXED:
            return before == "," and following == "for"
        if "not" not in words:
            return True
        nearby = words[max(place - 8, 0) : place]
        return "not" not in nearby or "only" not in nearby
    if word == "however":
        if _is_no_matter_how(words, place):
            return False
        return following == "," or before in (",", ";") or (not before and following not in _HOW)
    if word in ("though", "tho"):
        return before not in ("as", "even")
    if word == "yet":
        if following in ("another", "again", "to", "more") or before in (
            "not",
            "as",
            "n't",
            "best",
        ):
            return False
        return place == 0 or before in (",", ";", "and", "\u2014")
    if word in ("only", "except"):
        return before in (",", "\u2014") and following in _BEHIND_ONLY
    if word in ("shame", "pity"):
        return place <= 2 and following in ("about", "that", "the", "you", "no")
    if word in ("while", "whereas"):
        return before in (",", "\u2014") and following not in ("you", "i", "still")
    return word != "although" or place > 0


def _is_no_matter_how(words: list[str], place: int) -> bool:
    """Return whether "however" is of a degree: "however dull it is to type"."""
    behind = words[place + 1 : place + 6]
    if not behind or behind[0] in _OPENS_CLAUSE or not behind[0][0].isalpha():
        return False
    return behind[0] in _HOW or any(
        word in _OPENS_NOUN and not any(map(_is_mark, behind[:at]))
        for at, word in enumerate(behind[:4])
    )


def _is_mark(word: str) -> bool:
    return not word[0].isalnum()


def _takes_back(
    document: Document, sentence: Sentence, tokens: Tokens, first: int, last: int
) -> bool:
    words = tokens.words
    word = words[first]
    if word in _CONCEDING and _is_conceded(words, first):
        return False
    has_left = first > 0 and _has_word(words, 0, first)
    is_last = not _has_word(words, last + 1, len(words))
    in_middle = has_left and word in _INSERTED and _is_parenthesis(words, first)
    told, at, opens = tokens, 0, False
    begin, stop = last + 1, first
    if has_left and not is_last and not in_middle:
        if words[first - 1] not in ",;" and _is_pair(words, first, last):
            return False
        if not _HEADING_ENDS.isdisjoint(words):
            at = _behind_heading(words, first)
    elif in_middle and ";" in words[:first]:
        begin = first - words[first::-1].index(";") + 1
        stop = begin - 1
    else:
        other = document.neighbour(sentence, -1)
        if other is None or other.lang != "en":
            return False
        told, opens = other.tokens, True
        stop = len(told.words)
        begin = last + 1 if not (is_last or in_middle) else 0
    end = first if is_last else len(words)
    left = praise_of_agent(document, told, at, stop)
    if not left and not is_on_work(document, told, 0, stop if opens else first):
        return False
    verdict = judged(document, tokens, begin, end)
    if verdict is not Verdict.UNCLEAR:
        return verdict is Verdict.CRITICISM
    if not left or word == "while" or "not even" in " ".join(words):
        return False
    if left == STRONG or opens:
        return True
    behind = words[begin:end]
    return not _YOU.isdisjoint(behind) and "also" not in behind


def _has_word(words: list[str], begin: int, end: int) -> bool:
    """Return whether a run holds more than marks and numbers; most begin with a word."""
    if begin < end and words[begin][0].isalpha():
        return True
    return any(map(_is_word, words[begin + 1 : end]))


def _is_word(word: str) -> bool:
    return word[0].isalpha()


def _is_conceded(words: list[str], first: int) -> bool:
    """Return whether an although makes the praise greater: "although it was not even asked"."""
    if "and" in words[max(first - 2, 0) : first]:
        return True
    if "even" in words and ("not", "even") in pairwise(words[first:]):
        return True
    # "though your shift had ended"
    behind = words[first + 1 : first + 6]
    if ("had", "to") in pairwise(behind):
        return False
    return "had" in behind[1:] and "you" not in behind and NEGATIONS.isdisjoint(words[first:])


def _behind_heading(words: list[str], first: int) -> int:
    """Return where what stands before a contrast begins: a colon's heading does not count."""
    before = words[: first - 1]
    return max((at for at, word in enumerate(before, 1) if word in _HEADING_ENDS), default=0)


def _is_parenthesis(words: list[str], place: int) -> bool:
    """Return whether a word is put between a subject and its verb, rather than two clauses."""
    if words[place - 1] != "," or words[place + 1 : place + 2] != [","]:
        return False
    following = words[place + 2] if place + 2 < len(words) else ""
    return following not in _OPENS_NOUN or ";" in words[:place]


def _is_pair(words: list[str], first: int, last: int) -> bool:
    """Return whether two qualities are joined, as in "firm but kind"."""
    if words[last + 1] in ("you", "your", "the"):
        return False
    if words[first - 1].endswith("ly") and words[last + 1].endswith("ly"):
        return True
    return words[last + 1] in _SECOND_IN_PAIR or words[last + 1 : last + 3][-1] in _QUALITIES
