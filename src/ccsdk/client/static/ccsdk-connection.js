// One socket, from its token to its close: hello, welcome, silence, renewal.

const TOKEN_MS_MAX = 15_000;
const OPEN_MS_MAX = 15_000;
const SILENT_BEATS = 2.5;
const RENEW_MS = 60_000;

export class Connection {
  #socket = null;
  #timer = null;
  #renewAt = Infinity;
  #heardAt = 0;
  #isClosed = false;

  /**
   * `options` are those of Bus. `owner` is told of `welcomed(connection, welcome)`,
   * `received(connection, frame)` and, once, `closed(connection, {code, reason, error})`;
   * the code is null when there was no socket, and the error a refused token's.
   */
  constructor(options, owner, session) {
    this.options = options;
    this.owner = owner;
    this.session = session;
    this.welcome = null;
    this.welcomedAt = 0;
    this.lastError = null;
    this.#watch(TOKEN_MS_MAX);
    this.#open();
  }

  send(frame) {
    if (this.#socket?.readyState === 1) this.#socket.send(JSON.stringify(frame));
  }

  /** Close with a good-bye; the owner hears nothing of it. */
  leave() {
    this.send({ op: "bye" });
    this.#finish();
    this.#socket?.close(1000);
  }

  /** Give up at once if nothing was heard for too long; say whether it was so. */
  checkSilence() {
    const now = Date.now();
    // A clock that was set back must not make a living connection look silent later.
    this.#heardAt = Math.min(this.#heardAt, now);
    const isDead = this.welcome && now - this.#heardAt >= SILENT_BEATS * this.welcome.hb_ms;
    if (isDead) this.#abort("silent");
    return Boolean(isDead);
  }

  async #open() {
    let token;
    try {
      token = await this.options.token();
    } catch (error) {
      return this.#fail({ code: null, reason: error.code ?? error.name, error });
    }
    if (this.#isClosed) return;
    this.#watch(OPEN_MS_MAX);
    const { url, client, socket: Socket = WebSocket } = this.options;
    const socket = new Socket(url, ["ccsdk.v1"]);
    this.#socket = socket;
    const hello = { op: "hello", v: [1], token, session: this.session, client };
    socket.onopen = () => this.send(hello);
    socket.onmessage = ({ data }) => this.#heard(data);
    socket.onclose = ({ code, reason }) => this.#fail({ code, reason });
  }

  #heard(data) {
    if (this.#isClosed) return;
    this.#heardAt = Date.now();
    const frame = JSON.parse(data);
    if (frame.op === "welcome" && !this.welcome) this.#welcomed(frame);
    else if (this.welcome) this.owner.received(this, frame);
    if (frame.op === "err" && !frame.sub) this.lastError = frame;
    this.#renewInTime();
  }

  #welcomed(welcome) {
    this.welcome = welcome;
    this.welcomedAt = this.#heardAt;
    this.session = welcome.session ?? this.session;
    this.noteExpiry(welcome.auth_expires, welcome.time);
    this.#watchSilence();
    this.owner.welcomed(this, welcome);
  }

  /** Renew in the last minute, or fifth, of a token's life: `expires` and `time` are RFC 3339. */
  noteExpiry(expires, time) {
    const life = Date.parse(expires) - Date.parse(time);
    if (Number.isFinite(life)) this.#renewAt = Date.now() + life - Math.min(RENEW_MS, life / 5);
  }

  // Driven by messages, of which there is one in every beat, and not by a timer.
  async #renewInTime() {
    if (Date.now() < this.#renewAt || !this.welcome) return;
    this.#renewAt = Infinity;
    try {
      this.owner.renew(this, await this.options.token());
    } catch {
      // The server closes at expiry, resumable; the next connection asks for a token again.
    }
  }

  #watch(ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#abort("timeout"), ms);
  }

  #watchSilence() {
    clearTimeout(this.#timer);
    const left = this.#heardAt + SILENT_BEATS * this.welcome.hb_ms - Date.now();
    this.#timer = setTimeout(() => this.checkSilence() || this.#watchSilence(), Math.max(left, 50));
  }

  // A dead socket's close event may take minutes, so nobody waits for it.
  #abort(reason) {
    this.#fail({ code: null, reason });
    this.#socket?.close();
  }

  #finish() {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  #fail(outcome) {
    if (this.#isClosed) return;
    this.#finish();
    this.owner.closed(this, outcome);
  }
}
