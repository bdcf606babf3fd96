// A part of the page that is loaded when it is first shown; one that does not come says so.

import { useLayoutEffect, useState } from "preact/hooks";
import { html } from "../dom.js";
import { t } from "../i18n.js";
import { loadRouting, routing } from "../later.js";
import { Problem } from "./guard.js";

/** @param {{part: string, [name: string]: unknown}} props `part` is an export of `routing.js`. */
export function Later({ part, ...given }) {
  const [error, setError] = useState(null);
  const load = () => {
    setError(null);
    loadRouting().catch(setError);
  };
  useLayoutEffect(load, []);
  if (routing.value) return html`<${routing.value[part]} ...${given} />`;
  if (!error) return null;
  return html`<${Problem} text=${t("later.failed")} error=${error} onRetry=${load} />`;
}
