"""English words and phrases that evaluate a person or a performance, and say nothing else.

By word class, so that a rule can ask what is left of a sentence once they are taken away.
"""

from __future__ import annotations

from ccsdk_coaching.lexicon.polarity import EVALUATIVE, GENERIC_WORK

__all__ = [
    "ADJECTIVES",
    "CORE_NEUTRAL",
    "EVALUATION_PHRASES",
    "OUTER_NEUTRAL",
    "PERSONS",
    "PHRASE_WORDS",
    "TIMES",
    "VERBS",
    "WORKS",
]

# "Better" and "best" compare, "top", "class", "quality" and "fine" have other senses.
ADJECTIVES = (EVALUATIVE - frozenset("better best top class quality fine magic ideal".split())) | (
    frozenset(
        "fantabulous extraordinary unbeatable unmatched unrivalled unrivaled unparalleled "
        "peerless matchless invaluable irreplaceable priceless spectacular superlative supreme "
        "immaculate impeccable stupendous wondrous mind-blowing jaw-dropping breathtaking "
        "astonishing "
        "astounding staggering incomparable inimitable unreal insane wicked ridiculous legendary "
        "heroic mega brill fantastical praiseworthy laudable noteworthy top-class top-drawer "
        "top-tier top-shelf next-level high-class five-star gold-star gold-standard A-list "
        "best-in-class record-breaking show-stopping star-quality textbook copybook blinding "
        "belting corking storming barnstorming rocking amazeballs lush lit sick dope boss mint "
        "sublime divine heavenly excelling matchwinning gobsmacking stonking champion premium "
        "unsurpassed unequalled second-to-none outta-this-world world-beating prize-winning "
        "great-as-ever unimpeachable beyond-reproach standout stand-out stunning groovy "
        "satisfying pleasing gratifying creditable satisfactory adequate exquisite "
        "gr8 amaz xlnt finest winning glittering glowing shining elite crack".lower().split()
    )
)
PERSONS = frozenset(
    "star stars gem gems legend legends rockstar rock-star treasure hero heroine heroes asset "
    "champ champion superstar genius wizard wonder marvel diamond angel pro ace credit joy "
    "trooper blessing delight inspiration lifesaver talent jewel whizz star-player ninja "
    "powerhouse hotshot megastar goddess god queen king boss beast mvp goat natural-born pearl "
    "keeper beauty ringer prodigy virtuoso maestro phenomenon sensation revelation role-model "
    "standout stand-out dynamo gun marvel triumph masterpiece success knockout corker belter "
    "blinder cracker winner wonder-worker miracle miracle-worker boon ornament pride godsend all- "
    "star allstar dream-team unicorn titan giant thoroughbred bargain brilliance excellence "
    "perfection greatness gold class magic quality masterclass privilege pleasure honour honor "
    "credit".split()
)
# Deeds of which only the success is told.
VERBS = frozenset(
    "nailed smashed crushed aced killed bossed owned slayed excelled shone delivered rocked "
    "triumphed dazzled impressed sparkled conquered ruled excel excels shine shines nailing "
    "smashing crushing acing killing bossing slaying rocking nail aces nails smash".split()
)
WORKS = (GENERIC_WORK - frozenset("tour talk lesson class workshop speech".split())) | (
    frozenset(
        "week fortnight year half quarter period sample batch recordings recording review stuff "
        "outing innings game weekend debut appearance all-rounder package operator advisor adviser "
        "agent rep representative colleague teammate team-mate trainee newcomer starter member "
        "player "
        "worker employee hire addition person human specimen chap lad lass woman man fellow "
        "individual professional bunch crew set string "
        "job jobs thing achievement standard form".split()
    )
)
TIMES = frozenset(
    "today tonight yesterday week weeks month months day days quarter year years morning "
    "afternoon evening night weekend spring summer autumn winter season january february march "
    "april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday christmas easter shift shifts again always ever usual now "
    "lately recently once more far long since throughout half fortnight time times".split()
)
_FUNCTION = frozenset(
    "you your yours yourself u i i'm it that this these those what which who he she her his him "
    "is are was were am be been being 's 're 've 'm had has have do did does done doing "
    "a an the one of all both every each any some no-one and or as so such too very really truly "
    "simply just quite pretty absolutely totally completely utterly seriously properly "
    "genuinely honestly frankly positively downright thoroughly altogether entirely wholly "
    "consistently constantly plain pure sheer real true absolute total complete proper right "
    "big huge massive much most more whole outright certified bona fide walking living "
    "overall generally basically in short all-round way out-and-out bloody damn damned darn "
    "freaking flipping ruddy fairly jolly dead mighty awfully terribly incredibly amazingly "
    "unbelievably remarkably exceptionally extremely hugely massively super hella "
    "think thought must say find found feel felt believe call called reckon guess my own me us "
    "we our oh wow ok okay well hey yes yep yeah man mate folks team honest first last another "
    "yet still even only ! . \" ' * _ - verdict summary conclusion word words result comment "
    "note impression everything anything about ur omg "
    "friend buddy around round indeed two three four "
    "five six seven eight nine ten most look looked sound sounded like".split()
)
CORE_NEUTRAL = _FUNCTION | TIMES | WORKS
# Behind a preposition: where, when, and for whom it was good.
OUTER_NEUTRAL = CORE_NEUTRAL | frozenset(
    "desk queue floor team teams line lines department branch shop office house company firm "
    "business centre center site crew unit place respect respects way ways level count counts "
    "side sides start end beginning finish minute second back front whole lot everyone everybody "
    "anyone part parts board respect here there group squad room building world country town "
    "company organisation organization service book books history life calls chats cases tickets "
    "contacts of to on in at for from with by over across through throughout during within among "
    "around about under".split()
)
# Phrases that evaluate as wholes; a sentence has nothing else to tell beside one.
EVALUATION_PHRASES = (
    r"(?:could|can)(?:n't|not| not) (?:be|have been|ask(?:ed)? for|have asked for|wish for|fault|"
    r"praise|beat|be faulted|be beaten|be bettered|get (?:any )?better)(?: (?:any )?(?:happier|"
    r"prouder|better|more (?:pleased|proud|impressed|delighted|thrilled|satisfied)|more|you|this|"
    r"that|it))?(?: (?:with|of|by|about) (?:you|this|that|it))?",
    r"(?:(?:'m|am|are|was|were|'re|so|very|really|more than|beyond) )+(?:proud|thrilled|"
    r"delighted|chuffed|ecstatic|blown away|over the moon|impressed|pleased|stoked|elated|"
    r"overjoyed|bowled over) (?:with|of|by|about|at) (?:you|this|that|it)",
    r"(?:color|colour) me impressed|hard to (?:beat|fault|top)|tough act to follow",
    r"knock(?:ed|ing)? (?:it|this|that) out of the park|hit (?:it|this|that) out of the park",
    r"knock(?:ed)? (?:my|our) socks off|bl(?:ew|own|ow) (?:me|us) away|outd(?:id|one) yourself|"
    r"surpass(?:ed)? yourself|did (?:me|us|yourself) proud|ma(?:d|k)e (?:me|us) (?:so )?proud|"
    r"made my (?:day|week|month)|stole the show|bowled (?:me|us) over",
    r"(?:raised?|set|sets|setting|raising) the (?:bar|standard|tone)|"
    r"(?:go(?:es|ne|ing)?|went) from strength to strength|exceed(?:ed|s)? (?:all |every |my |our )?"
    r"expectations?|went above and beyond|above and beyond|lived up to (?:my|our|every) \w+",
    r"(?:in )?a (?:class|league) of (?:your|her|his|its) own|(?:a )?cut above(?: the rest)?|"
    r"head and shoulders above(?: the rest)?|second to none|out of this world|as good as it gets|"
    r"(?:doesn't|does not) get (?:any |much )?better(?: than (?:this|that|you))?|"
    r"(?:the )?cream of the crop|(?:the )?best of the best|"
    r"(?<!all )(?:simply |just )?the (?:very )?best|"
    r"best in (?:the )?(?:class|business|show|house)|one of (?:the|our|my|your) (?:very )?best",
    r"(?:the )?(?:bee's knees|cat's whiskers|cat's pyjamas|dog's bollocks|real deal|full package|"
    r"whole package|complete package|gold standard|business|goat|icing on the cake)",
    r"worth (?:your|her|his|its) weight in gold|breath of fresh air|force (?:of nature|to be "
    r"reckoned with)|class act|safe pair of hands|(?:a )?(?:dream )?come true|one in a million|"
    r"one of a kind|(?:the )?pick of the bunch|pride and joy|role model|star of the show|"
    r"joy to (?:have|hear|behold|work with|manage|coach|listen to)(?: you)?|"
    r"(?:pleasure|privilege|delight) to (?:have|hear|behold|work with|manage|coach|listen to)"
    r"(?: you)?|lucky to have (?:you|him|her)|pleasure from (?:start to finish|first to last)",
    r"on (?:fire|form|top form|point|a roll|the money|song|the ball|top of (?:your|the) game|"
    r"top of the world|cloud nine)|at the top of (?:your|her|his) game|at (?:your|her|his) "
    r"(?:very )?best|on top of (?:your|her|his) game|bang on|spot on|top (?:notch|drawer|marks|"
    r"banana|class|quality|form|stuff|work|man|bloke|job|effort|performance|shift)",
    r"(?:first|world|top) (?:class|rate)|five stars?(?! \w)|gold star|"
    r"(?:10|ten)/(?:10|ten) from me|"
    r"hats? off(?: to you)?|take my hat off(?: to you)?|(?:tip of the hat|a bow)(?: to you)?|"
    r"well (?:done|played|deserved|earned)|good (?:going|on you|for you|show|egg)|"
    r"way to go(?! about)|nice one|(?:job|work|shift) well done|two thumbs up|thumbs up|"
    r"kudos|bravo|chapeau|props to you|high five|big up",
    r"(?:would|wouldn't|don't|do not|never) change a (?:thing|single thing|bit)|"
    r"nothing to (?:add|fault|improve|criticise|criticize|complain about)|no (?:notes|complaints|"
    r"faults?)|(?:not|n't) (?:put|set) a foot wrong|never put a foot wrong|"
    r"more (?:of the same|of this|of that|like this|like that|like you)(?:,? please)?|"
    r"if only (?:they|everyone) were all like you|wish (?:they|everyone) were (?:all )?like you|"
    r"keep (?:it|this|that) up|keep (?:going|on) like (?:this|that)|(?:words|speechless) fail me|"
    r"(?:nobody|no one|no-one) does it (?:any )?better|deserve(?:s)? (?:a|every) (?:medal|raise|"
    r"award|trophy|praise|bonus)|never (?:cease|fail) to (?:amaze|impress|delight)(?: me| us)?|"
    r"never disappoints?|(?:can't|cannot|couldn't) (?:praise|rate|recommend) (?:you|her|him|this) "
    r"(?:highly |more highly )?enough|chef's kiss|top of the (?:class|pile|tree|pops)|mic drop|"
    r"of the (?:highest|first|finest) (?:standard|order|quality|calib(?:re|er)|rank|water|class)|"
    r"lov(?:e|ing) your (?:work|stuff|calls?|style)|something special|(?:nobody|no one) (?:quite )?"
    r"like you|never been (?:so|more|this) (?:impressed|proud|pleased|happy)|getting better and "
    r"better|(?:happy|pleased|thrilled|delighted|satisfied|over the moon) with (?:you|your (?:work|"
    r"week|month|quarter|performance|shift|calls?))|(?:the )?(?:very )?(?:best|finest|strongest) "
    r"(?:(?:agent|advisor|adviser|rep|operator|colleague|trainee|new starter)(?: (?:we|i)(?:'ve| "
    r"have)(?: had| got)?)?|(?:week|month|quarter|shift|day|performance|year) (?:yet|so far|ever|"
    r"to date)|(?:in|on) the (?:building|team|desk|company|business|floor|house|branch|"
    r"department))|"
    r"(?:continue|keep|keeps|continued|continues) (?:to |on )?(?:impress(?:ing)?|shin(?:e|ing)|"
    r"excel(?:ling)?|amaz(?:e|ing)|deliver(?:ing)?)|(?:did not|didn't|does not|doesn't) "
    r"disappoint|(?:could not|couldn't) have done (?:it|that) (?:any )?better(?: myself)?|"
    r"nothing but praise|best (?:shift|call|week|month|performance|work) (?:i|we)(?:'ve| have) "
    r"(?:ever )?(?:heard|seen|had)|"
    r"left me speechless|lost for words|gave (?:it )?your all",
)
PHRASE_WORDS = frozenset(
    "better happier prouder pleased proud more fault faulted praise beat beaten bettered thrilled "
    "delighted chuffed ecstatic blown moon impressed stoked elated overjoyed bowled beat top act "
    "park socks blew away outdid yourself surpassed show bar standard strength expectations "
    "beyond expectation above league cut shoulders none world gets get best cream class knees "
    "whiskers pyjamas bollocks deal package gold business goat cake weight breath force hands "
    "dream million kind bunch impress shine excel amaze impressing shining shift "
    "call pride model joy pleasure privilege delight lucky fire form point "
    "roll money song ball game bang spot notch drawer marks rate stars star hat hats bow done "
    "played deserved earned going good way one thumbs kudos bravo chapeau props five up change "
    "add improve criticise work stuff calls style special nobody finest strongest week month "
    "happy satisfied medal raise award trophy praise bonus cease disappoint disappoints enough "
    "kiss mic order quality calibre water highest notes complaints foot same this that wish fail "
    "speechless words all wrong".split()
)
