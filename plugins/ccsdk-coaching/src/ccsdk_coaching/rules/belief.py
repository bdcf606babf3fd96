"""CL106: a can't-do told as a fixed fact about the agent, by the agent or the coach."""

from __future__ import annotations

from collections.abc import Iterable

from ccsdk_coaching.clause import subject_of
from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.lexicon.en import SUBORDINATORS
from ccsdk_coaching.lexicon.limits import LIMIT_TRIGGERS, LIMITS
from ccsdk_coaching.lexicon.patterns import late
from ccsdk_coaching.model import Finding, SentenceRule
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.people import is_unlisted_name, person_at
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.reading.speakers import reporter
from ccsdk_coaching.reading.tokens import Tokens

__all__ = ["LimitingBelief"]

_SELF = r"(?:myself|yourself|himself|herself|me|you|him|her)"
_MY = r"(?:my|your|his|her)"
_REST = r"[^.,;!?\"\u201d]{0,24}"
# What one is born with or is not, as far as people believe.
_GIFT = (
    r"(?:head|brain|brains|memory|patience|ear|voice|gift|talent|knack|nerve|nerves|gene|genes|"
    r"nature|personality|temperament|stomach|flair|instinct|touch|confidence|aptitude|ability|"
    r"sense of|eye|hands|charm|discipline|feel|mind|skills?)\b"
)
_TRAIT = (
    r"(?:old|shy|stupid|slow|dumb|young|nervous|soft|timid|introverted|thick|clumsy|impatient|"
    r"sensitive|emotional|scatterbrained|disorgani[sz]ed|lazy|dim|anxious)"
)
_ADVERBS = r"(?: (?:just|simply|really|been|even|quite|at all|ever|honestly))*"
_BAD = (
    r"(?:no good|rubbish|terrible|awful|bad|lousy|dreadful|useless|poor|hopeless|pathetic|"
    r"incompetent|clueless|horrible|crap|worthless|a (?:complete |total )?(?:disaster|failure))"
)
# Fixed by their own words, whoever speaks.
_FIXED = late(
    r"\b(?:(?:'m|am|are|is|'re|'s|was)?(?:n't| not| never)?(?: just| simply| really)? ?)?"
    rf"(?P<core>(?:n't|not|never){_ADVERBS} (?:cut out|made|built|meant|wired|born|suited|"
    r"capable|an? (?:[a-z]+ )?(?:person|type|talker|learner|natural|multitasker|"
    r"salesman|salesperson|writer|speaker|leader)\b|the (?:type|kind|sort|person)|"
    r"(?:good|smart|clever|quick|brave|strong|confident|patient|fast|bright|outgoing) enough|"
    r"a (?:people|numbers|phone|computer|details?|morning|technical|sales|math|maths|tech)\b)"
    r"(?: (?:for|to|of|out)\b)?[^.,;!?]{0,20}"
    r"|(?:unteachable|untrainable|incapable|uncoachable|(?:a )?(?:lost cause|hopeless case)|"
    rf"beyond help|too {_TRAIT})\b(?: (?:at|with|on|of|to|for)\b[^.,;!?]{{0,20}})?"
    r"|(?:hopeless|clueless|useless|worthless)\b(?: (?:at|with|on|in)\b[^.,;!?]{0,20})?"
    rf"|{_BAD} (?:at|with)\b[^.,;!?]{{0,20}}"
    r"|(?:born|naturally|by nature) (?:shy|slow|clumsy|forgetful|disorgani[sz]ed|impatient|"
    r"nervous|loud|messy|lazy|blunt)"
    rf"|(?:beyond|over|above) (?:me|{_MY} (?:head|abilities|reach)|you)\b"
    rf"|out of {_MY} (?:league|depth|reach)"
    r"|(?:does|do|did|has|have|'ve|'s)(?:n't| not)(?: just| simply| really)? (?:have |got |in )?"
    rf"(?:it in {_SELF}|what it takes|(?:the|a|any|an|enough) {_GIFT}[^.,;!?]{{0,16}})"
    rf"|(?:have|has|'ve got|had|with) no {_GIFT}[^.,;!?]{{0,16}}"
    rf"|lack(?:s|ed)? (?:the |any |all )?{_GIFT}[^.,;!?]{{0,16}}"
    rf"|born without (?:a |the |any )?{_GIFT}[^.,;!?]{{0,16}}"
    r"|(?:impossible|hopeless|out of reach|beyond reach|too much|a (?:closed book|mystery)) "
    r"(?:for|to) (?:me|you|him|her|someone like)"
    rf"|(?:n't|not)(?: just| simply)? in (?:{_MY} (?:nature|blood|dna|genes|power|bones)|{_SELF})\b"
    r"|(?:there's|there is) no (?:way|point|hope|chance)[^.,;!?]{0,24}"
    r"|(?:just|simply|always been)? ?(?:the way (?:i am|you are|i'm)|how (?:i'm|you're|i am|"
    r"you are) (?:wired|built|made)|who (?:i am|you are))"
    rf"|(?:n't|not){_ADVERBS} {_MY} (?:thing|strength|forte|strong (?:suit|point)|cup of tea)"
    r"|(?:always (?:been|be)|never been) (?:any )?(?:good|bad|terrible|hopeless|awful|slow|weak)"
    r"(?: (?:at|with)\b[^.,;!?]{0,20})?)"
)
# One of these is in all that `_CANNOT` finds, and in what `_FIXED` does without a word below.
_DENIALS = ("n't", "not", "never", "unable", "incapable")
_NEEDED = frozenset(
    "unteachable untrainable uncoachable lost hopeless beyond too clueless useless worthless "
    "no rubbish terrible awful bad lousy dreadful poor pathetic incompetent horrible crap disaster "
    "failure born naturally nature over above out lack lacks lacked impossible closed mystery way "
    "how who always".split()
)
_LIMITS = late(rf"(?:(?<![a-z])|(?=n't))(?:{'|'.join(LIMITS)})")
# Of verbs that somebody can learn: to be unable is told as if for ever.
_CANNOT = late(
    rf"\b(?:(?:could|can|will|'ll|would|'d|am|'m|are|'re|is|was)? ?never (?:ever )?(?:going to|"
    rf"gonna)? ?(?:be (?:any )?(?:good|able|a|any|confident|one|fast|calm)|get|learn|manage|"
    rf"understand|remember|master|handle|cope|make it|sell|change|sound|speak|crack|grasp|work out|"
    rf"become|do|keep|spell|stay|catch up|improve|reach|have|win){_REST}"
    rf"|(?:will|'ll|am going to|'m going to) never [a-z'-]+{_REST}"
    r"|(?:can't|cannot|can not|couldn't|ca n't)(?: ever| just| simply| possibly| even|"
    r" really)* [a-z'-]+(?: [a-z'-]+){0,3}"
    r"|(?:'m|am|are|'re|is|was) (?:just |simply )?(?:not able|unable|incapable) (?:to|of) [a-z'-]+"
    r"|(?:are|is|was|were)n't able to [a-z'-]+"
    r"|(?:will|'ll|would|wo)(?: n't|n't| not| never)(?: ever)? (?:ever|learn|manage|get (?:it|"
    r"the hang|along|better|there|used)|change|make it|be (?:able|good))[^.,;!?\"\u201d]{0,20}"
    r"|(?:can|could) never [a-z'-]+(?: [a-z'-]+){0,2}"
    r"|never (?:could|can|will) [a-z'-]+(?: [a-z'-]+){0,2}"
    r"|never (?:was|been)(?: any| much)? (?:good|use|able)[^.,;!?]{0,16}"
    r"|(?:simply|just) can't(?=[.!,;]|$))"
)
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
_LIMIT = late(
    r"\b(?:system|screen|tool|crm|app|login|log in|log on|password|access|permission|button|"
    r"without|until|unless|policy|rules?|law|licen[cs]e|refunds?|override|above|over \u00a3|"
    r"over \$|"
    r"before (?:noon|\d)|after \d|website|portal|software|database|printer|key|keys|vault|"
    r"because|while the|from (?:this|here|home)|today|tonight|this week|right now|at the moment|"
    r"legally|by phone|in writing|hear (?:you|the)|issue|authori[sz]ed?|outside|weekend|hours|"
    r"data protection|gdpr|card number|parking|park here|yet|budget|stock|server|vpn|headset|"
    r"line)\b"
)
# To learn is up to nobody else.
_LEARNT = late(
    r"never(?: ever)? (?:be|get|learn|manage|understand|master|handle|cope|become|improve|change|"
    r"remember|grasp|crack|catch up|could|can|will)"
    r"|(?:can't|cannot|can not|couldn't)(?: ever| just| simply| possibly| even| really)* (?:learn|"
    r"remember|understand|master|grasp|cope|handle|multi-?task|get used)"
)
_OVERCOME = late(
    r"\b(?:(?<!get )(?<!be )(?<!got )used to|no longer|any ?more|"
    r"once (?:said|thought|told|believed|felt|wrote|swore)|"
    r"until you|and then|"
    r"and now|and yet|yet today|proved|proven|wrong|a (?:year|month|week) ago|last (?:year|month|"
    r"week|"
    r"spring|summer|autumn|winter)|at first|in (?:january|february|march|april|may|june|july|"
    r"august|"
    r"september|october|november|december)|back then|stopped (?:saying|believing)|those days|"
    r"you did|today you|now you|overcame|gone is|but (?:you|he|she) (?:did|just)|months ago|"
    r"weeks ago|"
    r"years ago|on day one|first day|when you (?:started|joined))\b"
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
_TOLD = frozenset("that me us him her them".split())
_PASSED = frozenset("beyond for over in above of".split())
_THEM = frozenset("him her his their them".split())
# "Not made for her" ends with what somebody is not made for.
_APT = frozenset("out made meant built suited fit born wired good time no".split())
_DENIED = frozenset("nothing no not n't never hardly".split())
_TOO = (
    "old shy stupid slow dumb young nervous soft timid introverted thick clumsy impatient "
    "sensitive emotional scatterbrained disorganised disorganized lazy dim anxious much".split()
)


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
                "nature beyond impossible won't wouldn't unable clueless aren't"
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
            "always been",
            "has no",
            "had no",
            "got no",
            "with no",
            "born",
            "above my",
            "above you",
            "out of my",
            "out of your",
            "no good",
            "no way",
            "no point",
            "no hope",
            "have no",
            "over my head",
            "over me",
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
        """Yield each belief that is about the agent."""
        low = sentence.low
        last_end = -1
        found = [(m.start(), m.end(), True) for m in _LIMITS.finditer(low)]
        is_denied = any(each in low for each in _DENIALS)
        if is_denied:
            found += [(m.start(), m.end(), False) for m in _CANNOT.finditer(low)]
        if is_denied or not _NEEDED.isdisjoint(sentence.vocabulary):
            found += [(m.start("core"), m.end("core"), True) for m in _FIXED.finditer(low)]
        found.sort()
        if not found or _OVERCOME.search(low):
            return
        for left, end, is_fixed in found:
            text = low[left:end].strip(" '")
            begin = low.index(text, left)
            if begin < last_end or _IDIOMS.search(text):
                continue
            if _is_agents(document, sentence, begin, text, is_fixed=is_fixed):
                last_end = begin + len(text)
                before = _SAID_BEFORE.search(low, 0, begin)
                first = before.start() if before else begin
                yield self.finding(sentence.start + first, sentence.start + last_end)


def _is_agents(
    document: Document, sentence: Sentence, begin: int, text: str, *, is_fixed: bool
) -> bool:
    """Return whether the belief is the agent's, or the coach's about the agent."""
    tokens = sentence.tokens
    start = sentence.start + begin
    index = tokens.at(start)
    speaker = document.speaker_at(start)
    if speaker == "customer" or "?" in tokens.words[-2:]:
        return False
    who = _about(document, sentence, index)
    if speaker == "writer" and _is_aside(document, tokens, index):
        return False
    if speaker in ("agent", "unknown"):
        if who not in ("writer", "none"):
            return False
        return is_fixed or not _is_limited(sentence.low, begin, text)
    said_by = reporter(document, tokens, index)
    if said_by == "customer" or said_by == "other" or who != "agent":
        return False
    if "impossible" in text and _DENIED & set(tokens.words[max(index - 4, 0) : index]):
        return False
    if _HEDGED.search(sentence.low[:begin]) or document.low[start - 2 : start] == "if":
        return False
    if is_fixed:
        if _PLACED.match(text) and _TIED.search(sentence.low):
            return False
        return not text.startswith(("bad", "too slow", "poor")) or any(
            f" {each}" in text for each in ("at", "to", "for")
        )
    if _is_limited(sentence.low, begin, text) or _HABIT.match(text):
        return False
    if text.endswith("can't"):
        return True
    return said_by == "agent" or "never" in text or bool(_SKILL.search(text))


def _is_aside(document: Document, tokens: Tokens, index: int) -> bool:
    """Return whether a can't stands in a relative clause: "promises you can't keep"."""
    subject = subject_of(document, tokens, index)
    if not subject.is_background or subject.start < 2:
        return False
    before = tokens.words[subject.start - 1]
    return before not in SUBORDINATORS | _TOLD and before.isalpha()


def _is_limited(low: str, begin: int, text: str) -> bool:
    """Return whether a system, a rule or a reason sets the limit; to learn one is a skill."""
    if not _LEARNT.search(text):
        return _LIMIT.search(low) is not None
    return _TOOL.search(low, 0, begin) is not None or "because" in low


def _about(document: Document, sentence: Sentence, index: int) -> str:
    """Return whom the words at an index are about: their subject, or the one they end with."""
    tokens = sentence.tokens
    words = tokens.words
    for place in range(index, min(index + 6, len(words))):
        if words[place] in ("me", "my") and words[place - 1] in _PASSED:
            return "writer"
        if words[place] in ("my", "your") and words[place - 1] in ("not", "n't", "really", "be"):
            return "writer" if words[place] == "my" else "agent"
        if words[place] in _THEM and words[place - 1] in _PASSED | _DENIED | {"really", "to"}:
            if words[place - 2] in _APT:
                continue
            is_own = reporter(document, tokens, index) == "agent"
            return "agent" if is_own else person_at(document, tokens, place)
        if words[place] in ("you", "your") and words[place - 1] in _PASSED:
            return "agent"
    subject = subject_of(document, tokens, index)
    if subject.kind == "none":
        return "none"
    if subject.is_dropped and document.quote_at(tokens.starts[index]):
        return "writer"
    if subject.kind == "other" and subject.head == subject.start:
        if is_unlisted_name(document, tokens, subject.head):
            return "agent"
        before = words[max(subject.start - 3, 0) : subject.start]
        if "and" in before:
            return "writer" if "i" in words[subject.start - 1 : index] else "other"
    if subject.kind == "writer" or "i" in words[max(index - 3, 0) : index]:
        return "writer"
    return person_at(document, tokens, subject.head) if subject.kind != "work" else "work"
