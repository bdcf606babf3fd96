// A review that is being written, by Interaction: it outlives a switch and a reload of this tab,
// and nothing of it is left when the tab, or the session of whoever wrote it, ends.

const PREFIX = "ccsdk-panel:coaching:";

/**
 * @typedef {object} Draft
 * @property {string} text
 * @property {string} about Whose work it is about; "" until it is chosen.
 * @property {{key: string, text: string, about: string}} [sent] What is under way.
 */

/** The drafts of one person. */
export class Drafts {
  #start;

  /** @param {string} owner */
  constructor(owner) {
    this.#start = `${PREFIX}${owner}:`;
    // Somebody else's words, if a session ended while its tab was left open.
    forget((key) => !key.startsWith(this.#start));
  }

  /**
   * @param {string} interaction
   * @returns {Draft}
   */
  get(interaction) {
    const { text, about, sent } = parsed(stored()?.getItem(this.#start + interaction));
    const draft = { text: textOf(text), about: textOf(about) };
    const isSent = sent && [sent.key, sent.text, sent.about].every((each) => textOf(each));
    return isSent ? { ...draft, sent } : draft;
  }

  /**
   * Keep a draft; one that is empty leaves nothing behind.
   * @param {string} interaction
   * @param {Draft} draft
   */
  put(interaction, draft) {
    const key = this.#start + interaction;
    try {
      if (draft.text || draft.sent) stored()?.setItem(key, JSON.stringify(draft));
      else stored()?.removeItem(key);
    } catch {
      // A full storage costs the reload, not the draft on the screen.
    }
  }
}

function forget(isUnwanted) {
  const storage = stored();
  for (const key of Object.keys(storage ?? {})) {
    if (key.startsWith(PREFIX) && isUnwanted(key)) storage.removeItem(key);
  }
}

// A browser may forbid it.
function stored() {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}

// Other scripts of this origin, and people with the browser's tools, may have written it.
function parsed(text) {
  try {
    return Object(JSON.parse(text ?? "{}"));
  } catch {
    return {};
  }
}

function textOf(value) {
  return typeof value === "string" ? value : "";
}
