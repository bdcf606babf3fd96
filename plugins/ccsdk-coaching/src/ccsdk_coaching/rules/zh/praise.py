"""CL105 in Chinese: praise of the agent that names nothing done, no skill and no quality."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ccsdk_coaching.asides_zh import is_aside, is_lead, is_news
from ccsdk_coaching.clause_zh import Clause, Reading, reading_of
from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.headings_zh import kind_of_heading
from ccsdk_coaching.lexicon import zh
from ccsdk_coaching.lexicon.patterns import headed, late
from ccsdk_coaching.model import Finding
from ccsdk_coaching.plaudit_zh import (
    PERSON,
    PRAISE,
    TRIGGERS,
    is_empty,
    is_outcry,
    plaudit,
    unpraised,
)
from ccsdk_coaching.polarity_zh import asks_for, descriptive, is_fault, named_quality
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.rules.zh.rule import ChineseRule
from ccsdk_coaching.subject_zh import NAME
from ccsdk_coaching.voice_zh import quote_speaker

__all__ = ["PraiseZh", "names_behaviour"]

_EVAL = zh.alternatives(
    " ".join(w for w in zh.EVALUATIVE.split() if w not in ("可以", "行", "成功", "最好"))
)
_SHORT = "好|棒|赞|牛|强|绝|神|酷|帅|优|行"
_LONG = zh.alternatives(
    " ".join(
        w
        for w in zh.EVALUATIVE.split()
        if len(w) > 1 and w not in ("可以", "成功", "最好", "骄傲", "大拇指", "好评")
    )
)
_DEGREE = (
    "真的是|真心|根本|完全|绝对|妥妥|真系|好系|着实|真的|真是|真|实在|太|很|非常|十分|特别|超级|超|好|挺|相当|极其|最|多么|这么|更|无比|都|蛮|可真|确实"
    "|就是|也|越来越|一如既往地?|堪称|算得上"
    "|可以说是|简直|几乎"
)
_WHO = rf"(?:一切|样样|处处|各方面|方方面面|你们|您们|你|您|大家|{NAME})"
_WHEN = (
    rf"(?:的|在|{zh.alternatives(zh.TIME)}|[这那今昨本上整][一个]?[天晚周次回月场班通段趟季年]|(?:这|那|今天|今晚)的?(?:电话|一班"
    rf"|表现))*"
)
_DO = "干|做|表现|发挥|打|讲|说|处理|接待|完成|工作|服务|应对|搞|办|弄|聊|接|答|忙|玩|带|整|演|谈|配合|撑|学"
_NOUN = zh.alternatives(zh.GENERIC_NOUN)
_PHRASE = late(
    rf"(?P<does>(?:{_WHO}{_WHEN})?(?:(?:{_DO})[得的]|表现|发挥)(?:{_DEGREE}"
    rf"|比[^，。]{{1,4}}[都还更])*(?:{_LONG}|{_SHORT})(?:极了|了|啊|呀"
    rf"|哦|啦)?(?![多几些]))"
    rf"|(?P<bare>(?<![\u4e00-\u9fff])[棒赞牛强绝神酷帅优][啊呀啦哦喔哇]?(?![\u4e00-\u9fff]))"
    rf"|(?P<most>{_WHO}{_WHEN}(?:{_DEGREE}|永远|一直|始终)*是(?:[^，。]{{0,8}}?(?:最|数一数二)"
    rf"|一?[个位名])(?:{_LONG}|{_SHORT})的?"
    rf"(?:一?[个位名员])?(?:{zh.alternatives(zh.AGENT)}|人|员工|同事|伙伴|队友|组员|搭档)?(?=[，。！!；~～\s]|$))"
    rf"|(?P<person>{_WHO}{_WHEN}(?:{_DEGREE}|永远|一直)*是?(?:我们|大家|全组|全队|团队|整个|公司|店里?|班|部门|咱们|的|最[棒好强]"
    rf"|我?见过的?|第一"
    rf"|个|一个|这里|真正|[一-鿿]{{2}})*"
    rf"(?:{PERSON}|最[棒好强](?:的|了)?)(?:的|了)?)"
    rf"|(?P<proud>(?:为|给|替)[你您](?:感到|点|鼓|喝|竖)?(?:[一两三十百千万\\d]*个)?(?:大+的?)?(?:大?(?:赞|骄傲|自豪|点?赞|掌"
    rf"|彩|大拇指)|点赞)"
    rf"|[你您](?:真)?(?:让|令|叫)(?:我们?|人|大家)(?:感到|很|非常|刮目|都)?(?:骄傲|自豪|相看|佩服))"
    rf"|(?P<is>(?!好好)(?:{_WHO}{_WHEN}|(?P<what>(?:这|那|今|昨|本"
    rf"|整)[一-鿿]{{0,4}}?))?(?:{_DEGREE})*(?:(?:{_DEGREE})(?:{_SHORT})|{_LONG})"
    rf"(?:极了|了|啊|呀|啦|喔|的)?(?:(?<=的)(?:这|那)?(?:一)?(?:{_NOUN}|[天晚周次回月场班通段趟]))?)"
)
# What a phrase ends with: it says what is good, whatever stands before that.
_MAY_PRAISE = late(
    lambda: headed(
        "".join(word[0] for word in (zh.EVALUATIVE + PERSON.replace("|", " ")).split())
        + "最骄自点赞掌彩大相佩好棒牛强绝神酷帅优行",
        rf"{_LONG}|{PERSON}|最[棒好强]|骄傲|自豪|赞|掌|彩|大拇指|相看|佩服"
        rf"|(?<=[得的现挥是心本全对妥系好实真太很常分别级超挺当其最么更比无都蛮就也来地称上说直乎还个位名往在越])(?:{_SHORT})"
        rf"|(?<![\u4e00-\u9fff])(?:{_SHORT})",
    )
)
_LEAD = late(
    rf"^(?:[的在都也就]|{zh.alternatives(zh.TIME)}|[这那今昨本上整][一个]?[天晚周次回月场班通段趟季年]的?)+"
)
_NOT_AFTER = late(
    rf"气|空|色|度|的?[员路店餐厅奖街榜城楼馆级院区场站]|吗|不[好行]|[的地](?!{_NOUN}|[，,。！!？?；;~～\s]|$|这|那|一)"
    rf"|[多几些久奇像说吃喝转处事心看听懂用意玩笑心]|主义|无缺|员工餐厅|客房|酒店|生|像"
)
_GREETING = late(r"(?:早上|上午|中午|下午|晚上|大家|你|您|早|新年|节日|周末)$")
_EMPTY = late(
    rf"{_EVAL}|{_NOUN}|{_DEGREE}|{_WHEN}|{NAME}|{PERSON}"
    rf"|{zh.alternatives(zh.AGENT, zh.WE, zh.COACH, zh.TIME, zh.ADVERB)}"
    r"|谢谢|多谢|感谢|辛苦|加油|继续|保持|努力|再接再厉|期待|再见|明天见|下周见|早上好|晚上好|早安|午安|晚安|恭喜|祝贺|值得|表扬|肯定|看好|相信|感到|觉得|认为|真心"
    r"|[的了地得是个一这那有啊呀哦呢吧嘛哈哇们给为让打做干表现到下去来样此如又再们点通场班次天晚周月年\W◇◆\d]"
)
_DEED = late(rf"了|把|着|得|就|完|先|才|给|帮|替|陪|{zh.alternatives(zh.GOOD_ACT)}")
_SKILL = late(zh.alternatives(" ".join(w for w in zh.SKILL.split() if w not in ("回复", "电话"))))
_PERIOD = late(
    rf"{_NOUN}|{_DO}|[你您得]|{zh.alternatives(zh.TIME)}|[这那今昨本整的一个天晚周次回月场班通段趟季年]"
)
_HEADING_MAX = 10
_GRADE_MAX = 3
_WORDS_MIN = 5
_MARKED = late("(?:评[级等分核]?|等[级第]|成绩|绩效|考[核绩评]|得分|结果)[：:]\\s*$")
# 你学海豹叫的那一段: a moment of what was done.
_MOMENT = late("[你您][^，。]{2,10}的(?:那|这)(?:一)?[段句刻秒声下步招通幕手]")
# Whoever is moved by praise does nothing that it names: 大家都要向你学习.
_BYSTANDER = late(
    r"\s*(?:大家|我们?|咱们?|全[组队班店]|所有人|同事们?|团队|公司|整个|没有?别的|没有?更多)(?![^，。]*(?:注意到|听到|看到|听见|看见|发现"
    r"|[你您][^，。]{0,4}[把给帮替陪]))"
)
_SCORE = late(
    r"[\d一二三四五六七八九十百]分(?!钟|之)|排名|第[一二三四五\d]名|评级|评分|得分|名次|[排进][到在]?了?前|垫底|达标|达成率?|业绩|KPI"
)


class PraiseZh(ChineseRule):
    """Flag an evaluation around which no behaviour is named."""

    code = "CL105"
    name = "generic-praise"
    severity = "info"
    is_local = True
    message = "好在哪里？说出做了什么：“当你……的时候，我注意到……”"
    triggers = {
        "zh": tuple(
            sorted(
                {w for w in zh.EVALUATIVE.split() if w != "可以"}
                | set(PERSON.split("|"))
                | set(TRIGGERS)
            )
        )
    }
    bad = (
        "[干得漂亮]！",
        "这周[做得不错]，继续保持。",
        "小王，[你真是我们的榜样]。",
        "這場[一級棒]！",
        "昨晚[表現得很好]，謝謝。",
        "[妳好優秀]！",
        "小林，[你是最棒的]，明天也一样。",
        "[無可挑剔的一天]。",
        "录音听完，[挑不出一点毛病]，周四再聊。",
        "该员[表现优良]，特此表扬。",
    )
    good = (
        "真是好样的：散场后你陪老人等到了车。",
        "你把三种套餐一口气说清了，真棒。",
        "出色的复述。",
        "「服務一流」，房客在卡片上這樣寫。",
        "早安，志明，今天三號窗口你先開。",
        "太棒了，你把藥袋上的字唸給老人家聽。",
        "这句“我陪您一起等”，真好。",
        "绝了，打印机又卡纸。",
        "真棒的耳机，每人一副。",
    )

    def check_reading(
        self, document: Document, sentence: Sentence, reading: Reading, config: CoachingConfig
    ) -> Iterable[Finding]:
        """Yield the first empty praise of a sentence."""
        if reading.text.rstrip('”」』"').endswith(("？", "?")):
            return
        if _is_title(document, sentence, reading):
            return
        found = next(_spans(reading), None)
        if found is not None and not _is_specific(document, sentence, reading):
            yield self.finding(sentence.start + found[0], sentence.start + found[1])


def _spans(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield where a sentence praises the agent, that which is surest first."""
    phrases = _PHRASE.finditer(reading.text) if _MAY_PRAISE.search(reading.text) else ()
    for match in phrases:
        if _praises(reading, match):
            lead = len(match[0]) - len(_LEAD.sub("", match[0]))
            yield match.start() + lead, match.end()
    for clause in reading.clauses:
        said = None if clause.voice != "writer" else plaudit(clause.text)
        if said is None or _is_heading(reading, clause):
            continue
        if _is_said_of_agent(reading, clause):
            yield clause.start + said.start(), clause.start + said.end()


def _is_mark(reading: Reading, clause: Clause) -> bool:
    """Return whether a clause is but a grade: 评级：优秀."""
    is_short = len(clause.text.strip()) <= _GRADE_MAX
    return is_short and bool(_MARKED.search(reading.text[: clause.start]))


# What looks like a duty and is none: 没得说, 该员.
_OWED = late(rf"{PRAISE.pattern}|该[员人]|比[^，。]{{1,8}}还要")


def _is_said_of_agent(reading: Reading, clause: Clause) -> bool:
    """Return whether a clause that only praises means the agent, and is no wish or condition."""
    if _is_mark(reading, clause) or asks_for(_OWED.sub("", clause.text)):
        return False
    if re.match("如果|要是|假如|若|只要", reading.text) or re.search(
        "更好|希望|[吗么]$", clause.text
    ):
        return False
    if re.fullmatch(
        r"\s*(?:大家|[早晚]上?|中午|下午|上午|你|您|你们|真|太)?好[的啊呀]?\s*", clause.text
    ):
        return False
    if is_outcry(clause.text) and is_fault(reading.text[clause.end :]):
        return False
    if is_news(clause.text) and _has_news(reading, clause):
        return False
    earlier = reading.before(clause)
    return earlier is None or not _is_topic(earlier.text)


def _praises(reading: Reading, match: re.Match[str]) -> bool:
    """Return whether a phrase praises the agent, and does not greet, ask or name."""
    clause = reading.clause_at(match.start())
    if clause.voice_at(match.start()) != "writer" or _is_heading(reading, clause):
        return False
    left, right = clause.text[: match.start() - clause.start], reading.text[match.end() :]
    if _NOT_AFTER.match(right) or _GREETING.search(left) or re.search(r"[不没别]$|不是$|最$", left):
        return False
    if left.endswith("有") or _is_other_thing(match[0], right):
        return False  # 有你真好
    if is_outcry(clause.text) and is_fault(right):
        return False
    if is_news(clause.text) and _has_news(reading, clause):
        return False
    earlier = reading.before(clause)
    if earlier is not None and not left and _is_topic(earlier.text):
        return False  # 今天的夕阳，一级棒
    if match["what"] and _PERIOD.sub("", match["what"]):
        return False  # 今天的便当很棒
    if _is_mark(reading, clause):
        return False
    if re.search(r"[得拿打给考]了?$", left) and re.search("满分|一百分|优", match[0]):
        return False  # a mark
    if re.search(
        r"更好|会更|(?<![天人奇全])才|如果|要是|希望|最好(?!的)|好了吗|可以|能", left + match[0]
    ):
        return False
    if re.fullmatch(r"(?:大家|[早晚]上?|中午|下午|上午|你|您|你们)好", match[0]) or asks_for(
        _OWED.sub("", clause.text)
    ):
        return False
    if re.match("如果|要是|假如|若|只要", reading.text) or re.match(
        "[一二三四五六七八九十百\\d]", right
    ):
        return False
    rest = _EMPTY.sub("", left)
    return not rest or is_empty(left)


def _is_other_thing(said: str, right: str) -> bool:
    """Return whether words of praise are part of others, or are of a thing."""
    if re.search("[一二两三四五六七八九十几半多整当每数\\d]天才", said):
        return True  # 想了三天才回复
    if said.endswith("难得") and re.match("[一-鿿]", right):
        return True  # 难得不下雨
    if not said.endswith("的"):
        return False
    if re.match("[那这]?一?(?:[秒句段刻步点]|部分|地方|是)", right):
        return True  # 最好的那一秒，是你没有说话
    return bool(_OTHER_THING.match(right)) and "，" in right  # 真棒的耳机，每人一副


def _has_news(reading: Reading, clause: Clause) -> bool:
    """Return whether something follows that a cry may be about."""
    later = [each.text for each in reading.clauses if each.start >= clause.end]
    return any(not is_empty(each) and not is_aside(each) for each in later)


# After 的, what is praised is neither the person nor the work.
_OTHER_THING = late(
    rf"(?!{_NOUN}|{PERSON}|{zh.alternatives(zh.AGENT, zh.TIME, zh.WORK)}|[一这那天晚周次回场班通段人你您]|[几数]"
    rf"|{NAME}"
    r"|吗|吧|啊|呀|啦|呢|哦|员|组|队|伙|小|表|坐|搭)[一-鿿]"
)


def _is_topic(text: str) -> bool:
    """Return whether a clause only names a thing that is no part of the work."""
    match = _NAMED_THING.fullmatch(text)
    if match is None or is_empty(text) or _SKILL.search(text):
        return False
    return bool(_PERIOD.sub("", match["thing"]))


_NAMED_THING = late(
    r"\s*(?:[这那][^，。]{0,3}|[今昨前][天晚早]的)(?P<thing>(?![你您])[\u4e00-\u9fff]{1,4})(?<!了)"
)


def _is_heading(reading: Reading, clause: Clause) -> bool:
    after = reading.text[clause.end : clause.end + 1]
    if after not in "：:\r\n":
        return False
    if (
        after
        and after in "：:"
        and len(clause.text) <= _HEADING_MAX
        and kind_of_heading(clause.text)
    ):
        return True
    return (clause.is_heading and (after in "：:" if after else "\n" in reading.text)) or (
        after in ("\n", "\r") and clause.is_heading
    )


def _is_title(document: Document, sentence: Sentence, reading: Reading) -> bool:
    """Return whether the sentence is a heading on a line of its own, with lines below."""
    below = document.neighbour(sentence, 1)
    return (
        len(reading.clauses) == 1
        and reading.clauses[0].is_heading
        and below is not None
        and below.paragraph == sentence.paragraph
        and document.text[sentence.end] in "\r\n"
    )


def _is_specific(document: Document, sentence: Sentence, reading: Reading) -> bool:
    if names_behaviour(reading, is_near=True) or _quotes_words(document, sentence):
        return True
    for step in (-1, 1):
        near = document.neighbour(sentence, step)
        if near is None or near.lang != "zh" or near.paragraph != sentence.paragraph:
            continue
        if names_behaviour(reading_of(document, near), is_near=False):
            return True
    return False


def _quotes_words(document: Document, sentence: Sentence) -> bool:
    """Return whether words are quoted that the agent said, as in 这句“我陪您等”，真好."""
    for quote in document.quotes_within(sentence.start, sentence.end):
        if sentence.start <= quote.start and quote.end <= sentence.end:
            said = document.text[quote.start : quote.end]
            if len(said) > _WORDS_MIN and quote_speaker(document, quote) != "customer":
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
        if _BYSTANDER.match(text) and not named_quality(text):
            continue
        if is_lead(text, reading.text[clause.end : clause.end + 1]):
            continue
        if asks_for(text) or _SCORE.search(text) or is_aside(text) or _only_fault(text):
            continue
        if descriptive(text) or _SKILL.search(text):
            return True
        if _MOMENT.search(text):
            return True
        bare = unpraised(_PHRASE.sub("", text) if _MAY_PRAISE.search(text) else text)
        rest = "" if is_empty(bare) else _EMPTY.sub("", bare)
        if (
            len(rest) >= 2
            and (_DEED.search(bare) or (is_near and len(rest) >= 4))
            and not _is_plan(text)
        ):
            return True
    return False


def _only_fault(text: str) -> bool:
    return is_fault(text) and not descriptive(text) and not _BROUGHT_ABOUT.search(text)


# 你让急着登机的先生改好了签: it came out well, whatever the trouble was.
_BROUGHT_ABOUT = late(
    "[你您](?:也|都|还)?(?:愿意|肯|敢|主动|坚持)|[你您][^，。没不]{0,4}(?:让|把|帮|给|替|陪"
    "|跟)[^，。]*[\u4e00-\u9fff](?:[好完到住清成通妥齐]了|下来|回来|出来)"
)


def _is_plan(text: str) -> bool:
    return bool(
        re.search(r"明天|明晚|下周|下次|开会|开始|放假|休息|搬|换了|再见", text)
    ) and not re.search("[你您][把帮替给陪为让]", text)
