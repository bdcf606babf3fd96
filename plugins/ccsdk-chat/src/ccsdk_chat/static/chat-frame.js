// The page's half of a framed chat: a frame of the center's origin, its place and its size.
//
// Scripts of the page reach this half only. Every message is held to the frame's window and
// the center's origin here, and to the page's window and an allowed origin over there.

import { fitToKeyboard } from "./chat-phone.js";

const GIVEN = ["account", "queue", "name", "heading", "greeting", "open"];

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
.frame {
  position: fixed; inset-block: auto 11px; inset-inline: auto 11px; inline-size: 76px;
  block-size: 76px; margin: 0; padding: 0; border: 0; color-scheme: light; background: none;
  overflow: hidden; z-index: 2147483647;
}
.frame.open {
  inset-block-end: 20px; inset-inline-end: 20px; inline-size: min(392px, 100vw - 40px);
  block-size: min(660px, 100vh - 40px); border-radius: 20px;
  box-shadow: 0 18px 60px #0a142e47, 0 0 0 1px #8884;
}
@media (max-width: 480px) {
  .frame.open {
    inset: var(--seen-top, 0) 0 auto; inline-size: 100%; block-size: var(--seen-size, 100dvh);
    border-radius: 0;
  }
}
`);

/**
 * Show an element's chat in a frame.
 * @param {any} element the `<ccsdk-chat>`
 * @param {{ folder: string, tag: string, signal: AbortSignal }} options
 */
export function showFrame(element, { folder, tag, signal }) {
  const { origin } = new URL(folder);
  const frame = document.createElement("iframe");
  frame.className = "frame";
  frame.popover = "manual";
  frame.title = element.getAttribute("heading") ?? "Chat";
  frame.src = `${folder}frame.html?account=${encodeURIComponent(element.getAttribute("account"))}`;
  const root = element.shadowRoot;
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  const send = (message) => frame.contentWindow?.postMessage(message, origin);
  const hear = (event) => {
    if (event.source !== frame.contentWindow || event.origin !== origin) return;
    heard(element, frame, event.data, { send, tag });
  };
  addEventListener("message", hear, { signal });
  element.forget = () => send({ ccsdk: "forget" });
  const toldOpen = new MutationObserver(() => send({ ccsdk: "open", isOpen: isOpen(element) }));
  toldOpen.observe(element, { attributeFilter: ["open"] });
  signal.addEventListener("abort", () => (toldOpen.disconnect(), frame.remove()));
  root.replaceChildren(frame);
  frame.showPopover?.();
  fitToKeyboard(frame, signal);
}

const isOpen = (element) => element.hasAttribute("open");

async function heard(element, frame, { ccsdk: kind, ...told }, { send, tag }) {
  if (kind === "ready") {
    const given = GIVEN.map((name) => [name, element.getAttribute(name)]);
    const attributes = Object.fromEntries(given.filter(([, value]) => value !== null));
    const { colorScheme } = getComputedStyle(element);
    const theme = element.getAttribute("theme") ?? themeOf(colorScheme);
    const accent = getComputedStyle(element).getPropertyValue("--ccsdk-accent");
    const configured = { ...attributes, lang: tag, theme };
    send({ ccsdk: "configure", attributes: configured, accent });
  } else if (kind === "shown") {
    frame.title = String(told.title);
    frame.classList.toggle("open", told.isOpen);
    if (told.isOpen !== isOpen(element)) element.toggleAttribute("open", told.isOpen);
  } else if (kind === "identify") {
    send({ ccsdk: "statement", id: told.id, statement: await stated(element) });
  }
}

async function stated(element) {
  try {
    const statement = element.getAttribute("statement") ?? (await element.identify?.());
    return typeof statement === "string" ? statement : undefined;
  } catch (error) {
    console.warn("ccsdk-chat: identify() failed", error);
  }
}

function themeOf(scheme) {
  if (!scheme.includes("dark")) return "light";
  return scheme.includes("light") ? "auto" : "dark";
}
