// What goes wrong, as one class, and the one HTTP request a page needs beside the bus.

/** A refusal, by the server's code (BUS section 10), or "offline" when nobody answered. */
export class BusError extends Error {
  constructor(err) {
    super(err.reason ? `${err.code}: ${err.reason}` : err.code);
    this.name = "BusError";
    this.code = err.code;
    this.reason = err.reason;
    this.by = err.by;
    this.at_ms = err.at_ms;
    this.retryable = err.retryable ?? false;
    this.retryAfterMs = err.retry_after_ms;
    this.ref = err.ref;
    this.errors = err.errors ?? [];
  }
}

/** Make the error of a request that got no answer. */
export function offline(reason) {
  return new BusError({ code: "offline", reason, retryable: true });
}

/**
 * Post JSON (or GET, without a body, if `method` says so) and return the JSON answer.
 * Throws BusError: the server's own code, `http_<status>` where there is none, `offline`
 * when nobody answered within `timeoutMs`.
 */
export async function fetchJson(url, options = {}) {
  const { body, method = "POST", credentials = "same-origin", timeoutMs = 10_000 } = options;
  const headers = { accept: "application/json" };
  if (body !== undefined) headers["content-type"] = "application/json";
  const text = body === undefined ? undefined : JSON.stringify(body);
  const signal = AbortSignal.timeout(timeoutMs);
  let answer, content;
  try {
    answer = await fetch(url, { method, headers, body: text, credentials, signal });
    content = await answer.text();
  } catch (error) {
    throw offline(error.name);
  }
  const value = parse(content);
  if (answer.ok && value !== undefined) return value;
  const retryable = answer.status >= 500 || answer.status === 429;
  const err = value?.err ?? value;
  const isTyped = typeof err?.code === "string";
  throw new BusError(isTyped ? { retryable, ...err } : { code: `http_${answer.status}`, retryable });
}

function parse(text) {
  try {
    return JSON.parse(text || "{}");
  } catch {
    return undefined;
  }
}
