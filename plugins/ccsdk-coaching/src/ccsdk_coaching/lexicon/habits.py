"""What English says of habits: its turns, verbs of bad ones, and what makes a good deed bad."""

from __future__ import annotations

from functools import lru_cache

from ccsdk_coaching.lexicon.turns import Turns

__all__ = [
    "AWAY",
    "BURDENS",
    "CHECKS",
    "CLAIMING",
    "CLAIMS",
    "CLOSED",
    "ENDURING",
    "EVERY",
    "FIXED",
    "GAZES",
    "GIVING_UP",
    "MENDS",
    "NOTICES",
    "OUTDATED",
    "PROGRESS",
    "QUOTES",
    "TOYS",
    "TWICE",
    "TWICE_OVER",
    "VERSIONS",
    "is_bad_deed",
]

# Whatever happens on each occasion.
EVERY = Turns(
    (
        (
            "time",
            r"\b(?:(?:each|every)(?: single| darn)? time|all the time|time and again|"
            r"time after time)\b",
            "each every all again after",
        ),
        ("fail", r"\bwithout fail\b", "without"),
        ("over", r"\bover and over\b", "and"),
        ("again", r"\bagain and again\b", "and"),
        ("day", r"\bday in,? day out\b", "out"),
        ("exception", r"\bwithout exception\b", "without"),
        (
            "every",
            r"\b(?:on |in |at )?(?:each and |every )?every (?:single )?"
            r"(?:call|chat|shift|day|morning|recording|contact|email|one)\b",
            "call chat shift day morning recording contact email one",
        ),
    )
)
# No habit, though one of the words stands in it.
FIXED = Turns(
    (
        (
            "always",
            r"\b(?:(?:as|like|can|could|may|should|must|need to|have to) always"
            r"|always(?:-on| a pleasure| welcome)|will always be)\b",
            "as like can could may should must to on pleasure welcome be",
        ),
        (
            "never",
            r"\b(?:never (?:mind|a dull|better|say never)|you never know|better late than never"
            r"|now or never)\b",
            "mind dull better say know late now",
        ),
        ("once", r"\bonce and for all\b", "all"),
        ("forever", r"\bforever grateful\b", "grateful"),
    )
)
# Who never stops doing them does well.
ENDURING = frozenset(
    "fail stop cease tire lose flinch waver falter quit flag shy skimp hold budge complain "
    "regret doubt resent".split()
)
GIVING_UP = frozenset(
    {"admit defeat", "give up", "give in", "run out", "run short", "cut corners", "back down"}
)
# What a customer is glad to be spared.
BURDENS = frozenset(
    "repeat wait feel guess beg chase queue hold leave hang walk worry wonder stand sit go".split()
)
PROGRESS = frozenset(
    "improve grow learn develop impress surprise amaze deliver there available in with".split()
)
TWICE = frozenset(
    "twice again alone waiting hanging guessing wondering dark stranded limbo stuck small stupid "
    "uncomfortable unwelcome long forever unless without".split()
)
TWICE_OVER = frozenset("repeat wait guess beg chase twice hanging waiting alone stranded".split())
CLAIMS = frozenset(
    "gripe complaint complaints moan grievance claim accusation criticism feedback comment view "
    "opinion story allegation beef impression verdict".split()
)
TOYS = frozenset("phone mobile watch clock nails instagram whatsapp socials".split())
GAZES = frozenset("on check look stare scroll play glance use fiddle glue".split())
# Whoever is said to say so: "the tenant is adamant that you never rang".
CLAIMING = frozenset(
    "maintains maintained alleges alleged contends contended asserts asserted adamant convinced "
    "certain insists insisted protests protested swears swore vows vowed blind".split()
)
# Whoever is always there is not at work, or not himself.
AWAY = frozenset(
    "aux acw wrap wrap-up break lunch canteen hurry rush flap panic huff "
    "mood sulk tizzy offline unavailable not-ready standby facebook youtube tiktok netflix "
    "reddit ebay".split()
)
# Of what is late, missing or wrong, it is good to do these.
MENDS = frozenset(
    "warn flag mention acknowledge admit own fix correct explain log chase report apologise "
    "apologize note resolve solve replace update remedy".split()
)
NOTICES = frozenset("tell inform warn advise notify remind ask alert".split())
# They come too late once the matter is closed.
CHECKS = frozenset("check verify warn mention test".split())
CLOSED = frozenset(
    "sent booked charged closed paid submitted processed posted shipped refunded transferred "
    "saved ordered cancelled issued dispatched signed".split()
)
# What somebody says, which may not be what holds: "you always say 3 when the system says 10".
QUOTES = frozenset(
    "tell say quote give promise state use write read name offer advise send attach paste".split()
)
OUTDATED = frozenset("old previous expired outdated superseded last".split())
VERSIONS = frozenset(
    "tariff price prices script form forms version template rate rates number address policy "
    "wording leaflet menu greeting list codes code timetable".split()
)
_BAD_VERBS = frozenset(
    "abandon accuse argue assume babble badger badmouth bark barge barrel belittle berate bicker "
    "blab blame blather bluff botch bulldoze bungle butcher chatter cheat chide chew chomp "
    "chuckle clip cling conceal condescend contradict coddle crunch curse cuss dawdle daydream "
    "deflect desert digress disappear disconnect discourage disregard distort ditch dither dodge "
    "doze drift drone duck dump embarrass evade exaggerate fabricate fib fidget flounder fluff "
    "fob forget freeze fudge fumble gabble gallop garble glare gloss goof gossip grimace groan "
    "grunt gulp guess harangue hector hog holler hound huff humiliate hurry ignore improvise "
    "insult interject interrupt intimidate invent irritate jabber lag lecture lie loiter meander "
    "mislay mishandle mock moan monopolise monopolize muddle mumble munch mutter nag neglect "
    "nitpick oversell overpromise overshare overstate pad panic parrot patronise patronize pester "
    "plough plow pontificate pout prattle preach presume prevaricate procrastinate quarrel "
    "railroad ramble rattle recite repress ridicule rile rush scoff scold scowl shirk shout shove "
    "shriek shrug sidestep sidetrack sigh skim skip skimp slam slink slouch slur slurp smirk snap "
    "snarl sneak sneer sniff sniffle snigger snort snub speed splutter squabble squander stall "
    "stammer steamroll steamroller stonewall stumble sulk swear tease trample trip tut undermine "
    "upstage vanish waffle wander whine whinge whistle witter yawn yell zone misquote misread "
    "misspell mispronounce misroute misfile mistype mishear misjudge misinform mislead offend "
    "overcharge overrun hide bury withhold postpone gamble cancel".split()
)
# With these words behind it, a verb that is good or plain by itself is bad.
_BAD_WITH = {
    verb: frozenset(words.split())
    for verbs, words in (
        ("talk speak chatter type run", "over across through down under"),
        ("cut break", "in off short across into callers caller people them her him corners"),
        ("jump butt chip barge dive step", "in into conclusions ahead"),
        ("hang ring", "up"),
        ("brush wave shrug fob palm laugh pass push put wait", "off aside away buck"),
        (
            "reach go hit press grab lean fall hide turn run resort default retreat rely switch",
            "mute script transfer jargon boilerplate template excuse excuses behind escalate "
            "autopilot",
        ),
        ("point shove push send", "sign website faq leaflet poster clock door elsewhere wall away"),
        ("arrive turn start log come open show", "late after"),
        ("leave log finish clock slope sneak", "early unsigned unfinished open blank empty"),
        ("go fall turn stay", "silent quiet blank cold defensive missing off astray"),
        (
            "sound look seem",
            "bored annoyed irritated tired cross rushed impatient distracted away "
            "uninterested sleepy angry",
        ),
        ("read", "aloud script scripts word-for-word verbatim off"),
        ("lose", "temper patience track thread file files notes"),
        ("take", "personally over sides shortcuts calls-late breaks"),
        ("make", "up excuses assumptions mistakes promises faces noises fun"),
        ("raise", "voice eyebrows"),
        ("roll", "eyes"),
        ("pick file bite paint", "nails fights"),
        ("give", "up wrong lip"),
        ("use", "jargon slang acronyms abbreviations mute"),
        ("transfer pass hand", "without cold blind blindly"),
        ("put", "words off blame down hold"),
        ("change", "subject topic story"),
        ("forget fail omit neglect", "to"),
        ("eat drink snack", "on during crisps lunch while"),
        ("tell", "off lies"),
        ("copy", "paste pasted"),
        ("let", "ring slide drop slip"),
        ("finish end", "sentences abruptly for"),
    )
    for verb in verbs.split()
}
_BEGINNERS = frozenset("start begin keep end tend seem go be".split())
_IRREGULAR = {
    "went": "go",
    "goes": "go",
    "fell": "fall",
    "hung": "hang",
    "rang": "ring",
    "took": "take",
    "spoke": "speak",
    "broke": "break",
    "gave": "give",
    "told": "tell",
    "hid": "hide",
    "left": "leave",
    "lost": "lose",
    "made": "make",
    "sent": "send",
    "forgot": "forget",
    "froze": "freeze",
    "swore": "swear",
    "shrank": "shrink",
    "began": "begin",
    "kept": "keep",
    "are": "be",
    "is": "be",
    "'re": "be",
    "were": "be",
    "lying": "lie",
    "came": "come",
    "ran": "run",
    "ate": "eat",
    "bit": "bite",
    "wrote": "write",
    "does": "do",
}
_BASES = _BAD_VERBS | frozenset(_BAD_WITH) | _BEGINNERS
_WITH_REACH = 7


@lru_cache(maxsize=4096)
def _base(word: str) -> str:
    """Return the base of a verb that is listed here, else the word."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word in _BASES:
        return word
    for ending in ("ies", "ied", "ing", "es", "ed", "s", "d"):
        if not word.endswith(ending):
            continue
        stem = word[: -len(ending)]
        for base in (stem, stem + "e", stem + "y", stem[:-1]):
            if base in _BASES and (base != stem[:-1] or stem[-1:] == stem[-2:-1]):
                return base
    return word


def is_bad_deed(run: list[str]) -> bool:
    """Return whether a predicate, from its verb on, tells of a deed that nobody wants.

    Args:
        run: Words in small letters; a verb of beginning before it is passed over.
    """
    at = 0
    while at < min(len(run) - 1, 3) and _base(run[at]) in _BEGINNERS:
        following = run[at + 1]
        is_verb = following.endswith("ing") or following in ("to", "up", "on")
        if not is_verb:
            break
        at += 1 + (following in ("to", "up", "on") and at + 2 < len(run))
    if at >= len(run):
        return False
    verb = _base(run[at])
    if verb in _BAD_VERBS:
        return True
    bad = _BAD_WITH.get(verb)
    return bad is not None and not bad.isdisjoint(run[at + 1 : at + _WITH_REACH])
