// The center's half of a framed chat: an ordinary chat, told by the page what to show.
//
// The page learns whether it is open and what it is called, and nothing else.

const GIVEN = ["account", "queue", "name", "heading", "greeting", "open", "lang", "theme"];
const settings = new URL(`settings.json${location.search}`, import.meta.url);
const asked = new Map();
let page = "";
let chat;

addEventListener("message", async ({ source, origin, data }) => {
  if (source !== parent || !(await allowed).includes(origin)) return;
  page = origin;
  if (data?.ccsdk === "configure" && !chat) show(data);
  else if (data?.ccsdk === "open") chat?.toggleAttribute("open", Boolean(data.isOpen));
  else if (data?.ccsdk === "forget") chat?.forget();
  else if (data?.ccsdk === "statement") {
    asked.get(data.id)?.(data.statement);
    asked.delete(data.id);
  }
});

// The browser shows us on these pages only; that a message came from one is asked again.
const allowed = fetch(settings, { credentials: "omit" })
  .then((answer) => answer.json())
  .then(({ frame_origins: origins }) => origins ?? []);
allowed.then((origins) => {
  for (const origin of origins) parent.postMessage({ ccsdk: "ready" }, origin);
});

function show({ attributes, accent }) {
  chat = document.createElement("ccsdk-chat");
  for (const name of GIVEN) {
    const value = attributes?.[name];
    if (typeof value === "string") chat.setAttribute(name, value);
  }
  chat.setAttribute("framed", "");
  chat.style.setProperty("--ccsdk-accent", String(accent));
  chat.identify = ask;
  const tell = () => {
    const title = chat.shadowRoot?.querySelector("h2")?.textContent || document.title;
    const told = { ccsdk: "shown", isOpen: chat.hasAttribute("open"), title };
    parent.postMessage(told, page);
  };
  new MutationObserver(tell).observe(chat, { attributeFilter: ["open"] });
  document.body.append(chat);
  tell();
}

function ask() {
  const id = crypto.randomUUID();
  parent.postMessage({ ccsdk: "identify", id }, page);
  return new Promise((resolve) => asked.set(id, resolve));
}
