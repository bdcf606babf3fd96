// A file of a message: what it is, how large, and, of an image, what it shows.

import { useState } from "preact/hooks";
import { html } from "../dom.js";
import { locale, t } from "../i18n.js";
import { Icon } from "../icons.js";
import { addressOf } from "../uploads.js";

// What the center makes previews of.
const PREVIEWED = ["image/png", "image/jpeg", "image/webp", "image/gif"];
const UNITS = ["kilobyte", "megabyte", "gigabyte"];
/** @type {[RegExp, string][]} */
const ICONS = [
  [/^image\//, "image"],
  [/^text\/|pdf$|word|opendocument|rtf$/, "fileText"],
  [/zip|compressed|tar$|7z/, "archive"],
];

/** Return the icon of a kind of file. */
export function iconOf(media) {
  return ICONS.find(([pattern]) => pattern.test(media))?.[1] ?? "file";
}

/** Show a number of bytes in the largest unit of which it has one; never below a kilobyte. */
export function sizeOf(bytes) {
  const power = Math.floor(Math.log10(Math.max(bytes, 1000)) / 3);
  const unit = UNITS[Math.min(power, UNITS.length) - 1];
  /** @type {Intl.NumberFormatOptions} */
  const style = { style: "unit", unit, unitDisplay: "short", maximumSignificantDigits: 2 };
  const whole = Math.max(bytes / 1000 ** (UNITS.indexOf(unit) + 1), bytes ? 0.1 : 0);
  return new Intl.NumberFormat(locale(), style).format(whole);
}

/** The files of one message. */
export function Attachments({ interaction, files }) {
  if (!files?.length) return null;
  return html`<ul class="attachments">
    ${files.map((file) => html`<${Attachment} key=${file.file} ...${{ interaction, file }} />`)}
  </ul>`;
}

function Attachment({ interaction, file: { file, media, bytes, name } }) {
  const [isBroken, setBroken] = useState(false);
  const { href, preview } = addressOf(interaction, file);
  const shown = name ?? t("files.unnamed");
  const hasPreview = PREVIEWED.includes(media) && !isBroken;
  return html`<li class="attachment">
    ${hasPreview &&
    html`<a class="preview" href=${preview} target="_blank" rel="noopener">
      <img src=${preview} alt=${t("files.preview", { name: shown })} loading="lazy"
        onError=${() => setBroken(true)} />
    </a>`}
    <a class="attachment-file" href=${href} download=${shown}>
      <${Icon} name=${iconOf(media)} />
      <span class="file-name" title=${shown}>${shown}</span>
      <span class="file-size">${sizeOf(bytes)}</span>
      <${Icon} name="download" label=${t("files.download")} />
    </a>
  </li>`;
}
