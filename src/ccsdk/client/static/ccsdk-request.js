// What a page asks for: commands kept until they are answered, plain requests, and errors.

/** A refusal by the server's `code`, or "offline": nobody answered. */
export class BusError extends Error {
  constructor({ retry_after_ms: retryAfterMs, ...err }) {
    super(err.reason ?? err.code);
    Object.assign(this, { retryable: false, errors: [], ...err, retryAfterMs });
  }
}

export const offline = (reason) => new BusError({ code: "offline", reason, retryable: true });

/** Post `body` as JSON, or GET, and return the JSON answer; throws BusError. */
export async function fetchJson(url, { body, method = "POST", credentials = "same-origin" } = {}) {
  const headers = body && { "content-type": "application/json" };
  const signal = AbortSignal.timeout(10_000);
  let answer, value;
  try {
    body &&= JSON.stringify(body);
    answer = await fetch(url, { method, headers, credentials, signal, body });
    value = JSON.parse((await answer.text()) || "{}");
  } catch (error) {
    throw offline(error.name);
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

/**
 * Commands without an answer, by key, in order; durable ones survive a reload in `storage`
 * {load, save}. Tabs may share it: each write reads first and changes its own entry only.
 */
export class Outbox extends Map {
  constructor(storage) {
    super();
    this.storage = storage;
    for (const command of this.load()) this.enter(command, true);
  }

  load() {
    try {
      return JSON.parse(this.storage.load()) ?? [];
    } catch {
      return [];
    }
  }

  save(commands) {
    try {
      this.storage?.save(JSON.stringify(commands));
    } catch {
      // A full storage costs the reload, not the command.
    }
  }

  add(command, isDurable) {
    const known = this.get(command.key);
    if (known) return known;
    if (isDurable) this.save([...this.load(), command]);
    return this.enter(command, isDurable);
  }

  enter(command, isDurable) {
    const entry = { command, isDurable, isSent: false, notBefore: 0 };
    entry.promise = new Promise((resolve, reject) => Object.assign(entry, { resolve, reject }));
    // A refusal that nobody listens to, after a reload, is no uncaught error.
    entry.promise.catch(() => {});
    this.set(command.key, entry);
    return entry;
  }

  drop({ command: { key }, isDurable }) {
    this.delete(key);
    if (isDurable) this.save(this.load().filter((other) => other.key !== key));
  }
}
