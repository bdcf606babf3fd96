// Files of the reply that is being written: chosen, dropped or pasted; on their way; arrived.

import { useRef } from "preact/hooks";
import { html } from "../dom.js";
import { draftOf } from "../drafts.js";
import { t } from "../i18n.js";
import { Icon } from "../icons.js";
import { addFiles, removeFile, removeUpload, uploadsOf } from "../uploads.js";
import { iconOf, sizeOf } from "./attachment.js";

/** The button that asks for files. */
export function FilesButton({ id }) {
  const input = useRef(null);
  const take = () => {
    addFiles(id, input.current.files);
    input.current.value = "";
  };
  return html`
    <button
      type="button"
      class="plain"
      aria-label=${t("files.add")}
      title=${t("files.add")}
      onClick=${() => input.current.click()}
    >
      <${Icon} name="attach" />
    </button>
    <input
      class="visually-hidden"
      id="files"
      type="file"
      multiple
      tabindex="-1"
      aria-hidden="true"
      ref=${input}
      onChange=${take}
    />
  `;
}

/** Return the files that a drop or a paste brought; none where it brought only text. */
export function filesOf(transfer) {
  return [...(transfer?.files ?? [])];
}

/** What goes with the reply. */
export function Files({ id }) {
  const { files } = draftOf(id, "reply");
  const coming = uploadsOf(id);
  if (!files.length && !coming.length) return null;
  return html`<ul class="files" aria-label=${t("files.label")}>
    ${files.map((file) => html`<${Arrived} key=${file.file} id=${id} file=${file} />`)}
    ${coming.map((upload) => html`<${Coming} key=${upload.id} upload=${upload} />`)}
  </ul>`;
}

function Arrived({ id, file }) {
  const { name, media, bytes } = file;
  const remove = () => removeFile(id, file.file);
  return html`<li class="file">
    <${Icon} name=${iconOf(media)} />
    <span class="file-name" title=${name}>${name}</span>
    <span class="file-size">${sizeOf(bytes)}</span>
    <${Remove} label=${t("files.remove", { name })} onRemove=${remove} />
  </li>`;
}

function Coming({ upload }) {
  const { name, bytes, sent, state, why } = upload;
  const remove = () => removeUpload(upload);
  if (state === "refused") {
    return html`<li class="file is-refused">
      <${Icon} name="warning" />
      <span class="file-name" title=${name}>${name}</span>
      <span role="alert">${why}</span>
      <${Remove} label=${t("files.remove", { name })} onRemove=${remove} />
    </li>`;
  }
  return html`<li class="file is-coming">
    <${Icon} name="attach" />
    <span class="file-name" title=${name}>${name}</span>
    <progress max=${Math.max(bytes, 1)} value=${sent} aria-label=${t("files.sending", { name })} />
    <${Remove} label=${t("files.cancel", { name })} onRemove=${remove} />
  </li>`;
}

function Remove({ label, onRemove }) {
  return html`<button type="button" class="plain" aria-label=${label} onClick=${onRemove}>
    <${Icon} name="close" />
  </button>`;
}
