"""English words that find fault: a general list, and what their endings tell.

No list is whole, so prefixes, endings and compounds count, too: what was left "un..ed", done
half or ill, and so on. The exceptions are words that only look like that.
"""

from __future__ import annotations

from ccsdk_coaching.lexicon.kept import kept
from ccsdk_coaching.lexicon.polarity import FAULTS

__all__ = ["WIDE_FAULTS", "is_faulty"]

# Adjectives, and nouns for what nobody wants to hear of their work.
WIDE_FAULTS = frozenset(
    "abrasive absent-minded accusing aggressive agitated aloof ambiguous arrogant bland blunt "
    "blurry bossy brash chaotic choppy clipped cluttered combative complicated condescending "
    "contradictory convoluted costly crooked cryptic cynical dangerous delayed detached dirty "
    "disappointing discouraging disengaged disinterested disrespectful distant doubtful dreary "
    "erratic evasive excessive expired false faulty flippant foggy forced forgetful fragmented "
    "frantic frosty generic grim grumpy gruff half-hearted hesitant hollow hostile icy "
    "impersonal inappropriate inaudible indifferent inexact insensitive insincere intrusive "
    "invalid inverted irritable irritated jarring jerky jumbled jumpy lax lazy lifeless limp "
    "long-winded loose lukewarm mechanical meandering monotonous murky muted narrow negative "
    "noisy nonchalant obscure obsolete off-putting off-hand offhand out-of-date overdue passive "
    "patronising patronizing perfunctory pointless pushy puzzling ragged rash redundant "
    "reluctant repetitive rigid risky rocky rough sarcastic scant scattered scrappy scruffy "
    "shoddy shrill sketchy slack slapdash sleepy smug sour sparse spotty stern stilted strained "
    "stubborn sullen superficial surly suspicious tardy tedious tetchy threatening toneless "
    "tiring truncated wasted wasteful wobbly wooden stressful heavy-handed top-heavy lopsided "
    "mediocre subpar awful terrible dreadful horrible lousy neglected untidy swallowed buried "
    "duplicate duplicated crossed dead silent absence blame blunder breach chaos clutter confusion "
    "contradiction dead-air deadlock discrepancy distraction drawback embarrassment excuse "
    "excuses failing failings failure failures flaw flaws friction frustration glitch guesswork "
    "hesitation hiccup hitch hurry impatience inaccuracy inaccuracies interrogation irritation "
    "lapse lapses lateness mess misprint misprints mix-up misunderstanding monologue muddle "
    "nuisance omission omissions oversight oversights ramble setback shambles shortcoming "
    "shortcomings slip-up slips snag struggle tangle tangent waste weakness weaknesses wastes "
    "afterthought blur maze riddle lecture sermon mumble shrug rant sighs interruptions mistaken "
    "expense canned copied pasted boilerplate interchangeable hiccups sigh yawn frown grunt "
    "afterthoughts shortcut shortcuts backlog detour downside blemish stain smudge "
    "struggled".split()
)
_UN_BUT_GOOD = frozenset(
    "under until unless union unit unite united units unique universal understand understood "
    "understanding understands unhurried unprompted unflappable unfailing unfailingly unwavering "
    "uninterrupted undivided unruffled unforgettable unbelievable unbelievably untangled "
    "untangle unpacked unpack unwrapped unwrap unroll unrolled uncle uniform uniforms university "
    "unfold unfolded unfazed unassuming unbiased unstinting unrivalled unstoppable unlock unload "
    "unfolds undertake undertook undo undid under-promised undoubtedly unearthed unearth unusual "
    "unusually unbroken unblocked unblock universe unanimous unhook unscrew unlimited uncovered "
    "uncover unite unload unloaded untie untied".split()
)
_UN_ENDINGS = "ed ly en ful al able ing nt aid ead ung eard eld own one ean air".split()
_MIS_BUT_NOT = frozenset(
    "miss missed misses mission missions mist misty mister missus misc".split()
)
_LESS_BUT_GOOD = frozenset(
    "spotless flawless effortless tireless seamless faultless nevertheless nonetheless regardless "
    "unless wireless contactless selfless fearless priceless countless timeless homeless bless "
    "paperless cordless peerless matchless ageless doubtless cashless stainless "
    "boundless".split()
)
_OVER_BAD = "overr overs overl overp overc overd overu overf overw overe overt overb overh".split()
_OVER_BUT_NOT = frozenset(
    "overseas overseen oversee oversees oversaw overdraft overdrafts overtime overhead overheads "
    "overcoat overcome overcame overcast overheard overhear overture overt override overrides "
    "overrode overhaul overtake oversized".split()
)
_BAD_BEGINNINGS = ("half-", "ill-", "badly-", "poorly-", "over-", "under-", "out-of-")
_DIS = frozenset(
    "disjointed disorderly dissatisfied disheartening disappointed displeased disconnected "
    "disrupted disregarded disturbed distorted disliked discourteous dishonest disorienting "
    "discouraged disagreeable".split()
)


@kept
def is_faulty(word: str) -> bool:
    """Return whether a word in small letters finds fault by itself."""
    if word in FAULTS or word in WIDE_FAULTS or word in _DIS:
        return True
    if len(word) < 6:
        return False
    if word.endswith("ly") and _is_adverb_of_fault(word):
        return True
    if word.startswith("un") and word not in _UN_BUT_GOOD:
        return word.endswith(tuple(_UN_ENDINGS))
    if word.startswith("mis"):
        return word not in _MIS_BUT_NOT and not word.startswith(("miss", "mist"))
    if word.startswith("over") and word.endswith(("ed", "ing", "long", "ran", "due")):
        return word.startswith(tuple(_OVER_BAD)) and word not in _OVER_BUT_NOT
    if word.endswith(("less", "lessly")):
        return word.removesuffix("ly") not in _LESS_BUT_GOOD
    return word.startswith(_BAD_BEGINNINGS) and word not in ("half-hour", "over-the-phone")


def _is_adverb_of_fault(word: str) -> bool:
    stem = word[:-2]
    stems = {stem, stem + "le", stem + "e"} | ({stem[:-1] + "y"} if stem.endswith("i") else set())
    return any(each in FAULTS or each in WIDE_FAULTS for each in stems) and word not in (
        "shortly longly coldly-calm lately lowly hardly nearly".split()
    )
