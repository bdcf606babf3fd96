// Files on their way to the center. One that has arrived belongs to the draft it was added to;
// one that was refused says why, in words, until it is taken away.

import { signal } from "@preact/signals";
import { uuid7 } from "./ccsdk.js";
import { changeDraft, draftOf } from "./drafts.js";
import { hasWords, t } from "./i18n.js";

export const FILES_MAX = 10;
// The center takes four of one person at a time, from all their tabs.
const RUNNING_MAX = 2;
const PLACE = new URL("../../files", import.meta.url);

/**
 * @typedef {object} Upload
 * @property {string} id
 * @property {string} interaction
 * @property {string} name
 * @property {number} bytes
 * @property {number} sent Bytes that have left.
 * @property {"under_way" | "refused"} state
 * @property {number} order Its place among the files of a message.
 * @property {string} [why] In words, if it was refused.
 * @property {() => void} cancel
 */

/** @type {import("@preact/signals").Signal<Upload[]>} */
const uploads = signal([]);
/** What begins as soon as another upload is over, by id. */
const waiting = new Map();
let running = 0;
let lastOrder = 0;

/** Return the files of an Interaction that are on their way or were refused. */
export function uploadsOf(interaction) {
  return uploads.value.filter((upload) => upload.interaction === interaction);
}

/** Return where a file of an Interaction is, and where its preview is. */
export function addressOf(interaction, file) {
  const href = `${PLACE.href}/${encodeURIComponent(interaction)}/${encodeURIComponent(file)}`;
  return { href, preview: `${href}/preview` };
}

/** Send files for the next reply; what would be too many is refused here. */
export function addFiles(interaction, files) {
  const isUnderWay = ({ state }) => state === "under_way";
  const known = uploadsOf(interaction).filter(isUnderWay).length;
  let free = FILES_MAX - known - draftOf(interaction, "reply").files.length;
  for (const file of files) {
    const id = add(interaction, file);
    if (free > 0) waiting.set(id, () => begin(id, interaction, file));
    else refuse(id, "too_many");
    free -= 1;
  }
  beginNext();
}

function beginNext() {
  for (const [id, start] of waiting) {
    if (running >= RUNNING_MAX) return;
    waiting.delete(id);
    running += 1;
    start();
  }
}

/** Take a file away: stop it, or forget that it was refused. */
export function removeUpload({ id, cancel }) {
  waiting.delete(id);
  cancel();
  uploads.value = uploads.value.filter((upload) => upload.id !== id);
}

/** Take a file that has arrived out of the draft. */
export function removeFile(interaction, file) {
  const { files } = draftOf(interaction, "reply");
  changeDraft(interaction, "reply", { files: files.filter((other) => other.file !== file) });
}

function add(interaction, { name, size }) {
  /** @type {Omit<Upload, "cancel">} */
  const upload = {
    id: uuid7(),
    interaction,
    name,
    bytes: size,
    sent: 0,
    state: "under_way",
    order: nextOrder(),
  };
  uploads.value = [...uploads.value, { ...upload, cancel: () => {} }];
  return upload.id;
}

// It rises beyond a reload, too: a draft may have files from before it.
function nextOrder() {
  lastOrder = Math.max(Date.now(), lastOrder + 1);
  return lastOrder;
}

function change(id, members) {
  uploads.value = uploads.value.map((each) => (each.id === id ? { ...each, ...members } : each));
}

function refuse(id, code) {
  const known = hasWords(`files.refused.${code}`) ? code : "other";
  change(id, { state: "refused", why: t(`files.refused.${known}`) });
}

// Not fetch: it does not tell how much has left.
function begin(id, interaction, file) {
  const request = new XMLHttpRequest();
  request.open("POST", PLACE);
  request.setRequestHeader("content-type", "application/octet-stream");
  request.setRequestHeader("x-file-name", encodeURIComponent(file.name));
  request.upload.onprogress = ({ loaded }) => change(id, { sent: Math.min(loaded, file.size) });
  request.onload = () => ended(id, interaction, request);
  request.onerror = () => refuse(id, "offline");
  request.onloadend = () => {
    running -= 1;
    beginNext();
  };
  change(id, { cancel: () => request.abort() });
  request.send(file);
}

function ended(id, interaction, { status, responseText }) {
  const answer = parsed(responseText);
  if (status !== 201 || !answer.file) return refuse(id, answer.reason ?? answer.code);
  const { order = 0 } = uploads.value.find((upload) => upload.id === id) ?? {};
  uploads.value = uploads.value.filter((upload) => upload.id !== id);
  const { file, name, media, bytes } = answer;
  // As they were chosen, whichever arrives first.
  const files = [...draftOf(interaction, "reply").files, { file, name, media, bytes, order }];
  files.sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
  changeDraft(interaction, "reply", { files });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
