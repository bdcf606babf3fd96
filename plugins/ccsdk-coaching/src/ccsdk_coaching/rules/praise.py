"""CL105: praise that names no behaviour, skill or quality, here or in a neighbouring sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.lexicon.polarity import (
    EVALUATIVE,
    EVALUATIVE_ADVERBS,
    GENERIC_WORK,
    NAMES_FOR_GOOD_PEOPLE,
)
from ccsdk_coaching.model import Finding, SentenceRule
from ccsdk_coaching.polarity import charge, names_behaviour
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.reading.speakers import reporter
from ccsdk_coaching.reading.tokens import Tokens

__all__ = ["GenericPraise"]

_ADJ = "|".join(sorted(EVALUATIVE, key=len, reverse=True))
_ADV = "|".join(sorted(EVALUATIVE_ADVERBS, key=len, reverse=True))
_WORK = "|".join(sorted(GENERIC_WORK, key=len, reverse=True))
_STAR = "|".join(sorted(NAMES_FOR_GOOD_PEOPLE, key=len, reverse=True))
_VERY = (
    r"(?:(?:really|very|so|truly|absolutely|just|simply|such|quite|pretty|totally|all-round|"
    r"another|real|true|one of|one|a|an|the|some|again|overall|what|yet|utterly|most|"
    r"consistently|altogether) )*"
)
_WHO = r"(?:you|your team|you all|you guys|y'all|you two)"
_BE = r"(?: ?'re| are| were| was|'ve been| have been| really are| really were)"
_ADJS = rf"(?:{_ADJ})(?:,? (?:and )?(?:{_ADJ}))?"
_PRAISE = re.compile(
    # Fragments: "Terrific shift", "Really good work".
    rf"(?P<fragment>\b{_VERY}{_ADJS},? (?:{_WORK})s?(?: today| tonight| (?:{_WORK})s?)?\b)"
    rf"|\b{_WHO}{_BE} {_VERY}(?:(?:{_ADJS})(?: (?:{_STAR}|{_WORK}))?|(?:{_STAR}))\b"
    rf"|\b{_WHO}(?: have|'ve)?(?: really| just| all| always| absolutely)?"
    rf" (?:did|do|done|perform|performed|handled (?:it|this|that|everything)) {_VERY}(?:{_ADV}|"
    rf"it again"
    rf"|(?:{_ADJ}) (?:{_WORK}))\b"
    rf"|\b{_WHO}(?: really| just| absolutely| totally| completely)? (?:rock|rocked|nailed|smashed|"
    rf"crushed|aced|killed|rule|ruled|shone|shine|excelled|delivered|outdid yourself|impressed me|"
    rf"made (?:me|us) proud)(?: it| this| that)?(?: (?:call|shift|chat|one|out of the park))?\b"
    rf"|\byour (?:{_WORK})s?(?: \w+)?{_BE.replace('(?: ?', '(?:').replace('are|', 'are| is|')}"
    rf" {_VERY}(?:{_ADJS})\b"
    rf"|\b(?:that|this|it|today|tonight)(?:'s| is| was) {_VERY}(?:{_ADJS})(?: (?:{_WORK})s?)?\b"
    r"|\b(?:very |really |jolly )?well (?:done|played)\b|\bgood (?:going|on you|for you|show)\b"
    r"|\bway to go\b|\bkudos\b|\bbravo\b|\bhats off\b|\bchapeau\b|\btwo thumbs up\b|\bthumbs up\b"
    r"|\bkeep (?:it up|up the (?:good|great|excellent|fantastic) work|going like this"
    r"|doing what you(?:'re| are) doing|on keeping on|up the \w+ work|this up|that up)\b"
    r"|\b(?:more of the same|more like this|couldn't (?:have )?(?:ask|asked) for (?:more|better)"
    r"|nothing to add|no notes|top marks|top drawer|hit it out of the park|second to none)\b"
    rf"|\b(?:i'm|i am|we're|we are|so|very|really)? ?(?:so |very |really )?(?:proud|impressed)"
    r" (?:of|by|with) (?:you|your \w+)\b"
    rf"|\bwhat an? (?:{_STAR}|{_WORK}|(?:{_ADJ}) (?:{_STAR}|{_WORK}))\b"
    rf"|\b(?:i )?(?:really |absolutely |just )?(?:loved|love|enjoyed) (?:it|this|that|this one|"
    rf"that one|your (?:{_WORK})|this (?:{_WORK})|that (?:{_WORK})|everything)\b"
    rf"|\byou(?:'re| are)(?: all)? doing {_VERY}(?:{_ADV})\b"
    rf"|^\W*{_VERY}(?:{_ADJS}),? as (?:ever|always|usual)\b"
    r"|^\W*(?:simply|just|absolutely) the best\b"
    r"|^\W*(?:absolutely |just |simply )?(?:perfect|brilliant|excellent|superb|amazing|awesome|"
    r"fantastic|wonderful|"
    r"outstanding|impressive|magnificent|marvellous|flawless|exceptional|spot-on|first-class|"
    r"superb)(?=\W*$)"
    rf"|\byou(?:'re| are) (?:such )?(?:{_VERY})(?:{_STAR})\b"
)
_NOT_PRAISE = re.compile(
    r"(?:have|had|having|wish(?:ing)? you|enjoy|for|with|see you|until|thanks|thank you|thank|"
    r"would be"
    r"|will be|'ll be|could be|can be|be|to be|make|made|want|need|needs|not|n't|never|no|was it|if"
    r"|hope|looking forward to|during|in|on|at|by|of|my|their|his|her|our|i|we|they|he|she|do|"
    r"did|to do|from|after|before|like|as|than|find|found|and do)(?: a| an| the| such| that|"
    r" this)*$"
)
_NOT_PRAISED = frozenset(
    "morning afternoon evening day night week weekend month season start time one ones turn".split()
)
_ASKS = frozenset("must should need needs have try please next begin start to".split())


class GenericPraise(SentenceRule):
    """Find praise that teaches nothing."""

    code = "CL105"
    name = "generic-praise"
    severity = "info"
    message = "This praise names no behaviour; say: When you ..., I noticed ..."
    triggers = {
        "en": tuple(
            sorted(
                EVALUATIVE
                | EVALUATIVE_ADVERBS
                | NAMES_FOR_GOOD_PEOPLE
                | set(
                    "done kudos bravo hats keep proud impressed rock rocked nailed smashed crushed "
                    "aced killed shone excelled loved love enjoyed way thumbs add notes marks more "
                    "chapeau ruled rule shine delivered yourself again none".split()
                )
            )
        )
    }
    bad = (
        "[Terrific shift]!",
        "[You were superb] tonight.",
        "[Well done] on the evening show.",
        "[You did a great job] with Mr Hall.",
        "[Keep up the good work]!",
    )
    good = (
        "Terrific shift: you walked the blind couple to row D.",
        "Good evening, Jo, shall we start?",
        "Great job pausing after the price.",
        "You were superb. You let her finish each sentence.",
        "Have a great day.",
        "The guest said you were wonderful.",
    )

    def check_sentence(
        self, document: Document, sentence: Sentence, config: CoachingConfig
    ) -> Iterable[Finding]:
        """Yield each praise that stands alone."""
        low = sentence.low
        for match in _PRAISE.finditer(low):
            begin = match.start() + (len(match[0]) - len(match[0].lstrip()))
            start, end = sentence.start + begin, sentence.start + match.end()
            if document.speaker_at(start) != "writer":
                continue
            tokens = sentence.tokens
            first, last = tokens.at(start), tokens.at(end - 1)
            if not _is_praise(document, sentence, match, first, last):
                continue
            if _is_specific(document, sentence, first, last):
                continue
            yield self.finding(start, end)


def _is_praise(
    document: Document, sentence: Sentence, match: re.Match[str], first: int, last: int
) -> bool:
    """Return whether the phrase praises the agent, rather than greet, wish, ask or tell."""
    tokens = sentence.tokens
    words = tokens.words
    if "?" in words[last:] or words[-1] == "?":
        return False
    before = sentence.low[: match.start()].rstrip(" ,;:-")
    is_denied = before.endswith(("not", "n't", "if", "hope", "would be", "to be"))
    if _NOT_PRAISE.search(before) and (match["fragment"] or is_denied):
        return False
    if match["fragment"]:
        noun = words[last]
        if noun in _NOT_PRAISED and (first == 0 and noun != "one") and words[last - 1] == "good":
            return noun not in ("morning", "afternoon", "evening", "day", "night", "time", "start")
        if first and not _opens_clause(words, first) and not _has_praising_verb(words, first):
            return False
        if any(tokens.is_capital(place) for place in range(first + 1, last + 1)):
            return False  # a name or a title
        if last + 1 < len(words) and words[last + 1] in ("to", "that", "for", "-"):
            return words[last + 1] == "for" and words[last + 2 : last + 3] in (["you"], ["today"])
    is_it = words[first] in ("it", "that", "this") and last + 2 < len(words)
    if is_it and words[last + 1] in ("to", "that", "how", "when", "of"):
        return False
    if words[first] == "keep" and _praised_before(document, sentence):
        return False
    who = reporter(document, tokens, first)
    return who not in ("customer", "other", "agent")


def _praised_before(document: Document, sentence: Sentence) -> bool:
    """Return whether a wish for more only goes on with the praise before it."""
    other = document.neighbour(sentence, -1)
    return other is not None and _PRAISE.search(other.low) is not None


def _opens_clause(words: list[str], first: int) -> bool:
    if words[first - 1] in ",;:!.-\u2014\u2013*)":
        return True
    return words[first - 1] in ("and", "but", "so", "again", "was", "is", "'s", "such", "overall")


def _has_praising_verb(words: list[str], first: int) -> bool:
    before = words[max(first - 3, 0) : first]
    return "you" in before and bool(
        {"did", "do", "had", "made", "put", "'ve", "done"} & set(before)
    )


def _is_specific(document: Document, sentence: Sentence, first: int, last: int) -> bool:
    """Return whether behaviour is named beside the praise, or in a neighbouring sentence."""
    tokens = sentence.tokens
    end = _end_of_praise(tokens, last + 1)
    if names_behaviour(document, tokens, last + 1, end):
        return True
    if (
        first > 1
        and {"you", "your"} & set(tokens.words[:first])
        and _named_affirmatively(document, tokens, 0, first)
    ):
        return True
    for step in (-1, 1):
        other = document.neighbour(sentence, step)
        if other is None or other.lang != "en" or abs(other.paragraph - sentence.paragraph) > 1:
            continue
        if _named_affirmatively(document, other.tokens, 0, len(other.tokens)):
            return True
    return False


def _end_of_praise(tokens: Tokens, begin: int) -> int:
    """Return where praise gives way to something else: at a contrast."""
    for place in range(begin, len(tokens)):
        if tokens.words[place] in ("but", "however", "although", "though", "yet", "still"):
            return place
    return len(tokens)


def _named_affirmatively(document: Document, tokens: Tokens, begin: int, end: int) -> bool:
    """Return whether a run names behaviour without asking for it or finding fault."""
    words = tokens.words
    run = words[begin:end]
    if not run or "?" in run or document.speaker_at(tokens.starts[begin]) != "writer":
        return False
    if (
        run[0] in _ASKS
        or {"must", "should", "need", "needs"} & set(run)
        or "to improve" in " ".join(run)
    ):
        return False
    good, bad = charge(words, begin, end)
    if bad > good:
        return False
    return names_behaviour(document, tokens, begin, end)
