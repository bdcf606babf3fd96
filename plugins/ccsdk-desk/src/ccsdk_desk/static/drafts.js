// What is being written and was not sent yet: per Interaction a reply, a note, a wrap-up form.
//
// Each has a place of its own in this browser: it outlives a switch, a reload and an outage.

import { KeptEach } from "./local.js";

/** @typedef {import("./lines.js").File} File */
/** @typedef {{text: string, files: File[]}} Draft */
/** @typedef {"reply" | "note"} Mode */

const drafts = new KeptEach("draft", isDraft);
const modes = new KeptEach("mode", (mode) => mode === "note");
const forms = new KeptEach("form", isForm);
const reviews = new KeptEach("review", isReview);

/** @type {Draft} */
const EMPTY = { text: "", files: [] };

function isDraft({ text, files }) {
  return typeof text === "string" && Array.isArray(files) && files.every(isFile);
}

function isFile(file) {
  return typeof file?.file === "string" && typeof file.name === "string";
}

function isForm({ disposition = "", note = "" }) {
  return typeof disposition === "string" && typeof note === "string";
}

function isReview({ text = "", agent = "" }) {
  return typeof text === "string" && typeof agent === "string";
}

/**
 * Return what is being written in one mode.
 * @param {string} id
 * @param {Mode} mode
 * @returns {Draft}
 */
export function draftOf(id, mode) {
  return drafts.get(`${id}/${mode}`) ?? EMPTY;
}

/** Change what is being written; an empty draft leaves nothing behind. */
export function changeDraft(id, mode, change) {
  const draft = { ...draftOf(id, mode), ...change };
  const isEmpty = !draft.text && !draft.files.length;
  drafts.put(`${id}/${mode}`, isEmpty ? undefined : draft);
}

/** Add words to the reply that is being written, which is what is written from now on. */
export function addToReply(id, words) {
  changeDraft(id, "reply", { text: joined(draftOf(id, "reply").text, words) });
  setMode(id, "reply");
}

/** Return a text with words behind it, and a space between where there is none. */
export function joined(text, added) {
  return text && !/\s$/.test(text) ? `${text} ${added}` : text + added;
}

/**
 * Return whether a reply or a note is being written; a reply unless a note was chosen.
 * @returns {Mode}
 */
export function modeOf(id) {
  return modes.get(id) ?? "reply";
}

/** Choose what is written from now on. */
export function setMode(id, mode) {
  modes.put(id, mode === "reply" ? undefined : mode);
}

/** Return what is being written about an Interaction after it: {disposition?, note?}. */
export function formOf(id) {
  return forms.get(id) ?? {};
}

/** Keep what is being written about an Interaction after it. */
export function setForm(id, form) {
  forms.put(id, form);
}

/** Return what is being written about an Agent's work: {text?, agent?}. */
export function reviewOf(id) {
  return reviews.get(id) ?? {};
}

/** Keep what is being written about an Agent's work; nothing chosen or said leaves nothing. */
export function setReview(id, review) {
  reviews.put(id, review.text || review.agent ? review : undefined);
}

/** Keep no review of an Interaction that is not known any more. */
export function retainReviews(isKnown) {
  reviews.retain(isKnown);
}

/** Keep nothing of Interactions that are not wanted any more. */
export function retainDrafts(isWanted) {
  for (const kept of [drafts, modes, forms]) kept.retain((id) => isWanted(id.split("/")[0]));
}
