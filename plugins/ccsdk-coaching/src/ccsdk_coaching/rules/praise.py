"""CL105: praise that names no behaviour, skill or quality, here or in a neighbouring sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from ccsdk_coaching.appraisal import APPRAISAL_WORDS, appraisals_of
from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.lexicon.appraisals import OUTER_NEUTRAL, WORKS
from ccsdk_coaching.lexicon.en import DETERMINERS, WORK
from ccsdk_coaching.lexicon.patterns import any_of, by_word, late, rarest
from ccsdk_coaching.lexicon.polarity import (
    EVALUATIVE,
    EVALUATIVE_ADVERBS,
    GENERIC_WORK,
    NAMES_FOR_GOOD_PEOPLE,
    SKILLS,
)
from ccsdk_coaching.model import Finding, SentenceRule
from ccsdk_coaching.polarity import names_behaviour, praise_of_agent
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.reading.speakers import reporter
from ccsdk_coaching.reading.tokens import Tokens
from ccsdk_coaching.tone import charge

__all__ = ["GenericPraise"]

_ADJ = any_of(EVALUATIVE)
_ADV = any_of(EVALUATIVE_ADVERBS)
_WORK = any_of(GENERIC_WORK)
_STAR = any_of(NAMES_FOR_GOOD_PEOPLE)
_VERY = (
    r"(?:(?:really|very|so|truly|absolutely|just|simply|such|quite|pretty|totally|all-round|"
    r"another|real|true|absolute|total|complete|proper|"
    r"one of|one|a|an|the|some|again|overall|what|yet|utterly|most|"
    r"consistently|altogether) )*"
)
_WHO = r"(?:you|your team|you all|you guys|y'all|you two)"
_BE = r"(?: ?'re| are| were| was|'ve been| have been| really are| really were)"
_ADJS = rf"(?:{_ADJ})(?:,? (?:and )?(?:{_ADJ}))?"
_PRAISE_TEXT = (
    # Fragments: "Terrific shift", "Really good work".
    rf"(?P<fragment>\b{_VERY}{_ADJS},? (?:{_WORK})s?(?: today| tonight| (?:{_WORK})s?)?\b)"
    rf"|\b{_WHO}{_BE} {_VERY}(?:(?:{_ADJS})(?: (?:{_STAR}|{_WORK}))?|(?:{_STAR}))\b"
    rf"|\b{_WHO}(?: have|'ve)?(?: really| just| all| always| absolutely)?"
    rf" (?:did|do|done|perform|performed|handled (?:it|this|that|everything)) {_VERY}"
    rf"(?:(?:{_ADJ}) (?:{_WORK})|it again|(?:{_ADV})\b|(?:{_ADJ})(?=\W*$))"
    rf"|\bone of (?:your|the) (?:very )?best(?: (?:{_WORK})s?)?\b"
    rf"|\b{_WHO}(?: really| just| absolutely| totally| completely)? (?:rock|rocked|nailed|smashed|"
    rf"crushed|aced|killed|rule|ruled|shone|shine|excelled|delivered|outdid yourself|impressed me|"
    rf"made (?:me|us) proud)(?: it| this| that)?(?: (?:call|shift|chat|one|out of the park))?\b"
    rf"|\byour (?:{_WORK})s?(?: \w+)?{_BE.replace('(?: ?', '(?:').replace('are|', 'are| is|')}"
    rf" {_VERY}(?:{_ADJS})\b"
    rf"|\b(?:that|this|it|today|tonight)(?:'s| is| was) {_VERY}(?:{_ADJS})(?: (?:{_WORK})s?)?\b"
    r"|\b(?:very |really |jolly )?well (?:done|played)\b|\bgood (?:going|on you|for you|show)\b"
    r"|\bway to go\b(?! about)|\bkudos\b|\bbravo\b|\bhats off\b"
    r"|\bchapeau\b|\btwo thumbs up\b|\bthumbs up\b"
    r"|\bkeep (?:it up|up the (?:good|great|excellent|fantastic) work|going like this"
    r"|doing what you(?:'re| are) doing|on keeping on|up the \w+ work|this up|that up)\b"
    r"|\b(?:more of the same|more like this|couldn't (?:have )?(?:ask|asked) for (?:more|better)"
    r"|nothing to add|no notes(?=\W*$)|top marks|top drawer|hit it out of the park|"
    r"second to none)\b"
    rf"|\b(?:i'm|i am|we're|we are|so|very|really)? ?(?:so |very |really )?(?:proud|impressed)"
    r" (?:of|by|with) (?:you|your \w+)\b"
    rf"|\bwhat an? (?:{_STAR}|{_WORK}|(?:{_ADJ}) (?:{_STAR}|{_WORK}))\b"
    rf"|\b(?:i )?(?:really |absolutely |just )?(?:loved|love|enjoyed) (?:it|this|that|this one|"
    rf"that one|your (?:{_WORK})|this (?:{_WORK})|that (?:{_WORK})|everything)\b"
    rf"|\byou(?:'re| are|'ve been| have been| were)(?: all)? doing {_VERY}"
    rf"(?:{_ADJS} (?:{_WORK})s?|{_ADV})\b"
    rf"|\byou(?:'re| are| were|'ve been| have been)(?: really| absolutely| totally| just)? "
    r"(?:on (?:fire|form|a roll|top form|point|top of your game)|(?:crushing|smashing|killing|"
    r"rocking|nailing|acing|bossing|slaying) (?:it|this))\b"
    r"|\b(?:first class|first rate|top notch|world class|spot on|top drawer)(?=\W*$)"
    r"|\bcould(?:n't| not) (?:be|have been) better(?=\W*$)"
    rf"|^\W*(?:{_ADJ})(?=, (?:every|all|both|each)\b)"
    rf"|^\W*{_VERY}(?:{_ADJS}),? as (?:ever|always|usual)\b"
    r"|^\W*(?:simply|just|absolutely) the best\b"
    r"|^\W*(?:absolutely |just |simply )?(?:perfect|brilliant|excellent|superb|amazing|awesome|"
    r"fantastic|wonderful|outstanding|impressive|magnificent|marvellous|flawless|exceptional|"
    r"spot-on|first-class)(?:,? (?:simply|just|absolutely|really|truly) (?:perfect|brilliant|"
    r"excellent|superb|amazing|great|wonderful))?(?=\W*$)"
    rf"|\byou(?:'re| are) (?:such )?(?:{_VERY})(?:{_STAR})\b"
)
_PRAISE = late(by_word(_PRAISE_TEXT))
# Words of which each known praise has one.
_NEEDED = rarest(EVALUATIVE | EVALUATIVE_ADVERBS | NAMES_FOR_GOOD_PEOPLE) | frozenset(
    "what best rock rocked nailed smashed crushed aced killed rule ruled shone shine excelled "
    "delivered outdid impressed proud again done played good way kudos bravo hats chapeau thumbs "
    "keep same more better add notes marks drawer park none loved love enjoyed fire form roll "
    "point game crushing smashing killing rocking nailing acing bossing slaying class rate notch"
    " spot".split()
)


@cache
def _praise(house: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds praise, with words of packs among those that only evaluate."""
    words = "|".join((*map(re.escape, house), _ADJ))
    return re.compile(_PRAISE.pattern.replace(_ADJ, words)) if house else _PRAISE


_NOT_PRAISE = late(
    r"(?:have|had|having|wish(?:ing)? you|enjoy|for|with|see you|until|thanks|thank you|thank|"
    r"would be"
    r"|will be|'ll be|could be|can be|be|to be|make|made|want|need|needs|not|n't|never|no|was it|if"
    r"|hope|looking forward to|during|in|on|at|by|of|my|their|his|her|our|i|we|they|he|she|do|"
    r"did|to do|from|after|before|like|as|than|find|found|and do)(?: a| an| the| such| that|"
    r" this)*$"
)
# "with the school class": where it was good.
_COMPLEMENT_MIN = 3
_BOASTS = frozenset("rock rocked crushed killed smashed ruled rule shine shone nailed".split())
_AMBIGUOUS = frozenset("fire form point roll".split())
_ENDS_WITH_ADJECTIVE = late(rf"\b(?:a|an|such) (?:{_ADJ})$")
_NOT_PRAISED = frozenset(
    "morning afternoon evening day night week weekend month season start time one ones turn".split()
)
_WISHES = frozenset("keep more".split())
# What happens to a form, and how a letter ends.
_PAPERWORK = frozenset(
    "attached enclosed overleaf uploaded signed filed scheduled countersigned booked appended "
    "annexed archived follows approved granted rota roster payslip payslips bonus badge locker "
    "holiday swap headset invitation".split()
)
_HEARINGS = frozenset("listened heard reviewed watched sampled went sat read checked".split())
_SAMPLES = frozenset(
    "recordings recording calls call sample samples chats chat session sessions tape tapes emails "
    "transcripts hour afternoon line".split()
)
_LEAVES = frozenset("warm kind best warmest kindest sincerely yours regards".split())
_LEAVE_MAX = 6
_DUTIES = frozenset("must should need needs ought gotta".split())
_DUTY = late(r"\b(?:have|has|got) to\b|'d better\b|\bto improve\b")
_ASKS = frozenset("must should need needs have try please next begin start to".split())


class GenericPraise(SentenceRule):
    """Find praise that teaches nothing."""

    code = "CL105"
    name = "generic-praise"
    severity = "info"
    is_local = True
    message = "This praise names no behaviour; say: When you ..., I noticed ..."
    triggers = {
        "en": tuple(
            sorted(
                EVALUATIVE
                | APPRAISAL_WORDS
                | EVALUATIVE_ADVERBS
                | NAMES_FOR_GOOD_PEOPLE
                | set(
                    "done kudos bravo hats keep proud impressed rock rocked nailed smashed "
                    "crushed aced killed shone excelled loved love enjoyed way thumbs add notes "
                    "marks more what chapeau crushing smashing killing rocking nailing acing fire "
                    "form roll first spot ruled rule shine delivered yourself again none".split()
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
        "[You're doing an excellent job].",
        "The verdict on your week: [first class].",
        "[You're crushing it], Dana!",
        "Noted for the year: [an outstanding agent] in every respect.",
        "Jo, [total marvel], see you at noon.",
        "[Couldn't be happier with you] this week.",
    )
    good = (
        "Terrific shift: you walked the blind couple to row D.",
        "Good evening, Jo, shall we start?",
        "Great job pausing after the price.",
        "You were superb. You let her finish each sentence.",
        "Have a great day.",
        "The guest said you were wonderful.",
        "According to the pilot you did a great job.",
        "That was a good laugh at lunch.",
        "You rocked the baby while his mother signed.",
        "Great to have you back.",
        "There is another way to go about it.",
        "Stellar work by the bell-ringers on Sunday.",
    )

    def check_sentence(
        self, document: Document, sentence: Sentence, config: CoachingConfig
    ) -> Iterable[Finding]:
        """Yield each praise that stands alone."""
        found: list[tuple[int, int]] = []
        for start, end in sorted(_praises(document, sentence)):
            if found and start < found[-1][1]:
                continue
            if found and document.text[found[-1][1] : start].strip() in ("", ",", "and"):
                found[-1] = (found[-1][0], end)  # one praise in two breaths
            else:
                found.append((start, end))
        for start, end in found:
            yield self.finding(start, end)


def _praises(document: Document, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield where the agent is praised without a reason: by known turns, and by whole clauses."""
    tokens = sentence.tokens
    house = document.lexicon.english("praise")
    may_praise = bool(house) or not _NEEDED.isdisjoint(sentence.vocabulary)
    for match in _praise(house).finditer(sentence.low) if may_praise else ():
        begin = match.start() + (len(match[0]) - len(match[0].lstrip()))
        start, end = sentence.start + begin, sentence.start + match.end()
        first, last = tokens.at(start), tokens.at(end - 1)
        if document.speaker_at(start) != "writer":
            continue
        if not _is_praise(document, sentence, match, first, last):
            continue
        if not _is_specific(document, sentence, first, last):
            yield start, end
    for first, last in appraisals_of(document, sentence):
        start = tokens.starts[first]
        if tokens.words[first] in _WISHES and _praised_before(document, sentence, first):
            continue
        if document.speaker_at(start) != "writer":
            continue
        if reporter(document, tokens, first) in ("customer", "other", "agent"):
            continue
        if first == last and _goes_on(document, sentence):
            continue
        if not _is_specific(document, sentence, first, last):
            yield start, tokens.ends[last]


def _goes_on(document: Document, sentence: Sentence) -> bool:
    """Return whether the agent's deed follows, so that one word is no more than a call."""
    other = document.neighbour(sentence, 1)
    return other is not None and other.low.startswith("you ")


def _is_praise(
    document: Document, sentence: Sentence, match: re.Match[str], first: int, last: int
) -> bool:
    """Return whether the phrase praises the agent, rather than greet, wish, ask or tell."""
    tokens = sentence.tokens
    words = tokens.words
    if "?" in words[last:] or words[-1] == "?":
        return False
    before = sentence.low[: match.start()].rstrip(" ,;:-")
    following = words[last + 1] if last + 1 < len(words) else "."
    if following[0].isalpha() and _ENDS_WITH_ADJECTIVE.search(match[0]):
        return False  # "that was a good laugh": what is praised is something else
    if "according to" in before or before.endswith((" what", " how")):
        return False
    is_denied = before.endswith(("not", "n't", "if", "hope", "would be", "to be"))
    if _NOT_PRAISE.search(before) and (match["fragment"] or is_denied):
        return False
    if match["fragment"]:
        noun = words[last]
        if noun in _NOT_PRAISED and (first == 0 and noun != "one") and words[last - 1] == "good":
            return noun not in ("morning", "afternoon", "evening", "day", "night", "time", "start")
        if first and not _opens_clause(words, first) and not _has_praising_verb(words, first):
            return False
        if words[first] == "best" and following[0].isalpha():
            return False  # "best call time"
        if any(tokens.is_capital(place) for place in range(first + 1, last + 1)):
            return False  # a name or a title
        if last + 1 < len(words) and words[last + 1] in ("to", "that", "for", "-"):
            return words[last + 1] == "for" and words[last + 2 : last + 3] in (["you"], ["today"])
    if _has_other_sense(words, last, following):
        return False
    is_it = words[first] in ("it", "that", "this") and last + 2 < len(words)
    if is_it and words[last + 1] in ("to", "that", "how", "when", "of"):
        return False
    if words[first] in _WISHES and _praised_before(document, sentence, first):
        return False
    who = reporter(document, tokens, first)
    return who not in ("customer", "other", "agent")


def _has_other_sense(words: list[str], last: int, following: str) -> bool:
    """Return whether what follows gives a word of praise another sense, or names a skill."""
    if words[last] == "good" and following in ("with", "at"):
        return True  # "you are so good with children"
    if words[last] in _AMBIGUOUS and following.isalpha() and following not in OUTER_NEUTRAL:
        return True  # "on fire watch"
    is_thing = following in DETERMINERS and not WORKS & set(words[last + 1 : last + 4])
    return words[last] in _BOASTS and (is_thing or following in ("him", "her"))


def _praised_before(document: Document, sentence: Sentence, first: int) -> bool:
    """Return whether a wish for more only goes on with the praise before it."""
    before = sentence.low[: sentence.tokens.starts[first] - sentence.start]
    if _PRAISE.search(before) or any(last < first for _, last in appraisals_of(document, sentence)):
        return True
    other = document.neighbour(sentence, -1)
    return other is not None and (
        _PRAISE.search(other.low) is not None or any(appraisals_of(document, other))
    )


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
    if tokens.words[last + 1 : last + 3] in (["by", "the"], ["from", "the"], ["by", "our"]):
        return True  # others are praised
    if tokens.words[last + 1 : last + 2] == [":"] and _tells(tokens, last + 2):
        return True
    end = _end_of_praise(tokens, last + 1)
    if names_behaviour(document, tokens, last + 1, end):
        return True
    if tokens.words[first - 1] in ("is", "was", "are", "were", "'s") and any(
        word in SKILLS or word in WORK for word in tokens.words[max(first - 5, 0) : first]
    ):
        return True
    if end - last > _COMPLEMENT_MIN and _is_contrasted(document, sentence, end):
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
        if document.holds("named-en", other, _is_named):
            return True
    return False


def _is_paperwork(words: list[str]) -> bool:
    """Return whether a sentence tells of papers, dates, or hearing the work; or takes its leave."""
    if words[0] in _LEAVES and len(words) <= _LEAVE_MAX:
        return True
    said = set(words)
    if words[0] in _HEARINGS or (words[0] in ("i", "we") and _HEARINGS & set(words[1:5])):
        return bool(_SAMPLES & said)
    return bool(_PAPERWORK & said) and "you" not in said


def _is_named(document: Document, sentence: Sentence) -> bool:
    tokens = sentence.tokens
    if _is_paperwork(tokens.words):
        return False
    return _named_affirmatively(document, tokens, 0, len(tokens))


def _is_contrasted(document: Document, sentence: Sentence, end: int) -> bool:
    """Return whether a contrast follows: it tells the case that was good from the other."""
    if end < len(sentence.tokens):
        return True
    other = document.neighbour(sentence, 1)
    return other is not None and other.low.startswith(("but ", "however", "that said", "even so"))


def _tells(tokens: Tokens, begin: int) -> bool:
    """Return whether what follows a colon says what was good, rather than wish for more."""
    behind = tokens.words[begin:]
    return len(behind) > 2 and behind[0] not in ("keep", "thanks", "thank", "see", "you", "well")


def _end_of_praise(tokens: Tokens, begin: int) -> int:
    """Return where praise gives way to something else: at a contrast."""
    for place in range(begin, len(tokens)):
        if tokens.words[place] in ("regards", "wishes") and tokens.words[place - 1] in _LEAVES:
            return place - 1
        if tokens.words[place] in ("but", "however", "although", "though", "yet", "still", ";"):
            return place
    return len(tokens)


def _named_affirmatively(document: Document, tokens: Tokens, begin: int, end: int) -> bool:
    """Return whether a run names behaviour without asking for it or finding fault."""
    words = tokens.words
    run = words[begin:end]
    if not run or "?" in run or document.speaker_at(tokens.starts[begin]) != "writer":
        return False
    if run[0] in _ASKS or _DUTIES & set(run) or _DUTY.search(" ".join(run)):
        return False
    good, bad = charge(words, begin, end)
    if bad > good and not praise_of_agent(document, tokens, begin, end):
        return False
    return names_behaviour(document, tokens, begin, end)
