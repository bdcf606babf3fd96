// The context of the open Interaction: what plugins show beside it, each in a frame.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { me } from "../desk.js";
import { html } from "../dom.js";
import { transcripts } from "../history.js";
import { t } from "../i18n.js";
import { Icon } from "../icons.js";
import { Mount } from "../panels.js";
import { choices, principal } from "../session.js";
import { Skeleton } from "./skeleton.js";

const SLOT = "context";

export function Panels({ interaction }) {
  const panels = choices.value.panels.filter(({ slot }) => slot === SLOT);
  if (!panels.length) return null;
  const facts = factsOf(interaction);
  return html`<aside class="panels" aria-label=${t("panels.label")} tabindex="0">
    ${panels.map((panel) => html`<${Frame} key=${panel.tag} panel=${panel} facts=${facts} />`)}
  </aside>`;
}

function factsOf({ id, state, channel, queue, customer }) {
  const root = document.documentElement;
  return {
    interaction: { id, state, channel, queue },
    customer: { id: customer, name: transcripts.get(id)?.customer?.name },
    agent: { id: principal.value.id, name: me.value.name },
    locale: root.lang,
    theme: getComputedStyle(root).colorScheme,
  };
}

// The element outlives a change of the Interaction: it is told, not made anew.
function Frame({ panel, facts }) {
  const place = useRef(null);
  const mount = useRef(null);
  const [state, setState] = useState("loading");
  useLayoutEffect(() => {
    mount.current = new Mount(panel, place.current, setState);
    return () => mount.current.remove();
  }, []);
  useLayoutEffect(() => mount.current.show(facts), [JSON.stringify(facts)]);
  const title = `panel-${panel.tag}`;
  // What is typed in a panel is no shortcut; its fields may be out of the desk's sight.
  return html`<section
    class="panel"
    aria-labelledby=${title}
    onKeyDown=${(event) => event.stopPropagation()}
  >
    <h3 id=${title}>${panel.title}</h3>
    ${state === "loading" && html`<${Skeleton} lines=${2} />`}
    ${state === "failed" && html`<${Failed} plugin=${panel.plugin} />`}
    <div class="panel-place" ref=${place}></div>
  </section>`;
}

function Failed({ plugin }) {
  return html`<p class="panel-failed">
    <${Icon} name="warning" /> ${t("panel.failed", { plugin })}
  </p>`;
}
