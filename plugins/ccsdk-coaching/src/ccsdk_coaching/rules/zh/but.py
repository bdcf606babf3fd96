"""CL101 in Chinese: a contrast joins praise of the agent to criticism or a demand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from ccsdk_coaching.clause_zh import Reading, reading_of
from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.contrast_zh import CARES, IN_SPITE, LEFT_UNDONE, STATE
from ccsdk_coaching.lexicon import zh
from ccsdk_coaching.lexicon.patterns import late
from ccsdk_coaching.model import Finding
from ccsdk_coaching.polarity_zh import (
    asks_for,
    descriptive,
    evaluative,
    is_fault,
    is_praise,
    named_quality,
)
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.rules.zh.rule import LOOKS_MAX, ChineseRule
from ccsdk_coaching.subject_zh import owner_of

__all__ = ["ButZh"]

# At the head of a clause; what may stand before it there is little.
_OPENER = late(
    r"\s*(?:[*\-•・]\s*)?(?P<word>但是|但(?![愿凡求])|不过是?(?![几两三四五六七八九十百\d一])|可是|然而|只不过|只可惜|可惜|只是"
    r"|就是(?![说这那好棒赞])"
    r"|(?:唯一)?(?:比较)?遗憾的?(?:是|地方)|美中不足(?:的是)?"
    r"|[^，。你您]{0,4}(?:遗憾|可惜|不足|缺憾|瑕疵)(?:的是|的地方|之处|的一点)(?:在于)?|唯独|唯一[^，。]{0,6}(?:不足|遗憾|缺憾|缺点|问题|可惜"
    r"|小问题)?的?(?=是)"
    r"|尽管如此|即便如此|即使如此|虽然如此|虽说如此|饶是如此|话说回来|话虽(?:如此|这么说|这样说)|话又说回来|独独|单单|偏生|唯有|反而|反倒|倒是|偏偏|怎奈|无奈|奈何"
    r"|殊不知|问题(?:是"
    r"|在于)|不料|[谁哪]知|[谁孰岂怎]料|没想到|惟独|惟一|[惟唯](?![一独有恐妙我])|然(?![后而则])|(?:恰恰|正好)?相反|偏(?=[忘漏没少又])|反观"
    r"|相比之下|另一方面|[^，。]{0,2}缺点是"
    r"|可(?![以是能见爱谓靠惜乐口信笑选观怜行用])|(?:却|而)是?(?=[没不忘漏少]|[后下]半|结尾|收尾)|就差|只差|要说(?:不足|缺点|遗憾)"
    r"|除了(?=[^，。]{0,12}(?:没"
    r"|忘|漏|不)))"
)
_YET = late(r"(?<![忘冷推退失了])却(?![之步])|(?<=[\u4e00-\u9fff])(?:反倒|反而|倒是|偏偏)")
_ALTHOUGH = late(r"\s*(?P<word>虽然|尽管|虽说|固然|虽(?![说然]))(?!如此)")
_COMPLEMENT = late(r"[\u4e00-\u9fff]得[\u4e00-\u9fff]")
_CIRCUMSTANCE = late(
    rf"(?:那|这|{zh.alternatives(zh.TIME)}|外面|偏偏|正好|刚好|恰好|[正又]?[赶碰遇]上|的"
    rf"|[那这][条座辆台班趟家间])*(?:{zh.alternatives(zh.CIRCUMSTANCE)})(?!费|员|上写|里[没写]|线索)"
    rf"|[\u4e00-\u9fff]{{2}}(?:公司|系统|网络|银行|接口|平台|部门|航班)(?![\u4e00-\u9fff]{{0,4}}的)"
    rf"|[\u4e00-\u9fff]{{2}}公司的(?:系统|网络|接口|平台|车|线路)"
)
_AGENT_VERB = late(
    "引|交代|报|说|讲|写|提|问|记|填|核|附|告|查|标|漏|忘|错|你|您|复述|确认|介绍|登记|念|读|锁|关上|交代"
)
_THEIR_CHOICE = late(
    "还是|最后|最终|仍|决定|没买|没要|走了|退了|不想|不肯|不愿|拒绝|已经|早就|执意|坚持|选|改变|没接受|没来|不来|不领情"
)
# Where nothing is to be had, nobody left it out: 都没有货, 车上没有座位. A note's lack is its writer's.
_NOT_THERE = late(
    rf"(?:[^，。]{{0,6}}[上里中内]|[都也还又早就已经]+|[^，。]{{0,4}}店"
    rf"|那[^，。]{{0,3}})没有?(?=[\u4e00-\u9fff]{{1,3}}(?:了|$))"
    rf"|没有?(?:{zh.alternatives(zh.CIRCUMSTANCE)}|货|座|空位|位子|空房|房|人[接应在来]|水|结果|消息|下文)"
)
# 那条路塌了: who made what is told is not the agent.
_YONDER = late(
    "(?:但|不过|可是|可惜|那)?那[条座辆台班趟家间棵扇][^，。你您]{1,10}$(?<![说写报念讲错漏])"
)
# 展厅在装修: a thing is in a state, and nobody is told to have put it there.
_UNDERGOES = late(
    "[^，。你您]{2,8}(?:正|还|都)?在(?:装修|维修|施工|抢修|检修|修|升级|维护|盘点|开会|调试)"
)
_WORK = late(rf"(?:{zh.alternatives(zh.WORK)})")
# 光缆被挖断了: done by others to a thing; 客人被晾着, 工单被你压着 are the agent's doing.
_SUFFERED = late(
    rf"(?!{zh.alternatives(zh.OTHER)})[^，。你您]{{1,8}}被(?![你您晾忽漏冷怠丢落]|[他她][跳漏略忘省落搁])"
)
# What the agent tells others: that it is wrong or old is the agent's fault, whatever it is of.
_INFO = late(
    "(?:时间|日期|时刻|金额|价格|票价|费用|数字|数量|地址|号码?|名字|姓名|电话|楼层|方向|单位|姓|期限|时效|比例|利率|尺寸|型号)[^，。]{0,3}"
    "(?:不对|不准|有误|错|反了|对不上|去年|上个?[月周]|昨天|以前|旧|没|漏|少|不[清全详])"
)
# What the agent tells others is old, or of something else.
_DATED = late(
    "(?:旧|去年|上个?[一月周期版次]|前[一年]|昨天|过期|别的?|另[一外])[^，。]{0,3}的?"
    "(?:口径|标准|版本?|费率|规[则定]|[价单账]|数|流程|说法|[期个只条]$|表)"
)
# 更难得的是, 我最喜欢的却是: what follows is praised too.
_PREFERS = late("而?(?:我?[更最][^，。糟差憾惜缺弱]{1,8}的?是|我[最更](?:喜|想|欣|爱|佩))")
_NO_SENSE = late("[没听]?[没不](?:[听看弄搞])?(?:明白|懂|清楚)|一头雾水|云里雾里|越听越")
# What others go through because of what was not done; whatever else they do is their own.
_GO_THROUGH = late(
    "等|[听看弄搞]不|没[听看弄搞拿收找]|[白多又再]跑|站[着了]|不知道|不明白|不清楚|糊涂|一头雾水|误会|找不|走[散丢错]|多[付花走]|又打|再打|第[二三]次|晾|吓"
    "|被冷落|被忽|没人[管理问听]"
)
_OTHERS = late(
    rf"(?:那[位个对]|这[位个对]|有[一两三几]?[个位]?)?"
    rf"(?!(?:收件|寄件|受益|联系|申请|投保|被保险|付款)人[写填念报记漏空没忘错])"
    rf"(?!行李|车辆|[^，。]{{1,3}}[问说要提给][^，。]{{0,3}}的)(?:{zh.alternatives(zh.OTHER)}|他"
    rf"|她)(?![的额费号名证单卡表信资需姓地邮生])"
)


_IN_WORDS = 2


class ButZh(ChineseRule):
    """Flag the contrast word between praise of the agent and what takes it away."""

    code = "CL101"
    name = "but-after-praise"
    severity = "warning"
    is_local = True
    message = "转折词把前面的肯定抵消了；可以换成“而且”“同时”或“下一次”"
    triggers = {
        "zh": (
            "但", "不过", "可", "然而", "只是", "就是", "遗憾", "美中不足", "唯", "独独", "单单", "偏生", "尽管", "即便",
            "即使", "虽", "饶是",
            "话", "反而", "反倒", "倒是", "偏偏", "怎奈", "无奈", "殊不知", "问题是", "却", "而", "就差", "只差", "要说",
            "除了", "固然", "谁知", "谁料", "不料", "没想到", "奈何", "惟", "反观", "相比", "另一方面", "缺点",
            "问题在于", "知", "料", "然", "相反", "偏",
        )
    }  # fmt: skip
    bad = (
        "座位图画得很生动，[但是]漏了入口。",
        "你的复述准确又简洁。[然而]，违约金那条漏掉了。",
        "你接电话的语气很温和，[就是]语速太快。",
        "妳把路線講得很清楚，[可惜]末班車的時間忘了提。",
        "你的筆記條理分明，[卻]少了藥名。",
        "你记住了她的名字，做得真好，[不过]请把费用放在前面。",
        "妳的聲音讓人安心，[只是]統編念錯了兩碼。",
        "漏雨的原因你查得又快又准，[不过]楼栋报成了隔壁的。",
        "菜单念得清楚，[虽说]过敏原少念了一样。",
        "開場很暖，收尾[反倒]冷冰冰的。",
        "房客问两遍你就答两遍，真有耐心，[但]早餐时间报错了。",
    )
    good = (
        "票价不过二十元，你照样查了优惠。",
        "外頭下大雨，但妳還是把每一箱都擦乾了。",
        "顾客说“你人很好，但是汤凉了”，你马上换了一碗。",
        "你解释得很耐心，但系统还是没有恢复。",
        "你只是笑了笑，孩子就不哭了。",
        "妳說話很輕，但每個字都很清楚。",
        "妳的解說很棒，可惜麥克風中途沒電了。",
        "你的站位很稳，但更难得的是你没有催他。",
        "妳排得很妥當，誰知高速封路，花晚到了。",
    )

    def check_reading(
        self, document: Document, sentence: Sentence, reading: Reading, config: CoachingConfig
    ) -> Iterable[Finding]:
        """Yield a finding for each contrast that takes praise away."""
        for index, word, start in islice(_contrasts(reading), LOOKS_MAX):
            at = start + len(word)
            clause = reading.clauses[index]
            if clause.voice_at(start) != "writer":
                continue
            left = [(each.text, each.voice) for each in reading.clauses if each.end <= start]
            head = clause.text[: start - clause.start]
            right = reading.text[at:]
            if _ALTHOUGH.match(word):
                own = clause.text[at - clause.start :]
                if left and (is_fault(own) or LEFT_UNDONE.search(own)):
                    right = own  # praise, and what it is said in spite of
                else:
                    left, right = [(clause.text, clause.voice)], reading.text[clause.end :]
            is_agents = _is_agents_fault(right)
            strength = _praised(left, is_agents=is_agents)
            if not left and not head.strip():
                strength = _praised_before(document, sentence)
            if not clause.mark and left and strength < _IN_WORDS:
                continue  # no comma parts it
            if _NOT_AGENT.match(head):
                right = head + right  # 客人却临时改期
            if not re.search("[你您]", reading.text) and not _others_before(left):
                right = _BY_THEM.sub(r"\1", right, 1)  # with no 你, he or she is the agent
            if strength and _takes_away(right, head, strength, word):
                yield self.finding(sentence.start + start, sentence.start + at)


def _contrasts(reading: Reading) -> Iterator[tuple[int, str, int]]:
    """Yield the clause, the word and the place of each contrast."""
    has_opener = False
    although = None
    for index, clause in enumerate(reading.clauses):
        opener = _OPENER.match(clause.text)
        yet = _YET.search(clause.text)
        if opener:
            has_opener = True
            yield index, opener["word"], clause.start + opener.start("word")
        elif yet:
            has_opener = True
            yield index, yet[0], clause.start + yet.start()
        elif (match := _ALTHOUGH.match(clause.text)) and len(reading.clauses) > 1:
            although = index, match["word"], clause.start + match.start("word")
    if although is not None and not has_opener:
        yield although


def _praised(left: list[tuple[str, str]], *, is_agents: bool) -> int:
    """Return how strongly clauses praise the agent: 2 in words, 1 by a deed, 0 not.

    Praise of a thing is praise of the agent where what takes it away `is_agents`.
    """
    strength = 0
    owner = "dropped"
    is_lauded = False
    for text, voice in left:
        if voice != "writer":
            strength, owner, is_lauded = 0, "other", is_lauded or is_praise(text)
            continue
        if is_lauded and _AGREES.match(text):
            strength = 2
            continue
        owner = _owner(text, owner)
        if not _is_of_agent(text, owner) and not (
            is_agents and owner == "unknown" and not _CIRCUMSTANCE.match(text)
        ):
            continue
        if is_fault(text) and not _is_done_well(text):
            strength = max(strength - 1, 0) if is_praise(text) else 0
        elif is_praise(text):
            strength = 2
        elif owner in ("agent", "deed", "work"):
            strength = max(strength, 1)
    return strength


_AGREES = late("我(?:也|同意|赞同|认同|完全)|确实|的确")
# How a thing was done stands last; a fault before it is of the thing: 漏水的范围查得很细.
_DONE_HOW = late("(?:得|、|很|真|十分|非常|特别|相当|格外|极其)(?P<how>[^，。得、]{1,12})$")
_DENIES = late("[没未忘]|不(?![但仅只光])|太|有点|有些")


def _is_done_well(text: str) -> bool:
    match = _DONE_HOW.search(text)
    if match is None or _DENIES.search(text, 0, match.start()):
        return False
    if match[0][0] == "得" and is_fault(text[max(match.start() - 2, 0) : match.start()]):
        return False  # 慢得像蜗牛
    return is_praise(text[match.start() :]) and not is_fault(match["how"])


def _is_of_agent(text: str, owner: str) -> bool:
    if owner in ("agent", "work", "dropped", "third", "deed") or re.search("[你您]", text):
        return True
    if owner == "other" and _TAKEN_IN.search(text) and is_praise(text):
        return True  # how it was taken in tells how it was done
    return owner == "unknown" and (_is_conduct(text) or bool(_SKILL.match(text)))


def _is_record(text: str, at: int) -> bool:
    """Return whether what others have is spoken of as the agent's record of it: 客人的电话没记."""
    return bool(re.match("[\u4e00-\u9fff]?的", text[at:]) and LEFT_UNDONE.search(text))


def _is_agents_fault(right: str) -> bool:
    """Return whether what follows can only be the agent's: a thing not done, or a demand."""
    first = re.split(r"[，,；;。！!]", right.lstrip("，,、：: 是"), maxsplit=1)[0]
    return bool(LEFT_UNDONE.search(first)) or asks_for(first) or bool(_WORK.match(first))


def _is_conduct(text: str) -> bool:
    """Return whether a quality is named that a person has, whatever it is said of."""
    return descriptive(text) and not _CIRCUMSTANCE.match(text) and not _OF_THINGS.search(text)


# Of many, one: 三个问题你只答了一个.
_ONLY = late("[你您]只[\u4e00-\u9fff]{1,2}了?[一半两][\u4e00-\u9fff]?$")
_SKILL = late(rf"(?:[这那][个段句一]{{0,2}})?(?:{zh.alternatives(zh.SKILL)}|比喻|说法)")
_TAKEN_IN = late("听|看|懂|笑|喜欢|信任|放心|安心")
_OF_THINGS = late("美|甜|好看|动听|舒服|干净|暖|快|有趣|新|大|好听|准时|迅速|安心|放心|齐|轻")


def _owner(text: str, before: str) -> str:
    """Return whom a clause is about; one that names nobody goes on with the one before."""
    if re.search("[你您]", text):
        return "agent"
    if _COMPLEMENT.search(text) and not _OTHERS.match(text):
        return "deed"
    told = owner_of(text)
    if _NO_SUBJECT.match(text):
        told = "dropped"
    if told == "dropped" and before == "unknown":
        return "dropped"
    if told == "dropped":
        return before
    if told == "unknown" and before in ("agent", "work", "deed"):
        return before
    return told


_NO_SUBJECT = late(
    rf"这一?[点句段招步手]|这样|(?:能|会|敢|肯|愿意|很|真|太"
    rf"|非常)*(?:{zh.alternatives(zh.EVALUATIVE, zh.DESCRIPTIVE)})|[能敢肯]"
)


def _praised_before(document: Document, sentence: Sentence) -> int:
    earlier = document.neighbour(sentence, -1)
    if earlier is None or earlier.lang != "zh" or earlier.hans.rstrip()[-1:] in "？?：:":
        return 0
    reading = reading_of(document, earlier)
    return _praised([(each.text, each.voice) for each in reading.clauses], is_agents=False)


def _is_circumstance(first: str) -> bool:
    if _CIRCUMSTANCE.match(first) and not _AGENT_VERB.search(first):
        return True
    if (
        _YONDER.match(first)
        or _UNDERGOES.match(first)
        or _SUFFERED.match(first)
        or (_NOT_THERE.match(first) and not _WORK.search(first))
    ):
        return True
    return bool(STATE.search(first)) and not re.search(
        "[你您]|没[报说讲写提问记]|漏[报说讲写提问记]", first
    )


def _takes_away(right: str, head: str, strength: int, word: str) -> bool:
    """Return whether what follows is criticism or a demand; unclear only after strong praise."""
    right = right.lstrip("，,、：: 是")
    first = _first(right)
    is_bad = (
        LEFT_UNDONE.search(first)
        or is_fault(right)
        or asks_for(right)
        or bool(re.search("憾|惜|不足|问题|唯|差|欠", word))
    )
    if CARES.match(first) or (re.match("我", first) and "你" not in right):
        return False
    if asks_for(first):
        return True
    if (_PREFERS.match(head) or _PREFERS.match(first)) and not is_fault(first):
        return False
    if _INFO.search(first) or _DATED.search(first) or _ONLY.search(first):
        return True
    if re.search("[你您](?:[也又还就都却])?(?:没|未|忘|漏)", right) and is_fault(right):
        return True
    if _is_circumstance(first):
        return False
    others = _OTHERS.match(first)
    if others and _NO_SENSE.search(first):
        return True
    if others and not re.search("[你您]", first) and not _is_record(first, others.end()):
        return bool(_GO_THROUGH.search(first)) and not _THEIR_CHOICE.search(first)
    if strength == 1 and re.search("已经|早就|终究", first):
        return False
    if is_bad:
        return is_fault(first) or not (named_quality(first) or evaluative(first))
    if re.match(r"我", first):
        return False
    clear = named_quality(right) or evaluative(right) is not None
    return (
        strength == 2
        and not clear
        and (not IN_SPITE.search(first + head) or bool(_WORK.match(first)))
    )


# 顾客问到时差时，你答错了: what is told comes after the moment.
_MOMENT = late(
    "[^，。]{2,20}(?:时|时候|那会儿|当口|之前|之后|[^最随然今以先]后|[^先以目]前|一[段块项处条环]|部分|方面|环节|[这那]块)$"
)
_NOT_AGENT = late(
    rf"(?:{zh.alternatives(zh.OTHER, zh.CIRCUMSTANCE)})(?![^，。]*[时前后候里中上]$|[^，。]*的)"
)
_ANYBODY = late(zh.alternatives(zh.OTHER))
_BY_THEM = late("^([，,]?(?:[^，。]{2,20}[时候前后][，,])?)[他她](?!们)")


def _others_before(left: list[tuple[str, str]]) -> bool:
    return any(_ANYBODY.search(text) for text, _ in left)


def _first(right: str) -> str:
    """Return the clause that tells what takes away: of two, the one after the moment."""
    parts = re.split(r"[，,；;。！!]", right, maxsplit=2)
    if len(parts) > 1 and parts[1] and _MOMENT.match(parts[0]) and not asks_for(parts[0]):
        return parts[1]
    return parts[0]
