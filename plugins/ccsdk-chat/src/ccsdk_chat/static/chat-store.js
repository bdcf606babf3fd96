// Text by name in localStorage, or in memory where a page may not store.

const KINDS = {
  ...{ visitor: "string", token: "string", expires: "string", name: "string", signed: "string" },
  channel: "string",
  ...{ interaction: "string", seen: "number", draft: "string" },
  ...{ settings: "object", answers: "object", former: "object" },
};

/**
 * Read what is kept of a chat. Scripts of the page can write it too: what is of another kind
 * than it should be counts as absent.
 * @param {string | null | undefined} text
 * @returns {any}
 */
export function readRecord(text) {
  try {
    const known = Object.entries(JSON.parse(text ?? "{}"));
    return Object.fromEntries(known.filter(isKind));
  } catch {
    return {};
  }
}

const isKind = ([name, value]) => value !== null && typeof value === KINDS[name];

/** @param {string} prefix */
export function makeStore(prefix) {
  const memory = {};
  return {
    load(name) {
      try {
        return localStorage.getItem(prefix + name) || null;
      } catch {
        return memory[name];
      }
    },
    save(name, text) {
      try {
        localStorage.setItem(prefix + name, text);
      } catch {
        memory[name] = text;
      }
    },
  };
}
