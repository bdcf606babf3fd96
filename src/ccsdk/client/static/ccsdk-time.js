// What time it is on the server, and who types for how long, by a clock that nobody sets.

const TYPING_MS = 6_000;
const ASTRAY_MS = 2_000;

/** The server's time, as well as it is known. */
export class ServerTime {
  /** What is added to `performance.now()` for the server's time, and for this machine's. */
  #offsetMs = Date.now() - performance.now();
  #skewMs = this.#offsetMs;

  /** @param {string} time What the server just said, RFC 3339. */
  set(time) {
    this.#offsetMs = Date.parse(time) - performance.now();
    this.#skewMs = Date.now() - performance.now();
  }

  /** Milliseconds since the Unix epoch. */
  now() {
    return performance.now() + this.#offsetMs;
  }

  /** Whether one of our clocks has jumped: it was set, or this machine slept. */
  get isAstray() {
    return Math.abs(Date.now() - performance.now() - this.#skewMs) > ASTRAY_MS;
  }
}

/** When to say that somebody types: at once, again while it goes on, and once at its end. */
export class Typing {
  /** @type {Map<string, number>} */
  #again = new Map();

  /**
   * The frame to send now, or null.
   * @param {string} interaction
   * @param {boolean} isTyping
   */
  frame(interaction, isTyping) {
    const topic = `interaction.${interaction}.Typing`;
    const now = performance.now();
    const again = this.#again.get(topic);
    if (isTyping ? again && now < again : !again) return null;
    if (isTyping) this.#again.set(topic, now + TYPING_MS / 2);
    else this.#again.delete(topic);
    return { op: "eph", topic, ttl_ms: isTyping ? TYPING_MS : 0 };
  }

  /** Forget what was said: nobody on another connection has heard it. */
  clear() {
    this.#again.clear();
  }
}
