"""English words and phrases that evaluate a person or a performance, and say nothing else.

By word class, so that a rule can ask what is left of a sentence once they are taken away.
"""

from __future__ import annotations

from ccsdk_coaching.lexicon.polarity import EVALUATIVE, GENERIC_WORK

__all__ = [
    "ADJECTIVES",
    "CORE_NEUTRAL",
    "EVALUATION_TURNS",
    "OUTER_NEUTRAL",
    "PERSONS",
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
# Who is glad of somebody; what they would do "without you".
_HOUSE = r"(?:we|i|they|(?:the|this|our|my) [a-z]+(?: [a-z]+)?)"
_WHOM = r"(?:you|him|her)"
# Phrases that evaluate as wholes; a sentence has nothing else to tell beside one. Each is behind
# words of which it has one, and before others of which it has one, too: see `Turns`.
EVALUATION_TURNS: tuple[tuple[str, str] | tuple[str, str, str], ...] = (
    (
        "happier prouder better more",
        r"(?:could|can)(?:n't|not| not) (?:(?:be|have been|(?:ask|asked|have asked|wish) for) "
        r"(?:any )?(?:happier|prouder|better|more(?: (?:pleased|proud|impressed|delighted|"
        r"thrilled|satisfied))?)|get (?:any )?better)"
        r"(?: (?:with|of|by|about) (?:you|this|that|it))?",
        "couldn could cannot can couldnot cann",
    ),
    (
        "fault praise beat",
        r"(?:could|can)(?:n't|not| not) (?:fault|praise|beat)"
        r"(?: (?:any )?(?:better|more|you|this|that|it))?"
        r"(?: (?:with|of|by|about) (?:you|this|that|it))?",
        "couldn could cannot can couldnot cann",
    ),
    (
        "proud thrilled delighted chuffed ecstatic blown moon impressed pleased stoked elated "
        "overjoyed bowled",
        r"(?:(?:am|are|was|were|so|very|really|more than|beyond) )+(?:proud|thrilled|"
        r"delighted|chuffed|ecstatic|blown away|over the moon|impressed|pleased|stoked|elated|"
        r"overjoyed|bowled over) (?:with|of|by|about|at) (?:you|this|that|it)",
    ),
    ("impressed", "(?:color|colour) me impressed", "color colour"),
    ("hard", "hard to (?:beat|fault|top)", "beat fault top"),
    ("tough", "tough act to follow"),
    ("park", "(?:knock|knocked|knocking|hit) (?:it|this|that) out of the park"),
    ("socks", "(?:knock|knocked) (?:my|our) socks off"),
    ("blew blown blow", "(?:blew|blown|blow) (?:me|us) away", "away"),
    ("yourself", "(?:outdid|outdone|surpass|surpassed) yourself"),
    ("proud", "did (?:me|us|yourself) proud|ma(?:d|k)e (?:me|us) (?:so )?proud"),
    ("made", "made my (?:day|week|month)", "day week month"),
    ("stole", "stole the show"),
    ("bowled", "bowled (?:me|us) over"),
    (
        "bar standard tone",
        "(?:raise|raised|set|sets|setting|raising) the (?:bar|standard|tone)",
        "raise raised set sets setting raising",
    ),
    ("strength", "(?:go|goes|gone|going|went) from strength to strength"),
    ("exceed exceeds exceeded", "exceed(?:ed|s)? (?:all |every |my |our )?expectations?"),
    ("beyond", "(?:went )?above and beyond", "above"),
    ("lived", r"lived up to (?:my|our|every) \w+"),
    ("class league", "(?:in )?a (?:class|league) of (?:your|her|his|its) own", "own"),
    ("cut", "(?:a )?cut above(?: the rest)?", "above"),
    ("shoulders", "head and shoulders above(?: the rest)?"),
    ("none", "second to none", "second"),
    ("world", "out of this world", "out"),
    ("gets", "as good as it gets", "good"),
    (
        "better",
        "(?:doesn't|does not) get (?:any |much )?better(?: than (?:this|that|you))?",
        "get",
    ),
    ("cream", "(?:the )?cream of the crop"),
    (
        "best",
        r"(?:the )?best of the best|(?<!all )(?:simply |just )?the (?:very )?best|"
        r"best in (?:the )?(?:class|business|show|house)|one of (?:the|our|my|your) (?:very )?best",
    ),
    (
        "knees whiskers pyjamas bollocks deal package standard business goat icing",
        "(?:the )?(?:bee's knees|cat's whiskers|cat's pyjamas|dog's bollocks|real deal|"
        "full package|whole package|complete package|gold standard|business|goat|"
        "icing on the cake)",
    ),
    ("weight", "worth (?:your|her|his|its) weight in gold"),
    ("breath", "breath of fresh air"),
    ("force", "force (?:of nature|to be reckoned with)", "nature reckoned"),
    ("act", "class act", "class"),
    ("hands", "safe pair of hands", "safe"),
    ("dream", "(?:a )?dream come true", "true"),
    ("million", "one in a million"),
    ("kind", "one of a kind", "one"),
    ("bunch", "(?:the )?pick of the bunch"),
    ("pride", "pride and joy"),
    ("model", "role model"),
    ("show", "star of the show", "star"),
    (
        "joy pleasure privilege delight",
        "(?:joy|pleasure|privilege|delight) to (?:have|hear|behold|work with|manage|coach|"
        "listen to)(?: you)?",
        "to",
    ),
    (
        "lucky",
        rf"(?:{_HOUSE}(?: is| are|'re|'s|'m| am) )?(?:(?:so|very|really|just) )*"
        rf"lucky to have {_WHOM}",
    ),
    (
        "without",
        rf"(?:{_HOUSE}(?: would| will|'d|'ll)(?:n't| not)? )?(?:be (?:totally |completely )?lost|"
        rf"fall apart|collapse|cope|manage|function|be the same|be half as good) without {_WHOM}",
    ),
    (
        "without",
        rf"(?:(?:i|we|they) (?:honestly |really )?(?:don't|do not) know )?(?:what|where|how) "
        rf"{_HOUSE}(?:'d| would|'s| is) (?:ever )?(?:do|be|manage|cope)(?: \w+)? without {_WHOM}",
    ),
    ("penny", "worth every penny"),
    (
        "fault",
        rf"(?:can't|cannot|can not|couldn't|could not) fault (?:{_WHOM}|it|this|that|a thing)",
    ),
    (
        "socks",
        "(?:knock|blow|blew|knocked|knocking) (?:their|everyone's|everybody's) socks off",
        "off",
    ),
    ("blown", "blown away(?: by (?:you|this|that))?", "away"),
    ("places", "(?:(?:is|are|'re|'s) )?going places", "going"),
    (
        "easy easier",
        "(?:make|makes|made|making) (?:it|this|that|the job) look (?:so )?easy|"
        "(?:make|makes|made) (?:my|our) (?:job|jobs|life|lives) (?:so (?:much )?)?(?:easy|easier)",
    ),
    (
        "level league planet class",
        "(?:on|in) (?:another|a (?:whole |completely |totally )?(?:different|other)) "
        "(?:level|league|planet|class)",
        "another different other",
    ),
    ("poetry music", "poetry in motion|music to (?:my|our) ears"),
    ("weapon", "secret weapon", "secret"),
    ("rock", "rock[- ]stars?|solid as a rock|rock[- ]solid"),
    (
        "wish only",
        "(?:wish|if only) (?:i|we) had (?:(?:ten|a dozen|a hundred|a few|many)(?: more)?|more) "
        "(?:of you|like you)",
        "you",
    ),
    ("clone", rf"(?:(?:if )?(?:i|we)(?:'d| would| could| should)(?: love to)? )?clone {_WHOM}"),
    (
        "how",
        r"that(?:'s| is) (?:exactly |just )?how (?:it(?:'s| is) done|you do it)(?=\W*$|[,;])",
        "done do",
    ),
    ("bad shabby", "not (?:too |so |half )?(?:bad|shabby)(?: at all)?", "not"),
    ("dust", "(?:pure |solid )?gold dust"),
    ("fan", "(?:huge|big|massive) fan of (?:you|yours)", "huge big massive"),
    (
        "down",
        "(?:has |have |'ve |'s )?never (?:once )?lets? (?:me|us|anyone|anybody) down",
        "let lets",
    ),
    (
        "leaps strides",
        "(?:(?:come|coming) (?:on |along )?(?:in |by )?)?leaps and bounds|huge strides",
    ),
    ("come", "come (?:on )?(?:such )?a (?:really |very )?long way(?! for)", "long"),
    (
        "everything",
        "everything (?:i|we|an? (?:team leader|supervisor|manager|coach|boss)) (?:want|could want|"
        "(?:could )?(?:dreams?|wish|hopes?|asks?) (?:of|for))",
    ),
    ("got", "got (?:it all|the gift)", "all gift"),
    ("takes", "(?:have|has|got) (?:really |just )?what it takes", "what"),
    ("nothing", "nothing (?:that )?(?:i|we)(?:'d| would)(?: want to)? change", "change"),
    ("foot", "not a foot wrong", "wrong"),
    (
        "nothing",
        "nothing but (?:good|nice|kind|great) (?:things|words) (?:to say|from me)",
        "but",
    ),
    ("power", "more power to (?:you|your elbow)", "more"),
    ("pleasure", "pleasure from (?:start to finish|first to last)", "from"),
    (
        "fire form point roll money song ball game world cloud",
        "on (?:fire|form|top form|point|a roll|the money|song|the ball|top of (?:your|the) game|"
        "top of the world|cloud nine)",
        "on",
    ),
    ("game", "at the top of (?:your|her|his) game|on top of (?:your|her|his) game", "top"),
    ("best", "at (?:your|her|his) (?:very )?best", "at"),
    ("bang spot", "(?:bang|spot) on", "on"),
    (
        "top",
        "top (?:notch|drawer|marks|banana|class|quality|form|stuff|work|man|bloke|job|effort|"
        "performance|shift)",
    ),
    ("class rate", "(?:first|world|top) (?:class|rate)", "first world top"),
    ("five", r"five stars?(?! \w)", "star stars"),
    ("gold", "gold star", "star"),
    ("10 ten", "(?:10|ten)/(?:10|ten) from me", "me"),
    ("hat hats", "(?:hats? off|take my hat off|tip of the hat)(?: to you)?", "off tip"),
    ("bow", "(?:take )?a bow(?: to you)?"),
    ("well", "well (?:done|played|deserved|earned)", "done played deserved earned"),
    ("good", "good (?:going|on you|for you|show|egg)", "going you show egg"),
    ("way", "way to go(?! about)", "go"),
    ("nice", "nice one", "one"),
    ("done", "(?:job|work|shift) well done", "well"),
    ("thumbs", "(?:two )?thumbs up"),
    ("kudos bravo chapeau", "kudos|bravo|chapeau"),
    ("props", "props to you"),
    ("five", "high five", "high"),
    ("big", "big up", "up"),
    (
        "change",
        "(?:would|wouldn't|don't|do not|never) change a (?:thing|single thing|bit)",
        "thing bit",
    ),
    (
        "add fault improve criticise criticize complain",
        "nothing to (?:add|fault|improve|criticise|criticize|complain about)",
        "nothing",
    ),
    ("notes complaints fault faults", "no (?:notes|complaints|faults?)", "no"),
    ("foot", "(?:not (?:put|set)|never put) a foot wrong"),
    (
        "more",
        "more (?:of the same|of this|of that|like this|like that|like you)(?:,? please)?",
        "of like",
    ),
    (
        "only wish",
        "(?:if only (?:they|everyone) were all|wish (?:they|everyone) were(?: all)?) like you",
        "like",
    ),
    ("keep", "keep (?:it|this|that) up|keep (?:going|on) like (?:this|that)", "up like"),
    ("fail", "(?:words|speechless) fail me"),
    ("better", "(?:nobody|no one|no-one) does it (?:any )?better", "does"),
    (
        "deserve deserves",
        "deserves? (?:a|every) (?:medal|raise|award|trophy|praise|bonus)",
    ),
    ("cease fail", "never (?:cease|fail) to (?:amaze|impress|delight)(?: me| us)?", "never"),
    ("disappoint disappoints", "never disappoints?", "never"),
    (
        "enough",
        "(?:can't|cannot|couldn't) (?:praise|rate|recommend) (?:you|her|him|this) "
        "(?:highly |more highly )?enough",
        "praise rate recommend",
    ),
    ("kiss", "chef's kiss"),
    ("top", "top of the (?:class|pile|tree|pops)"),
    ("mic", "mic drop"),
    (
        "standard order quality calibre caliber rank water class",
        "of the (?:highest|first|finest) (?:standard|order|quality|calib(?:re|er)|rank|water|"
        "class)",
        "highest first finest",
    ),
    ("love loving", "lov(?:e|ing) your (?:work|stuff|calls?|style)", "your"),
    ("special", "something special", "something"),
    ("nobody no", "(?:nobody|no one) (?:quite )?like you", "like"),
    (
        "impressed proud pleased happy",
        "never been (?:so|more|this) (?:impressed|proud|pleased|happy)",
        "never",
    ),
    ("better", "getting better and better", "getting"),
    (
        "happy pleased thrilled delighted satisfied moon",
        "(?:happy|pleased|thrilled|delighted|satisfied|over the moon) with (?:you|your (?:work|"
        "week|month|quarter|performance|shift|calls?))",
        "with",
    ),
    (
        "best finest strongest",
        "(?:the )?(?:very )?(?:best|finest|strongest) "
        "(?:(?:agent|advisor|adviser|rep|operator|colleague|trainee|new starter)"
        "(?: (?:we|i)(?:'ve| have)(?: had| got)?)?|"
        "(?:week|month|quarter|shift|day|performance|year) (?:yet|so far|ever|to date)|"
        "(?:in|on) the (?:building|team|desk|company|business|floor|house|branch|"
        "department))",
    ),
    (
        "impress impressing shine shining excel excelling amaze amazing deliver delivering",
        "(?:continue|keep|keeps|continued|continues) (?:to |on )?(?:impress(?:ing)?|shin(?:e|ing)|"
        "excel(?:ling)?|amaz(?:e|ing)|deliver(?:ing)?)",
        "continue keep keeps continued continues",
    ),
    ("disappoint", "(?:did not|didn't|does not|doesn't) disappoint"),
    (
        "better",
        "(?:could not|couldn't) have done (?:it|that) (?:any )?better(?: myself)?",
        "done",
    ),
    ("praise", "nothing but praise", "nothing"),
    (
        "best",
        "best (?:shift|call|week|month|performance|work) (?:i|we)(?:'ve| have) (?:ever )?"
        "(?:heard|seen|had)",
    ),
    ("speechless", "left me speechless"),
    ("lost", "lost for words", "words"),
    ("gave", "gave (?:it )?your all", "all"),
)
