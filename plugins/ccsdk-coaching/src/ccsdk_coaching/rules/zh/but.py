"""CL101 in Chinese: a contrast joins praise of the agent to criticism or a demand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from ccsdk_coaching.circumstance_zh import CIRCUMSTANCE, WORK
from ccsdk_coaching.clause_zh import Reading, reading_of
from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.contrast_zh import (
    LEFT_UNDONE,
)
from ccsdk_coaching.lexicon import zh
from ccsdk_coaching.lexicon.patterns import late
from ccsdk_coaching.model import Finding
from ccsdk_coaching.objection_zh import OTHERS, first_of, takes_away
from ccsdk_coaching.polarity_zh import (
    asks_for,
    descriptive,
    is_fault,
    is_praise,
)
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.rules.zh.rule import LOOKS_MAX, ChineseRule
from ccsdk_coaching.subject_zh import owner_of

__all__ = ["ButZh"]

# At the head of a clause; what may stand before it there is little.
_OPENER = late(
    r"\s*(?:[*\-•・]\s*)?(?P<word>但是|但(?![愿凡求])|不过是?(?![几两三四五六七八九十百\d一度敏火滤期]|分(?![期数机行店开工]))|可是"
    r"|然而|只不过|只可惜|可惜|只是"
    r"|就是(?![说这那好棒赞])"
    r"|(?:唯一)?(?:比较)?遗憾的?(?:是|地方)|美中不足(?:的是)?"
    r"|[^，。你您]{0,4}(?:遗憾|可惜|不足|缺憾|瑕疵)(?:的是|的地方|之处|的一点)(?:在于)?|唯独|唯一[^，。]{0,6}(?:不足|遗憾|缺憾|缺点|问题|可惜"
    r"|小问题)?的?(?=是)"
    r"|尽管如此|即便如此|即使如此|虽然如此|虽说如此|饶是如此|话说回来|话虽(?:如此|这么说|这样说)|话又说回来|独独|单单|偏生|唯有|反而|反倒|倒是|偏偏|怎奈|无奈|奈何"
    r"|殊不知|问题(?:是"
    r"|在于)|不料|[谁哪]知|[谁孰岂怎]料|没想到|惟独|惟一|[惟唯](?![一独有恐妙我])|然(?![后而则])|(?:恰恰|正好)?相反|偏(?=[忘漏没少又])|反观"
    r"|相比之下|另一方面|[^，。]{0,2}缺点是"
    r"|可(?![以是能见爱谓靠惜乐口信笑选观怜行用取贵喜圈嘉敬再更考参加提改])|只系|就系|(?:却|而)是?(?=[没不忘漏少]|[后下]半|结尾|收尾)|就差|只差"
    r"|要说(?:不足|缺点|遗憾)"
    r"|除了(?=[^，。]{0,12}(?:没"
    r"|忘|漏|不)))"
)
_YET = late(r"(?<![忘冷推退失了])却(?![之步])|(?<=[\u4e00-\u9fff])(?:反倒|反而|倒是|偏偏)")
_ALTHOUGH = late(r"\s*(?P<word>虽然|尽管|虽说|固然|虽(?![说然]))(?!如此)")
_COMPLEMENT = late(r"[\u4e00-\u9fff]得[\u4e00-\u9fff]")
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
                is_last = not reading.text[clause.end :].strip("，。！!～~ \n")
                if left and is_last and (is_fault(own) or LEFT_UNDONE.search(own)):
                    right = own  # praise, and what it is said in spite of
                else:
                    left, right = [(clause.text, clause.voice)], reading.text[clause.end :]
            is_agents = _is_agents_fault(right)
            strength = _praised(left, is_agents=is_agents)
            if not left and not head.strip():
                strength = _praised_before(document, sentence)
            if not clause.mark and left and strength < _IN_WORDS:
                continue  # no comma parts it
            if _goes_on(word, clause.mark, left, right):
                continue
            if _NOT_AGENT.match(head):
                right = head + right  # 客人却临时改期
            if not re.search("[你您]", reading.text) and not _others_before(left):
                right = _BY_THEM.sub(r"\1", right, 1)  # with no 你, he or she is the agent
            if strength and takes_away(right, head, strength, word):
                yield self.finding(sentence.start + start, sentence.start + at)


def _goes_on(word: str, mark: str, left: list[tuple[str, str]], right: str) -> bool:
    """Return whether a word of contrast is none: 你的耐心可是出了名的, 不急着推销，反而先问."""
    first = first_of(right)
    if word == "可是" and not mark and _EMPHATIC.search(first):
        return True
    is_denied = bool(left) and re.search("[没不别]", left[-1][0])
    return bool(is_denied) and word.startswith(("反而", "反倒")) and not is_fault(first)


_EMPHATIC = late("的$|出了?名|第一|有名|公认|招牌|一绝|最")


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
        if owner == "unknown" and _HANDED_ON.search(text) and not CIRCUMSTANCE.match(text):
            owner = "deed"
        if not _is_of_agent(text, owner) and not (
            is_agents and owner == "unknown" and not CIRCUMSTANCE.match(text)
        ):
            continue
        if strength and _NEVER.match(text):
            continue  # 从不提“黑名单”: a habit, good or bad
        if is_fault(text) and not _is_done_well(text):
            strength = max(strength - 1, 0) if is_praise(text) else 0
        elif is_praise(text):
            strength = 2
        elif owner in ("agent", "deed", "work"):
            strength = max(strength, 1)
    return strength


# 试算表当天就寄出, 分段也标了颜色: what is written or handed on is so by the agent.
_HANDED_ON = late(
    "(?<!自)(?:[写填列附补标贴画抄核登录]|备注|整理|分类|打包|归档|复核|[寄送发递传](?=[出去完]))[了出好完齐上全清妥明成](?![错反漏没不])"
)
_NEVER = late("[^，。]{0,4}(?:从不|从没|从未|从来[不没])")
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


def _is_agents_fault(right: str) -> bool:
    """Return whether what follows can only be the agent's: a thing not done, or a demand."""
    first = re.split(r"[，,；;。！!]", right.lstrip("，,、：: 是"), maxsplit=1)[0]
    return bool(LEFT_UNDONE.search(first)) or asks_for(first) or bool(WORK.match(first))


def _is_conduct(text: str) -> bool:
    """Return whether a quality is named that a person has, whatever it is said of."""
    return descriptive(text) and not CIRCUMSTANCE.match(text) and not _OF_THINGS.search(text)


_SKILL = late(rf"(?:[这那][个段句一]{{0,2}})?(?:{zh.alternatives(zh.SKILL)}|比喻|说法)")
_TAKEN_IN = late("听|看|懂|笑|喜欢|信任|放心|安心")
_OF_THINGS = late("美|甜|好看|动听|舒服|干净|暖|快|有趣|新|大|好听|准时|迅速|安心|放心|齐|轻")


def _owner(text: str, before: str) -> str:
    """Return whom a clause is about; one that names nobody goes on with the one before."""
    if re.search("[你您]", text):
        return "agent"
    if _COMPLEMENT.search(text) and not OTHERS.match(text):
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


_NOT_AGENT = late(
    rf"(?:{zh.alternatives(zh.OTHER, zh.CIRCUMSTANCE)})(?![^，。]*[时前后候里中上]$|[^，。]*的)"
)
_ANYBODY = late(zh.alternatives(zh.OTHER))
_BY_THEM = late("^([，,]?(?:[^，。]{2,20}[时候前后][，,])?)[他她](?!们)")


def _others_before(left: list[tuple[str, str]]) -> bool:
    return any(_ANYBODY.search(text) for text, _ in left)
