"""CL106: a can't-do told as a fixed fact about the agent, by the agent or the coach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ccsdk_coaching.clause import Subject, subject_of
from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.lexicon.en import REPORTING, SUBORDINATORS
from ccsdk_coaching.lexicon.inabilities import INABILITIES
from ccsdk_coaching.lexicon.limits import LIMIT_TRIGGERS, LIMITS
from ccsdk_coaching.lexicon.patterns import late
from ccsdk_coaching.lexicon.turns import Turns
from ccsdk_coaching.model import Finding, SentenceRule
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.people import is_unlisted_name, person_at
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.reading.speakers import reporter
from ccsdk_coaching.reading.tokens import Tokens

__all__ = ["LimitingBelief"]

_IDIOMS = late(
    r"(?:can't|cannot|couldn't|can never|could never|never)(?: ever| just| simply| possibly|"
    r" even| really)* "
    r"(?:wait|help|complain|thank|stress|go wrong|get enough|be faulted|fault|beat|imagine|"
    r"believe|deny|say|blame|emphasi[sz]e|overstate|recommend|praise|afford|please everyone|"
    r"argue|lose|miss|forget|tell you|put (?:a price|it down)|be beaten|be rattled|be bought|"
    r"speak highly|hurt|be too|have too|see why|see how|remember a|think of a|guess|regret|know|"
    r"look back|"
    r"promise|confirm|comment|find fault|stop smiling|pour|fail|win them all|buy|quite put|"
    r"disagree|"
    r"underestimate|have done|have been|have known|have asked|let (?:me|us) down|get old|mind|"
    r"rush|make everyone|name a better|top that)\b"
)
# A limit of the system, the place or the rules is nobody's belief.
_TOOL = late(
    r"\b(?:system|screen|tool|crm|app|website|portal|software|database|printer|line|stock|server|"
    r"vpn|headset|key|keys|data protection)\b"
)
_LIMIT = Turns(
    (
        (
            "system screen tool crm app login log password access permission button without until "
            "unless policy rule rules law license licence refund refunds override above over "
            "before after website portal software database printer key keys vault because while "
            "from today tonight week right moment legally phone writing hear issue authorise "
            "authorize authorised authorized outside weekend hours protection gdpr card parking "
            "park yet budget stock server vpn headset line",
            r"\b(?:system|screen|tool|crm|app|login|log in|log on|password|access|permission|"
            r"button|without|until|unless|policy|rules?|law|licen[cs]e|refunds?|override|above|"
            r"over \u00a3|over \$|before (?:noon|\d)|after \d|website|portal|software|database|"
            r"printer|key|keys|vault|because|while the|from (?:this|here|home)|today|tonight|"
            r"this week|right now|at the moment|legally|by phone|in writing|hear (?:you|the)|"
            r"issue|authori[sz]ed?|outside|weekend|hours|data protection|gdpr|card number|parking|"
            r"park here|yet|budget|stock|server|vpn|headset|line)\b",
        ),
    )
)
# To learn is up to nobody else.
_LEARNT = late(
    r"never(?: ever)? (?:be|get|learn|manage|understand|master|handle|cope|become|improve|change|"
    r"remember|grasp|crack|catch up|could|can|will)"
    r"|(?:can't|cannot|can not|couldn't)(?: ever| just| simply| possibly| even| really)* (?:learn|"
    r"remember|understand|master|grasp|cope|handle|multi-?task|get used)"
)
_MONTHS = "january february march april may june july august september october november december"
_OVERCOME = Turns(
    (
        (
            f"used longer more anymore once ago last first then now yet today until {_MONTHS}",
            r"\b(?:(?<!get )(?<!be )(?<!got )used to|no longer|any ?more|"
            r"once (?:said|thought|told|believed|felt|wrote|swore)|"
            r"until you|and then|and now|and yet|yet today|today you|now you|back then|"
            r"(?:a (?:year|month|week)|months|weeks|years) ago|"
            r"last (?:year|month|week|spring|summer|autumn|winter)|at first|first day|"
            rf"in (?:{_MONTHS.replace(' ', '|')}))\b",
        ),
        (
            "look turns turned anyway",
            r"\b(?:look at (?:you|him|her)|turn(?:s|ed) out|anyway)\b",
        ),
        (
            "proved proven wrong stopped those did overcame gone just day started joined",
            r"\b(?:proved|proven|wrong|stopped (?:saying|believing)|those days|you did|overcame|"
            r"gone is|but (?:you|he|she) (?:did|just)|on day one|when you (?:started|joined))\b",
        ),
    )
)
# What belongs to a can't: its verb, and an "I".
_SAID_BEFORE = late(
    r"(?:\bi(?:'m|'ll|'ve|'d)?[ ']?|\b(?:am|is|are|was|were) )?"
    r"(?:(?:just|simply|really|always) )*\Z"
)
_HEDGED = late(
    r"\b(?:if|so that|in case|whether|why|so (?:he|she|they)|nobody|no one|who)\b[^.,;!?]*$"
)
_SKILL = late(
    r"(?:can't|cannot|couldn't|can not|can never|could never|not able to|n't able to|unable to|"
    r"incapable of)"
    r"(?: ever| just| simply| possibly| even| really)* (?:do|learn|remember|handle|cope|manage|"
    r"sell|"
    r"upsell|speak|talk|listen|stay|deal|multitask|keep|spell|type|be trusted|be taught|"
    r"be helped|change|"
    r"say no|write|read|count|add|explain|understand|follow|focus|concentrate|close|persuade|"
    r"control|"
    r"lead|organi[sz]e|plan|present|negotiate|master|grasp|get (?:it|the|your)|think|work|"
    r"improve|be (?:calm|patient|"
    r"firm|quick|relied)|take (?:criticism|pressure|feedback)|stop|tell|empathi[sz]e|relate|"
    r"build|hold|make|use)\b"
)


# A limit that something else sets: "impossible for you without the key".
_PLACED = late(r"(?:\w+ )*(?:(?:im)?possible|beyond|above|over|out of)\b")
_TIED = late(r"\b(?:without|until|unless|because|while|access|for now|today|yet)\b")
_BAD_AT = "rubbish terrible awful bad lousy dreadful poor pathetic horrible crap".split()
# Without a modal it tells what somebody does not do, rather than cannot.
_HABIT = late(r"never (?:sound|speak|keep|stay|spell|do|have|win|reach|sell|make|get)\b")
_LEADING = SUBORDINATORS | frozenset("that me us him her them".split())
_PASSED = frozenset("beyond for over in above of".split())
_FROM_ME = _PASSED | {"to"}
_THEM = frozenset("him her his their them".split())
# Whom the words behind a limit may be about.
_ABOUT = _THEM | frozenset("me my you your".split())
# "Not made for her" ends with what somebody is not made for.
_APT = frozenset("out made meant built suited fit born wired good time no".split())
_DENIED = frozenset("nothing no not n't never hardly".split())
_FROM_THEM = _PASSED | _DENIED | {"really", "to"}
_TOO = (
    "old shy stupid slow dumb young nervous soft timid introverted thick clumsy impatient "
    "sensitive emotional scatterbrained disorganised disorganized lazy dim anxious much".split()
)


# A thing that somebody can't is none that he ran into: "something you will never learn".
_THINGS = frozenset("something thing things skill skills art subject language".split())
_OWN = frozenset("i me my".split())
_OPENINGS = frozenset("'\"\u2018\u201c")
_OF_WHOM = late(
    r"\b(?:(?:people|folks?|those|one|body|man|woman|person|somebody|someone) (?:like|of|with|at)|"
    r"(?:something|anything)(?: that)?|(?:doubt|think|believe|see|imagine)(?: that)?) "
    r"(i|me|my|you|your)\b"
)
# "Some people aren't wired for it, and you're one."
_SOME = frozenset("people folk folks those".split())
_ONE_OF = late(
    r"\b(you|i)(?:'re|'m| are| am| may be| might be)(?: just| simply)? one(?: of them)?(?=[.,;!]|$)"
)

# From where to where, and whether it is fixed by its own words.
_Limit = tuple[int, int, bool]


class LimitingBelief(SentenceRule):
    """Find can't-do statements about the agent, also in the agent's own words."""

    code = "CL106"
    name = "limiting-belief"
    severity = "hint"
    is_local = True
    quote_policy = "agent"
    message = "A belief, and a chance: Just imagine how easy it would become if you could"
    triggers = {
        "en": (
            *(
                "can't cannot couldn't never not isn't wasn't doesn't don't didn't haven't hasn't "
                "unteachable untrainable hopeless incapable useless uncoachable born naturally "
                "nature impossible won't wouldn't unable clueless aren't"
            ).split(),
            *LIMIT_TRIGGERS,
            "lost cause",
            *(f"too {trait}" for trait in _TOO),
            "lack",
            "lacks",
            "lacked",
            "incompetent",
            "worthless",
            "mystery",
            "closed book",
            "failure",
            "disaster",
            "who i am",
            "who you are",
            "has no",
            "had no",
            "got no",
            "with no",
            "out of my",
            "out of your",
            "no good",
            "no way",
            "just no",
            "'m no",
            "'re no",
            "'s no",
            "is no",
            "are no",
            "am no",
            "how i am",
            "how you are",
            "how he is",
            "how she is",
            "no point",
            "no hope",
            "have no",
            "way i",
            "way you",
            "how i'm",
            "how you're",
            "out of reach",
            *(f"{word} {by}" for word in _BAD_AT for by in ("at", "with")),
        )
    }
    bad = (
        'Jo: "Group sales? [I\'m not cut out for] them."',
        "Leo [is unteachable] on price bands.",
        "You said you [can't remember] names.",
        'Ana told me: "[I\'ll never learn] the new till."',
        "You are just [not a numbers person].",
        "He says he [will never master] the booking system.",
        "You [lack the talent] for selling.",
        "Angry callers? You [simply can't] handle them.",
        "Organ tours [are beyond her] and will remain so.",
        "Tact [is not in his repertoire].",
        'Her sheet: "[I was born without] a sense of rhythm."',
    )
    good = (
        "The lift can't take pianos; you found the ramp.",
        "You can't go wrong with that opening line.",
        "The system says you can't issue a refund without the key.",
        "You used to say you couldn't sell; today you sold two tours.",
        'The guest said: "I can\'t remember my code."',
        "You couldn't have known that the bridge was closed.",
        "You never make promises you can't keep.",
        "Nothing is impossible for you, it seems.",
        "The balcony is beyond her because of the works.",
        "It is not for you to waive the fee, and you said so.",
    )

    def check_sentence(
        self, document: Document, sentence: Sentence, config: CoachingConfig
    ) -> Iterable[Finding]:
        """Return each belief that is about the agent."""
        low = sentence.low
        if "?" in low[-2:]:
            return ()  # what is asked is no belief
        found = _limits_in(low, sentence.vocabulary)
        return self._agents(document, sentence, found) if found else ()

    def _agents(
        self, document: Document, sentence: Sentence, found: Iterable[_Limit]
    ) -> Iterator[Finding]:
        low = sentence.low
        last_end = -1
        for left, end, is_fixed in found:
            text = low[left:end].strip(" '")
            begin = low.index(text, left)
            if begin < last_end or _IDIOMS.search(text):
                continue
            if _is_agents(document, sentence, begin, text, is_fixed=is_fixed):
                if _OVERCOME.search(low, sentence.vocabulary):
                    return
                last_end = begin + len(text)
                before = _SAID_BEFORE.search(low, 0, begin)
                first = before.start() if before else begin
                yield self.finding(sentence.start + first, sentence.start + last_end)


def _limits_in(low: str, vocabulary: frozenset[str]) -> list[_Limit]:
    """Return what a sentence of these words tells as a limit."""
    fixed = LIMITS.finditer(low, vocabulary)
    unable = INABILITIES.finditer(low, vocabulary)
    if not (fixed or unable):
        return []
    found = [(*each.span(), True) for each in fixed]
    found += [(*each.span(), False) for each in unable]
    found.sort()
    return found


def _is_agents(
    document: Document, sentence: Sentence, begin: int, text: str, *, is_fixed: bool
) -> bool:
    """Return whether the belief is the agent's, or the coach's about the agent."""
    start = sentence.start + begin
    speaker = document.speaker_at(start)
    if speaker == "customer" or (not is_fixed and _is_limited(sentence, begin, text)):
        return False
    tokens = sentence.tokens
    if "?" in tokens.words[-2:]:
        return False
    index = tokens.at(start)
    if speaker != "writer":
        subject = subject_of(document, tokens, index)
        return _about(document, sentence, index, subject, text) in ("writer", "none")
    said_by = reporter(document, tokens, index)
    if said_by == "customer" or said_by == "other":
        return False
    if not (_is_lasting(text, sentence.low) if is_fixed else _is_skill(text, said_by)):
        return False
    subject = subject_of(document, tokens, index)
    if _is_aside(tokens, subject) or _about(document, sentence, index, subject, text) != "agent":
        return False
    if "impossible" in text and not _DENIED.isdisjoint(tokens.words[max(index - 4, 0) : index]):
        return False
    is_hedged = _HEDGED.search(sentence.low, 0, begin)
    return not is_hedged and document.low[start - 2 : start] != "if"


def _is_lasting(text: str, low: str) -> bool:
    """Return whether a limit is told as fixed: nothing lifts it, and it says what somebody is."""
    if _PLACED.match(text) and _TIED.search(low):
        return False
    return not text.startswith(("bad", "too slow", "poor")) or any(
        f" {each}" in text for each in ("at", "to", "for")
    )


def _is_skill(text: str, said_by: str) -> bool:
    """Return whether a coach's can't is of a skill, or of what the agent says of himself."""
    if _HABIT.match(text):
        return False
    if said_by == "agent" or "never" in text or text.endswith("can't"):
        return True
    return _SKILL.search(text) is not None


def _is_aside(tokens: Tokens, subject: Subject) -> bool:
    """Return whether a can't stands in a relative clause: "promises you can't keep"."""
    if not subject.is_background or subject.start < 2:
        return False
    before = tokens.words[subject.start - 1]
    if before in _THINGS or (tokens.words[subject.start] == "that" and before in REPORTING):
        return False
    return before not in _LEADING and not before.endswith("self") and before.isalpha()


def _is_limited(sentence: Sentence, begin: int, text: str) -> bool:
    """Return whether a system, a rule or a reason sets the limit; to learn one is a skill."""
    low = sentence.low
    if not _LEARNT.search(text):
        return bool(_LIMIT.finditer(low, sentence.vocabulary))
    return _TOOL.search(low, 0, begin) is not None or "because" in low


def _is_called(words: list[str], index: int) -> bool:
    """Return whether the agent stands right before: "you, Martin, weren't", "yourself as"."""
    is_named = words[index - 1 : index] == [","] and words[index - 4 : index - 2] == ["you", ","]
    return is_named or words[index - 2 : index] == ["yourself", "as"]


def _about(document: Document, sentence: Sentence, index: int, subject: Subject, text: str) -> str:
    """Return whom the words at an index are about: their subject, or the one they end with."""
    tokens = sentence.tokens
    words = tokens.words
    whose = _OF_WHOM.search(text)
    if whose is None and words[subject.head] in _SOME:
        whose = _ONE_OF.search(sentence.low)
    if whose:
        return "writer" if whose[1] in _OWN else "agent"
    if _is_called(words, index):
        return "agent"
    for place in range(index, min(index + 6, len(words))):
        word = words[place]
        if word not in _ABOUT:
            continue
        before = words[place - 1]
        if word in ("me", "my") and before in _FROM_ME:
            return "writer"
        if word in ("my", "your") and before in ("not", "n't", "really", "be"):
            return "writer" if word == "my" else "agent"
        if word in _THEM and before in _FROM_THEM and words[place - 2] not in _APT:
            is_own = reporter(document, tokens, index) == "agent"
            return "agent" if is_own else person_at(document, tokens, place)
        if word in ("you", "your") and before in _PASSED:
            return "agent"
    if subject.kind == "none":
        return "none"
    quote = document.quote_at(tokens.starts[index])
    if quote and (subject.is_dropped or words[subject.head] in _OPENINGS):
        return "writer"
    if subject.kind == "agent":
        return "writer" if quote and tokens.starts[subject.head] < quote.start else "agent"
    if subject.kind == "other" and subject.head == subject.start:
        if is_unlisted_name(document, tokens, subject.head):
            return "agent"
        if "and" in words[max(subject.start - 3, 0) : subject.start]:
            return "writer" if "i" in words[subject.start - 1 : index] else "other"
    if subject.kind == "writer" or "i" in words[max(index - 3, 0) : index]:
        return "writer"
    return person_at(document, tokens, subject.head) if subject.kind != "work" else "work"
