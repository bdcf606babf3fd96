// From a draft to a saved review: one key for one text, so that it is there once, whatever the
// line does meanwhile. The draft goes when the receipt is here, and not before.

const WAITED_MS = 1_500;

/** @typedef {"saving" | "waiting" | "saved" | "saved_changed" | "not_saved"} Step */

/** Saves the reviews of one person. */
export class Saving {
  #drafts;
  #onStep;

  /**
   * @param {import("./coaching-drafts.js").Drafts} drafts
   * @param {(interaction: string, step: Step, error?: any) => void} onStep
   */
  constructor(drafts, onStep) {
    this.#drafts = drafts;
    this.#onStep = onStep;
  }

  /** Save a draft as it is now. */
  save(interaction, bus) {
    const draft = this.#drafts.get(interaction);
    const { text, about } = draft;
    const sent = { key: crypto.randomUUID(), text, about };
    this.#drafts.put(interaction, { ...draft, sent });
    return this.#send(interaction, sent, bus);
  }

  /** Follow what was under way when the page was left; a key sent twice has one effect. */
  resume(interaction, bus) {
    const { sent } = this.#drafts.get(interaction);
    if (sent) this.#send(interaction, sent, bus);
  }

  async #send(interaction, sent, bus) {
    this.#onStep(interaction, "saving");
    const late = setTimeout(() => this.#onStep(interaction, "waiting"), WAITED_MS);
    const data = { interaction, agent: sent.about };
    const options = { personal: { review: sent.text.toWellFormed() }, key: sent.key };
    let error = null;
    try {
      await bus.command("AddReview", data, options);
    } catch (thrown) {
      error = thrown;
    }
    clearTimeout(late);
    this.#settle(interaction, sent, error);
  }

  #settle(interaction, sent, error) {
    const { sent: latest, ...draft } = this.#drafts.get(interaction);
    if (latest?.key !== sent.key) return;
    if (error) {
      this.#drafts.put(interaction, draft);
      return this.#onStep(interaction, "not_saved", error);
    }
    const isSame = draft.text === sent.text;
    this.#drafts.put(interaction, isSame ? { text: "", about: draft.about } : draft);
    this.#onStep(interaction, isSame ? "saved" : "saved_changed");
  }
}
