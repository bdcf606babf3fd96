"""Tell what happens of itself from what the agent does: 系统还没恢复, 航班晚点, 轮椅不够用."""

from __future__ import annotations

import re

from ccsdk_coaching.contrast_zh import STATE
from ccsdk_coaching.lexicon import zh
from ccsdk_coaching.lexicon.patterns import late

__all__ = ["CIRCUMSTANCE", "WORK", "is_circumstance"]

CIRCUMSTANCE = late(
    rf"(?:那|这|{zh.alternatives(zh.TIME)}|外面|偏偏|正好|刚好|恰好|[正又]?[赶碰遇]上|的"
    rf"|[那这][条座辆台班趟家间])*(?:{zh.alternatives(zh.CIRCUMSTANCE)})(?!费|员|上写|里[没写]|线索)"
    rf"|[\u4e00-\u9fff]{{2}}(?:公司|系统|网络|银行|接口|平台|部门|航班)(?![\u4e00-\u9fff]{{0,4}}的)"
    rf"|[\u4e00-\u9fff]{{2}}公司的(?:系统|网络|接口|平台|车|线路)"
)
_AGENT_VERB = late(
    "引|交代|报|说|讲|写|提|问|记|填|核|附|告|查|标|漏|忘|错|你|您|复述|确认|介绍|登记|念|读|锁|关上|交代"
)
# Where nothing is to be had, nobody left it out: 都没有货, 车上没有座位. A note's lack is its writer's.
_NOT_THERE = late(
    rf"(?:[^，。]{{0,6}}[上里中内]|[都也还又早就已经]+|[^，。]{{0,4}}店"
    rf"|那[^，。]{{0,3}})没有?(?=[\u4e00-\u9fff]{{1,3}}(?:了|$))"
    rf"|没有?(?:{zh.alternatives(zh.CIRCUMSTANCE)}|货|座|空位|位子|空房|房|人[接应在来]|水|结果|消息|下文)"
)
# 那条路塌了: who made what is told is not the agent.
_YONDER = late(
    "(?:但|不过|可是|可惜|那)?那[条座辆台班趟家间棵扇][^，。你您]{1,10}$(?<![说写报念讲错漏])"
)
_MET = late("(?:[正又刚]好?|不巧)?[赶碰遇撞][上到](?:了)?[^，。你您问]{1,8}$")
# 展厅在装修: a thing is in a state, and nobody is told to have put it there.
_UNDERGOES = late(
    "[^，。你您]{2,8}(?:正|还|都)?在(?:装修|维修|施工|抢修|检修|修|升级|维护|盘点|开会|调试)"
)
WORK = late(rf"(?:{zh.alternatives(zh.WORK)})")
# 光缆被挖断了: done by others to a thing; 客人被晾着, 工单被你压着 are the agent's doing.
_SUFFERED = late(
    rf"(?!{zh.alternatives(zh.OTHER)})[^，。你您]{{1,8}}被(?![你您晾忽漏冷怠丢落]|[他她][跳漏略忘省落搁])"
)


def is_circumstance(first: str) -> bool:
    """Return whether a clause tells what is nobody's doing."""
    if CIRCUMSTANCE.match(first) and not _AGENT_VERB.search(first):
        return True
    if _MET.match(first):
        return True
    if (
        _YONDER.match(first)
        or _UNDERGOES.match(first)
        or _SUFFERED.match(first)
        or (_NOT_THERE.match(first) and not WORK.search(first))
    ):
        return True
    return bool(STATE.search(first)) and not re.search(
        "[你您]|没[报说讲写提问记]|漏[报说讲写提问记]", first
    )
