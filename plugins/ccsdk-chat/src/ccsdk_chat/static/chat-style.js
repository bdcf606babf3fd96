// The widget's looks: a constructed sheet, which pages that forbid inline styles allow.
//
// Among important rules the shadow's win over the page's: `* { all: unset !important }` does
// nothing here. The text on the accent is black or white by the accent's luminance, whichever
// contrasts more (at least 4.58:1, WCAG 2.2, section 1.4.3). Where the page's accent is no
// colour, there is no fill, and the text has the colour of all other text.

export const sheet = new CSSStyleSheet();
sheet.replaceSync(`
:host {
  all: initial !important; display: block !important; position: static !important;
  color-scheme: inherit !important;
}
:host([theme="light"]) { color-scheme: light !important; }
:host([theme="dark"]) { color-scheme: dark !important; }
:host([theme="auto"]) { color-scheme: light dark !important; }
:host([framed]) .dock { inset: auto 9px 9px auto; }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
.dock {
  --accent: rgb(from var(--ccsdk-accent, #2353c9) r g b / 1);
  --white: clamp(0, (.179 - y) * 1e9, 1);
  --on-accent: color(from var(--accent) xyz-d65
    calc(.9505 * var(--white)) var(--white) calc(1.089 * var(--white)));
  --ink: light-dark(#1a2230, #e9edf4); --quiet: light-dark(#5a6577, #a5b0c2);
  --paper: light-dark(#fff, #171c26); --soft: light-dark(#f1f3f8, #242b38);
  --line: light-dark(#e4e8ef, #323b4b); --edge: light-dark(#8b96a8, #75819a);
  position: fixed; inset-block: auto 20px; inset-inline: auto 20px; z-index: 2147483647;
  inline-size: auto; block-size: auto; margin: 0; padding: 0; border: 0; background: none;
  overflow: visible; pointer-events: none; color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif;
}
.dock > * { pointer-events: auto; }
button {
  min-block-size: 40px; padding: 0 18px; font: inherit; font-weight: 600; color: inherit;
  background: none; border: 0; border-radius: 12px; cursor: pointer;
}
:focus-visible { outline: 3px solid light-dark(#5d82e0, #8fb0ff); outline-offset: 2px; }
svg {
  display: block; inline-size: 24px; fill: none; stroke: currentColor; stroke-width: 1.9;
  stroke-linecap: round; stroke-linejoin: round;
}
.primary, .launcher, .send, header { color: var(--on-accent); background: var(--accent); }
.launcher, .send, .attach { display: grid; place-items: center; padding: 0; border-radius: 50%; }
.launcher {
  position: relative; inline-size: 58px; block-size: 58px; margin-inline-start: auto;
  box-shadow: 0 6px 22px #0e1a3847, inset 0 0 0 1px #8883;
}
.badge {
  position: absolute; inset-block-start: -3px; inset-inline-end: -3px; min-inline-size: 22px;
  padding: 0 6px; font-size: 12.5px; line-height: 22px; color: #fff; background: #c42b36;
  border-radius: 11px;
}
.panel {
  position: relative; display: flex; flex-direction: column; inline-size: 392px;
  block-size: min(640px, 100vh - 120px); margin-block-end: 16px; overflow: hidden;
  background: var(--paper); border-radius: 20px;
  box-shadow: 0 18px 60px #0a142e47, 0 0 0 1px light-dark(#0a142e12, #ffffff1f);
}
header {
  display: flex; align-items: center; gap: 12px; padding-block: 16px; padding-inline: 22px 10px;
}
.names { flex: 1; min-inline-size: 0; }
h2 { margin: 0; font-size: 17px; line-height: 1.3; max-block-size: 3.9em; overflow: hidden; }
header p { margin: 2px 0 0; font-size: 13px; max-block-size: 3em; overflow: hidden; }
.panel { overflow-wrap: anywhere; }
header p:empty { display: none; }
header button { flex: none; padding: 0 8px; font-size: 14px; }
header button:hover { box-shadow: inset 0 0 0 2px; }
header :focus-visible { outline-color: currentColor; outline-offset: 0; }
.status {
  margin: 0; padding: 9px 22px; font-size: 13.5px; color: var(--quiet); background: var(--soft);
}
.status:empty { padding: 0; }
.status.warn { color: light-dark(#6b4300, #f3cf8b); background: light-dark(#fff5de, #362a12); }
.status.bad { color: light-dark(#8e1e27, #ffb4b4); background: light-dark(#fdeeee, #3c1a1e); }
.log {
  flex: 1; display: flex; flex-direction: column; gap: 3px; overflow: hidden auto;
  min-block-size: 80px; padding: 20px 18px 12px; overscroll-behavior: contain;
}
.log[aria-busy="true"]::before {
  content: ""; block-size: 42px; border-radius: 18px; background: var(--soft);
}
.line { display: flex; flex-direction: column; align-items: start; max-inline-size: 86%; }
.who { font-size: 12.5px; color: var(--quiet); }
.who { margin: 8px 14px 3px; }
.text {
  margin: 0; padding: 10px 15px; max-inline-size: 100%; white-space: pre-wrap; overflow: clip;
  overflow-wrap: anywhere; background: var(--soft); border-radius: 18px;
  border-end-start-radius: 6px;
}
.foot, form { padding: 12px 14px; border-block-start: 1px solid var(--line); }
.foot button { inline-size: 100%; }
form { display: flex; align-items: end; gap: 6px; }
textarea {
  flex: 1; min-inline-size: 0; min-block-size: 44px; max-block-size: 140px; padding: 9px 15px;
  font: inherit; font-size: 16px; color: inherit; background: var(--paper); resize: none;
  border: 1px solid var(--edge); border-radius: 22px; field-sizing: content;
}
textarea:focus { outline-width: 2px; outline-offset: 0; border-color: #0000; }
textarea::placeholder { color: var(--quiet); opacity: 1; }
.send, .attach { flex: none; inline-size: 44px; block-size: 44px; }
.send:disabled { color: light-dark(#677286, #97a2b5); background: var(--soft); cursor: default; }
@media (max-width: 480px) {
  .panel {
    position: fixed; inset-inline: 0; inset-block-start: var(--seen-top, 0); inline-size: 100%;
    block-size: var(--seen-size, 100dvh); margin: 0; border-radius: 0;
  }
  .panel:not([hidden]) + .launcher { display: none; }
}
@media (prefers-reduced-motion: no-preference) {
  .panel { animation: appear .18s ease-out; }
}
@keyframes appear { from { opacity: 0; translate: 0 6px; } to { opacity: 1; } }
`);
