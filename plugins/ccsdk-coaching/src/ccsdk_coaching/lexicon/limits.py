"""English ways to tell of a limit as if somebody had it by nature and for good.

Each names its person in itself ("beyond her", "not in my nature") or follows a subject; a rule
asks whose limit it is. None is told of a single occasion.
"""

from __future__ import annotations

__all__ = ["LIMITS", "LIMIT_TRIGGERS"]

_MY = r"(?:my|your|his|her|their)"
_ME = r"(?:me|you|him|her|them)"
_END = r"[^.,;!?\"\u201d]{0,20}"
_STATE = (
    r"(?:a (?:lost cause|hopeless case|disaster|failure|klutz|slow learner|dinosaur|technophobe|"
    r"slow reader|slow typist|bad (?:listener|speller|seller|liar|speaker|writer)|mumbler|worrier|"
    r"poor (?:listener|speller|seller|speaker|writer)|dunce|amateur|weak (?:seller|speller|writer))"
    r"|hopeless|useless|slow|clumsy|forgetful|shy|disorgani[sz]ed|bad|poor|weak|terrible|awkward|"
    r"nervous|impatient|a problem|a struggle|a weakness)"
)
LIMITS = (
    r"(?:is |was |'s )?(?:always )?more than (?:i|you|he|she) can (?:handle|take|manage|cope with)",
    rf"(?:have|has|had|'ve|n't|not|without)(?: got)? a [a-z]+ bone in {_MY} body",
    r"(?:no one|nobody|nothing) (?:will|could|can) (?:ever )?(?:make|turn) (?:a|an|you|him|her|me) "
    rf"{_END}",
    rf"(?:n't|not|never)(?: \w+)? in {_MY} (?:repertoire|toolbox|toolkit|skill ?set|wheelhouse|"
    r"vocabulary|gift|make-up|character|stars|line|range|powers?)(?: and never will be)?",
    rf"(?:(?:way|far|well|just|simply|always|all) )*(?:beyond|above|over) (?:{_ME}|"
    rf"{_MY} (?:head|abilit(?:y|ies)|reach|grasp|powers?|capabilit(?:y|ies)|capacity|range|ceiling|"
    r"limits?|pay grade|understanding))\b",
    rf"out of {_MY} (?:league|depth|reach|grasp|range)",
    rf"(?:outside|not within|not in) {_MY} (?:abilit(?:y|ies)|reach|grasp|range|"
    r"capabilit(?:y|ies)|capacity|skill ?set|nature|comfort zone for good)",
    r"(?:was|were|am|is|are|'m|'s|'re|been)? ?born without\b[^.,;!?\"\u201d]{0,16}",
    r"(?:missing|lack(?:s|ing)?|without) the [a-z]+ (?:gene|chip|bone|gift|instinct|switch)\b",
    rf"(?:will|'ll|would|am going to|is going to|are going to) (?:always|forever) (?:be|remain|"
    rf"stay|struggle|find it|have (?:trouble|problems|difficulty)|fail|lose|stumble|stammer|"
    rf"panic|freeze|forget|mumble|lag)\b{_END}",
    rf"(?:will|'ll) (?:remain|stay) {_STATE}",
    rf"(?:always|forever|just|simply) (?:been |be |was |will be )?{_STATE}"
    rf"(?: at| with| on)\b{_END}",
    rf"(?:can't|cannot|can not|couldn't) be (?:taught|trained|helped|coached|fixed|changed|"
    rf"trusted with|relied on|taught out of)\b{_END}",
    r"(?:has|have|had|'ve|'s|with|got) (?:got )?(?:zero|no|absolutely no|not an ounce of|"
    r"not a shred of|no natural|no real) (?:natural |real )?(?:talent|gift|feel|feeling|ear|flair|"
    r"head|knack|instinct|aptitude|memory|ability|nerve|touch|patience gene|sense of \w+|"
    rf"backbone|charm|imagination|business)\b{_END}",
    rf"(?:zero|no) (?:talent|gift|feel|ear|flair|knack|aptitude|head) for\b{_END}",
    r"(?:got |have |has )?(?:two left (?:hands|feet)|ten thumbs|a (?:brain|memory|mind|head) like "
    r"a sieve|a tin ear|cloth ears)|all thumbs|tone-deaf|hard-?wired (?:to|for|that way)",
    rf"(?:n't|not|never)(?: ever| just| simply| really| exactly)* (?:cut out|cut from|made of|"
    rf"made|built|meant|wired|programmed|designed|destined|equipped|suited|fit|fitted|"
    rf"right|the right (?:person|man|woman|one)|the one) (?:for|to|that way|like that)\b{_END}",
    r"(?:n't|not)(?: just| simply| really)* (?:a|an) (?:[a-z-]+ )?(?:person|type|guy|girl|"
    r"natural|talker|seller|salesman|salesperson|closer|negotiator|typist|speller|writer|listener|"
    r"learner|multitasker|leader|diplomat|communicator|techie|linguist|morning person)\b",
    rf"(?:unsuited|unfit|ill-suited|doomed|allergic|destined to fail|genetically unable) "
    rf"(?:to|for|at|by)\b{_END}",
    rf"(?:n't|not) (?:for|meant for|made for) (?:{_ME}|people like {_ME}|someone like {_ME}|"
    r"the likes of \w+)\b(?! to\b)",
    rf"(?:n't|not|never)(?: exactly| really| just)? (?:one of|among) {_MY} (?:many )?(?:strengths|"
    r"gifts|talents|skills|strong points|strong suits|fortes)(?: and never will be)?",
    rf"(?:can't|cannot|couldn't|wouldn't|could not|would not|never) [a-z][^.,;!?]{{0,40}} (?:in a "
    rf"(?:hundred|thousand|million|month of) (?:years|sundays)|to save {_MY} life|if {_MY} life "
    rf"depended on it|for the life of {_ME}|for love nor money)",
    rf"(?:that's|that is|it's) just {_ME}\b|(?:people|folks|someone|somebody) like {_ME} "
    rf"(?:don't|can't|never|won't)\b{_END}|(?:n't|not) possible (?:for|to) {_ME}\b",
    rf"(?:impossible|hopeless|unlearnable|out of the question|too (?:hard|difficult|much|complex|"
    rf"advanced|complicated)|a lost cause|a closed book|a mystery|double dutch|greek) (?:for|to|"
    rf"with) (?:{_ME}|people like {_ME}|someone like {_ME}|the likes of \w+)\b",
    rf"(?:(?:is|was|has|'s|'ve|have) )?reached {_MY} (?:ceiling|limits?|peak|maximum)|"
    rf"at {_MY} (?:ceiling|limit|peak)",
    r"as good as (?:you|he|she|i)(?:'ll| will)? (?:ever )?(?:get|be)|old dogs?(?: and| can't| "
    r"don't)? (?:new tricks|learn)\b|a leopard (?:can't|never|doesn't) change|"
    r"(?:just|simply) (?:don't|doesn't|can't) do (?:numbers|maths?|names|people|emotions?|small "
    r"talk|empathy|feelings|apologies|sales|tech|computers|phones)",
    r"(?:there's|there is|is) no (?:teaching|training|helping|changing|fixing) "
    rf"(?:{_ME}|[a-z]+)\b",
    rf"(?:go|goes|went) (?:straight |right )?(?:over|through) {_MY} head|never (?:going )?to be "
    rf"(?:able|any good|good|quick|fast|calm|confident)\b{_END}",
    r"never (?:had|was|were|'ve had) (?:a|any|an|the|much|good|able|gifted)(?: of a| much)? "
    r"(?:talent|gift|head|ear|knack|flair|feel|memory|patience|nerve|good|use)\b" + _END,
)
LIMIT_TRIGGERS = (
    *(
        "beyond above outside within without missing lacking always forever remain stay zero "
        "sieve thumbs tone-deaf deaf wired hardwired unsuited unfit doomed allergic destined "
        "reached "
        "ceiling unlearnable ill-suited dogs dog leopard sieve ear ears gene bone".split()
    ),
    "more than",
    "nobody",
    "no one",
    "not one of",
    "not among",
    "one of my",
    "one of your",
    "one of his",
    "one of her",
    "just me",
    "just you",
    "just him",
    "just her",
    "like me",
    "like you",
    "not possible",
    "no talent",
    "no gift",
    "no feel",
    "no ear",
    "no flair",
    "no knack",
    "no head",
    "no aptitude",
    "no natural",
    "no real",
    "no teaching",
    "no training",
    "no helping",
    "no changing",
    "no fixing",
    "over me",
    "over you",
    "over him",
    "over her",
    "left hands",
    "left feet",
    "my head",
    "your head",
    "his head",
    "her head",
    "out of his",
    "out of her",
    "out of their",
    "too hard",
    "too difficult",
    "too complex",
    "too advanced",
    "too complicated",
    "out of the question",
    "double dutch",
    "as good as",
)
