"""English words that praise, that blame, and that do neither but say what was done."""

from __future__ import annotations

__all__ = [
    "ACTIONS_FAULT",
    "ACTIONS_GOOD",
    "BEHAVIOUR_QUALITIES",
    "DEEDS",
    "EFFECTS",
    "EVALUATIVE",
    "EVALUATIVE_ADVERBS",
    "FAULTS",
    "GENERIC_WORK",
    "LIKED",
    "NAMES_FOR_GOOD_PEOPLE",
    "NEGATIONS",
    "SKILLS",
    "SUCCESSES",
]

# They only evaluate.
EVALUATIVE = frozenset(
    "good great excellent superb terrific splendid wonderful brilliant fantastic amazing awesome "
    "outstanding perfect lovely nice fine solid strong impressive stellar exceptional fabulous "
    "marvellous marvelous magnificent incredible remarkable phenomenal tremendous ace top "
    "top-notch first-class first-rate world-class spot-on flawless faultless beautiful stunning "
    "smashing cracking banging decent super sterling exemplary commendable admirable epic "
    "sensational unbelievable grand "
    "swell dandy best better awesome-sauce ideal delightful "
    "fab class magic quality tidy stupendous glorious dazzling masterful inspired".split()
)
EVALUATIVE_ADVERBS = frozenset(
    "well brilliantly superbly wonderfully beautifully perfectly excellently nicely great "
    "fantastically amazingly splendidly marvellously impressively admirably flawlessly "
    "outstandingly terrifically fabulously awesome good fine".split()
)
# They describe how something was done, and so name it.
BEHAVIOUR_QUALITIES = frozenset(
    "patient calm clear warm gentle kind polite friendly thorough careful concise unhurried "
    "precise attentive vivid tactful honest thoughtful steady quick prompt fast accurate crisp "
    "soft reassuring empathetic empathic sympathetic respectful courteous welcoming organised "
    "organized tidy-minded neat complete detailed specific personal sincere genuine cheerful "
    "upbeat confident professional considerate discreet diplomatic helpful creative inventive "
    "smooth natural relaxed measured soothing humorous funny witty brave proactive punctual "
    "methodical structured logical persuasive firm fair encouraging supportive engaging tender "
    "even-tempered soft-spoken plain-spoken jargon-free step-by-step generous compassionate "
    "composed collected lively energetic graceful humble light playful approachable caring "
    "well-paced well-structured articulate transparent tactile rich readable meticulous legible "
    "consistent memorable fluent sensitive spotless patiently calmly clearly warmly gently "
    "kindly politely thoroughly carefully concisely precisely attentively vividly tactfully "
    "honestly thoughtfully steadily quickly promptly swiftly accurately crisply softly "
    "reassuringly sympathetically respectfully courteously neatly completely sincerely genuinely "
    "cheerfully confidently professionally considerately discreetly diplomatically creatively "
    "smoothly naturally firmly fairly openly generously slowly methodically gracefully quietly "
    "simply deftly skilfully skillfully unprompted meticulously fluently sensitively adept agile "
    "alert apt assured astute authentic balanced candid capable clever collaborative comforting "
    "committed competent conscientious constructive convincing cooperative cordial coherent "
    "dedicated deft delicate dependable determined diligent disarming effective efficient "
    "elegant eloquent enthusiastic expert fearless flexible focused frank gracious heartfelt "
    "hospitable imaginative informative ingenious inclusive insightful intuitive inviting "
    "kind-hearted knowledgeable likeable lucid mature mindful modest nimble nuanced observant "
    "open open-minded orderly perceptive poised polished practical productive quick-thinking "
    "quick-witted rapid reliable relatable resilient resourceful responsible responsive seamless "
    "self-assured selfless sensible skilled skilful skillful speedy spirited steadfast "
    "streamlined succinct sunny sure-footed swift systematic targeted tenacious timely tireless "
    "unflappable unfazed unfailing understanding unwavering upfront useful versatile vigilant "
    "wise comfortingly effortless level-headed even-handed well-informed articulated sweet "
    "catchy charming gripping adorable touching moving stirring glad tasteful rhythmic melodious "
    "soothingly easy-going intelligible audible approachably tuned in-depth punchy fresh".split()
)
# Parts and skills of the work itself.
SKILLS = frozenset(
    "recap recaps listening tone greeting greetings question questions pace pacing hold summary "
    "explanation explanations verification apology apologies patience rapport voice opening "
    "closing close empathy notes note wording handover handovers introduction intro documentation "
    "phrasing probing questioning vocabulary spelling email emails reply replies response "
    "responses answer answers follow-up callback signposting reassurance warmth calm kindness "
    "courtesy manner manners diction clarity accuracy attention memory humour humor honesty "
    "tact timing punctuality typing navigation product-knowledge knowledge welcome farewell "
    "sign-off analogy analogies example metaphor de-escalation escalation wrap-up labelling "
    "paraphrase paraphrasing mirroring silence pauses pause smile eye-contact posture directions "
    "instructions description descriptions story storytelling map drawing sketch checklist "
    "translation pronunciation handwriting offer offers pitch demonstration demo walkthrough "
    "message messages letter letters log logs record records report reports form forms call-notes "
    "subject-line preparation research teamwork cheerfulness gentleness politeness energy "
    "delivery speech announcement announcements choice-of-words sentences order structure "
    "courtesies script steps step process check checks transfer transfers troubleshooting "
    "diagnosis negotiation objection persistence discretion compassion eye ear".split()
)
# It is praised, and says nothing of what was done.
GENERIC_WORK = frozenset(
    "job work shift call calls performance effort efforts service day week month session chat "
    "stuff going show one result results evening night morning afternoon start stint run round "
    "week's month's display game teamwork handling contribution tour talk lesson class workshop "
    "speech presentation quarter season outing weekend turn interaction attitude spirit mindset "
    "progress attempt try moment moments thing things".split()
)
# Single deeds; praise of one names it.
DEEDS = frozenset(
    "advice idea ideas touch gesture thought choice catch decision solution suggestion question "
    "move plan answer".split()
)
NAMES_FOR_GOOD_PEOPLE = frozenset(
    "star stars gem gems legend legends rockstar rock-star natural treasure hero heroes asset "
    "champ champion superstar genius wizard wonder marvel diamond angel pro ace credit joy "
    "professional machine trooper blessing delight inspiration lifesaver talent jewel whizz "
    "star-player ninja dream hit force pleasure powerhouse colleague colleagues teammate "
    "addition example rock player model".split()
)
LIKED = frozenset(
    "love loved like liked enjoy enjoyed appreciate appreciated admire admired applaud "
    "commend impressed adore adored".split()
)
NEGATIONS = frozenset(
    "not n't never no nobody nothing none neither nor without hardly barely scarcely cannot "
    "nowhere rarely seldom".split()
) | frozenset(
    # Written in haste, without the apostrophe.
    f"{word}nt"
    for word in "did do does is was were ca wo could should would have has are".split()
)
# Adjectives, nouns and participles of what went wrong.
FAULTS = frozenset(
    "missing late wrong incorrect incomplete unclear confusing confused confusingly abrupt rude "
    "cold flat harsh curt sharp sloppy messy rushed hurried hasty slow sluggish long longer "
    "lengthy short thin weak poor poorly bad badly worse worst careless unlocked unread unanswered "
    "unsigned unsaved unsent unchecked unfinished unlogged untagged unmentioned unexplained "
    "unverified unconfirmed open blank empty vague muddled monotone robotic cut dull boring "
    "quiet faint stale outdated mistake mistakes error errors fault faults typo typos gap gaps "
    "lack "
    "lacked lacks lacking problem problems issue issues delay delays silence interruption jargon "
    "forgotten skipped missed lost dropped left-out overlooked omitted ignored cut-off misspelt "
    "misspelled mispronounced mixed-up broken sank stalled dragged suffered slipped slid drifted "
    "fell faded wavered vanished disappeared failed lagged wandered absent clumsy awkward shaky "
    "patchy scripted stiff unprofessional dismissive impatient defensive distracted disorganised "
    "disorganized inaccurate inconsistent insufficient inadequate lacklustre low lower weaker "
    "thinner shorter shallow off concern concerns pity shame unfortunately sadly waited guess "
    "guessing stranded unaware unsure cutoff "
    "stung sting hurt startled scared offended bruised less misleading irrelevant small "
    "forgettable "
    "premature wordy rambling needless unnecessary "
    "flustered tense terse brusque garbled mumbled illegible overran upset annoyed lonely".split()
)
# What an agent does that nobody wants; base, past and -ing are told by `lemma`.
ACTIONS_FAULT = frozenset(
    "forget miss skip rush interrupt ignore lose drop omit neglect overlook mumble mutter shout "
    "snap argue sigh yawn guess assume blame confuse mislead overpromise delay vanish disappear "
    "block park clutter slam misspell mispronounce mix muddle fail ramble dodge avoid refuse "
    "arrive-late oversell undersell slouch frown grumble complain gossip scroll stall hesitate "
    "leave cut talk-over talk hang hurry rattle race gloss bypass exceed cancel misplace "
    "misread mishear misquote misroute misfile miscount patronise patronize scold lecture nag "
    "insult dismiss abandon bark chew eat whisper swear panic freeze stammer wander drift "
    "wait postpone overrun overcharge undercharge transfer escalate apologise-late underestimate "
    "overlook break burst crowd bury drag mangle monopolise swallow trip undercut roll "
    "sound look end hide jump push sneer stray doze drone dump exaggerate fidget fumble fluff "
    "fuss gabble hog moan neglect overcomplicate oversleep pass procrastinate scowl shrug slip "
    "slump spill squander stumble tap tut waffle waste whine bang barge bungle butt "
    "contradict dawdle dither duck evade forgo hog jumble lag scrawl shorten sidestep stonewall "
    "underplay withhold leap default".split()
)
ACTIONS_GOOD = frozenset(
    "greet wave smile thank remember check ask listen offer help find stay explain bring take hold "
    "welcome confirm verify summarise summarize recap paraphrase reassure calm comfort apologise "
    "apologize care notice spot catch fix solve resolve rescue save answer follow call share "
    "teach coach encourage support praise acknowledge recognise recognize validate empathise "
    "empathize pause slow repeat read spell write note log record draw sketch map show walk guide "
    "lead lift carry fetch serve seat escort accompany kneel crouch translate simplify clarify "
    "describe tell inform warn prepare plan organise organize arrange book rebook reroute reopen "
    "keep keep-calm give hand lend wrap fold tidy clean polish arrive begin open close prioritise "
    "prioritize double-check anticipate adapt adjust learn own track update cover cheer "
    "congratulate "
    "make put turn let choose pick handle manage defuse de-escalate soothe negotiate persuade win "
    "earn deliver finish complete move send add include mention name point reach return set sit "
    "stand step speak stop look use work try think understand treat trace search reunite steer "
    "label signpost suggest recommend mirror match build connect invite introduce involve credit "
    "count leave-room refund replace repair restore review schedule settle sort swap test time tag "
    "tailor thank trust unlock volunteer warm weigh welcome wait-patiently".split()
)
# Doing these is good by itself; the trouble they are done to is not the agent's.
SUCCESSES = frozenset(
    "calm soothe comfort reassure rescue save solve resolve fix repair sort settle spot catch "
    "notice defuse de-escalate find trace recover reunite thank greet welcome apologise apologize "
    "acknowledge recognise recognize empathise empathize listen remember handle manage master "
    "win earn help support encourage anticipate clarify simplify explain summarise summarize "
    "paraphrase recap double-check verify confirm care adapt cheer coax persuade warm steer "
    "untangle unravel deliver improve smile kneel volunteer praise congratulate accompany escort "
    "guide walk detect discover identify pinpoint diagnose prevent protect preserve restore "
    "convince satisfy delight charm build keep hold stay track offer carry share personalise "
    "personalize tailor brighten lighten prioritise prioritize invite introduce involve".split()
)
# What good work does to whoever is served.
EFFECTS = frozenset(
    "laugh laughed laughing smile smiled smiling happy happier relaxed reassured beaming beamed "
    "calmer safe relieved delighted thankful grateful satisfied comforted cheered giggled beams "
    "smiles laughs relieved heartened".split()
)
