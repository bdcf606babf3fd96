"""CL202 to CL207: what a whole note of three sentences or more leaves out.

A change is an imperative behind an improvement heading, or one that stands by itself; its
purpose stands in the same clause. A commitment says who, what and when, and is not tentative.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.lexicon.en import DETERMINERS, INTRODUCERS, PRONOUNS, is_adverb
from ccsdk_coaching.lexicon.patterns import late
from ccsdk_coaching.model import Finding, SentenceRule
from ccsdk_coaching.polarity import names_behaviour, praise_of_agent
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.rules.order import headings_of

__all__ = [
    "CHANGES_MAX",
    "NoCommitment",
    "NoOpenQuestion",
    "NoPurpose",
    "NoStrength",
    "NoSummary",
    "TooManyChanges",
]

CHANGES_MAX = 3
SENTENCES_MIN = 3

_OPEN = late(r"\b(?:what|which|how|where|who|when|tell me|describe)\b[^.!?]*\?")
_SUMMARY = late(
    r"\b(?:to sum(?: it)? up|in sum(?:mary)?|summary|summing up|in short|to recap|recap:|"
    r"so we agreed|we agreed|agreed:|all in all|takeaways?|key points?|to conclude|in a nutshell|"
    r"bottom line|to wrap up|to close)\b"
)
_TENTATIVE = late(
    r"\b(?:try|trying|hopefully|maybe|perhaps|might|somehow|at some point|when i can|if possible|"
    r"do my best|do your best|sometime|some day|as far as)\b"
)
_WHEN = late(
    r"\b(?:from (?:now on|next|this|\w+day|tomorrow|today|the)|tomorrow|tonight|next (?:week|"
    r"month|call|"
    r"shift|\w+day|time|session|one)|by (?:\w+day|the|next|noon|\d)|on (?:\w+day|the next)|"
    r"this (?:week|"
    r"afternoon|\w+day)|starting|at (?:each|every|the start|\d)|on (?:each|every)|before (?:each|"
    r"every|the)"
    r"|after (?:each|every|the)|until|in the next|over the next|the next \w+ (?:calls|chats|"
    r"shifts))\b"
)
_WHO = late(
    r"\b(?:you|i|we)(?:'ll| will| are going to|'re going to| agreed to| commit to)?\b ?[a-z]*"
)
_PURPOSE = late(
    r"\b(?:so|so that|because|in order to|since|which (?:helps|lets|gives|keeps|saves|makes)|"
    r"then (?:\w+ )?"
    r"(?:can|will|know)|to (?:let|help|keep|give|make|show|save|avoid|spare)|that way|as (?:they|"
    r"it|he|she))\b"
)
# What stands behind one of these is asked for, and was not done.
_ASKED_FOR = late(
    r"\b(?:you|your \w+|they|he|she)(?: \w+)? ?(?:should|must|ought|'d better|had better|gotta|"
    r"needs? to|ha(?:ve|s) (?:got )?to|'ve got to)\b"
    r"|\b(?:if i (?:were|was)|were i|in your (?:place|shoes|position|seat)|why don't you)\b"
)
_CLAUSE = late(r"[^.;!?\n\r]+")
_TWO_WORDS = late(r"([a-z'][a-z']*+)[^a-z']+[a-z']")
_NO_VERB = (
    PRONOUNS
    | DETERMINERS
    | (INTRODUCERS - {"like"})
    | frozenset(
        "keep continue which how why hopefully solid good great well to so and but or not no yes "
        "thanks thank worked went strong strengths great's".split()
    )
)


class _NoteRule(SentenceRule):
    """Look at whole notes; those of fewer sentences are no such notes."""

    severity = "info"

    def check(self, document: Document, config: CoachingConfig) -> Iterable[Finding]:
        """Yield what the note leaves out, if it is one."""
        if "english" not in document.shared:
            document.shared["english"] = [each for each in document.sentences if each.lang == "en"]
        sentences: list[Sentence] = document.shared["english"]
        if len(sentences) >= SENTENCES_MIN and 2 * len(sentences) > len(document.sentences):
            yield from self.check_note(document, sentences)

    def check_note(self, document: Document, sentences: list[Sentence]) -> Iterable[Finding]:
        """Yield what the sentences of a note leave out."""
        raise NotImplementedError

    def at(self, sentence: Sentence) -> Finding:
        """Return a finding on a sentence."""
        return self.finding(sentence.start, sentence.end)


def _is_strength(document: Document, sentence: Sentence) -> bool:
    if not sentence.vocabulary:
        return False  # a row of marks
    tokens = sentence.tokens
    asked = _ASKED_FOR.search(sentence.low)
    end = tokens.at(sentence.start + asked.start()) if asked else len(tokens)
    return bool(praise_of_agent(document, tokens, 0, end)) and names_behaviour(
        document, tokens, 0, end
    )


class NoStrength(_NoteRule):
    """Find notes that name nothing the agent did well."""

    code = "CL202"
    name = "no-specific-strength"
    message = "Nothing here says what went well; name one thing that was done"
    bad = (
        "[Solid evening]. Begin: name the interval. Try to wave.",
        "[Begin: name the interval.] Dim the torch. Tag prams. Log keys. Hopefully soon.",
        "[The hall was full.] It rained. Next time name the gate.",
        "[Good job.] See you on Friday. Bring the keys.",
        "[You should state the clinic before you ask for a date.] It rained. Try to wave.",
    )
    good = (
        "You fetched him a cushion. Which part would you frame? To sum up: keep that.",
        "You calmed the twins. It rained. See you on Friday.",
        "Your recap was clear. It rained. See you on Friday.",
        "Solid evening. Try to wave.",
        "You fetched him a cushion. Which part would you frame? To sum up: keep that; from Friday "
        "you name the interval at each bell, so guests can plan.",
        "You caught a falling pram. Begin: dim the torch, so eyes adjust; name the interval, so "
        "they plan; tag prams, so none is lost; log keys, so the next shift finds them. In which "
        "order?",
    )

    def check_note(self, document: Document, sentences: list[Sentence]) -> Iterable[Finding]:
        """Yield the first sentence if no sentence praises a behaviour."""
        for each in sentences:
            if document.holds("strength-en", each, _is_strength):
                return
            # A long text without any needs no more room for it.
            each.rest()
        yield self.at(sentences[0])


class NoOpenQuestion(_NoteRule):
    """Find notes that ask nothing."""

    code = "CL203"
    name = "no-open-question"
    message = "No open question: ask what the agent would keep, or do next"
    bad = (
        "Solid evening. Begin: name the interval. [Try to wave.]",
        "You waved. It rained. [See you on Friday.]",
        "You waved. It rained. [Did you see it?]",
        "You waved. I liked it. [Name the gate next time.]",
        "Begin: name the interval. Dim the torch. Tag prams. Log keys. [Hopefully soon.]",
    )
    good = (
        "You fetched him a cushion. Which part would you frame? To sum up: keep that.",
        "You waved. It rained. What would you keep?",
        "You waved. How did it feel? See you on Friday.",
        "You waved. It rained.",
        "You fetched him a cushion. Which part would you frame? To sum up: keep that; from Friday "
        "you name the interval at each bell, so guests can plan.",
        "You caught a falling pram. Begin: dim the torch, so eyes adjust; name the interval, so "
        "they plan; tag prams, so none is lost; log keys, so the next shift finds them. In which "
        "order?",
    )

    def check_note(self, document: Document, sentences: list[Sentence]) -> Iterable[Finding]:
        """Yield the last sentence if none asks openly."""
        if not any("?" in each.low and _OPEN.search(each.low) for each in sentences):
            yield self.at(sentences[-1])


class NoSummary(_NoteRule):
    """Find notes that do not sum up."""

    code = "CL204"
    name = "no-summary"
    message = "No summary: say in one line what was agreed"
    bad = (
        "Solid evening. Begin: name the interval. [Try to wave.]",
        "You waved. What would you keep? [See you on Friday.]",
        "You waved. It rained. [What would you keep?]",
        "You waved. Begin: name the gate. [By Friday you do.]",
        "You caught a falling pram. Begin: dim the torch, so eyes adjust; name the interval, so "
        "they plan; tag prams, so none is lost; log keys, so the next shift finds them. [In which "
        "order?]",
        "Begin: name the interval. Dim the torch. Tag prams. Log keys. [Hopefully soon.]",
    )
    good = (
        "You fetched him a cushion. Which part would you frame? To sum up: keep that.",
        "You waved. It rained. In short: keep the wave.",
        "You waved. We agreed on the gate. See you on Friday.",
        "Summary: keep the wave.",
        "You fetched him a cushion. Which part would you frame? To sum up: keep that; from Friday "
        "you name the interval at each bell, so guests can plan.",
    )

    def check_note(self, document: Document, sentences: list[Sentence]) -> Iterable[Finding]:
        """Yield the last sentence if none sums up."""
        if not any(_SUMMARY.search(each.low) for each in sentences):
            yield self.at(sentences[-1])


class NoCommitment(_NoteRule):
    """Find notes without a commitment, or with one that is tentative or has no time."""

    code = "CL205"
    name = "no-commitment"
    message = "No commitment: who does what, from when?"
    bad = (
        "Solid evening. Begin: name the interval. [Try to wave.]",
        "You waved. It rained. [I will try to name the gate from Friday.]",
        "You waved. It rained. [You name the gate.]",
        "You waved. It rained. [Hopefully soon.]",
        "You caught a falling pram. Begin: dim the torch, so eyes adjust; name the interval, so "
        "they plan; tag prams, so none is lost; log keys, so the next shift finds them. [In which "
        "order?]",
        "Begin: name the interval. Dim the torch. Tag prams. Log keys. [Hopefully soon.]",
    )
    good = (
        "You waved. What would you keep? From Friday you name the interval at each bell.",
        "You waved. It rained. Tomorrow I will name the gate.",
        "You waved. It rained. You will read the fee aloud on the next call.",
        "Try to wave.",
        "You fetched him a cushion. Which part would you frame? To sum up: keep that; from Friday "
        "you name the interval at each bell, so guests can plan.",
    )

    def check_note(self, document: Document, sentences: list[Sentence]) -> Iterable[Finding]:
        """Yield the last sentence if none commits."""
        for each in sentences:
            for clause in _CLAUSE.finditer(each.low):
                said = clause[0]
                is_firm = _WHEN.search(said) and _WHO.search(said)
                if is_firm and not _TENTATIVE.search(each.low):
                    return
        yield self.at(sentences[-1])


class NoPurpose(_NoteRule):
    """Find changes that say not what for."""

    code = "CL206"
    name = "change-without-purpose"
    message = "A change without its purpose: so that ...?"
    bad = (
        "Solid evening. Begin: [name the interval]. [Try to wave].",
        "You waved. It rained. To improve: [dim the torch].",
        "You waved. It rained. To change: dim the torch, so eyes adjust; [log the keys].",
        "You waved. To improve: [read the fee aloud]. Which part was hard?",
        "Begin: [name the interval]. [Dim the torch]. [Tag prams]. [Log keys]. Hopefully soon.",
    )
    good = (
        "You waved. Begin: dim the torch, so eyes adjust. In which order?",
        "You waved. It rained. To improve: log keys because the next shift looks for them.",
        "You waved. It rained. Which part would you keep?",
        "Begin: name the interval.",
        "You fetched him a cushion. Which part would you frame? To sum up: keep that; from Friday "
        "you name the interval at each bell, so guests can plan.",
        "You caught a falling pram. Begin: dim the torch, so eyes adjust; name the interval, so "
        "they plan; tag prams, so none is lost; log keys, so the next shift finds them. In which "
        "order?",
    )

    def check_note(self, document: Document, sentences: list[Sentence]) -> Iterable[Finding]:
        """Yield each change whose clause names no purpose."""
        for start, end in changes_of(document, sentences):
            if not _PURPOSE.search(document.low, start, end):
                yield self.finding(start, end)


class TooManyChanges(_NoteRule):
    """Find notes that ask for more than three changes."""

    code = "CL207"
    name = "too-many-changes"
    message = f"More than {CHANGES_MAX} changes; choose those that matter most"
    bad = (
        "Begin: name the interval. Dim the torch. Tag prams. [Log keys]. Hopefully soon.",
        "You waved. Begin: dim the torch; name the gate; tag prams; [log keys]. In which order?",
        "You waved. It rained. To improve:\n- name the gate\n- dim the torch\n- tag prams\n"
        "- [log keys]",
        "It rained. To change: name the gate; dim it; tag prams; [log keys]; ring twice. What "
        "first?",
        "You caught a falling pram. Begin: dim the torch, so eyes adjust; name the interval, so "
        "they plan; tag prams, so none is lost; [log keys, so the next shift finds them]. In which "
        "order?",
    )
    good = (
        "You waved. Begin: dim the torch; name the gate; tag prams. In which order?",
        "You waved. It rained. To improve: name the gate.",
        "You waved. You dimmed the torch. You tagged prams. You logged keys.",
        "Begin: name the gate; dim the torch; tag prams; log keys.",
        "You fetched him a cushion. Which part would you frame? To sum up: keep that; from Friday "
        "you name the interval at each bell, so guests can plan.",
        "Solid evening. Begin: name the interval. Try to wave.",
    )

    def check_note(self, document: Document, sentences: list[Sentence]) -> Iterable[Finding]:
        """Yield the first change that is one too many."""
        changes = changes_of(document, sentences)
        if len(changes) > CHANGES_MAX:
            yield self.finding(*changes[CHANGES_MAX])


def changes_of(document: Document, sentences: list[Sentence]) -> list[tuple[int, int]]:
    """Return each change that is asked for, found once per document."""
    if "changes" not in document.shared:
        document.shared["changes"] = list(_changes(document, sentences))
    found: list[tuple[int, int]] = document.shared["changes"]
    return found


def _changes(document: Document, sentences: list[Sentence]) -> Iterator[tuple[int, int]]:
    """Yield each change that is asked for behind an improvement heading."""
    headings = list(headings_of(document))
    for place, (kind, _, end) in enumerate(headings):
        if kind != "improve":
            continue
        until = headings[place + 1][1] if place + 1 < len(headings) else sentences[-1].end
        for clause in _CLAUSE.finditer(document.low, end, until):
            said = clause[0]
            words = _TWO_WORDS.search(said)
            if not words or not _is_imperative(words[1]):
                continue
            start, stop = clause.span()
            if document.text[stop : stop + 1] != "?":
                yield stop - len(said.lstrip(" \t-*+:")), start + len(said.rstrip())


def _is_imperative(word: str) -> bool:
    """Return whether a clause that begins with a word asks for something."""
    return word not in _NO_VERB and not is_adverb(word) and not word.endswith("ing")
