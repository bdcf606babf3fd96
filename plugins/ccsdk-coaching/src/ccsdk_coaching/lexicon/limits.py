"""English ways to tell of a limit as if somebody had it by nature and for good.

Each names its person in itself ("beyond her", "not in my nature") or follows a subject; a rule
asks whose limit it is. None is told of a single occasion. Each is looked for only where one of
the words before it stands.
"""

from __future__ import annotations

from ccsdk_coaching.lexicon.turns import Turns

__all__ = ["LIMITS", "LIMIT_TRIGGERS"]

_MY = r"(?:my|your|his|her|their)"
_ME = r"(?:me|you|him|her|them)"
_SELF = r"(?:myself|yourself|himself|herself|me|you|him|her)"
_LIKE = (
    rf"(?:people|folks?|those|(?:some|any)(?:one|body)|a (?:man|woman|person)) (?:like {_ME}\b|"
    rf"(?:of|with) {_MY}\b|at {_MY} age\b)"
)
_END = r"[^.,;!?\"\u201d]{0,20}"
# Patterns that begin with a letter are found sooner than those that begin with a border.
_NOT = r"n(?:'t|(?<![a-z]n)ot)"
_NEVER = r"n(?:'t|(?<![a-z]n)(?:ot|ever))"
# Of being: "isn't", and not "don't".
_IS_NOT = r"n(?:(?:(?<=\bisn)|(?<=\baren)|(?<=\bwasn)|(?<=\bweren))'t|(?<=\bn)ot)"
_IS_NEVER = _IS_NOT.replace("ot)", "(?:ot|ever))")
# What stands in these patterns.
_WHOM = "me you him her them"
_WHOSE = "my your his her their"
_OF_NEVER = "t not never"
_OF_BEING = "isn aren wasn weren not"
_STATE = (
    r"(?:a (?:lost cause|hopeless case|disaster|failure|klutz|slow learner|dinosaur|technophobe|"
    r"slow reader|slow typist|bad (?:listener|speller|seller|liar|speaker|writer)|mumbler|worrier|"
    r"poor (?:listener|speller|seller|speaker|writer)|dunce|amateur|weak (?:seller|speller|writer))"
    r"|hopeless|useless|slow|clumsy|forgetful|shy|disorgani[sz]ed|bad|poor|weak|terrible|awkward|"
    r"nervous|impatient|a problem|a struggle|a weakness)"
)
_STATES = (
    "lost hopeless disaster failure klutz dinosaur technophobe slow bad mumbler worrier poor dunce "
    "amateur weak useless clumsy forgetful shy disorganised disorganized terrible awkward nervous "
    "impatient problem struggle weakness"
)
_TOLD = (
    (
        "than",
        r"(?:is |was |'s )?(?:always )?more than (?:i|you|he|she) can (?:handle|take|manage|"
        r"cope with)",
        "can",
    ),
    ("bone", rf"(?:have|has|had|'ve|n't|not|without)(?: got)? a [a-z]+ bone in {_MY} body"),
    (
        "make turn",
        r"(?:no one|nobody|nothing) (?:will|could|can) (?:ever )?(?:make|turn) (?:a|an|you|him|her|"
        rf"me) {_END}",
        "no nobody nothing",
    ),
    (
        "beyond above over",
        rf"(?:(?:way|far|well|just|simply|always|all) )*(?:beyond|above|over) (?:{_ME}|"
        rf"{_MY} (?:head|abilit(?:y|ies)|reach|grasp|powers?|capabilit(?:y|ies)|capacity|range|"
        r"ceiling|limits?|pay grade|understanding))\b",
        f"{_WHOM} {_WHOSE}",
    ),
    (
        "league depth depths reach grasp range",
        rf"out of {_MY} (?:league|depths?|reach|grasp|range)\b",
    ),
    (
        "ability abilities reach grasp range capability capabilities capacity skill skillset "
        "nature comfort",
        rf"(?:outside|not within|not in) {_MY} (?:abilit(?:y|ies)|reach|grasp|range|"
        r"capabilit(?:y|ies)|capacity|skill ?set|nature|comfort zone for good)\b",
    ),
    (
        "born",
        r"(?:(?:was|were|am|is|are|'m|'s|'re|been) )?born without\b[^.,;!?\"\u201d]{0,16}",
    ),
    (
        "gene chip bone gift instinct switch",
        r"(?:missing|lack(?:s|ing)?|without) the [a-z]+ (?:gene|chip|bone|gift|instinct|switch)\b",
    ),
    (
        "always forever",
        r"(?:will|'ll|would|am going to|is going to|are going to) (?:always|forever) (?:be|remain|"
        r"stay|struggle|find it|have (?:trouble|problems|difficulty)|fail|lose|stumble|stammer|"
        rf"panic|freeze|forget|mumble|lag)\b{_END}",
        "be remain stay struggle find have fail lose stumble stammer panic freeze forget mumble "
        "lag",
    ),
    ("remain stay", rf"(?:will|'ll) (?:remain|stay) {_STATE}"),
    (
        _STATES,
        rf"(?:always|forever|just|simply) (?:been |be |was |will be )?{_STATE}"
        rf"(?: at| with| on)\b{_END}",
        "at with on",
    ),
    (
        "taught trained helped coached fixed changed trusted relied",
        r"(?:can't|cannot|can not|couldn't) be (?:taught|trained|helped|coached|fixed|changed|"
        rf"trusted with|relied on|taught out of)\b{_END}",
    ),
    (
        "zero no ounce shred",
        r"(?:has|have|had|'ve|'s|with|got) (?:got )?(?:zero|no|absolutely no|not an ounce of|"
        r"not a shred of|no natural|no real) (?:natural |real )?(?:talent|gift|feel|feeling|ear|"
        r"flair|head|knack|instinct|aptitude|memory|ability|nerve|touch|patience gene|"
        rf"sense of \w+|backbone|charm|imagination|business)\b{_END}",
        "talent gift feel feeling ear flair head knack instinct aptitude memory ability nerve "
        "touch patience sense backbone charm imagination business",
    ),
    (
        "talent gift feel ear flair knack aptitude head",
        rf"(?:zero|no) (?:talent|gift|feel|ear|flair|knack|aptitude|head) for\b{_END}",
        "for",
    ),
    (
        "left thumbs sieve tin cloth deaf deafness wired hardwired",
        r"(?:got |have |has )?(?:two left (?:hands|feet)|ten thumbs\b|a (?:brain|memory|mind|head) "
        r"like a sieve\b|a tin ear|cloth ears)|all thumbs\b|tone-deaf(?:ness)?\b|"
        r"hard-?wired (?:to|for|that way)",
    ),
    (
        "unsuited unfit suited doomed allergic destined genetically",
        r"(?:unsuited|unfit|ill-suited|doomed|allergic|destined to fail|genetically unable) "
        rf"(?:to|for|at|by)\b{_END}",
    ),
    (
        "hundred thousand million month save life love",
        r"(?:can't|cannot|couldn't|wouldn't|could not|would not|never) [a-z][^.,;!?]{0,40} (?:in a "
        rf"(?:hundred|thousand|million|month of) (?:years|sundays)|to save {_MY} life|if {_MY} "
        rf"life depended on it|for the life of {_ME}|for love nor money)",
    ),
    (
        "just like",
        rf"(?:that's|that is|it's) just {_ME}\b|(?:people|folks|someone|somebody) like {_ME} "
        rf"(?:don't|can't|never|won't)\b{_END}",
        _WHOM,
    ),
    (
        "impossible hopeless unlearnable question reach hard difficult much complex advanced "
        "complicated lost closed mystery dutch greek",
        r"(?:impossible|hopeless|unlearnable|out of (?:the question|reach)|beyond reach|"
        r"too (?:hard|difficult|much|complex|advanced|complicated)|a lost cause|a closed book|"
        rf"a mystery|double dutch|greek) (?:for|to|with) (?:{_ME}|{_LIKE}|the likes of \w+)\b",
        f"{_WHOM} {_WHOSE} likes",
    ),
    (
        "ever",
        r"(?:doubt|n't (?:think|believe|see|imagine))(?: that)? you(?:'ll| will| can| "
        r"could|'re going to| are going to) ever (?:learn|get|be|manage|master|make it|cope|change|"
        rf"understand|handle)\b{_END}",
        "you",
    ),
    (
        "brain mind memory fingers tongue head ears",
        rf"{_MY} (?:brain|mind|memory|fingers|tongue|head|ears)(?: just| simply)? (?:doesn't|don't|"
        rf"won't|can't|cannot) (?:do|work|hold|keep|retain|take in|cope|handle|bend)\b{_END}",
    ),
    (
        "reached ceiling limit limits peak",
        rf"(?:(?:is|was|has|'s|'ve|have) )?reached {_MY} (?:ceiling|limits?|peak|maximum)|"
        rf"at {_MY} (?:ceiling|limits?|peak)\b",
    ),
    ("good", r"as good as (?:you|he|she|i)(?:'ll| will)? (?:ever )?(?:get|be)"),
    (
        "dog dogs leopard",
        r"old dogs?\b(?: and| can't| don't)? (?:new tricks|learn)\b|"
        r"a leopard (?:can't|never|doesn't) change",
    ),
    (
        "just simply",
        r"(?:just|simply) (?:don't|doesn't|can't) do (?:numbers|maths?|names|people|emotions?|"
        r"small talk|empathy|feelings|apologies|sales|tech|computers|phones)",
        "do",
    ),
    (
        "teaching training helping changing fixing",
        r"(?:there's|there is|is) no (?:teaching|training|helping|changing|fixing) "
        rf"(?:{_ME}|[a-z]+)\b",
    ),
    ("over through", rf"(?:go|goes|went) (?:straight |right )?(?:over|through) {_MY} head", _WHOSE),
)
_DENIED = (
    (
        "repertoire toolbox toolkit skill skillset wheelhouse vocabulary gift make character stars "
        "line range power powers",
        rf"{_NEVER}(?: \w+)? in {_MY} (?:repertoire|toolbox|toolkit|skill ?set|wheelhouse|"
        r"vocabulary|gift|make-up|character|stars|line|range|powers?)\b(?: and never will be)?",
        "in",
    ),
    (
        "cut made built meant wired programmed designed destined equipped suited fit fitted right "
        "one",
        rf"{_NEVER}(?: ever| just| simply| really| exactly)* (?:cut out|cut from|made of|made|"
        r"built|meant|wired|programmed|designed|destined|equipped|suited|fit|fitted|right|"
        r"the right (?:person|man|woman|one)|the one) (?:for|to|that way|like that)"
        rf"\b{_END}",
        _OF_NEVER,
    ),
    (
        "person type guy girl natural talker seller salesman salesperson closer negotiator typist "
        "speller writer listener learner multitasker leader diplomat communicator techie linguist",
        rf"{_NOT}(?: just| simply| really)* (?:a|an) (?:[a-z-]+ )?(?:person|type|guy|girl|natural|"
        r"talker|seller|salesman|salesperson|closer|negotiator|typist|speller|writer|listener|"
        r"learner|multitasker|leader|diplomat|communicator|techie|linguist)\b",
        _OF_NEVER,
    ),
    (
        "for",
        rf"{_NOT} (?:for|meant for|made for) (?:{_ME}|{_LIKE}|"
        r"the likes of \w+)\b(?! to\b)",
        _OF_NEVER,
    ),
    (
        "one among",
        rf"{_NEVER}(?: exactly| really| just)? (?:one of|among) {_MY} (?:many )?(?:strengths|gifts|"
        r"talents|skills|strong points|strong suits|fortes)(?: and never will be)?",
        _OF_NEVER,
    ),
    (
        "something anything someone somebody person",
        rf"{_IS_NOT}(?: just| simply| really)* (?:(?:something|anything) (?:that )?"
        r"(?:i|you|he|she) (?:can|could|will|'ll)(?: ever)? (?:do|learn|manage|handle|master|"
        r"cope with|be|get)|(?:someone|somebody|a person|the person) (?:who|that) "
        rf"(?:can|could|will ever))\b{_END}",
        _OF_BEING,
    ),
    ("possible", rf"{_NOT} possible (?:for|to) {_ME}\b"),
    (
        "able good quick fast calm confident",
        r"(?<![a-z])never (?:going )?to be (?:able|any good|good|quick|fast|calm|confident)\b"
        rf"{_END}",
        _OF_NEVER,
    ),
    (
        "talent gift head ear knack flair feel memory patience nerve good use",
        r"(?<![a-z])never (?:had|was|were|'ve had) (?:a|any|an|the|much|good|able|gifted)"
        r"(?: of a| much)? (?:talent|gift|head|ear|knack|flair|feel|memory|patience|nerve|good|use)"
        rf"\b{_END}",
        _OF_NEVER,
    ),
)
# What one is born with or is not, as far as people believe.
_GIFTS = (
    "head brain brains memory patience ear voice gift talent knack nerve nerves gene genes nature "
    "personality temperament stomach flair instinct touch confidence aptitude ability sense eye "
    "hands charm discipline feel mind skill skills"
)
_GIFT = rf"(?:{_GIFTS.replace('sense', 'sense of').replace(' ', '|').replace('|of', ' of')})\b"
_TRAITS = (
    "old shy stupid slow dumb young nervous soft timid introverted thick clumsy impatient "
    "sensitive emotional scatterbrained disorganised disorganized lazy dim anxious"
)
_TRAIT = f"(?:{_TRAITS.replace(' ', '|')})"
_ADVERBS = r"(?: (?:just|simply|really|been|even|quite|at all|ever|honestly))*"
_FIXED = (
    (
        "unteachable untrainable incapable uncoachable",
        r"\b(?:unteachable|untrainable|incapable|uncoachable)\b"
        r"(?: (?:at|with|on|of|to|for)\b[^.,;!?]{0,20})?",
    ),
    (
        "lost hopeless beyond too",
        rf"\b(?:(?:a )?(?:lost cause|hopeless case)|beyond help|too {_TRAIT})\b"
        r"(?: (?:at|with|on|of|to|for)\b[^.,;!?]{0,20})?",
        f"cause case help {_TRAITS}",
    ),
    (
        "hopeless clueless useless worthless",
        r"\b(?:hopeless|clueless|useless|worthless)\b(?: (?:at|with|on|in)\b[^.,;!?]{0,20})?",
    ),
    (
        "no rubbish terrible awful bad lousy dreadful poor pathetic incompetent horrible crap "
        "disaster failure",
        r"\b(?:no good|rubbish|terrible|awful|bad|lousy|dreadful|poor|pathetic|incompetent|"
        r"horrible|crap|a (?:complete |total )?(?:disaster|failure)) (?:at(?! all)|with)\b"
        r"[^.,;!?]{0,20}",
        "at with",
    ),
    (
        "born naturally nature",
        r"\b(?:born|naturally|by nature) (?:shy|slow|clumsy|forgetful|disorgani[sz]ed|"
        r"impatient|nervous|loud|messy|lazy|blunt)",
    ),
    (
        f"in takes {_GIFTS}",
        r"\b(?:does|do|did|has|have|'ve|'s)(?:n't| not)(?: just| simply| really)? (?:have |got "
        rf"|in )?(?:it in {_SELF}|what it takes\b|(?:the|a|any|an|enough) {_GIFT}[^.,;!?]{{0,16}})",
        "t not",
    ),
    ("no", rf"\b(?:have|has|'ve got|had|with) no {_GIFT}[^.,;!?]{{0,16}}", _GIFTS),
    ("lack lacks lacked", rf"\black(?:s|ed)? (?:the |any |all )?{_GIFT}[^.,;!?]{{0,16}}"),
    ("no", r"\b(?:there's|there is) no (?:way|point|hope|chance)[^.,;!?]{0,24}", "there"),
    (
        "way",
        r"\bno way (?:that )?(?:(?:i|you|he|she)(?: could| can| will|'ll|'d)|(?:can|could|will) "
        r"(?:i|you|he|she))(?: ever)? (?!have\b)[a-z'-]+(?: [a-z'-]+){0,2}",
        "no",
    ),
    ("hope", r"\b(?:have|has|'ve|'s)(?: got)? (?:no|not a) hope (?:with|at)\b[^.,;!?]{0,16}"),
    (
        "salesman saleswoman salesperson seller typist linguist diplomat multitasker talker "
        "speaker writer leader closer negotiator mathematician",
        r"(?<![a-z])(?:am|is|are|'m|'s|'re) (?:just |simply )?no (?:salesman|saleswoman|"
        r"salesperson|"
        r"seller|typist|linguist|diplomat|multitasker|talker|speaker|writer|leader|closer|"
        r"negotiator|mathematician)\b",
        "no",
    ),
    ("ways", rf"\b(?:too )?set in {_MY} ways\b", "set"),
    ("how", r"\bthat(?:'s| is) (?:just )?how (?:i am|you are|he is|she is)(?=[.,;!]|$)", "that"),
    (
        "way who wired built made",
        r"\b(?:(?:just|simply|always been) )?(?:the way (?:i am|you are|i'm)|how (?:i'm|you're|"
        r"i am|you are) (?:wired|built|made)\b|who (?:i am|you are))",
        "i you",
    ),
    (
        "good bad terrible hopeless awful slow slower weak weaker",
        r"\b(?:always (?:been|be)|never been) (?:any )?(?:good|bad|terrible|hopeless|awful|"
        r"slow(?:er)?|weak(?:er)?)\b(?: (?:at|with)\b[^.,;!?]{0,20})?",
        "be been",
    ),
    (
        "cut made built meant wired born suited capable person type types talker learner "
        "natural multitasker salesman salesperson writer speaker leader kind kinds sort sorts "
        "persons enough people numbers phone computer detail details morning technical sales "
        "math maths tech",
        rf"{_IS_NEVER}{_ADVERBS} (?:cut out|made|built|meant|wired|born(?! yesterday)|"
        r"suited|capable|an? (?:[a-z]+ )?(?:person|type|talker|learner|natural|multitasker|"
        r"salesman|salesperson|writer|speaker|leader)|the (?:type|kind|sort|person)s?|"
        r"(?:good|smart|clever|quick|brave|strong|confident|patient|fast|bright|outgoing) "
        r"enough|a (?:people|numbers|phone|computer|details?|morning|technical|sales|maths?|"
        r"tech))\b(?: (?:for|to|of|out)\b)?[^.,;!?]{0,20}",
        f"{_OF_BEING} never",
    ),
    (
        "in",
        rf"{_IS_NOT}(?: just| simply)? in (?:{_MY} (?:nature|blood|dna|genes|power|bones)|"
        rf"{_SELF})\b",
        _OF_BEING,
    ),
    (
        "thing things strength strengths forte fortes strong cup",
        rf"{_IS_NOT}{_ADVERBS} {_MY} (?:(?:thing|strength|forte)s?\b|strong (?:suit|point)|"
        r"cup of tea)(?: and never will be)?",
        _OF_BEING,
    ),
)


def _at_word(turn: str) -> str:
    """Return a pattern for where a word begins, or the "n't" of one if it may begin so."""
    return rf"(?:(?<![a-z])|(?=n't))(?:{turn})" if "|n't" in turn else rf"(?<![a-z])(?:{turn})"


LIMITS = Turns(
    (
        *_FIXED,
        *((turn[0], _at_word(turn[1]), *turn[2:]) for turn in _TOLD),
        *_DENIED,
    )
)
LIMIT_TRIGGERS = (
    *(
        "beyond above outside within without missing lacking always forever remain stay zero "
        "sieve thumbs deaf wired hardwired unsuited unfit doomed allergic destined reached "
        "ceiling unlearnable ill-suited dogs dog leopard ear ears gene bone"
    ).split(),
    *(
        "more than, nobody, no one, one of my, one of your, one of his, one of her, ever, "
        "weren't, my brain, your brain, my mind, your mind, my memory, your memory, my fingers, "
        "my tongue, just me, just you, just him, just her, like me, like you, set in, "
        "no talent, no gift, "
        "no feel, no flair, no knack, no head, no aptitude, no natural, no real, no teaching, no "
        "training, no helping, no changing, no fixing, over me, over you, over him, over her, "
        "left hands, left feet, my head, your head, his head, her head, out of his, out of her, "
        "out of their, too hard, as good as, too difficult, too complex, too advanced, too "
        "complicated, out of the question, double dutch"
    ).split(", "),
)
