"""CL103 in Chinese: the coach takes the agent's place."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ccsdk_coaching.clause_zh import Reading
from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.lexicon import zh
from ccsdk_coaching.model import Finding
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.rules.zh.rule import ChineseRule

__all__ = ["IfIWereYouZh"]

_IF = "如果|要是|假如|假使|假设|假若|倘若|倘使|若是?|换作|换做|换成|换了|设想|如若|万一|要|假如说|如果说"
_PLACE = "位置|位子|处境|立场|角度|岗位|座位|情况|角色|情境"
_FORMULA = re.compile(
    rf"(?:(?:{_IF})(?:换[作做成了])?(?:是)?我(?:要)?(?:是|来当|当|变成|做)[你您](?P<a>的话)?"
    rf"|我(?:如果|要是|要|若|若是|假如|换作|倘若)(?:真)?是[你您](?P<b>的话)?"
    rf"|(?:(?:{_IF})(?:是)?)?(?:我)?(?:是)?(?:站|处|坐|设身处地)?在?(?:我)?[你您]的?(?:{_PLACE})[上里]?(?:的话|来看"
    rf"|来想|看|想)?(?=[，,]?\s*我|的话)"
    rf"|(?:如果|要是|假如|若|倘若)?我(?:如果|要是|若)?(?:站|处|坐)在[你您]的?(?:{_PLACE})[上里]?(?:的话)?"
    rf"|(?:如果|要是|假如|若)?把我放在[你您]的?(?:{_PLACE})[上里]?"
    rf"|(?:换作|换做|换成|换了|换)(?:是)?(?:我|本人)(?:来[^，。]{{0,6}})?(?:的话)?(?![们的方])"
    rf"|(?:如果|要是|假如|若|倘若|假使)(?:是|由|换)(?:我|本人)(?:来[^，。]{{0,6}})?(?:的话)?(?![们的方])"
    rf"|我是[你您]的话|易地而处(?=[，,]\s*我))"
)
_TAKES_OTHER = re.compile(
    rf"(?:是|当|那|这)?(?:那|这)?[一两]?[位个名对]?(?:的)?(?:{zh.alternatives(zh.OTHER)})"
)
_FEELS = re.compile(
    r"感动|开心|高兴|安心|放心|记住|喜欢|愿意|再来|回来|生气|难过|着急|满意|舒服|温暖|想哭|失望|谢谢你|感谢你|抱住|听得懂|看得懂"
)
_WITHOUT_YOU = re.compile(r"[你您]")


class IfIWereYouZh(ChineseRule):
    """Flag the formula by which the coach stands where the agent stands."""

    code = "CL103"
    name = "if-i-were-you"
    severity = "warning"
    message = "这句话站到了对方的位置上；可以问：“你可以怎么做……？”"
    triggers = {
        "zh": (
            "是你",
            "是您",
            "你的",
            "您的",
            "当你",
            "是我",
            "换我",
            "作我",
            "做我",
            "成我",
            "了我",
            "你位",
            "你处",
            "而处",
            "我来",
            "由我",
        )
    }
    bad = (
        "[如果我是你]，开演前会走一遍通道。",
        "[换作是我]，就先把坏消息说完。",
        "我会先打电话，[如果我是你的话]。",
        "[站在你的位置]，我會先問孩子多大。",
        "[要是我是妳]，會先讓新娘把話說完。",
        "[假如我处在你的处境]，我会请同事帮忙。",
    )
    good = (
        "如果我是那位爷爷，也看得懂你的路线图。",
        "你对男孩说“如果我是你，就选靠窗的座位”，他乐了。",
        "要是我没讲清楚班表，请告诉我。",
        "換作是客人，也會記住你的微笑。",
        "如果我是你的客人，我會再來一次。",
        "如果是你，接下來會怎麼做？",
    )

    def check_reading(
        self, document: Document, sentence: Sentence, reading: Reading, config: CoachingConfig
    ) -> Iterable[Finding]:
        """Yield a finding for each formula."""
        for match in _FORMULA.finditer(reading.text):
            if reading.voice_at(match.start()) != "writer":
                continue
            after = reading.text[match.end() :]
            if _TAKES_OTHER.match(after) or (after[:1] == "的" and not after.startswith("的话")):
                continue
            if not _WITHOUT_YOU.search(match[0]) and not _advises(after):
                continue
            yield self.finding(sentence.start + match.start(), sentence.start + match.end())


def _advises(after: str) -> bool:
    """Return whether what follows is what the coach would do, not what a customer would feel."""
    return not _FEELS.search(after) and bool(after.strip("，,。！ "))
