// Files of messages: pictures drawn in place, others to download. Loaded with the first one.
//
// Both are asked for with the visitor's token, and only for who may read this chat now. A
// picture is drawn on a canvas: that needs no image source of the page's policy, and leaves no
// address behind that other scripts could follow.

import { button, icon, make } from "./chat-dom.js";

const PICTURE = /^image\/(png|jpeg|webp|gif)$/;
const WAIT_MS = 30_000;
const NEAR_END_PX = 60;
const ICONS = { file: "M14 2H6a2 2 0 0 0-2 2v16a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2V8l-6-6v6h6" };
const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"];

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
.files:not(:empty) { display: grid; gap: 6px; max-inline-size: 100%; margin-block: 3px; }
.customer .files { justify-items: end; }
.attachment {
  display: flex; align-items: center; gap: 10px; max-inline-size: 100%; padding: 9px 15px 9px 12px;
  font-weight: 400; text-align: start; border-radius: 16px; background: var(--soft);
}
.attachment:hover { text-decoration: underline; }
.attachment svg { flex: none; inline-size: 22px; }
.attachment b { display: block; font-weight: 600; overflow-wrap: anywhere; }
.attachment small { font-size: 12.5px; color: var(--quiet); }
.picture { flex-direction: column; align-items: start; gap: 6px; padding: 6px 6px 9px; }
.picture span { padding-inline: 9px; }
canvas {
  display: block; max-inline-size: 100%; max-block-size: 220px; border-radius: 12px;
  background: var(--paper);
}
`);

/**
 * Show a message's files, once.
 * @param {HTMLElement} list
 * @param {{ files?: any[], isPending?: boolean }} line
 * @param {any} words
 * @param {{ folder: string, token: () => Promise<string> }} from
 */
export function showAttachments(list, { files = [], isPending }, words, from) {
  const known = `${isPending} ${files.map(({ file }) => file)}`;
  if (list.dataset.files === known) return;
  list.dataset.files = known;
  const root = /** @type {ShadowRoot} */ (list.getRootNode());
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
  const made = files.map((file) => makeAttachment(file, words, from, isPending));
  keepEnd(list, () => list.replaceChildren(...made));
}

// Who reads the newest message goes on doing so when it grows.
function keepEnd(place, change) {
  const log = place.closest(".log");
  const isAtEnd = log && log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END_PX;
  change();
  if (isAtEnd) log.scrollTop = log.scrollHeight;
}

function makeAttachment({ file, media, bytes, name }, { say, language }, from, isPending) {
  const title = make("b", { dir: "auto" }, name ?? say("file"));
  const text = make("span", {}, title);
  const attachment = button("attachment", () => {}, icon(ICONS.file), text);
  attachment.disabled = Boolean(isPending);
  // There is nothing to see or save before the message is there.
  if (isPending) return attachment;
  const size = sizeOf(bytes, language);
  text.append(make("small", {}, size));
  attachment.ariaLabel = say("download", { name: title.textContent, size });
  attachment.onclick = () => save(`${from.folder}${file}`, title, from, say);
  if (PICTURE.test(media)) drawPicture(attachment, `${from.folder}${file}/preview`, from);
  return attachment;
}

/** Return a number of bytes as people say it, in the largest unit that leaves one at least. */
function sizeOf(bytes, language) {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log(bytes || 1) / Math.log(1000)));
  const options = {
    style: "unit",
    unit: UNITS[power],
    unitDisplay: power ? "short" : "long",
    maximumFractionDigits: power > 1 ? 1 : 0,
  };
  const format = new Intl.NumberFormat(language, /** @type {any} */ (options));
  return format.format(bytes / 1000 ** power);
}

async function load(url, { token }) {
  const headers = { authorization: `Bearer ${await token()}` };
  const signal = AbortSignal.timeout(WAIT_MS);
  const answer = await fetch(url, { headers, signal, credentials: "omit" });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.blob();
}

async function drawPicture(attachment, url, from) {
  try {
    const picture = await createImageBitmap(await load(url, from));
    const { width, height } = picture;
    const canvas = make("canvas", { width, height, ariaHidden: "true" });
    canvas.getContext("2d").drawImage(picture, 0, 0);
    attachment.classList.add("picture");
    keepEnd(attachment, () => attachment.firstChild.replaceWith(canvas));
  } catch {
    // Without a preview it is a file to download, as it stands there already.
  }
}

async function save(url, title, from, say) {
  try {
    const address = URL.createObjectURL(await load(url, from));
    make("a", { href: address, download: title.textContent }).click();
    setTimeout(() => URL.revokeObjectURL(address), WAIT_MS);
  } catch {
    title.nextSibling.textContent = say("gone", { name: title.textContent });
  }
}
