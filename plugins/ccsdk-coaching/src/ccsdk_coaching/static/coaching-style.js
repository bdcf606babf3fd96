// How the panel looks: in the colours of the desk around it, light and dark, and in those that a
// reader has forced. A line's form says as much as its colour.

export const sheet = new CSSStyleSheet();

sheet.replaceSync(`
  :host { display: block; font-size: 0.9375rem; line-height: 1.5; }
  [hidden] { display: none !important; }
  * { box-sizing: border-box; }
  p, ul, h4 { margin: 0; padding: 0; }
  ul { list-style: none; }
  button, select, textarea { font: inherit; color: inherit; letter-spacing: inherit; }
  button, summary, select { cursor: pointer; }
  :focus-visible { outline: 2px solid var(--accent, Highlight); outline-offset: 1px; }
  form { display: grid; gap: 0.5rem; }
  label, h4 { font-size: 0.8125rem; font-weight: 600; }
  h4 { margin-block-start: 0.5rem; }
  select {
    min-block-size: 2.25rem; max-inline-size: 100%; padding: 0.25rem 0.5rem;
    border: 1px solid var(--line-strong, GrayText); border-radius: 0.5rem;
    background: var(--surface, Field);
  }
  .quiet { color: var(--quiet, GrayText); font-size: 0.8125rem; }
  .said {
    position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden;
    clip-path: inset(50%); white-space: nowrap;
  }
  .paper {
    max-block-size: 24rem; min-block-size: 9rem; overflow: auto; resize: vertical;
    border: 1px solid var(--line-strong, GrayText); border-radius: 0.5rem;
    background: var(--surface, Field);
  }
  .paper:focus-within { outline: 2px solid var(--accent, Highlight); outline-offset: 1px; }
  .sheet { display: grid; min-block-size: 100%; }
  .sheet > * {
    grid-area: 1 / 1; inline-size: 100%; min-block-size: 8.75rem; margin: 0; border: 0;
    padding: 0.625rem 0.75rem; font: inherit; letter-spacing: inherit; word-spacing: inherit;
    line-height: inherit; text-align: start; text-indent: 0; text-transform: none; tab-size: 8;
    white-space: pre-wrap; overflow-wrap: anywhere; word-break: normal; hyphens: manual;
    unicode-bidi: plaintext; text-rendering: auto; font-kerning: auto;
  }
  textarea { overflow: hidden; resize: none; background: none; outline: none !important; }
  .mirror { pointer-events: none; color: transparent; forced-color-adjust: none;
    user-select: none; }
  mark {
    color: inherit; background: none; text-decoration: underline;
    text-decoration-thickness: 2px; text-underline-offset: 0.1875em;
    text-decoration-skip-ink: none;
  }
  mark.warning {
    text-decoration-style: wavy; text-decoration-thickness: 1.5px;
    text-decoration-color: var(--warn-line, CanvasText);
  }
  mark.info { text-decoration-style: dotted; text-decoration-color: var(--accent, LinkText); }
  mark.hint { text-decoration-style: dashed; text-decoration-color: var(--good, GrayText); }
  mark.is-here { background: color-mix(in srgb, var(--accent, Highlight) 16%, transparent);
    border-radius: 0.125rem; }
  @media (forced-colors: active) {
    mark.warning { text-decoration-color: CanvasText; }
    mark.info { text-decoration-color: LinkText; }
    mark.hint { text-decoration-color: GrayText; }
    mark.is-here { background: none; outline: 1px solid Highlight; }
    .findings li:not(.is-here) { border-inline-start-style: none; }
  }
  kbd {
    padding: 0 0.25rem; border: 1px solid currentcolor; border-radius: 0.25rem;
    font: inherit; font-size: 0.75rem;
  }
  .keys { display: flex; flex-wrap: wrap; gap: 0.25rem 0.75rem; }
  .findings li {
    padding: 0.5rem 0.625rem; border-block-start: 1px solid var(--line, GrayText);
    border-inline-start: 3px solid transparent;
  }
  .findings li.is-here { border-inline-start-color: var(--accent, Highlight);
    background: var(--hover, transparent); }
  .head { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.5rem; }
  .kind { padding: 0 0.375rem; border: 1px solid currentcolor; border-radius: 0.25rem;
    font-size: 0.75rem; font-weight: 600; }
  .kind.warning { color: var(--warn, CanvasText); border-style: solid; }
  .kind.info { color: var(--accent-strong, CanvasText); border-style: dotted; }
  .kind.hint { color: var(--good, CanvasText); border-style: dashed; }
  .words {
    min-block-size: 1.75rem; padding: 0; border: 0; background: none; font-weight: 600;
    text-align: start; overflow-wrap: anywhere; text-decoration: underline;
    text-decoration-color: var(--line-strong, currentcolor);
  }
  .message { overflow-wrap: anywhere; }
  .row { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; }
  .foot { justify-content: space-between; }
  .accept, .save {
    min-block-size: 2.25rem; padding: 0.25rem 0.75rem; border-radius: 0.5rem; text-align: start;
    border: 1px solid var(--line-strong, GrayText); background: var(--surface, ButtonFace);
    overflow-wrap: anywhere;
  }
  .accept { margin-block-start: 0.375rem; }
  .accept:hover { background: var(--hover, ButtonFace); }
  .accept bdi { font-weight: 600; }
  .save {
    border-color: transparent; color: var(--on-accent, ButtonText);
    background: var(--accent, ButtonFace); font-weight: 600;
  }
  .save:disabled { cursor: default; opacity: 0.6; }
  details { margin-block-start: 0.25rem; font-size: 0.8125rem; }
  summary { inline-size: fit-content; color: var(--accent-strong, LinkText); }
  .notice { padding: 0.5rem 0.75rem; border-radius: 0.5rem; color: var(--ink, CanvasText);
    background: var(--accent-soft, Canvas); }
  .notice.is-bad { color: var(--bad, CanvasText); background: var(--bad-soft, Canvas); }
  .is-over { color: var(--bad, CanvasText); font-weight: 600; }
`);
