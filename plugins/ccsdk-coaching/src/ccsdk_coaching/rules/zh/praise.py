"""CL105 in Chinese: praise of the agent that names nothing done, no skill and no quality."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ccsdk_coaching.clause_zh import NAME, Clause, Reading, reading_of
from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.lexicon import zh
from ccsdk_coaching.model import Finding
from ccsdk_coaching.polarity_zh import asks_for, descriptive, is_fault
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.rules.zh.rule import ChineseRule

__all__ = ["PraiseZh", "names_behaviour"]

_EVAL = zh.alternatives(
    " ".join(w for w in zh.EVALUATIVE.split() if w not in ("可以", "行", "成功", "最好"))
)
_SHORT = "好|棒|赞|牛|强|绝|神|酷|帅|优|行"
_LONG = zh.alternatives(
    " ".join(
        w
        for w in zh.EVALUATIVE.split()
        if len(w) > 1 and w not in ("可以", "成功", "最好", "骄傲", "大拇指")
    )
)
_DEGREE = (
    "真的是|真的|真是|真|实在|太|很|非常|十分|特别|超级|超|好|挺|相当|极其|最|多么|这么|更|无比|都|蛮|可真|确实|就是|也|越来越|一如既往地?|堪称|算得上"
    "|可以说是|简直|几乎"
)
_WHO = rf"(?:一切|样样|处处|各方面|方方面面|你们|您们|你|您|大家|{NAME})"
_WHEN = (
    rf"(?:的|在|{zh.alternatives(zh.TIME)}|[这那今昨本上整][一个]?[天晚周次回月场班通段趟季年]|(?:这|那|今天|今晚)的?(?:电话|一班"
    rf"|表现))*"
)
_DO = "干|做|表现|发挥|打|讲|说|处理|接待|完成|工作|服务|应对|搞|办|弄|聊|接|答|忙|玩|带|整|演|谈|配合|撑|学"
_NOUN = zh.alternatives(zh.GENERIC_NOUN)
_PERSON = (
    "宝|宝贝|宝藏|骄傲|榜样|楷模|明星|之星|高手|能手|人才|天才|专家|英雄|天使|主力|王牌|支柱|福星|担当|冠军|模范|标杆|明灯|开心果|大将|功臣|好帮手|好伙伴"
    "|好员工|好手|奇才|招牌|活招牌|传奇|大神|超人"
)
_PHRASE = re.compile(
    rf"(?P<does>(?:{_WHO}{_WHEN})?(?:{_DO})[得的](?:{_DEGREE})*(?:{_LONG}|{_SHORT})(?:极了|了|啊|呀"
    rf"|哦)?(?![多几些]))"
    rf"|(?P<person>{_WHO}{_WHEN}(?:{_DEGREE})*是?(?:我们|大家|全组|全队|团队|整个|公司|店里?|班|部门|咱们|的|最[棒好强]"
    rf"|我?见过的?|第一"
    rf"|个|一个|这里|真正|[一-鿿]{{2}})*"
    rf"(?:{_PERSON}|最[棒好强](?:的|了)?)(?:的|了)?)"
    rf"|(?P<proud>(?:为|给|替)[你您](?:感到|点|鼓|喝|竖)?(?:一?个)?(?:大?(?:骄傲|自豪|点?赞|掌|彩|大拇指)|点赞)"
    rf"|[你您](?:真)?(?:让|令|叫)(?:我们?|人|大家)(?:感到|很|非常|刮目|都)?(?:骄傲|自豪|相看|佩服))"
    rf"|(?P<is>(?:{_WHO}{_WHEN}|(?:这|那|今|昨|本"
    rf"|整)[一-鿿]{{0,4}}?)?(?:{_DEGREE})*(?:(?:{_DEGREE})(?:{_SHORT})|{_LONG})"
    rf"(?:极了|了|啊|呀|的)?(?:(?<=的)(?:这|那)?(?:一)?(?:{_NOUN}|[天晚周次回月场班通段趟]))?)"
)
_LEAD = re.compile(
    rf"^(?:[的在都也就]|{zh.alternatives(zh.TIME)}|[这那今昨本上整][一个]?[天晚周次回月场班通段趟季年]的?)+"
)
_NOT_AFTER = re.compile(
    rf"气|空|色|度|的?[员路店餐厅奖街榜城楼馆级院区场站]|吗|不[好行]|[的地](?!{_NOUN}|[，,。！!？?；;~～\s]|$|这|那|一)"
    rf"|[多几些久奇像说吃喝转处事心看听懂用意玩笑心]|主义|无缺|员工餐厅|客房|酒店|生|像"
)
_GREETING = re.compile(r"(?:早上|上午|中午|下午|晚上|大家|你|您|早|新年|节日|周末)$")
_EMPTY = re.compile(
    rf"{_EVAL}|{_NOUN}|{_DEGREE}|{_WHEN}|{NAME}|{_PERSON}"
    rf"|{zh.alternatives(zh.AGENT, zh.WE, zh.COACH, zh.TIME, zh.ADVERB)}"
    r"|谢谢|多谢|感谢|辛苦|加油|继续|保持|努力|再接再厉|期待|再见|明天见|下周见|早上好|晚上好|早安|午安|晚安|恭喜|祝贺|值得|表扬|肯定|看好|相信|感到|觉得|认为|真心"
    r"|[的了地得是个一这那有啊呀哦呢吧嘛哈哇们给为让打做干表现到下去来样此如又再们点通场班次天晚周月年\W◇◆\d]"
)
_DEED = re.compile(rf"了|把|着|得|就|给|帮|替|陪|{zh.alternatives(zh.GOOD_ACT)}")
_SKILL = re.compile(
    zh.alternatives(" ".join(w for w in zh.SKILL.split() if w not in ("回复", "电话")))
)
_SCORE = re.compile(
    r"[\d一二三四五六七八九十百]分(?!钟|之)|排名|第[一二三四五\d]名|评级|评分|得分|名次"
)


class PraiseZh(ChineseRule):
    """Flag an evaluation around which no behaviour is named."""

    code = "CL105"
    name = "generic-praise"
    severity = "info"
    message = "好在哪里？说出做了什么：“当你……的时候，我注意到……”"
    triggers = {
        "zh": tuple(
            sorted({w for w in zh.EVALUATIVE.split() if w != "可以"} | set(_PERSON.split("|")))
        )
    }
    bad = (
        "[干得漂亮]！",
        "这周[做得不错]，继续保持。",
        "小王，[你真是我们的榜样]。",
        "這場[一級棒]！",
        "昨晚[表現得很好]，謝謝。",
        "[妳好優秀]！",
    )
    good = (
        "真是好样的：散场后你陪老人等到了车。",
        "你把三种套餐一口气说清了，真棒。",
        "出色的复述。",
        "「服務一流」，房客在卡片上這樣寫。",
        "早安，志明，今天三號窗口你先開。",
        "太棒了，你把藥袋上的字唸給老人家聽。",
    )

    def check_reading(
        self, document: Document, sentence: Sentence, reading: Reading, config: CoachingConfig
    ) -> Iterable[Finding]:
        """Yield the first empty praise of a sentence."""
        if reading.text.rstrip('”」』"').endswith(("？", "?")):
            return
        found = [match for match in _PHRASE.finditer(reading.text) if _praises(reading, match)]
        if _is_title(document, sentence, reading):
            return
        if not found or _is_specific(document, sentence, reading):
            return
        for match in found[:1]:
            lead = len(match[0]) - len(_LEAD.sub("", match[0]))
            yield self.finding(sentence.start + match.start() + lead, sentence.start + match.end())


def _praises(reading: Reading, match: re.Match[str]) -> bool:
    """Return whether a phrase praises the agent, and does not greet, ask or name."""
    clause = reading.clause_at(match.start())
    if clause.voice_at(match.start()) != "writer" or _is_heading(reading, clause):
        return False
    left, right = clause.text[: match.start() - clause.start], reading.text[match.end() :]
    if _NOT_AFTER.match(right) or _GREETING.search(left) or re.search(r"[不没别]$|不是$|最$", left):
        return False
    if re.search(r"更好|会更|才|如果|要是|希望|最好(?!的)|好了吗|可以|能", left + match[0]):
        return False
    if re.fullmatch(r"(?:大家|[早晚]上?|中午|下午|上午|你|您|你们)好", match[0]) or asks_for(
        clause.text
    ):
        return False
    if re.match("如果|要是|假如|若|只要", reading.text) or re.match(
        "[一二三四五六七八九十百\\d]", right
    ):
        return False
    rest = _EMPTY.sub("", left)
    return not rest or bool(match["does"] and len(rest) <= 4)


def _is_heading(reading: Reading, clause: Clause) -> bool:
    after = reading.text[clause.end : clause.end + 1]
    return (clause.is_heading and (after in "：:" if after else "\n" in reading.text)) or (
        after in ("\n", "\r") and clause.is_heading
    )


def _is_title(document: Document, sentence: Sentence, reading: Reading) -> bool:
    """Return whether the sentence is a heading on a line of its own, with lines below."""
    below = document.neighbour(sentence, 1)
    return (
        reading.clauses[0].is_heading
        and len(reading.clauses) == 1
        and below is not None
        and below.paragraph == sentence.paragraph
        and document.text[sentence.end] in "\r\n"
    )


def _is_specific(document: Document, sentence: Sentence, reading: Reading) -> bool:
    if names_behaviour(reading, is_near=True):
        return True
    for step in (-1, 1):
        near = document.neighbour(sentence, step)
        if near is None or near.lang != "zh" or near.paragraph != sentence.paragraph:
            continue
        if names_behaviour(reading_of(document, near), is_near=False):
            return True
    return False


def names_behaviour(reading: Reading, *, is_near: bool) -> bool:
    """Return whether something done, a skill or a quality is named, other than as a fault."""
    if reading.text.rstrip().endswith(("？", "?")):
        return False
    for clause in reading.clauses:
        if clause.voice == "customer" and clause.voiced <= clause.start:
            continue
        text = clause.text
        if (
            re.match(r"\s*(?:待|要|需|可以?|改|不足|开始)[^：:]{0,6}$", text)
            and reading.text[clause.end : clause.end + 1] in "：:"
        ):
            return False
        if re.match(r"\s*(?:但|不过|可是|可惜|然而|只是|却|就是)", text) and (
            is_fault(text) or asks_for(text)
        ):
            return False
        if _SCORE.search(text) or asks_for(text) or _only_fault(text):
            continue
        if descriptive(text) or _SKILL.search(text):
            return True
        rest = _EMPTY.sub("", text)
        if (
            len(rest) >= 2
            and (_DEED.search(text) or (is_near and len(rest) >= 4))
            and not _is_plan(text)
        ):
            return True
    return False


def _only_fault(text: str) -> bool:
    return is_fault(text) and not descriptive(text)


def _is_plan(text: str) -> bool:
    return bool(
        re.search(r"明天|明晚|下周|下次|开会|开始|放假|休息|搬|换了|再见", text)
    ) and not re.search("[你您]把|[你您]帮", text)
