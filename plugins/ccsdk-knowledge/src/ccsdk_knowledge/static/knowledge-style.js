// How the panel looks: in the colours of the desk around it, light and dark.

export const sheet = new CSSStyleSheet();

sheet.replaceSync(`
  :host { display: block; font-size: 0.875rem; }
  [hidden] { display: none !important; }
  * { box-sizing: border-box; }
  p, ul, ol, h4, h5, h6, pre, blockquote { margin: 0; padding: 0; }
  button, input { font: inherit; color: inherit; }
  button { cursor: pointer; }
  :focus-visible { outline: 2px solid var(--accent, Highlight); outline-offset: 1px; }
  .search {
    inline-size: 100%; min-block-size: 2.25rem; padding: 0.25rem 0.625rem;
    border: 1px solid var(--line-strong, GrayText); border-radius: 0.5rem;
    background: var(--surface, Field);
  }
  .search::placeholder { color: var(--quiet, GrayText); opacity: 1; }
  .said {
    position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden;
    clip-path: inset(50%); white-space: nowrap;
  }
  h4 { margin-block: 0.75rem 0.25rem; font-size: 0.8125rem; font-weight: 600; }
  .quiet { color: var(--quiet, GrayText); font-size: 0.8125rem; }
  .list { list-style: none; }
  .list li { padding-block: 0.375rem; border-block-start: 1px solid var(--line, GrayText); }
  .list li:first-child { border-block-start: 0; }
  .title {
    display: block; inline-size: 100%; min-block-size: 1.75rem; padding: 0.125rem 0; border: 0;
    background: none; color: var(--accent-strong, LinkText); font-weight: 500; text-align: start;
  }
  .title:hover { text-decoration: underline; }
  .snippet { color: var(--ink, CanvasText); font-size: 0.8125rem; overflow-wrap: anywhere; }
  mark { color: inherit; background: var(--accent-soft, Mark); font-weight: 600; }
  .article { margin-block-start: 0.625rem; }
  .article h4 { font-size: 1rem; outline-offset: 2px; }
  .body > * + * { margin-block-start: 0.5rem; }
  .body { overflow-wrap: anywhere; }
  .body ul, .body ol { padding-inline-start: 1.25rem; }
  .body h5, .body h6 { font-size: 0.875rem; font-weight: 600; }
  .body a, .page { color: var(--accent-strong, LinkText); text-decoration: underline; }
  .body pre { overflow-x: auto; padding: 0.5rem; background: var(--hover, Field); }
  .body blockquote {
    padding-inline-start: 0.625rem; border-inline-start: 3px solid var(--line-strong, GrayText);
  }
  .body table { border-collapse: collapse; }
  .body th, .body td { padding: 0.25rem 0.5rem; border: 1px solid var(--line, GrayText); }
  .row { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; margin-top: 0.625rem; }
  .button {
    min-block-size: 2.25rem; padding: 0.25rem 0.75rem; border: 1px solid var(--line, GrayText);
    border-radius: 0.5rem; background: var(--surface, ButtonFace); font-weight: 500;
  }
  .button:hover { background: var(--hover, ButtonFace); }
  .button[aria-pressed="true"] {
    color: var(--accent-strong, HighlightText); border-color: var(--accent, Highlight);
    background: var(--accent-soft, Highlight);
  }
  .bar { margin-block-start: 0.25rem; }
`);
