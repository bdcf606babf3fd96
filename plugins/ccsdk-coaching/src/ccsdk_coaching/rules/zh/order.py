"""CL201 in Chinese: the heading of improvements stands before that of strengths."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.headings_zh import HEADING, kind_of_heading
from ccsdk_coaching.lexicon.patterns import late
from ccsdk_coaching.model import Finding
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.rules.zh.rule import ChineseRule

__all__ = ["OrderZh", "headings"]

_LEAD = r"(?:^|(?<=[\n。！？；;!?])|(?=[【〔]))(?:[^\w“「『\"]|[\d_一二三四五]){0,12}"
_CLOSE = r"[】\]〕》*_）)\s]*"
# Few words between the head of a line or sentence and a colon, its end, or a closing bracket.
_HEADING = late(
    rf"{_LEAD}(?P<words>[\u4e00-\u9fff]{{2,10}}(?![\u4e00-\u9fff])"
    rf"|[A-Za-z]{{4,12}}(?: [a-z]{{4,6}})?)"
    rf"(?:[（(][^（）()\n]{{1,12}}[）)])?"
    rf"(?:{_CLOSE}(?:(?P<colon>[：:])|(?P<dash>——|--))|[】\]〕》）)](?P<closed>)|(?=[*_]*\s*(?:\n"
    rf"|$)))[*_】\]〕》）)]*"
)
# Without one of these no words are set off from what follows; most sentences end otherwise.
_SET_OFF = late(r"[：:—\-\n\]】〕》）)]|[^。！？!?]$")
_TIME = late(
    r"\s*(?:早上|上午|中午|下午|晚上|今晚|明天|周.)?\s*(?:\d{1,2}\s*[:：点时]|[一二三四五六七八九十两]+点|\d{1,2}月|\d{4})"
)


# A line that is a sentence, not a heading.
_SAYS = late("[你您我他她了]|(?<!值)得(?![最很]?[好棒]|不错|出色)")


def _is_set_off(match: re.Match[str]) -> bool:
    """Return whether a mark sets the words off, or they are no sentence by themselves."""
    if match["colon"] or match["closed"] is not None:
        return True
    words = match["words"]
    if match["dash"]:
        return words[-1] in "的点项处面" or HEADING.fullmatch(words) is not None
    return words.endswith(("的地方", "之处", "的点", "的部分")) or _SAYS.search(words) is None


_PLAN = late("下一步|后续|接下来|下次")
_DAY = late(r"\s*(?:[本下]?周[一二三四五六日末]|星期|明[天早]|今[天晚]|月底)")


def _is_plan(words: str, after: str) -> bool:
    """Return whether what follows a heading is a day: 下一步：周三一起听录音."""
    return _PLAN.fullmatch(words) is not None and _DAY.match(after) is not None


def headings(document: Document) -> list[tuple[str, int, int]]:
    """Return the headings of a note: begin or keep, and where each stands."""
    return [
        each
        for sentence in document.sentences
        if sentence.lang == "zh" and document.holds("heading-zh", sentence, _has_heading)
        for each in _headings_in(document, sentence)
    ]


def _has_heading(document: Document, sentence: Sentence) -> bool:
    return any(_headings_in(document, sentence))


def _headings_in(document: Document, sentence: Sentence) -> Iterator[tuple[str, int, int]]:
    text = sentence.hans
    for match in _HEADING.finditer(text) if _SET_OFF.search(text) else ():
        kind = kind_of_heading(match["words"]) if _is_set_off(match) else ""
        if not kind or document.quote_at(sentence.start + match.start()) is not None:
            continue
        after = text[match.end() :]
        if match["colon"] and (_TIME.match(after) or _is_plan(match["words"], after)):
            continue
        yield kind, sentence.start + match.start("words"), sentence.start + match.end()


class OrderZh(ChineseRule):
    """Flag the first heading of improvements if no strengths stand before it, but after."""

    code = "CL201"
    name = "begin-before-continue"
    severity = "warning"
    message = "先说请保持的，再说可以开始的：把这一段移到后面"
    triggers = {
        "zh": (
            "改", "提升", "提高", "加强", "加油", "补强", "调整", "优化", "完善", "修正", "纠正", "精进", "练", "试",
            "下次", "下回", "下一", "不足", "不够", "不太", "弱", "短", "缺", "待", "欠", "问题", "毛病", "失误", "遗憾",
            "成长", "进步", "开始", "挑战", "注意", "目标", "突破", "更", "再", "还", "尝试", "减少", "避免", "停止",
            "少", "多一", "多点", "建议", "机会", "努力",
            "减分", "扣分", "失分", "丢分", "槽点", "坑", "不好", "不佳", "不理想", "要补", "补课", "打磨", "可惜", "绊",
            "拖后", "卡", "不顺", "硬伤", "瑕疵", "漏", "期待", "盲",
            "软肋", "可提", "磕", "失手", "后续", "egin", "EGIN", "tart", "mprove", "hange", "elta",
        )
    }  # fmt: skip
    bad = (
        "[可以开始：]报楼层。请保持：举手电。",
        "[待改进：]靠近话筒。优点：记得每位常客。",
        "[不足之处：]报价后的沉默。亮点：屋顶的草图。",
        "[待加強：]標籤。\n亮點：妳切梨給每個孩子。",
        "[可以改進：]說話靠近玻璃。優點：記得每位熟客。",
        "[需改善：]先報樓層。做得好的地方：舉手電筒。",
        "[扣分项：]口头禅。加分项：记得熟客的猫。",
        "[Begin：]报楼层。Continue：举手电。",
        "[成长空间：]提问再开放些。闪光点：你记得他的狗叫元宝。",
    )
    good = (
        "请保持：举手电。可以开始：报楼层。",
        "优点：你唱了歌。收获：回声。接下来：多唱一段。",
        "优点：记得每位常客。待改进：靠近话筒。",
        "開始：早上九點，三號碼頭。優點：大家都準時。",
        "優點：記得每位熟客。可以改進：說話靠近玻璃。",
        "待改進：標籤。",
        "客户问题：账单重复。亮点：你一笔一笔对了账。",
        "改签：三号柜台。优先：带孩子的家庭。",
    )

    def check(self, document: Document, config: CoachingConfig) -> Iterable[Finding]:
        """Yield the heading that stands too early."""
        if not document.candidates(self):
            return
        found = headings(document)
        kinds = [kind for kind, _, _ in found]
        if "begin" not in kinds or "keep" not in kinds:
            return
        first = kinds.index("begin")
        if kinds.index("keep") > first:
            yield self.finding(found[first][1], found[first][2])
