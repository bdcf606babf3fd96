"""What runs in the pages of the storm: hands that write and click, and eyes that note the time."""

from __future__ import annotations

# Writes as a person would, through the field's own events; kept so that it can be asked later.
_HANDS = """
  const robot = { sent: [], liveAt: 0, isLive: true, isWriting: true };
  globalThis.robot = robot;
  robot.fill = (field, text) => {
    field.value = text;
    field.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
  };
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const write = async (field) => {
    const text = `${name}-${(count += 1)}`;
    robot.fill(field, text);
    // Nobody presses the next key before the last one is drawn.
    await frame();
    if (!field.isConnected) return;
    const key = { key: "Enter", bubbles: true, composed: true, cancelable: true };
    field.dispatchEvent(new KeyboardEvent("keydown", key));
    await frame();
    // What stays in the field was not sent.
    if (field.value !== text) robot.sent.push(text);
  };
  let count = 0;
  let isBusy = false;
  robot.say = (field) => {
    if (isBusy) return;
    isBusy = true;
    robot.saying = write(field).finally(() => (isBusy = false));
  };
  robot.watch = (element, isLive) => {
    const look = () => {
      const now = isLive();
      if (now && !robot.isLive) robot.liveAt = Date.now();
      robot.isLive = now;
    };
    const what = { attributes: true, childList: true, characterData: true, subtree: true };
    new MutationObserver(look).observe(element, what);
  };
"""

# Accepts every Offer, and writes in one chat after the other.
DESK = f"""([name, everyMs]) => {{
  {_HANDS}
  const root = document.documentElement;
  robot.watch(root, () => root.dataset.connection === "live");
  robot.rows = () => [...document.querySelectorAll(".rows .row")];
  let turn = 0;
  const act = () => {{
    const buttons = [...document.querySelectorAll(".offers button.primary, .offers li > button")];
    buttons.find((each) => !each.disabled)?.click();
    const field = document.querySelector("#composer");
    if (robot.isWriting && field && !field.value) robot.say(field);
  }};
  // A moment for the chat to be drawn before the next act writes in it.
  const turnOver = () => {{
    const rows = robot.rows();
    if (robot.isWriting && rows.length) rows[(turn += 1) % rows.length].click();
  }};
  setInterval(act, everyMs);
  setTimeout(() => setInterval(turnOver, everyMs), everyMs / 2);
}}"""

WIDGET = f"""([name, everyMs]) => {{
  {_HANDS}
  const root = document.querySelector("ccsdk-chat").shadowRoot;
  robot.watch(root, () => root.querySelector(".status").classList.contains("good"));
  const act = () => {{
    const field = root.querySelector("textarea");
    const isHeard = root.querySelector(".status.good, .status.warn");
    if (robot.isWriting && (isHeard || !robot.sent.length)) robot.say(field);
  }};
  act();
  setInterval(act, everyMs);
}}"""

STOP_WRITING = """async () => {
  robot.isWriting = false;
  await robot.saying;
  return robot.sent;
}"""

# Opens each chat of a desk in turn; `visit(id)` is asked once its words are drawn.
_TOUR = """
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const tour = async (visit) => {
    const seen = {};
    for (const row of robot.rows()) {
      const id = decodeURIComponent(row.getAttribute("href").split("/").at(-1));
      row.click();
      do await frame();
      while (location.hash !== row.getAttribute("href") || !document.querySelector("#composer"));
      await frame();
      seen[id] = visit(id);
    }
    return seen;
  };
"""
DRAFT = f"""async (name) => {{
  {_TOUR}
  return tour((id) => {{
    robot.fill(document.querySelector("#composer"), `draft of ${{name}} in ${{id}}`);
    return document.querySelector("#composer").value;
  }});
}}"""
DESK_SEEN = f"""async () => {{
  {_TOUR}
  return tour(() => ({{
    texts: [...document.querySelectorAll("[role=log] .bubble")].map((each) => each.textContent),
    pending: document.querySelectorAll(".is-pending").length,
    draft: document.querySelector("#composer").value,
  }}));
}}"""
WIDGET_DRAFT = """(name) => {
  const field = document.querySelector("ccsdk-chat").shadowRoot.querySelector("textarea");
  robot.fill(field, `draft of ${name}`);
  return field.value;
}"""
WIDGET_SEEN = """() => {
  const root = document.querySelector("ccsdk-chat").shadowRoot;
  const lines = [...root.querySelectorAll(".line")].slice(1);
  return {
    texts: lines.map((each) => each.querySelector(".text").textContent),
    pending: lines.filter((each) => each.querySelector(".meta").textContent === "Sending").length,
    draft: root.querySelector("textarea").value,
  };
}"""
