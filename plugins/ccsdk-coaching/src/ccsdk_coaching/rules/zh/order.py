"""CL201 in Chinese: the heading of improvements stands before that of strengths."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.headings_zh import BEGIN, CONTINUE
from ccsdk_coaching.model import Finding
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.rules.zh.rule import ChineseRule

__all__ = ["OrderZh", "headings"]

_LEAD = r"(?:^|(?<=[\n。！？；;!?]))[\s#>*\-•・·\d一二三四五.、)）(（【\[〔《_]*"
_CLOSE = r"[】\]〕》*_）)\s]*"
_HEADING = re.compile(
    rf"{_LEAD}(?:(?P<begin>{BEGIN})|(?P<keep>{CONTINUE})){_CLOSE}(?P<colon>[：:]|(?=\s*(?:\n"
    rf"|$)))[*_]*"
)
_TIME = re.compile(
    r"\s*(?:早上|上午|中午|下午|晚上|今晚|明天|周.)?\s*(?:\d{1,2}\s*[:：点时]|[一二三四五六七八九十两]+点|\d{1,2}月|\d{4})"
)


def headings(document: Document) -> list[tuple[str, int, int]]:
    """Return the headings of a note: begin or keep, and where each stands."""
    found = []
    for sentence in document.sentences:
        if sentence.lang != "zh":
            continue
        for match in _HEADING.finditer(sentence.hans):
            if document.quote_at(sentence.start + match.start()) is not None:
                continue
            kind = "begin" if match["begin"] else "keep"
            if _TIME.match(sentence.hans[match.end() :]) and match["colon"]:
                continue
            start = match.start(kind if kind == "keep" else "begin")
            found.append((kind, sentence.start + start, sentence.start + match.end()))
    return found


class OrderZh(ChineseRule):
    """Flag the first heading of improvements if no strengths stand before it, but after."""

    code = "CL201"
    name = "begin-before-continue"
    severity = "warning"
    message = "先说请保持的，再说可以开始的：把这一段移到后面"
    triggers = {
        "zh": (
            "：",
            ":",
            "改",
            "提升",
            "加强",
            "不足",
            "开始",
            "缺",
            "短板",
            "完善",
            "优化",
            "提高",
            "弱",
            "建议",
        )
    }
    bad = (
        "[可以开始：]报楼层。请保持：举手电。",
        "[待改进：]靠近话筒。优点：记得每位常客。",
        "[不足之处：]报价后的沉默。亮点：屋顶的草图。",
        "[待加強：]標籤。\n亮點：妳切梨給每個孩子。",
        "[可以改進：]說話靠近玻璃。優點：記得每位熟客。",
        "[需改善：]先報樓層。做得好的地方：舉手電筒。",
    )
    good = (
        "请保持：举手电。可以开始：报楼层。",
        "优点：你唱了歌。收获：回声。接下来：多唱一段。",
        "优点：记得每位常客。待改进：靠近话筒。",
        "開始：早上九點，三號碼頭。優點：大家都準時。",
        "優點：記得每位熟客。可以改進：說話靠近玻璃。",
        "待改進：標籤。",
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
