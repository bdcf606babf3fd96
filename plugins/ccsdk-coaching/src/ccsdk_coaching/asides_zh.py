"""Tell what stands beside Chinese praise and is no deed: whom it is told, rewards, what comes next.

None of these says what was done well, so praise between them stays empty.
"""

from __future__ import annotations

from ccsdk_coaching.lexicon.patterns import late
from ccsdk_coaching.subject_zh import NAME, OTHER

__all__ = ["is_aside", "is_lead", "is_news"]

# What closes a note by its form, and what is arranged for later.
_CLOSING = late(
    r"\s*(?:特此|特予|特发|特颁|予以|给予|以[资示兹]|谨此|宜|望|盼|祝|愿|继续|续|再[创立接]|保持)"
)
_LATER = late(
    r"\s*(?:回头|改[天日]|有空|下[周次回个班]|明[天早晚年]|后天|周[一二三四五六日末会]|星期[一-鿿]"
    r"|礼拜[一-鿿]|年[底会]|月[底初]|到时|届时|晚点|待会|一会儿|午休|中午|[\d一二三四五六七八九十]+点(?![^，。]*[了过])|我请|请你|请您|请大家|约)"
)
_ARRANGED = late(
    r"[订定约排改][在到]|地点|会议室|(?:时间|日期)[是为]|再[聊谈说]$|见$|奶茶|吃饭|聚餐"
)
_HEARD = late(
    r"\s*(?:[这那昨今本上]?[一-鿿]{0,5}?|[一-鿿]{0,10}(?=我))我?(?:已经?|都|全|刚|也|抽|旁|回|补|复|重新)*(?:听|看)(?:完|过|了"
    r"|毕)*"
    r"(?:[你您]的?)?(?:[这那昨今本上一二三四五六七八九十几两\d][^，。你您]{0,8}|录音|通话|电话|音档|录像|影片|视频|片子|照片|带子|数据|报[表告]"
    r"|案[子件]|单子|工单|成绩"
    r"|表现|回复|记录)?了?\s*"
)
_AGENT_DOES = late("[你您](?!的)[^，。]{0,6}(?:把|帮|给|替|陪|让|先(?![选挑排休])|跟|对)(?![你您])")
_OVER = late("[了过](?=[^，。]{2})")
# What a shift ends with, and what good work brings: 散会, 加鸡腿, 奖金月底入账.
_REWARD = late(
    "奖金|红包|鸡腿|奶茶|咖啡|[宵夜]夜?宵|饮料|下午茶|蛋糕|火锅|大餐|补休|调休|年假|礼[券卡品]|纪念品|奖[状杯品励]|锦旗|加薪|涨薪|加班费|续签|转正|晋升|升职"
    "|评优|抽奖|年会|尾牙|团建|聚[餐会]|庆功|爱心|小红花|假[单条]|批了|已批|工位|合影|拍照|收[工摊]|下班|散[会场了]|放假|休息|打卡|补[觉眠]|睡|吃饭|食堂"
    "|回家|集合|开会"
    "|会议|入账|记功|嘉奖|通报|公示|光荣榜|名额|提名|截图|转发|交班|打烊|关灯|休假|报到|领|便[当當]|点心|水果|冰箱|旅游|合同|续约|续聘|(?:给|帮|请|为"
    "|替)[你您](?!的"
    "|们?客)"
    "|有[你您][^，。]{0,8}$|没有?(?:什么|啥)[^，。]{0,6}$"
)
# 记得送假单: what is still to be done, not what was remembered.
_REMINDED = late(
    r"(?<![你您都仍还])记得(?=去|来|要|先|交|领|送|打卡|签|报|填|发|带|吃|喝|休|睡|收|拿|投|早|准时|按时|明|补|改|参)"
)
_BIDDING = late("(?<!了)(?:吧|就行|就好|即可|就可以|就成)[啦喔哦呀～]*$|^(?:别|不要|不用)")
# 考核出来了, 周报看完: what happened is that there is something to judge by.
_OCCASION = late(
    r"\s*[^，。你您]{0,8}?(?:成绩|考[核绩评]|评[核分比选估]|结果|名单|数据|报[表告]|[日周月季年]报|质检|抽[检听查]|榜单?|会议?|录音|活动|比赛"
    r"|项目|试用期|首日|培训)"
    r"[^，。你您把]{0,5}(?:出来|出炉|公布|揭晓|结束|下来|到手|收到|[看听开]?[完过]|收官|落幕|完成|在线)了?\s*"
    r"|\s*[^，。你您把]{0,4}(?:[组团队客人员]|领导|考官|老师)[们]?都?(?:走|来|到|散)[了齐]了?\s*|\s*[^，。你您把]{1,6}(?:结束"
    r"|告一段落|落幕|[开办忙]完[\u4e00-\u9fff]{0,3}|搞定)了?\s*"
)
# 领导都说好, 全组替你高兴: others are moved, the agent did nothing in it.
_MOVED = late(
    r"\s*(?:领导|老板|经理|主[管任]|院长|店长|站长|组长|班长|店里|全[店院馆站公]|上[头级面]|总[部公]|财务|人[事资]|[院馆校]方|同[事仁]|评委|我)"
    r"(?![^，。]*(?:注意到|听到|看到|听见|看见|发现|留意|[你您][把给帮替陪]))[^，。]{0,12}$"
)
_GRADED = late(
    r"(?:[拿评考得获升列打][到了为上]?|入选)[^，。]{0,4}(?:[甲乙丙优良]等?|[A-E][+\-级]?|第[一二三]|满分|五星|冠军|金牌|奖)"
)
_CALLED = late(
    rf"\s*[^，。了着过把得帮陪给让对替]{{0,10}}(?:{NAME}|(?:(?<=的)|(?<![\u4e00-\u9fff]))[小阿老][\u4e00-\u9fff]"
    rf"|师傅|[姐哥仔]|老师|同[学仁事]|全体|全员|各位|[们组班队]|大家|你|您)(?:[啊呀哦喔欸诶哎嘿呐]|[^\u4e00-\u9fffA-Za-z])*"
)
# 月评：, 就一个字：: a colon opens the praise.
_LEAD = late(
    r"[^，。]{0,12}(?:评[语价核]?|点评|结论|总结|小结|感[想受言]|印象|寄语|[句字话词]|说|讲|如下|给你的|致[\u4e00-\u9fff]{2,4})\s*"
)
_NEWS = late(r"\s*(?:[哇啊哈]+[，,]?|今[天晚])?(?:太好了?|好极了|万幸|谢天谢地|真好)[啊呀啦]?\s*")
_FOR_OTHERS = late(OTHER)


def is_lead(text: str, mark: str) -> bool:
    """Return whether a clause but opens what a colon brings, such as 月度点评."""
    return mark in ("：", ":") and bool(_LEAD.fullmatch(text))


def is_news(text: str) -> bool:
    """Return whether a clause is a cry at good news, whoever made it: 太好了，专线通了."""
    return bool(_NEWS.fullmatch(text))


def is_aside(text: str) -> bool:
    """Return whether a clause calls, closes, arranges, rewards or says what the coach heard."""
    if _CLOSING.match(text) or _HEARD.fullmatch(text) or _CALLED.fullmatch(text):
        return True
    if any(each.search(text) for each in (_GRADED, _REMINDED)) or _OCCASION.fullmatch(text):
        return True
    if _AGENT_DOES.search(text):
        return False
    if (_LATER.match(text) or _ARRANGED.search(text)) and not _OVER.search(text):
        return True
    if _BIDDING.search(text) or _MOVED.fullmatch(text):
        return True
    return bool(_REWARD.search(text)) and not _FOR_OTHERS.search(text)
