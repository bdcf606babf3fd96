"""A judge of pages that show what hostile people wrote.

It holds that no script ran, that nobody was asked for anything but the center and the page's
own site, that no element or attribute came from a text, that nothing stands outside its box,
and that a name leaves the words around it in their order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import attrs
from playwright.sync_api import Frame, Page, Request

__all__ = ["WIDTHS", "Judge", "summed_up"]

WIDTHS = ((1440, 860), (768, 1024), (320, 640))

# Runs before anything else in each document: what a payload would call, and what would tell.
CANARY = """(() => {
  globalThis.pwnedBy = [];
  const note = (what) => { globalThis.pwnedBy.push(String(what)); };
  globalThis.pwned = note;
  for (const name of ["alert", "confirm", "prompt", "print", "open"]) {
    globalThis[name] = () => note(name);
  }
  addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
    note(`violation of ${violatedDirective}: ${blockedURI}`));
})()"""

# Elements that only the page itself may have; all others of its kind came from a text.
SUSPECT = (
    "script style link base meta iframe frame object embed math template noscript marquee video "
    "audio foreignobject animate use set annotation-xml"
).split()

EXAMINE = """(suspect) => {
  const roots = [document];
  const all = [];
  for (const root of roots) {
    for (const element of root.querySelectorAll("*")) {
      all.push(element);
      if (element.shadowRoot) roots.push(element.shadowRoot);
    }
  }
  const faults = [];
  const say = (what, element) => faults.push(
    `${what}: <${element.localName} class="${element.getAttribute("class")}"> ` +
    JSON.stringify((element.textContent ?? "").slice(0, 60)));
  const kinds = {};
  const isSeen = (element) => element.checkVisibility({ visibilityProperty: true });
  // What only a screen reader shows lies in a box of one pixel.
  const isHidden = (element) => {
    for (let at = element; at; at = at.parentElement) {
      if (at.offsetWidth === 1 && at.offsetHeight === 1) return true;
    }
    return false;
  };
  const ADDRESSES = ["href", "src", "action", "formaction", "data", "poster", "xlink:href"];
  for (const element of all) {
    const kind = element.localName;
    if (suspect.includes(kind)) kinds[kind] = (kinds[kind] ?? 0) + 1;
    for (const name of element.getAttributeNames()) {
      const value = element.getAttribute(name);
      if (/^on|^srcdoc$|^ping$/i.test(name)) say(`attribute ${name}`, element);
      const isAddress = kind !== "link" && ADDRESSES.includes(name);
      if (!isAddress || !URL.canParse(value, document.baseURI)) continue;
      const { protocol } = new URL(value, document.baseURI);
      if (!["http:", "https:", "blob:"].includes(protocol)) say(`${name}=${protocol}`, element);
    }
  }
  const { scrollWidth } = document.scrollingElement;
  if (scrollWidth > innerWidth + 1) faults.push(`the page scrolls sideways: ${scrollWidth}`);
  for (const element of all) {
    if (element.ownerSVGElement || !isSeen(element)) continue;
    const { width, left, right } = element.getBoundingClientRect();
    if (width <= 1 || isHidden(element)) continue;
    const style = getComputedStyle(element);
    if (style.display.startsWith("inline") && style.display === "inline") continue;
    if (["INPUT", "TEXTAREA", "SELECT", "CANVAS"].includes(element.tagName)) continue;
    const isWider = element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0;
    const isCutKindly = style.overflowX === "clip" ||
      (style.textOverflow === "ellipsis" && style.overflowX !== "visible");
    if (isWider && !isCutKindly && !element.closest("table, .table-place"))
      say(`wider than its box by ${element.scrollWidth - element.clientWidth}`, element);
    const isOff = right < 0 || left > innerWidth;
    const isLaid = style.position !== "absolute" && !element.closest("table");
    if (isOff && isLaid) say("outside the window", element);
  }
  return { faults, kinds, pwned: globalThis.pwnedBy };
}"""

# Whether words that are ours stand in reading order; what is isolated is not ours.
ORDER = """(selector) => {
  const roots = [document];
  const lines = [];
  for (const root of roots) {
    lines.push(...root.querySelectorAll(selector));
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) roots.push(element.shadowRoot);
    }
  }
  const faults = [];
  const isIsolated = (node, line) => {
    for (let at = node.parentElement; at && at !== line; at = at.parentElement) {
      const { unicodeBidi, display } = getComputedStyle(at);
      if (unicodeBidi !== "normal" || display !== "inline") return true;
    }
    return false;
  };
  for (const line of lines) {
    if (!line.checkVisibility()) continue;
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    const ends = new Map();
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (isIsolated(node, line)) continue;
      for (let at = 0; at < node.length; at += 1) {
        if (!/[A-Za-z0-9]/.test(node.data[at])) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const { left, top, width } = range.getBoundingClientRect();
        if (!width) continue;
        const row = Math.round(top / 8);
        if (left < (ends.get(row) ?? -Infinity) - 1) {
          faults.push(`turned round: ${JSON.stringify(line.textContent.slice(0, 80))}`);
          node = walker.lastChild() ?? node;
          break;
        }
        ends.set(row, left);
      }
    }
  }
  return [...new Set(faults)];
}"""

DRAWN = "new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))"

# Whether somebody could press it: it is there, and nothing lies over its middle.
REACHED = """(element) => {
  const { left, top, width, height } = element.getBoundingClientRect();
  const [x, y] = [left + width / 2, top + height / 2];
  let at = document.elementFromPoint(x, y);
  while (at?.shadowRoot) {
    const inner = at.shadowRoot.elementFromPoint(x, y);
    if (!inner || inner === at) break;
    at = inner;
  }
  return Boolean(at) && (element === at || element.contains(at) || at.contains(element));
}"""


class _Kinds(HTMLParser):
    """Count the suspect elements that a page's own source has."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SUSPECT:
            self.found[tag] += 1


def summed_up(found: Mapping[str, Mapping[str, Sequence[str]]]) -> list[str]:
    """Return each fault once, with the cases and widths in which it showed."""
    places: dict[str, list[str]] = {}
    for case, by_width in found.items():
        for width, faults in by_width.items():
            for fault in faults:
                places.setdefault(fault, []).append(f"{case} at {width}")
    return [f"{fault} -- {', '.join(where)}" for fault, where in places.items()]


@attrs.define
class Judge:
    """Watch a page from before its first document, and say what is wrong in it.

    Args:
        page: One that has not gone anywhere yet.
        allowed: The origins it may ask: the center's, and its own site's.
        frame: The frame in it that is judged, once there is one; None for the page itself.
    """

    page: Page
    allowed: Sequence[str]
    frame: Frame | None = None
    strangers: list[str] = attrs.field(factory=list)
    own: Counter[str] = attrs.field(factory=Counter)

    def __attrs_post_init__(self) -> None:
        self.page.context.add_init_script(CANARY)
        self.page.context.on("request", lambda request: self._note_request(request))
        self.page.context.on("page", lambda page: self.strangers.append(f"window {page.url}"))
        self.page.on("dialog", lambda dialog: self.strangers.append(f"dialog {dialog.message}"))

    @property
    def _place(self) -> Page | Frame:
        return self.frame or self.page

    def know(self, source: str, **more: int) -> Judge:
        """Take what the page's own source has, and `more` that its scripts add."""
        parser = _Kinds()
        parser.feed(source)
        self.own = parser.found + Counter(more)
        return self

    def faults(self) -> list[str]:
        """Return what is wrong at the page's present size."""
        seen: dict[str, Any] = self._place.evaluate(EXAMINE, SUSPECT)
        kinds = Counter(seen["kinds"])
        foreign = [f"<{kind}> that is not ours" for kind in sorted((kinds - self.own).elements())]
        ran = [f"ran: {what}" for what in seen["pwned"]]
        return [*ran, *self.strangers, *foreign, *seen["faults"]]

    def turned(self, selector: str) -> list[str]:
        """Return the lines in which a name has reordered our own words."""
        found: list[str] = self._place.evaluate(ORDER, selector)
        return found

    def unreachable(self, *selectors: str) -> list[str]:
        """Return which controls cannot be seen, or have something lying over them."""
        return [
            selector
            for selector in selectors
            if not (control := self._place.locator(selector).first).is_visible()
            or not control.evaluate(REACHED)
        ]

    def everywhere(self, *controls: str, lines: str = "") -> dict[str, list[str]]:
        """Return what is wrong by width of the window; the page is left as it was."""
        former = self.page.viewport_size
        found: dict[str, list[str]] = {}
        for width, height in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": height})
            # What draws itself to size does so with the next frame.
            self._place.evaluate(DRAWN)
            wrong = self.faults() + [
                f"out of reach: {each}" for each in self.unreachable(*controls)
            ]
            wrong += self.turned(lines) if lines else []
            if wrong:
                found[str(width)] = wrong
        if former is not None:
            self.page.set_viewport_size(former)
        return found

    def _note_request(self, request: Request) -> None:
        place = urlsplit(request.url)
        if place.scheme in ("data", "blob", "about"):
            return
        origin = f"{place.scheme.replace('ws', 'http')}://{place.netloc}"
        if origin not in self.allowed:
            self.strangers.append(f"asked {request.url[:120]}")
