"""The headings of a Chinese note: what is to change, and what to keep."""

from __future__ import annotations

import re

from ccsdk_coaching.lexicon.patterns import late

__all__ = ["BEGIN", "CONTINUE", "HEADING", "kind_of_heading"]

# Headings of a note: what to change, and what to keep.
_TAIL = r"(?:的?方向|的地方|的方面|的部分|之处|方面|部分|事项|项目|空间|重点|点|项|处|的|建议|清单|内容)?"
BEGIN = (
    rf"(?:(?:可以?|待|需要?|要|有待|应|想|请|建议|下一步|接下来|还能|还可以|下次|值得|能|仍可|尚可|将)*(?:开始|改进|改善|提升|加强|提高|调整|改变"
    rf"|改动?|完善|优化|补强|修正|精进|进步|成长|练习|注意|更好|做得更好|努力)|不足|短板|缺点|弱项|弱点|问题|缺失|薄弱|建议|改善建议|可以更好|下一步|机会"
    rf"|毛病|缺憾){_TAIL}"
)
CONTINUE = (
    rf"(?:(?:请|要|可以?|值得|继续|想|应|你的|本次|本场|主要)*(?:保持|继续|保留|延续|肯定|发扬|[很真最挺]好|真?不错|做得好|做得不错|做得很好|表现好"
    rf"|表现不错|干得好)|优点"
    rf"|亮点|强项|长处|优势|好的|闪光|出彩|优秀|特长|精彩|成功|做对|好在哪|表扬|值得肯定|值得表扬|加分){_TAIL}"
)
_TO_CHANGE = late(
    "改(?![签期版派名乘道天日])|提升|加强|加油|补强|调整|优化|完善|修正|纠正|精进|练|试|下次|下回|下一|不足|不够|不太|弱|短|缺|待|欠|问题|毛病|失误|遗憾"
    "|成长|进步|开始|挑战|注意|目标|建议|后续"
    "|突破|更|再|还(?:可以|能|要|差|欠)|尝试|减少|避免|停止|少一?点|多一?点|[减扣失丢]分|槽点|坑|不好|不佳|不理想|要补|补课|打磨|可惜|差一点|差点|绊"
    "|拖后腿|卡[点壳]|不顺|硬伤|瑕疵|遗漏|漏"
    "|期待(?!保)|盲[点区]|软肋|可提|磕绊|失手|留意|美中|火候|功课|课题|教训|吐槽|短处|欠妥|改变|改改"
)
_TO_KEEP = late(
    "保持|维持|保留|继续|延续|坚持|发扬|优(?![先惠待])|亮点|强|长处|长项|长板|所长|好|棒|赞|佳|不错|出色|出彩|精彩|成功|值得|夸|赞赏|鼓掌|突出|杰出"
    "|卓越|可取|可圈|鲜花|闪亮|打动|顺利|给力|绝活|出众|用心"
    "|肯定|闪光|欣赏|喜欢|感谢|加分|得分点|高光|最爱|拿手|做到了|做对|做得|到位|高兴|开心|惊喜|漂亮|厉害|满意|骄傲|得意|顺手|稳|服气|佩服|暖|可喜|成果|喜人|优势"
    "|[一-鿿]得(?:住|起|好|动|准|通|开)(?:的|$)"
)


# What a form asks for, or what the case is about: 客户问题, 改造工程, 任务目标.
_FIELD = late(
    "客户|顾客|用户|旅客|市民|业务|案[件由]|工单|单号|任务|来电|工程|改造|描述|类[型别]|编号|时间|日期|对象|原因|[人员]$|班次|渠道|部门|地址|诉求|主题"
    "|流程$|系统|地点|(?<!到)位$|录音$|电梯|试?运行$|更新$|排班|班表|名单|小组|培训|待办|会议|面谈|座位|海报|安排|内容$|活动|故障|一通$|设备"
    "|通知|公告|上线"
)
# The two headings, as those write them who learnt the method in English.
_LATIN = {
    "begin": re.compile("begin|start|improve(?:ments?)?|change|to change|deltas?", re.IGNORECASE),
    "keep": re.compile("continue|keep|strengths?|plus(?:es)?|went well", re.IGNORECASE),
}


def kind_of_heading(text: str) -> str:
    """Return begin, keep or nothing: what a short text says as a heading of a part of a note."""
    if _BEGIN.fullmatch(text):
        return "begin"
    if _CONTINUE.fullmatch(text):
        return "keep"
    for kind, words in _LATIN.items():
        if words.fullmatch(text):
            return kind
    if _FIELD.search(text):
        return ""
    if _TO_CHANGE.search(text):
        return "begin"
    return "keep" if _TO_KEEP.search(text) else ""


_BEGIN, _CONTINUE = late(BEGIN), late(CONTINUE)
HEADING = late(rf"[\s#>*•・·\-\d.、一二三四五]*(?:{BEGIN}|{CONTINUE})[*\s]*")
