"""CL106: a can't-do told as a fixed fact about the agent, by the agent or the coach."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ccsdk_coaching.clause import subject_of
from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.model import Finding, SentenceRule
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.people import person_at
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.reading.speakers import reporter

__all__ = ["LimitingBelief"]

_SELF = r"(?:myself|yourself|himself|herself|me|you|him|her)"
# Fixed by their own words, whoever speaks.
_FIXED = re.compile(
    r"\b(?:(?:'m|am|are|is|'re|'s|was)?(?:n't| not| never)?(?: just| simply| really)? ?)?"
    r"(?P<core>(?:n't|not|never)(?: just| simply| really| been)? (?:cut out|made|built|meant|"
    r"wired|born"
    r"|suited|the (?:type|kind|sort)|capable|a (?:natural|people|numbers|phone|computer|details?|"
    r"morning|technical|sales|math|maths|tech)\b)"
    r"(?: (?:for|to|of|out)\b)?[^.,;!?]{0,20}"
    r"|(?:unteachable|untrainable|hopeless|incapable|useless|uncoachable|a lost cause|too old|"
    r"too shy"
    r"|too stupid|too slow|too dumb|a hopeless case|beyond help|clueless)\b(?: (?:at|with|on|of|"
    r"to)\b[^.,;!?]{0,20})?"
    r"|(?:no good|rubbish|terrible|awful|bad|lousy|dreadful|useless|poor) (?:at|"
    r"with)\b[^.,;!?]{0,20}"
    r"|(?:born|naturally|by nature) (?:shy|slow|clumsy|forgetful|disorgani[sz]ed|impatient)"
    r"|(?:beyond|over) (?:me|my (?:head|abilities)|you|your (?:abilities|reach))\b"
    r"|(?:does|do|did|has|have|'ve|'s)(?:n't| not) (?:have |got |in )?(?:it in"
    rf" {_SELF}|what it takes|the (?:head|brain|memory|patience|ear|voice|gift|talent|knack|nerve|"
    r"brains|gene|nature|personality|temperament|stomach)[^.,;!?]{0,16})"
    r"|have no (?:head|memory|talent|gift|ear|knack|patience)[^.,;!?]{0,16}"
    r"|(?:impossible|hopeless|out of reach|beyond reach) for (?:me|you|him|her|someone like)"
    rf"|(?:isn't|is not|wasn't|'s not|not) in (?:my|your|his|her) (?:nature|blood|dna|genes|power)"
    r"|(?:there's|there is) no (?:way|point|hope)[^.,;!?]{0,24}"
    r"|(?:just|simply|always been)? ?(?:the way (?:i am|you are|i'm)|how (?:i'm|you're) (?:wired|"
    r"built|made))"
    r"|not (?:my|your|his|her) (?:thing|strength|forte|strong (?:suit|point)))"
)
# Of verbs that somebody can learn: to be unable is told as if for ever.
_CANNOT = re.compile(
    r"\b(?:(?:could|can|will|'ll|would|am|'m|are|'re|is|"
    r"was)? ?never (?:ever )?(?:be (?:any )?(?:good|able|a|"
    r"any|confident|one|fast|calm)|going to|gonna|get|learn|manage|understand|remember|master|"
    r"handle|cope|make it|sell|change|sound|speak|crack|grasp|work out|become|do|keep|spell|stay|"
    r"catch up|improve|reach|have|win)"
    r"[^.,;!?\"\u201d]{0,24}"
    r"|(?:can't|cannot|can not|couldn't|ca n't)(?: ever| just| simply| possibly| even|"
    r" really)* [a-z'-]+(?: [a-z'-]+){0,3}"
    r"|(?:'m|am|are|'re|is|was) (?:just |simply )?(?:not able|unable|incapable) (?:to|of) [a-z'-]+"
    r"|(?:will|'ll|would|wo)(?: n't|n't| not| never)(?: ever)? (?:ever|learn|manage|get (?:it|"
    r"the hang|along|better|there|"
    r"used)|change|make it|be (?:able|good))[^.,;!?\"\u201d]{0,20}"
    r"|(?:can|could) never [a-z'-]+(?: [a-z'-]+){0,2}"
    r"|never (?:was|been)(?: any| much)? (?:good|use|able)[^.,;!?]{0,16}"
    r"|(?:simply|just) can't(?=[.!,;]|$))"
)
_IDIOMS = re.compile(
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
_LIMIT = re.compile(
    r"\b(?:system|screen|tool|crm|app|login|log in|log on|password|access|permission|button|"
    r"without|until|unless|policy|rules?|law|licen[cs]e|refunds?|override|above|over \u00a3|"
    r"over \$|"
    r"before (?:noon|\d)|after \d|website|portal|software|database|printer|key|keys|vault|"
    r"because|while the|from (?:this|here|home)|today|tonight|this week|right now|at the moment|"
    r"legally|by phone|in writing|hear (?:you|the)|issue|authori[sz]ed?|outside|weekend|hours|"
    r"data protection|gdpr|card number|parking|park here|yet|budget|stock|server|vpn|headset|"
    r"line)\b"
)
_OVERCOME = re.compile(
    r"\b(?:used to|no longer|any ?more|once (?:said|thought|told|believed|felt|wrote|swore)|"
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
_HEDGED = re.compile(
    r"\b(?:if|so that|in case|whether|why|so (?:he|she|they)|nobody|no one|who)\b[^.,;!?]*$"
)
_SKILL = re.compile(
    r"(?:can't|cannot|couldn't|can not|can never|could never|not able to|unable to|incapable of)"
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


_BAD_AT = "rubbish terrible awful bad lousy dreadful poor".split()


class LimitingBelief(SentenceRule):
    """Find can't-do statements about the agent, also in the agent's own words."""

    code = "CL106"
    name = "limiting-belief"
    severity = "hint"
    quote_policy = "agent"
    message = "A belief, and a chance: Just imagine how easy it would become if you could"
    triggers = {
        "en": (
            *(
                "can't cannot couldn't never not isn't wasn't doesn't don't didn't haven't hasn't "
                "unteachable untrainable hopeless incapable useless uncoachable born naturally "
                "nature beyond impossible won't wouldn't unable clueless aren't"
            ).split(),
            "lost cause",
            "too old",
            "too shy",
            "too stupid",
            "too slow",
            "too dumb",
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
        'Jo: "Group sales? I\'m [not cut out for] them."',
        "Leo [is unteachable] on price bands.",
        "You said you [can't remember] names.",
        'Ana told me: "I\'[ll never learn] the new till."',
        "You are just [not a numbers person].",
    )
    good = (
        "The lift can't take pianos; you found the ramp.",
        "You can't go wrong with that opening line.",
        "The system says you can't issue a refund without the key.",
        "You used to say you couldn't sell; today you sold two tours.",
        'The guest said: "I can\'t remember my code."',
    )

    def check_sentence(
        self, document: Document, sentence: Sentence, config: CoachingConfig
    ) -> Iterable[Finding]:
        """Yield each belief that is about the agent."""
        low = sentence.low
        last_end = -1
        found = sorted(
            [(m.start("core"), m.end("core"), True) for m in _FIXED.finditer(low)]
            + [(m.start(), m.end(), False) for m in _CANNOT.finditer(low)]
        )
        if not found or _OVERCOME.search(low):
            return
        for left, end, is_fixed in found:
            text = low[left:end].strip(" '")
            begin = low.index(text, left)
            if begin < last_end or _IDIOMS.search(text):
                continue
            if _is_agents(document, sentence, begin, text, is_fixed=is_fixed):
                last_end = begin + len(text)
                yield self.finding(sentence.start + begin, sentence.start + last_end)


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
    if speaker in ("agent", "unknown"):
        if who not in ("writer", "none"):
            return False
        return is_fixed or not _LIMIT.search(sentence.low)
    said_by = reporter(document, tokens, index)
    if said_by == "customer" or said_by == "other" or who != "agent":
        return False
    if _HEDGED.search(sentence.low[:begin]) or document.low[start - 2 : start] == "if":
        return False
    if is_fixed:
        return not text.startswith(("bad", "too slow", "poor")) or " at" in text or " to" in text
    if _LIMIT.search(sentence.low):
        return False
    return said_by == "agent" or "never" in text or bool(_SKILL.search(text))


def _about(document: Document, sentence: Sentence, index: int) -> str:
    """Return whom the words at an index are about: their subject, or the one they end with."""
    tokens = sentence.tokens
    words = tokens.words
    for place in range(index, min(index + 6, len(words))):
        if words[place] in ("me", "my") and words[place - 1] in ("beyond", "for", "over", "in"):
            return "writer"
        if words[place] in ("my", "your") and words[place - 1] in ("not", "n't", "really"):
            return "writer" if words[place] == "my" else "agent"
        if words[place] in ("you", "your") and words[place - 1] in ("beyond", "for", "over", "in"):
            return "agent"
    subject = subject_of(document, tokens, index)
    if subject.kind == "none":
        return "none"
    if subject.is_dropped and document.quote_at(tokens.starts[index]):
        return "writer"
    if subject.kind == "other" and subject.head == subject.start:
        before = words[max(subject.start - 3, 0) : subject.start]
        if "and" in before:
            return "writer" if "i" in words[subject.start - 1 : index] else "other"
    if subject.kind == "writer" or "i" in words[max(index - 3, 0) : index]:
        return "writer"
    return person_at(document, tokens, subject.head) if subject.kind != "work" else "work"
