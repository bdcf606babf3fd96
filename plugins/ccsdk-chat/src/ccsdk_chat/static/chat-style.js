// The widget's looks: a constructed sheet, which pages that forbid inline styles allow.

export const sheet = new CSSStyleSheet();
sheet.replaceSync(`
:host {
  all: initial;
  position: fixed; inset: auto 20px 20px auto; z-index: 2147483000;
  color: var(--ink); color-scheme: light;
  font: 15px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  --accent: var(--ccsdk-chat-accent, #2353c9);
  --ink: #1b2330; --quiet: #5a6577; --line: #e3e7ee; --soft: #f4f6fa;
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
button {
  min-block-size: 40px; padding: 0 18px; font: inherit; font-weight: 600; color: inherit;
  background: none; border: 0; border-radius: 10px; cursor: pointer;
}
:focus-visible { outline: 3px solid #7d9bea; outline-offset: 2px; }
svg {
  display: block; inline-size: 24px; fill: none; stroke: currentColor; stroke-width: 1.9;
  stroke-linecap: round; stroke-linejoin: round;
}
.primary, .launcher, .send, header { color: #fff; background: var(--accent); }
.launcher, .send { display: grid; place-items: center; padding: 0; border-radius: 50%; }
.launcher {
  position: relative; inline-size: 58px; block-size: 58px; margin-inline-start: auto;
  box-shadow: 0 6px 22px #14204247;
}
.launcher:hover { box-shadow: 0 9px 28px #14204266; }
.badge {
  position: absolute; inset: -3px -3px auto auto; min-inline-size: 22px; padding: 0 6px;
  font-size: 12.5px; line-height: 22px; color: #fff; background: #c42b36; border-radius: 11px;
}
.panel {
  display: flex; flex-direction: column; inline-size: 376px; margin-block-end: 14px;
  block-size: min(600px, calc(100vh - 112px)); overflow: hidden; background: #fff;
  border-radius: 18px; box-shadow: 0 14px 48px #1420423d, 0 0 0 1px #1420420d;
}
header { display: flex; align-items: center; padding: 12px 8px 12px 20px; }
h2 { flex: 1; margin: 0; font-size: 17px; }
header button { padding: 0 8px; font-size: 14px; }
header button:hover { background: #ffffff29; }
header :focus-visible { outline-color: #fff; outline-offset: 0; }
.status {
  margin: 0; padding: 8px 20px; font-size: 13.5px; color: var(--quiet); background: var(--soft);
  border-block-end: 1px solid var(--line);
}
.status:empty { padding: 0; border: 0; }
.status.good { color: #14693a; background: #edf7f1; }
.status.warn { color: #6b4300; background: #fff5de; }
.status.bad { color: #8e1e27; background: #fdeeee; }
.log {
  flex: 1; display: flex; flex-direction: column; gap: 3px; overflow-y: auto; padding: 16px;
  overscroll-behavior: contain;
}
.line { display: flex; flex-direction: column; align-items: start; max-inline-size: 84%; }
.line.customer { align-self: end; align-items: end; }
.who, .meta, .note { margin: 6px 12px 2px; font-size: 12.5px; color: var(--quiet); }
.meta { margin: 1px 12px 4px; }
.note { align-self: center; margin: 12px; }
.same .who { display: none; }
.text {
  margin: 0; padding: 9px 14px; white-space: pre-wrap; overflow-wrap: anywhere;
  background: var(--soft); border-radius: 17px; border-end-start-radius: 6px;
}
.customer .text { color: #fff; background: var(--accent); border-radius: 17px 17px 6px; }
.customer.pending .text { background: #52607c; }
.ask, .foot, form { padding: 12px; border-block-start: 1px solid var(--line); }
.ask { padding: 12px 20px; background: var(--soft); }
.stay { margin-inline-start: 8px; background: #fff; box-shadow: inset 0 0 0 1px #b8c1d0; }
.ask p { margin: 0 0 8px; font-weight: 600; }
.foot button { inline-size: 100%; }
form { display: flex; align-items: end; gap: 8px; }
textarea {
  flex: 1; min-inline-size: 0; min-block-size: 44px; max-block-size: 140px; padding: 9px 14px;
  font: inherit; font-size: 16px; color: inherit; background: #fff; resize: none;
  border: 1px solid #8b96a8; border-radius: 14px; field-sizing: content;
}
textarea::placeholder { color: #5f6a7c; opacity: 1; }
.send { inline-size: 44px; block-size: 44px; }
.send:disabled { color: #6c7789; background: #e7ebf2; cursor: default; }
@media (max-width: 480px) {
  .panel {
    position: fixed; inset: 0; inline-size: 100%; block-size: 100dvh; margin: 0; border-radius: 0;
  }
  .panel:not([hidden]) + .launcher { display: none; }
}
`);
