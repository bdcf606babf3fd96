"""What a Chinese contrast brings up: care, what was left undone, the state of things."""

from __future__ import annotations

from ccsdk_coaching.lexicon.patterns import late

__all__ = ["CARES", "IN_SPITE", "LEFT_UNDONE", "STATE"]

# Who says 不过你也要好好休息 cares for whom they praise.
CARES = late(
    "(?:也|还|你|您|请|要|该)*(?:别忘了?|记得|注意|先|多|好好)?(?:吃|休息|歇|喝|睡|照顾自己|保重|身体|放假|庆祝)"
)
# What was to be done, and was not.
LEFT_UNDONE = late(
    "[一半][\u4e00-\u9fff]{0,2}[也都][没不未]|"
    "(?:没有?|未|漏|忘|忘记|少|没能|只|跳过|略过|说|写|报|念|填|记)(?:有|了|去|把|跟|向|给|对|先|再|及时|完全|好好)*"
    "(?:给|留|让|等|看|听|关|拿|收|带|戴|停下|激活|擦|撒|报|说|讲|写|提|问|记|填|核|附|告|查|标|确认|介绍|登记|念|读|锁|交代|复述|道|打招呼|回"
    "|通知|留|约|发|解释|说明|错|反|漏|跟进|签)"
)
# What is so without anybody's doing.
STATE = late(
    "还[要得需在]等|截止了|封了|还没[看审批回到]|封[路桥闭航]|塌方|故障|失灵|瘫痪|罢工|限流|宕机|爆仓|坏了|倒了|[停断没]电|没水|[关打]烊|关门了|满座|售罄"
    "|卖[完光]|晚点|误点|延误|停运"
    "|停航|取消|下架|缺货|断货|没货|堵车|漏水|崩|死机|断网|没调音|结束了|涨价"
    "|下[雨雪]|没到货|没修|停了|走远|开走|飞走|起飞|太[冷热吵挤滑贵]"
)
# What was done all the same.
IN_SPITE = late(
    r"[还仍]是|照样|照旧|依然|依旧|仍|已经|终于|总算|早就|这(?![次回通单里个])|也(?![没不未])"
)
