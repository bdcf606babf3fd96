// What a page asks for: commands kept until they are answered, plain requests, and errors.

/** @typedef {Record<string, any>} Frame JSON as it travels; the protocol says what is in it. */
/** @typedef {(res: Frame) => void} Answer */
/** @typedef {{personal?: Frame, key?: string, durable?: boolean}} CommandOptions */
/** @typedef {{load(): string | null, save(text: string): void}} Keep Text over a reload. */
/** @typedef {{key: string, type: string, data?: Frame, personal?: Frame}} Command */

/** A refusal by the server's `code`, or "offline": nobody answered. */
export class BusError extends Error {
  code = "";
  retryable = false;
  /** @type {{path: string, reason: string}[]} */
  errors = [];
  /** @type {string | undefined} */
  reason;
  /** @type {number | undefined} */
  retryAfterMs;

  /** @param {Frame} err */
  constructor({ retry_after_ms: retryAfterMs, ...err }) {
    super(err.reason ?? err.code);
    Object.assign(this, err, { retryAfterMs });
  }
}

/** @param {string} [reason] */
export const offline = (reason) => new BusError({ code: "offline", reason, retryable: true });

/**
 * Post `body` as JSON, or GET, and return the JSON answer; throws BusError.
 * @param {string | URL} url
 * @param {{body?: unknown, method?: string, credentials?: RequestCredentials}} [options]
 * @returns {Promise<any>}
 */
export async function fetchJson(url, options = {}) {
  const { body: given, method = "POST", credentials = "same-origin" } = options;
  const headers = given ? { "content-type": "application/json" } : undefined;
  const signal = AbortSignal.timeout(10_000);
  let answer, value;
  try {
    const body = given ? JSON.stringify(given) : undefined;
    answer = await fetch(url, { method, headers, credentials, signal, body });
    value = JSON.parse((await answer.text()) || "{}");
  } catch (error) {
    throw offline(/** @type {Error} */ (error).name);
  }
  if (answer.ok) return value;
  const { status } = answer;
  throw new BusError({ code: `http_${status}`, retryable: status >= 500, ...value });
}

/** Make a UUIDv7: random, and ordered by time. */
export function uuid7() {
  const bytes = [...crypto.getRandomValues(new Uint8Array(10))];
  bytes[0] = 0x70 | (bytes[0] & 15);
  bytes[2] = 0x80 | (bytes[2] & 63);
  const random = bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const hex = Date.now().toString(16).padStart(12, "0") + random;
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.*)/, "$1-$2-$3-$4-$5");
}

/** @param {unknown} value @param {number} most */
const isText = (value, most) => typeof value === "string" && value && value.length <= most;
/** @param {unknown} value */
const isOther = (value) => typeof value !== "object" || !value || Array.isArray(value);

// What the center could not read would be sent again for ever.
/** @param {any} kept */
const isCommand = (kept) =>
  isText(kept?.key, 64) &&
  isText(kept.type, 128) &&
  ![kept.data, kept.personal].some((each) => each !== undefined && isOther(each));

/** A command without an answer; not before `notBefore` by `performance.now()`. */
class Entry {
  isSent = false;
  notBefore = 0;
  /** @type {(answer: Frame) => void} */
  resolve = () => {};
  /** @type {(error: BusError) => void} */
  reject = () => {};

  /** @param {Command} command @param {boolean} isDurable */
  constructor(command, isDurable) {
    this.command = command;
    this.isDurable = isDurable;
    /** @type {Promise<Frame>} */
    this.promise = new Promise((resolve, reject) => Object.assign(this, { resolve, reject }));
    // A refusal that nobody listens to, after a reload, is no uncaught error.
    this.promise.catch(() => {});
  }
}

/**
 * Commands without an answer, by key, in order; durable ones survive a reload in `storage`.
 * Tabs may share it: each write reads first and changes its own entry only.
 * @extends {Map<string, Entry>}
 */
export class Outbox extends Map {
  /** @param {Keep} [storage] */
  constructor(storage) {
    super();
    this.storage = storage;
    for (const command of this.load()) this.enter(command, true);
  }

  /** @returns {Command[]} */
  load() {
    try {
      // Whoever may write to the storage may have written anything.
      return JSON.parse(this.storage?.load() ?? "[]").filter(isCommand);
    } catch {
      return [];
    }
  }

  /** @param {Command[]} commands */
  save(commands) {
    try {
      this.storage?.save(JSON.stringify(commands));
    } catch {
      // A full storage costs the reload, not the command.
    }
  }

  /** @param {Command} command @param {boolean} isDurable */
  add(command, isDurable) {
    const known = this.get(command.key);
    if (known) return known;
    if (isDurable) this.save([...this.load(), command]);
    return this.enter(command, isDurable);
  }

  /** @param {Command} command @param {boolean} isDurable */
  enter(command, isDurable) {
    const entry = new Entry(command, isDurable);
    this.set(command.key, entry);
    return entry;
  }

  /** @param {Entry} entry */
  drop({ command: { key }, isDurable }) {
    this.delete(key);
    if (isDurable) this.save(this.load().filter((other) => other.key !== key));
  }
}
