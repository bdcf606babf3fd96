// How a customer hears that it is their turn: the panel opens, the page's title says so, and a
// chime sounds where they have touched the page before.

const EVERY_MS = 3_000;
const NOTES_HZ = [659.25, 880];
const NOTE_S = 0.6;

export class Ring {
  #timer = 0;
  #title = "";
  #isArmed = false;
  /** @type {AudioContext | null} */
  #audio = null;

  /**
   * @param {ShadowRoot} root
   * @param {any} words
   * @param {AbortSignal} signal
   */
  constructor(root, words, signal) {
    this.host = root.host;
    this.words = words;
    this.signal = signal;
    signal.addEventListener("abort", () => this.set(false));
  }

  /** Let the next touch of the page allow sound: browsers want one. */
  unlockAtTouch() {
    if (this.#isArmed) return;
    this.#isArmed = true;
    const unlock = () => {
      this.#audio ??= new AudioContext();
      this.#audio.resume();
    };
    addEventListener("pointerdown", unlock, { once: true, signal: this.signal });
  }

  /** Ring, or stop. */
  set(isRinging) {
    if (isRinging === Boolean(this.#timer)) return;
    if (isRinging) {
      this.#title = document.title;
      document.title = this.words.say("called");
      this.host.setAttribute("open", "");
      this.#chime();
      this.#timer = setInterval(() => this.#chime(), EVERY_MS);
    } else {
      clearInterval(this.#timer);
      this.#timer = 0;
      // Unless the page has said something else meanwhile.
      if (document.title === this.words.say("called")) document.title = this.#title;
    }
  }

  #chime() {
    if (this.#audio?.state !== "running") return;
    NOTES_HZ.forEach((hertz, index) => this.#play(hertz, index * 0.18));
  }

  #play(hertz, after_s) {
    const at_s = this.#audio.currentTime + after_s;
    const tone = new OscillatorNode(this.#audio, { frequency: hertz });
    const volume = new GainNode(this.#audio, { gain: 0 });
    tone.connect(volume).connect(this.#audio.destination);
    volume.gain.setValueAtTime(0, at_s);
    volume.gain.linearRampToValueAtTime(0.18, at_s + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.001, at_s + NOTE_S);
    tone.start(at_s);
    tone.stop(at_s + NOTE_S);
  }
}
