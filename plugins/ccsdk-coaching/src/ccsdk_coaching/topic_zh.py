"""Tell a duty whose subject is no person: 登记表应逐项填写, 客户信息应当核实, 发票要双手递."""

from __future__ import annotations

import re

from ccsdk_coaching.lexicon import zh
from ccsdk_coaching.lexicon.patterns import late
from ccsdk_coaching.senses_zh import ACTION, ACTS, ADVERBS, MANNER, STRONG_ACTS
from ccsdk_coaching.subject_zh import OTHER

__all__ = ["WITH_CARE", "binds_by_topic"]


def binds_by_topic(subject: str, match: re.Match[str], left: str, right: str, after: str) -> bool:
    """Return whether a duty falls on the agent though something else is its subject.

    It stands between `left` and `right` in its clause, and `after` the clause what follows.
    """
    if _FULFILLED.match(after):
        return False
    if subject == "other" and _THEIRS.search(left):
        return bool(STRONG_ACTS.match(right))
    if subject == "unknown" and not match["short"] and _FROM_NOW.match(left):
        return True
    if subject == "other" and _RECORD.search(left) and _CHECKED.match(right):
        return True
    is_topic = subject == "unknown" or (subject == "other" and left.startswith("未经"))
    return is_topic and _acts_on_topic(match, left, right)


# 客户身份信息应当核实: what is kept of a customer is checked and written by the agent.
_RECORD = late(
    "(?:信息|资料|号码?|身份|地址|姓名|电话|证件|诉求|需求|来意|意见|投诉|留言|预约|订单|保单|档案|病史|账户|户名|生日|史|情况|原话|原因|问题|录音档?|档"
    "|影像|照片|名单|隐私)$"
)
_CHECKED = late(
    "(?:[在于][^，。]{1,8}[内前中时里后]|在?当[场日天]|全部|逐[项条一字]|完整|如实|当场|当日|当天|准确|先|再|至少|[一两三][次遍])*"
    "(?:被|予以|得到|加以)?(?:核[实对验查]|确认|登记|记录|记[下入到]|录入|写[入进]|填|复述|标注|更新|回复|答复|处理|转达|转[交给]|念|问|查|看|听完"
    "|存|外[传泄]|泄|拍|转发|带|放|丢|复制|截)"
)


def _acts_on_topic(match: re.Match[str], left: str, right: str) -> bool:
    """Return whether an act of an agent follows a thing that stands first."""
    if re.match("由[你您]", right) or (match[0] == "得" and MANNER.match(right)):
        return True
    if (match["short"] or match[0] == "需要") and _IS_OURS.match(left + match[0] + right):
        return True
    if match[0] in _PLEADS and not re.search("要求|规定", left):
        return True
    if _PAPER.search(left) and _KEPT.match(right):
        return True
    if "要求" in left or "规定" in left:
        return False
    if match[0] in ("要", "需要", "须", "得") and WITH_CARE.match(right):
        return True
    if match[0] in ("应", "需") and _REGULARLY.match(right):
        return True
    if match[0] in ("应", "需") and _WITHIN.match(right):
        return True
    if match[0] in ("应", "需", "要", "需要") or _THING.search(left):
        return bool(STRONG_ACTS.match(right)) and match[0] not in ("应", "需")
    return bool(ACTS.match(right))


_FROM_NOW = late("(?:每[次回通单日天周件]|下次|下回|以后|今后|往后|日后)(?![^，。]{0,3}的)")
# A thing of others that the agent says or writes down: 客人的姓应读准.
_THEIRS = late(
    rf"(?:{OTHER})的?(?:姓氏?|名字?|姓名|电话|号码|地址|需求|诉求|问题|单号|生日|房号|座位|口味|证件号?)"
    "(?:都|也|还)?$"
)
# 这一步要改, 金额要带单位: a part of the agent's work, or what it tells.
_IS_OURS = late(
    "[这那][一个]?[步点句段里处样种][^，。]{0,3}(?:需?要|得)(?:改|练|补|加强|注意|避免|克服|提升|收敛|控制)"
    "|[^，。]{0,4}(?:数字|金额|日期|单号|号码|姓名|名字|地址|价格|费用|期限|口径|单位|工号|时段)都?(?:需?要|得|[需须应])"
    "(?:带|分|写|念|报|讲|说|逐|读|标|核|校|再)"
)
# Whoever is told so is spoken to, whatever stands first.
_PLEADS = ("务必", "务须", "务必要", "千万要", "千万别", "千万不要", "千万不能", "千万不可")
# 意见箱应每日开启: how often and in which way is told of work.
_REGULARLY = late(
    rf"(?:每[日天周班次月]|逐[一-鿿]|一律|统一|随手|即时|当[日天场班晚]|双手|[两双]人)[^，。]{{0,3}}{ACTION}"
)
# 投诉升级应在两小时内完成: a time is set for work.
_WITHIN = late(
    "[在于][^，。]{1,8}(?:内|前)[^，。]{0,3}(?:完成|处理|办|回|报|交|写|录|核|转|填|提|发|归还|结|跟进|反馈|上传|登记|清|补)"
)
# 登记表应逐项填写: papers are kept by the agent, unless somebody else is named.
_PAPER = late(
    "(?:[单表簿册函件据卡稿录帐格档页栏志]|台账|回执|凭证|存根|卷宗|备注|纪要|样本|摘要|小结|报告|文件|资料|附件)[上里中内]?(?:都|也|均|一律|还|就)?$"
)
_KEPT = late(
    rf"{ADVERBS}(?:放|摆|扣|藏|码|排|挂|折|念|读|附|写|填|录|标|盖|签|贴|归档|归还|存|上?交|上?报|转|核|复[核印]|补|印|编|粘|夹|锁|注明"
    rf"|登记|记|上传|留|扫|拍照|双签|回传"
    rf"|更新|打印|装订|密封"
    rf"|销毁|完成|分[开类]|整理|清点)(?![^，。]*(?:{OTHER}|本人|单位))"
)
# 护照要复印，你印好了: what is done is no demand.
_FULFILLED = late(
    "[，,；;][你您](?:也|都|就|已|早就|先|提前)*(?:[^，。没未忘漏不只却]{1,14}[好完齐清到全妥]了|[^，。]{0,8}[都全一][^，。没不未漏忘]{1,6}了)"
)
WITH_CARE = late(
    "当[班天日晚]|即[时刻]|第一时间|[两双三]人|隔日|在[^，。]{1,6}(?:[前内]|当天|当日|当场)|双手|亲手|轻轻|先(?!生)|再|当面|当场|提前|逐[一条项]"
    "|及时|按时|马上|尽快|认真|仔细|由[你您]"
    "|[一二两三][遍次]"
)
# What is written can be read, filled in or sent by an agent.
_NOT_PAPER = " ".join(
    word for word in zh.CIRCUMSTANCE.split() if word not in ("条款", "合同", "票", "页面", "程序")
)
_THING = late(
    rf"^(?!电[邮话子])(?:{zh.alternatives(zh.CIRCUMSTANCE)})|(?:{zh.alternatives(_NOT_PAPER)})$"
)
