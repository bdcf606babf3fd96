"""CL101 in Chinese: a contrast joins praise of the agent to criticism or a demand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from ccsdk_coaching.clause_zh import Reading, owner_of, reading_of
from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.lexicon import zh
from ccsdk_coaching.model import Finding
from ccsdk_coaching.polarity_zh import asks_for, descriptive, evaluative, is_fault, is_praise
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.rules.zh.rule import LOOKS_MAX, ChineseRule

__all__ = ["ButZh"]

# At the head of a clause; what may stand before it there is little.
_OPENER = re.compile(
    r"\s*(?:[*\-•・]\s*)?(?P<word>但是|但(?![愿凡求])|不过是?(?![几两三四五六七八九十百\d一])|可是|然而|只不过|只可惜|可惜|只是"
    r"|就是(?![说这那])"
    r"|(?:唯一)?(?:比较)?遗憾的?(?:是|地方)|美中不足(?:的是)?|唯独|唯一[^，。]{0,6}(?:不足|遗憾|缺憾|缺点|问题|可惜|小问题)?的?(?=是)"
    r"|尽管如此|即便如此|即使如此|虽然如此|虽说如此|饶是如此|话说回来|话虽(?:如此|这么说|这样说)|话又说回来|反而|反倒|倒是|偏偏|怎奈|无奈|殊不知|问题是"
    r"|可(?![以是能见爱谓靠惜乐口信笑选观怜行用])|(?:却|而)是?(?=[没不忘漏少])|就差|只差|要说(?:不足|缺点|遗憾)|除了(?=[^，。]{1,12}(?:没"
    r"|忘|漏|不)))"
)
_YET = re.compile(r"(?<![忘冷推退失了])却(?![之步])")
_ALTHOUGH = re.compile(r"\s*(?P<word>虽然|尽管|虽说|固然|虽(?![说然]))(?!如此)")
_COMPLEMENT = re.compile(r"[\u4e00-\u9fff]得[\u4e00-\u9fff]")
_CIRCUMSTANCE = re.compile(
    rf"(?:那|这|今天|当时|外面|后来|最后|偏偏|的)*(?:{zh.alternatives(zh.CIRCUMSTANCE)})(?!费|员|上写|里[没写]|线索)"
)
_AGENT_VERB = re.compile(
    "报|说|讲|写|提|问|记|填|核|附|告|查|标|漏|忘|错|你|您|复述|确认|介绍|登记|念|读|锁|关上|交代"
)
_THEIR_CHOICE = re.compile(
    "还是|最后|最终|仍|决定|没买|没要|走了|退了|不想|不肯|不愿|拒绝|已经|早就|执意|坚持|选|改变|没接受|没来|不来|不领情"
)
_OTHERS = re.compile(
    rf"(?:那[位个对]|这[位个对]|有[一两三几]?[个位]?)?(?:{zh.alternatives(zh.OTHER)}|他|她)"
)


class ButZh(ChineseRule):
    """Flag the contrast word between praise of the agent and what takes it away."""

    code = "CL101"
    name = "but-after-praise"
    severity = "warning"
    message = "转折词把前面的肯定抵消了；可以换成“而且”“同时”或“下一次”"
    triggers = {
        "zh": (
            "但", "不过", "可", "然而", "只是", "就是", "遗憾", "美中不足", "唯", "尽管", "即便", "即使", "虽", "饶是",
            "话", "反而", "反倒", "倒是", "偏偏", "怎奈", "无奈", "殊不知", "问题是", "却", "而", "就差", "只差", "要说",
            "除了", "固然",
        )
    }  # fmt: skip
    bad = (
        "座位图画得很生动，[但是]漏了入口。",
        "你的复述准确又简洁。[然而]，违约金那条漏掉了。",
        "你接电话的语气很温和，[就是]语速太快。",
        "妳把路線講得很清楚，[可惜]末班車的時間忘了提。",
        "你的筆記條理分明，[卻]少了藥名。",
        "你记住了她的名字，做得真好，[不过]请把费用放在前面。",
    )
    good = (
        "票价不过二十元，你照样查了优惠。",
        "外頭下大雨，但妳還是把每一箱都擦乾了。",
        "顾客说“你人很好，但是汤凉了”，你马上换了一碗。",
        "你解释得很耐心，但系统还是没有恢复。",
        "你只是笑了笑，孩子就不哭了。",
        "妳說話很輕，但每個字都很清楚。",
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
            left = [each for each in reading.clauses if each.end <= start]
            head = clause.text[: start - clause.start]
            right = reading.text[at:]
            if word in ("虽然", "尽管", "虽说", "固然", "虽"):
                left, right = [clause], reading.text[clause.end :]
            strength = _praised([(each.text, each.voice) for each in left], reading)
            if not left and not head.strip():
                strength = _praised_before(document, sentence)
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
            yield index, "却", clause.start + yet.start()
        elif (match := _ALTHOUGH.match(clause.text)) and index + 1 < len(reading.clauses):
            although = index, match["word"], clause.start + match.start("word")
    if although is not None and not has_opener:
        yield although


def _praised(left: list[tuple[str, str]], reading: Reading) -> int:
    """Return how strongly clauses praise the agent: 2 in words, 1 by a deed, 0 not."""
    strength = 0
    owner = "dropped"
    for text, voice in left:
        if voice != "writer":
            strength, owner = 0, "other"
            continue
        owner = _owner(text, owner)
        is_agents = owner in ("agent", "work", "dropped", "third", "deed") or re.search(
            "[你您]", text
        )
        if owner == "other" and _TAKEN_IN.search(text) and is_praise(text):
            is_agents = True  # how it was taken in tells how it was done
        if not is_agents and not (owner == "unknown" and _is_conduct(text)):
            continue
        if is_fault(text):
            strength = max(strength - 1, 0) if is_praise(text) else 0
        elif is_praise(text):
            strength = 2
        elif owner in ("agent", "deed", "work"):
            strength = max(strength, 1)
    return strength


def _is_conduct(text: str) -> bool:
    """Return whether a quality is named that a person has, whatever it is said of."""
    return descriptive(text) and not _CIRCUMSTANCE.match(text) and not _OF_THINGS.search(text)


_TAKEN_IN = re.compile("听|看|懂|笑|喜欢|信任|放心|安心")
_OF_THINGS = re.compile("美|甜|好看|动听|舒服|干净|暖|快|有趣|新|大|好听|准时|迅速|安心|放心|齐|轻")


def _owner(text: str, before: str) -> str:
    """Return whom a clause is about; one that names nobody goes on with the one before."""
    if re.search("[你您]", text):
        return "agent"
    if _COMPLEMENT.search(text) and not _OTHERS.match(text):
        return "deed"
    told = owner_of(text)
    if told == "dropped":
        return before
    if told == "unknown" and before in ("agent", "work", "deed"):
        return before
    return told


def _praised_before(document: Document, sentence: Sentence) -> int:
    earlier = document.neighbour(sentence, -1)
    if earlier is None or earlier.lang != "zh" or earlier.hans.rstrip()[-1:] in "？?：:":
        return 0
    reading = reading_of(document, earlier)
    return _praised([(each.text, each.voice) for each in reading.clauses], reading)


def _takes_away(right: str, head: str, strength: int, word: str) -> bool:
    """Return whether what follows is criticism or a demand; unclear only after strong praise."""
    right = right.lstrip("，,、：: 是")
    first = re.split(r"[，,；;。！!]", right, maxsplit=1)[0]
    is_bad = is_fault(right) or asks_for(right) or bool(re.search("憾|惜|不足|问题|唯|差|欠", word))
    if _CARES.match(first):
        return False
    if asks_for(first):
        return True
    if _CIRCUMSTANCE.match(first) and not _AGENT_VERB.search(first):
        return False
    if _STATE.search(first) and not re.search(
        "[你您]|没[报说讲写提问记]|漏[报说讲写提问记]", first
    ):
        return False
    if _OTHERS.match(first) and (_THEIR_CHOICE.search(first) or not is_fault(first)):
        return False
    if strength == 1 and re.search("已经|早就|终究", first):
        return False
    if is_bad:
        return not (is_praise(first) and not is_fault(first))
    if re.match(r"我", first):
        return False
    clear = descriptive(right) or evaluative(right) is not None or is_praise(right)
    return strength == 2 and not clear and not _IN_SPITE.search(first + head)


_CARES = re.compile(
    "(?:也|还|你|您|请|要|该)*(?:别忘了?|记得|注意|先|多|好好)?(?:吃|休息|歇|喝|睡|照顾自己|保重|身体|放假|庆祝)"
)
_STATE = re.compile(
    "坏了|倒了|[停断没]电|没水|[关打]烊|关门了|满座|售罄|卖[完光]|晚点|误点|延误|停运|停航|取消|下架|缺货|断货|没货|堵车|漏水|崩|死机|断网|没调音|结束|涨价"
    "|下[雨雪]|没到货|没修|停了|走远|开走|飞走|起飞|太[冷热吵挤滑贵]"
)
_IN_SPITE = re.compile(r"[还仍]是|照样|照旧|依然|依旧|仍|已经|终于|总算|早就|这|也")
