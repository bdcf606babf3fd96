"""CL101: a contrast word that takes praise of the agent back.

Both sides are judged: on the left there has to be praise of the agent, on the right a demand or
criticism. Where the right side is unclear, only strong praise counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.lexicon.en import DETERMINERS, PRONOUNS
from ccsdk_coaching.lexicon.people import AGENTS
from ccsdk_coaching.lexicon.polarity import BEHAVIOUR_QUALITIES, EVALUATIVE
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
_FIRST_WORDS = frozenset(phrase[0] for phrase in _PHRASES)
_OPENERS = frozenset("only still nevertheless nonetheless unfortunately sadly alas".split())
_PLAIN = frozenset(
    "but however tho though although yet while whereas albeit except only shame pity".split()
)
_CONTRASTING = _FIRST_WORDS | _OPENERS | _PLAIN
# "no choice but", "nothing but", "all but": it does not contrast.
_SURVEYS = frozenset("survey review questionnaire".split())
_INSERTED = frozenset("however though unfortunately sadly alas".split())
_FIXED = frozenset(
    "nothing anything all none everything everyone nobody choice option help".split()
)
_HOW = frozenset("much many hard long late often far small big little busy loud tired you".split())
_QUALITIES = BEHAVIOUR_QUALITIES | EVALUATIVE | AGENTS


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
        found = [
            (first, last)
            for first, last in islice(_contrasts(tokens.words), CONTRASTS_MAX)
            if document.speaker_at(tokens.starts[first]) == "writer"
            and not _is_told(document, tokens, first)
            and _takes_back(document, sentence, first, last)
        ]
        if not found:
            return
        first, last = found[0]
        start, end = tokens.starts[first], tokens.ends[last]
        said = document.text[start:end]
        # Without the first of several, the next one would take the praise back.
        is_plain = said == "but" and tokens.words[first - 1] == "," and len(found) == 1
        joined = (Suggestion(start=start, end=end, text="and"),) if is_plain else ()
        yield self.finding(start, end, *joined, message=self.message.format(said))


def _is_told(document: Document, tokens: Tokens, first: int) -> bool:
    """Return whether a customer tells it: "she wrote that you were kind but slow"."""
    if _SURVEYS & set(tokens.words[:first]) and "that" in tokens.words[:first]:
        return True
    is_joined = first > 0 and tokens.words[first - 1] not in ",;\u2014"
    return is_joined and reporter(document, tokens, first) in ("customer", "other")


def _contrasts(words: list[str]) -> Iterable[tuple[int, int]]:
    """Yield first and last index of every contrast word in its contrasting sense."""
    last = -1
    for place in [place for place, word in enumerate(words) if word in _CONTRASTING]:
        if place <= last:
            continue
        word = words[place]
        phrase = _phrase_at(words, place) if word in _FIRST_WORDS else None
        if phrase and _is_free(words, place, len(phrase)):
            last = place + len(phrase) - 1
            yield place, last
        elif (word in _PLAIN and _contrasts_here(words, place, word)) or (
            word in _OPENERS and _opens(words, place)
        ):
            yield place, place


def _opens(words: list[str], place: int) -> bool:
    """Return whether an adverb opens a clause, or is put into one between commas."""
    if place == 0 or words[place - 1] in ";\u2014":
        return True
    return words[place] in _INSERTED and _is_parenthesis(words, place)


def _phrase_at(words: list[str], place: int) -> tuple[str, ...] | None:
    """Return the contrasting phrase that begins at an index, None if none does."""
    return next((p for p in _PHRASES if tuple(words[place : place + len(p)]) == p), None)


def _is_free(words: list[str], place: int, length: int) -> bool:
    """Return whether a phrase opens a clause, and is not part of another."""
    if words[place] == "at":
        return place == 0 and words[length : length + 1] == [","]
    return place == 0 or words[place - 1] in ",;.\u2014(:" or words[place] in ("even", "and")


def _contrasts_here(words: list[str], place: int, word: str) -> bool:
    before = words[place - 1] if place else ""
    following = words[place + 1] if place + 1 < len(words) else ""
    if word == "but":
        if before == "last" or before in _FIXED or following in ("for", "rather", "also"):
            return before == "," and following == "for"
        return not {"not", "only"} <= set(words[max(place - 8, 0) : place])
    if word == "however":
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
        return before in (",", "\u2014") and following in (
            "the you your that for next no i it when a she he".split()
        )
    if word in ("shame", "pity"):
        return place <= 2 and following in ("about", "that", "the", "you", "no")
    if word in ("while", "whereas"):
        return before in (",", "\u2014") and following not in ("you", "i", "still")
    return word != "although" or place > 0


def _takes_back(document: Document, sentence: Sentence, first: int, last: int) -> bool:
    tokens = sentence.tokens
    words = tokens.words
    has_left = any(word[0].isalpha() for word in words[:first])
    is_last = not any(word[0].isalpha() for word in words[last + 1 :])
    in_middle = has_left and words[first] in _INSERTED and _is_parenthesis(words, first)
    if has_left and not is_last and not in_middle:
        left = _last_praise(document, tokens, first)
        begin = last + 1
        if _is_pair(words, first, last):
            return False
        opens = False
    elif in_middle and ";" in words[:first]:
        begin = first - words[first::-1].index(";") + 1
        left = praise_of_agent(document, tokens, 0, begin - 1)
        opens = False
    else:
        other = document.neighbour(sentence, -1)
        if other is None or other.lang != "en":
            return False
        left = praise_of_agent(document, other.tokens, 0, len(other.tokens))
        begin = last + 1 if not (is_last or in_middle) else 0
        opens = True
    end = first if is_last else len(words)
    if not left and not _is_conceded(words, first):
        before = document.neighbour(sentence, -1) if opens else None
        told = before.tokens if before is not None else tokens
        is_plain = is_on_work(document, told, 0, len(told) if opens else first)
        return is_plain and judged(document, tokens, begin, end) is Verdict.CRITICISM
    if not left or _is_conceded(words, first):
        return False
    verdict = judged(document, tokens, begin, end)
    if verdict is Verdict.CRITICISM:
        return True
    if words[first] == "while" or (verdict is Verdict.UNCLEAR and "not even" in " ".join(words)):
        return False
    is_theirs = bool({"you", "your"} & set(words[begin:end])) and "also" not in words[begin:end]
    return verdict is Verdict.UNCLEAR and (left == STRONG or opens or is_theirs)


def _is_conceded(words: list[str], first: int) -> bool:
    """Return whether an although makes the praise greater: "although it was not even asked"."""
    if words[first] not in ("though", "although", "while", "even"):
        return False
    is_more = ["not", "even"] in (words[place : place + 2] for place in range(first, len(words)))
    return is_more or "and" in words[max(first - 2, 0) : first]


def _last_praise(document: Document, tokens: Tokens, first: int) -> int:
    """Return how strongly the words before an index praise; a colon's heading does not count."""
    begin = 0
    for place in range(first - 2, -1, -1):
        if tokens.words[place] in ";:":
            begin = place + 1
            break
    return praise_of_agent(document, tokens, begin, first)


def _is_parenthesis(words: list[str], place: int) -> bool:
    """Return whether a word is put between a subject and its verb, rather than two clauses."""
    if words[place - 1] != "," or words[place + 1 : place + 2] != [","]:
        return False
    following = words[place + 2] if place + 2 < len(words) else ""
    return following not in DETERMINERS | PRONOUNS or ";" in words[:place]


def _is_pair(words: list[str], first: int, last: int) -> bool:
    """Return whether two qualities are joined, as in "firm but kind"."""
    behind = words[last + 1 : last + 3]
    return (
        words[first - 1] not in ",;"
        and bool(behind)
        and (
            behind[0] in _QUALITIES or behind[0] in ("always", "never") or behind[-1] in _QUALITIES
        )
        and behind[0] not in ("you", "your", "the")
    )
