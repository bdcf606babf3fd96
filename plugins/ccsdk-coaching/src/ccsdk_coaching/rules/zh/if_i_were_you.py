"""CL103 in Chinese: the coach takes the agent's place."""

from __future__ import annotations

from collections.abc import Iterable

from ccsdk_coaching.clause_zh import Reading
from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.lexicon import zh
from ccsdk_coaching.lexicon.patterns import late
from ccsdk_coaching.model import Finding
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.rules.zh.rule import ChineseRule

__all__ = ["IfIWereYouZh"]

_IF = "如果|若果|要是|假如|假使|假设|假若|倘若|倘使|若是?|换作|换做|换成|换了|换转|换着|换上|调转|设想|如若|万一|要|假如说|如果说"
_PLACE = (
    "位置|境地|境遇|席位|坐席|座席|位子|处境|立场|角度|岗位|座位|情况|角色|情境|椅子|工位|柜台|窗口"
)
_FORMULA = late(
    rf"(?:(?:{_IF})(?:换[作做成了])?(?:是)?我(?:要)?(?:是|来当|当|变成|做)[你您](?P<a>的话)?"
    rf"|我(?:如果|要是|要|若|若是|假如|换作|倘若)(?:真)?[是系][你您](?P<b>的话)?"
    rf"|(?:(?:{_IF})(?:是)?)?(?:我)?(?:是)?(?:站|处|坐|企|设身处地)?[在到喺]?(?:我)?[你您](?:的|嘅|个"
    rf"|[那这嗰][个张把]?)?(?:{_PLACE}"
    rf"|位)[上里]?(?:的话|来看"
    rf"|来想|看|想|考虑|思考|出发)?(?=[，,]?\s*(?:我|会先|会[^，。]{{1,8}}[，。])|的话)"
    rf"|(?:如果|要是|假如|若|倘若)?我(?:如果|要是|若)?(?:站|处|坐)在[你您]的?(?:那[张把个])?(?:{_PLACE})[上里]?(?:的话)?"
    rf"|(?:{_IF})我(?:身处|处于|在|到了?|占了?)[你您]的?(?:{_PLACE})[上里]?(?:的话)?"
    rf"|(?:{_IF})(?:我们|咱们|咱俩|我俩|我[和跟与][你您]|[你您]我)(?:的?(?:{_PLACE}))?(?:互换|对调|对换|换一换"
    rf"|换过来)(?:一下)?(?:{_PLACE})?"
    rf"|(?:^|(?<=[，,]))我的话(?=[，,]?(?:会|就|我))"
    rf"|(?:如果|要是|假如|若)?把我放在[你您]的?(?:{_PLACE})[上里]?"
    rf"|(?:要是|若是|如果|假如)我(?=[，,])"
    rf"|换我来[^，。]{{0,5}}(?=[，,][^，。你您]{{0,4}}(?:会|就|先|可能|大概))"
    rf"|换我(?=[，,]|会|就|可能|大概|也|肯定|一定|绝|宁|先|恐怕|的话)(?:的话)?"
    rf"|换(?:[作做成了是着上]|转[成做]?)(?:是|系|咗)?(?:我|本人)(?:来[^，。]{{0,6}})?(?:的话)?(?![们的方爸妈爷奶姐哥弟妹儿女家])"
    rf"|(?:如果|要是|假如|若|倘若|假使)我来[^，。]{{1,6}}(?=[，,]?(?:会|就|宁|先|肯定|一定|可能|大概|我|[^，。]{{0,3}}会))"
    rf"|(?:如果|若果|要是|要(?=系)|假如|若|倘若|假使)(?:当时|那天|那时|今天|昨天|这次|这通|那通)?(?:是|系|由|换)(?:我"
    rf"|本人)(?:[来在][^，。]{{0,6}})?(?:的话|嘅话)?(?![们的方爸妈爷奶姐哥弟妹儿女家])"
    rf"|(?:要是|如果|若是?|假如)(?:交|派|分|转|打|轮)?(?:给|到)我(?:手[里上])?(?:的话|来[^，。]{{0,4}})?(?=[，,])"
    rf"|(?:{_IF}|这|那|这事|这活儿?)?(?:要|若|如果|要是)?(?:是)?(?:搁|放|摊|落|轮)(?:在|到|给)?(?:我|本人)(?:的?(?:身上|头上"
    rf"|手里|手上))?(?:的话)?"
    rf"(?=[，,]|会|就|肯定|一定|先|我|的话)"
    rf"|(?:{_IF})[^，。；]{{0,4}}?(?:坐|站|待|守|蹲|接|处理|值|负责)[^，。；的]{{0,10}}的(?:那个?)?(?:人)?(?:换成"
    rf"|换作)?是(?:我|本人)(?:的话)?"
    rf"|(?:{_IF})我(?:是|就是|来当|当)(?:那天|当时|那个|当班|值班|这边|接线|一线|今天)?(?:的|位"
    rf"|名)*(?:{zh.alternatives(zh.AGENT)})(?:的话)?"
    rf"|(?:{_IF})[^，。；]{{0,8}}是我(?:接|处理|办|值班|当班)的?(?=[，,])"
    rf"|(?:把|将)我(?:换|放|摆|搬|挪)(?:到|在|去|进)[你您][^，。]{{0,8}}"
    rf"|(?:(?:要|若|假如|如果|要是)(?:换|由|让)|换)(?:了|成|作|做)?我(?:来|去)?(?:[接说讲办做回处写坐答][^，。]{{0,8}})(?=[，,])"
    rf"|(?:{_IF})?[你您]我(?:易位|换位|互换|对调|换个位)[^，。]{{0,2}}"
    rf"|我(?:站|坐|处)?在[你您](?:的|那个|那|这个)*(?:{_PLACE}|座)[上里]?(?:的话)?(?=[，,]|的话|会|就)"
    rf"|(?:要是|如果|假如|若是?)(?:是)?(?:我|本人|由我)(?:来|去)?(?:[接说讲办做回处写坐答][^，。了错]{{0,8}})(?=[，,])"
    rf"|我[是系][你您][的嘅]话|(?:要是|若是|如果|假如)我的话(?=[，,早就会先也]|肯定|一定|可能|大概)|易地而处(?=[，,]\s*我))"
)
# Without one of these the formula does not stand in a sentence.
_NEEDED = late(rf"我|本人|[你您][^，。]{{0,3}}(?:{_PLACE}|位)")
_TAKES_OTHER = late(
    rf"(?:是|当|那|这)?(?:那|这)?[一两]?[位个名对]?(?:的)?(?:{zh.alternatives(zh.OTHER)})"
    # 你电话那头的申请人, 是牙痛到睡不着的街坊: somebody who is told by what he does.
    r"|(?!的话)(?:是(?![你您])|(?<=[你您]))[^，,。；会就先要能把我]{1,16}的(?!话)[^，,。；会就先把我]{1,8}(?=[，,])"
)
_FEELS = late(
    r"感动|开心|高兴|安心|放心|记住|喜欢|愿意|再来|回来|生气|难过|着急|满意|舒服|温暖|想哭|失望|谢谢你|感谢你|抱住|听得懂|看得懂"
    r"|(?:早|也)(?:就)?会?[^，。]{0,2}[忘慌乱崩哭懵笑]"
)
_WITHOUT_YOU = late(r"[你您]")


class IfIWereYouZh(ChineseRule):
    """Flag the formula by which the coach stands where the agent stands."""

    code = "CL103"
    name = "if-i-were-you"
    severity = "warning"
    is_local = True
    message = "这句话站到了对方的位置上；可以问：“你可以怎么做……？”"
    triggers = {
        "zh": (
            "是你",
            "是您",
            "你的",
            "你那",
            "你这",
            "您的",
            "当你",
            "是我",
            "换我",
            "系我",
            "系你",
            "给我",
            "作我",
            "做我",
            "成我",
            "了我",
            "你个",
            "你位",
            "你处",
            "而处",
            "我来",
            "在你",
            "在您",
            "换",
            "调",
            "我的话",
            "由我",
            "搁",
            "放我",
            "我身上",
            "到我",
            "在我",
            "上我",
            "我是",
            "把我",
            "你我",
            "您我",
            "要是我",
            "如果我",
            "让我",
            "落我",
            "我接",
            "我处",
        )
    }
    bad = (
        "[如果我是你]，开演前会走一遍通道。",
        "押金那段[要是搁我身上]，先念合同。",
        "[假如守在那个窗口的是我]，会先问车次。",
        "[换作是我]，就先把坏消息说完。",
        "我会先打电话，[如果我是你的话]。",
        "[站在你的位置]，我會先問孩子多大。",
        "[要是我是妳]，會先讓新娘把話說完。",
        "[假如我处在你的处境]，我会请同事帮忙。",
        "[換成是我]，會先問他吃飯了沒。",
    )
    good = (
        "如果我是那位爷爷，也看得懂你的路线图。",
        "你对男孩说“如果我是你，就选靠窗的座位”，他乐了。",
        "要是我没讲清楚班表，请告诉我。",
        "这份表搁我桌上就行。",
        "换成我妈，也听得懂你的话。",
        "換作是客人，也會記住你的微笑。",
        "如果我是你的客人，我會再來一次。",
        "如果是你，接下來會怎麼做？",
        "要是我没记错，你上周就提过这个办法。",
    )

    def check_reading(
        self, document: Document, sentence: Sentence, reading: Reading, config: CoachingConfig
    ) -> Iterable[Finding]:
        """Yield a finding for each formula."""
        if not _NEEDED.search(reading.text):
            return
        for match in _FORMULA.finditer(reading.text):
            if reading.voice_at(match.start()) != "writer":
                continue
            after = reading.text[match.end() :]
            if _TAKES_OTHER.match(reading.text, match.end()) or (
                after[:1] == "的" and not after.startswith("的话")
            ):
                continue
            has_you = _WITHOUT_YOU.search(match[0]) is not None
            if _MOVED.match(after) if has_you else not _advises(after):
                continue
            yield self.finding(sentence.start + match.start(), sentence.start + match.end())


def _advises(after: str) -> bool:
    """Return whether what follows is what the coach would do, not what a customer would feel."""
    if (
        _HAPPENED.match(after)
        or _ASKS.match(after)
        or _ADMIRES.match(_FACING.sub("", after[:_AFTER_MAX]))
    ):
        return False
    if _MEETS_YOU.search("，".join(after[:_AFTER_MAX].split("，")[:3])):
        return False
    if _OF_MINE.match(after) and not _THEN_I.match(after):
        return False
    return not _FEELS.search(after) and bool(after.strip("，,。！ "))


# 如果是我听错了: something that may have happened. 换我来值班，你歇一会儿: an offer.
_HAPPENED = late(r"[^，,会就]{1,8}(?:了|错|过)[^，,]{0,6}(?:[，,]|请|麻烦)")
_ASKS = late(r"[^，,]{0,6}[，,]\s*(?:请|[你您]|麻烦|告诉|别|真?抱歉|对不起)")
# 换成我，早就慌了: the coach could not have done what the agent did.
_ADMIRES = late(
    r"(?:当年|当时|那时候?|刚来时?)?[，,]?(?:(?![让请先问帮给把]|对方|客)[^，,。；]){0,10}(?:(?<!不)(?<!不要)(?:慌|愣|呆住|僵"
    r"|傻|哑|哭|崩|懵"
    r"|晕|吓|腿软|手抖|脸红|发火|翻脸"
    r"|吵起来|吵了|骂|跳脚|气炸|气得|急[死得了哭]|倒下|睡着|放弃|手忙脚乱|乱了|乱成|挂(?:了|断|电话))"
    r"|[撑熬做受忍顶扛坚坐记学挨]持?不(?:[住了到下过来]|起来)|没(?:有|你|办法|法子?|那|这|辙)|比不[上过]|不如|未必|不见得|哪[有会能敢]|可不[敢行]"
    r"|不一定|想不到|想不出|讲不出"
    r"|一[半定]?[^，。]{0,4}都(?:不|没)"
    r"|(?:早|都|恐怕|肯定|大概|可能)[^，。]{0,4}[一-鿿]不[住了到下动过])"
)
# 如果是我等了九个小时，听到你那句话: the place of who is served.
_AFTER_MAX = 60
_FACING = late("^[，,](?:面对|遇到|遇上|碰到|碰上|看到|听到|那种|那样|这种)[^，。]*")
_MEETS_YOU = late("(?:[听看遇碰][到见了]|见|被|接到)[你您]|[你您][那这][句张声通份]")
# 如果是我排的班有问题，直接找我: what is the coach's own.
_OF_MINE = late("[^，,。会就]{1,6}的(?!话)")
_THEN_I = late("[^，,。]*[，,](?:我|会|就|先|肯定|一定|第一)")
# 我要是你，也会委屈: a feeling is no advice.
_MOVED = late(
    r"[，,]?\s*我?[^，,。]{0,6}(?:难过|委屈|骄傲|自豪|紧张|累[了坏]?|害怕|想哭|高兴|开心|得意|崩溃|发火|生气|忍不住)(?:[，。！!]|$|的)"
)
