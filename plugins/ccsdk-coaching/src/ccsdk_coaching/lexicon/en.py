"""Classes of English function words and verbs that the rules reason with."""

from __future__ import annotations

from ccsdk_coaching.lexicon.kept import kept
from ccsdk_coaching.lexicon.polarity import ACTIONS_FAULT, ACTIONS_GOOD

__all__ = [
    "ADVERBS",
    "AUTHORITIES",
    "AUXILIARIES",
    "CONJUNCTIONS",
    "DETERMINERS",
    "DUTY_VERBS",
    "FEELINGS",
    "INTRODUCERS",
    "NOT_VERBS",
    "PREPOSITIONS",
    "PRONOUNS",
    "REPORTING",
    "STOPS",
    "SUBORDINATORS",
    "WORK",
    "is_adverb",
    "lemma",
]

PRONOUNS = frozenset(
    "i we you he she they it this that these those there who which what one everyone everybody "
    "someone somebody nobody anyone anybody u y'all yourself".split()
)
DETERMINERS = frozenset(
    "the a an your my our his her their its this that these those every each all some any no "
    "both another other such more most many much few several".split()
)
PREPOSITIONS = frozenset(
    "of in on at to for from with without by about into onto over under after before during "
    "through between among against across behind beside besides near off per since until till "
    "upon within around along towards toward like despite regarding than as next".split()
)
CONJUNCTIONS = frozenset("and but or so yet nor then because although though while whereas".split())
SUBORDINATORS = frozenset(
    "if when whenever whether unless until till where wherever while whatever what how which who "
    "whom whose why whichever whoever as once before after since than provided".split()
)
# A clause that begins with one of these has said when or how, and its subject follows.
INTRODUCERS = PREPOSITIONS | frozenset(
    "next today tomorrow tonight now here there first second third finally lastly also then again "
    "sometimes often maybe perhaps honestly frankly overall generally ideally always usually "
    "instead otherwise therefore still monday tuesday wednesday thursday friday saturday sunday "
    "this every each last given when if once".split()
)
AUXILIARIES = frozenset(
    "be am is are was were been being do does did have has had will would can could shall should "
    "may might must 'll 'd 've 's 're 'm wo ca sha ai ought".split()
)
ADVERBS = frozenset(
    "really also still always just only even now then therefore probably definitely certainly "
    "simply first never often perhaps maybe sometimes too very quite rather so almost already soon "
    "again ever usually well almost instead please honestly both all clearly nearly at least "
    "either".split()
)
STOPS = frozenset(',;:.!?()[]{}\u2014\u2013\u2026|/*#>\u2022"\u201c\u201d')
# Verbs that carry what somebody says or thinks.
REPORTING = frozenset(
    "say said says saying tell told tells telling ask asked asks asking claim claimed claims "
    "complain complained complains complaining grumble grumbled grumbles think thinks thought "
    "believe believes believed feel feels felt insist insisted insists shout shouted shouts yell "
    "yelled write writes wrote written report reported reports mention mentioned mentions "
    "wonder wondered wonders demand demanded demands reply replied replies answer answered "
    "answers add added adds admit admitted admits argue argued argues remark remarked remarks "
    "note noted notes explain explained explains know knows knew mean means meant reckon reckons "
    "guess suggest suggested suggests warn warned warns swear swore whisper whispered murmur "
    "murmured sigh sighed joke joked joking moan moaned protest protested state stated states "
    "object objected exclaim exclaimed scream screamed beg begged call called text texted email "
    "emailed post posted rate rated praise praised love loved worry worried fear feared doubt "
    "doubted declare declared confess confessed snap snapped repeat repeated accuse accused "
    "point pointed quote quoted laugh laughed cry cried hear heard find finds found see sees "
    "remember please imagine hope hoped announce announced announces growl growled mutter "
    "muttered whine whined".split()
)
AUTHORITIES = frozenset(
    "law laws act regulation regulations regulator regulators fca gdpr pci pci-dss hipaa ofcom "
    "ofgem policy policies statute legislation directive compliance legal court courts ordinance "
    "ministry tribunal visa mastercard amex insurer insurers underwriter underwriters inspector "
    "inspectors authority authorities code codes standards reg "
    "iso licence license treaty constitution "
    "bylaw bylaws by-law by-laws rule rules regs rulebook union iata faa fda sec ombudsman council "
    "customs government parliament police byelaw byelaws caa mca sra osha nhs cqc scheme "
    "schemes contract guideline guidelines decree parliament watchdog auditors auditor agency "
    "terms statutes requirement requirements protocol protection regime mandate".split()
)
# With an authority as their subject they make the duty its own.
DUTY_VERBS = frozenset(
    "say says said require requires required demand demands demanded state states oblige obliges "
    "insist insists forbid forbids prescribe prescribes want wants mandate mandates expect expects "
    "ask asks tell tells dictate dictates stipulate stipulates specify specifies make makes set "
    "sets compel compels bind binds order orders provide provides apply applies prohibit prohibits "
    "ban bans mean means allow allows call calls rule rules instruct instructs warn warns "
    "need needs decree decrees lay lays put puts leave leaves has have is are".split()
)
FEELINGS = frozenset(
    "tired exhausted proud happy relieved thrilled frustrated kidding joking delighted upset "
    "nervous worried hungry thirsty sore freezing glad pleased sick drained shattered weary "
    "overwhelmed stressed new excited busy starving annoyed sad scared anxious lonely cold hot "
    "hoarse wondering thinking looking feeling dying dreaming able fine ok okay aware used "
    "familiar chuffed pooped relieved ready back here there done home".split()
)
# What an agent makes: a duty on one of these is a duty on the agent, even without "your".
WORK = frozenset(
    "greeting greetings tone notes note summary summaries recap recaps opening closing "
    "verification "
    "wording pace pacing hold holds handover handovers wrap-up callback callbacks follow-up "
    "follow-ups email emails reply replies response responses message messages explanation "
    "explanations apology apologies documentation log logs log-in sign-off intro introduction "
    "disposition dispositions transfer transfers voice phrasing script transcript write-up "
    "subject-line salutation farewell listening empathy questions questioning probing "
    "report reports ending goodbye announcement announcements handling signature spelling "
    "typing".split()
)

# They may follow "to", and are no verb: "what you have to hand", "got to work".
NOT_VERBS = frozenset(
    "hand you me him us them it her date here there school england london town monday work-place "
    "what which whom whose where when".split()
)

_DOUBLED = frozenset("bdgklmnprtz")
_IRREGULAR = {
    form: base
    for base, forms in {
        "forget": "forgot forgotten",
        "lose": "lost",
        "leave": "left",
        "take": "took taken",
        "make": "made",
        "give": "gave given",
        "find": "found",
        "catch": "caught",
        "bring": "brought",
        "think": "thought",
        "keep": "kept",
        "hold": "held",
        "tell": "told",
        "read": "read",
        "write": "wrote written",
        "draw": "drew drawn",
        "speak": "spoke spoken",
        "stand": "stood",
        "sit": "sat",
        "win": "won",
        "send": "sent",
        "build": "built",
        "choose": "chose chosen",
        "hang": "hung",
        "break": "broke broken",
        "freeze": "froze frozen",
        "teach": "taught",
        "understand": "understood",
        "begin": "began begun",
        "lead": "led",
        "lend": "lent",
        "kneel": "knelt",
        "show": "shown",
        "put": "put",
        "set": "set",
        "let": "let",
        "cut": "cut",
        "eat": "ate eaten",
        "mishear": "misheard",
        "mislead": "misled",
        "misread": "misread",
        "swear": "swore",
        "spell": "spelt",
        "learn": "learnt",
        "hide": "hid hidden",
        "withhold": "withheld",
        "overrun": "overran",
        "go": "went gone goes",
        "do": "did done does",
        "have": "had has",
        "be": "is are was were been am",
        "see": "saw seen",
        "say": "said",
        "get": "got gotten",
        "come": "came",
        "know": "knew known",
        "sell": "sold",
        "fall": "fell fallen",
        "meet": "met",
        "ring": "rang rung",
        "pay": "paid",
        "stick": "stuck",
        "steer": "steered",
        "speed": "sped",
        "spend": "spent",
        "ride": "rode ridden",
        "drive": "drove driven",
        "throw": "threw thrown",
        "buy": "bought",
        "hear": "heard",
        "feel": "felt",
        "swing": "swung",
        "lay": "laid",
        "deal": "dealt",
        "seek": "sought",
        "grow": "grew grown",
        "fly": "flew flown",
        "fight": "fought",
        "dig": "dug",
        "shake": "shook shaken",
        "run": "ran",
        "wear": "wore",
        "rise": "rose risen",
        "bend": "bent",
        "feed": "fed",
        "sing": "sang sung",
        "weave": "wove woven",
        "strike": "struck",
        "raise": "raised raising raises",
    }.items()
    for form in forms.split()
}
_VERBS = ACTIONS_FAULT | ACTIONS_GOOD


@kept
def is_adverb(word: str) -> bool:
    """Return whether a word may stand between a subject and its verb."""
    return word in ADVERBS or (
        len(word) > 4 and word.endswith("ly") and word not in ("reply", "supply", "apply", "family")
    )


@kept
def lemma(word: str) -> str:
    """Return the base form of a verb, as far as its ending tells it."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word in _VERBS:
        return word
    for ending in ("ies", "ied", "ing", "es", "ed", "s", "d"):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word[: -len(ending)]
            for base in (stem,) if ending in ("s", "d") else (stem, stem + "e", stem + "y"):
                if base in _VERBS:
                    return base
            is_doubled = len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] in _DOUBLED
            if is_doubled and stem[:-1] in _VERBS:
                return stem[:-1]
    return word
