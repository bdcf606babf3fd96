// Slots for panels of plugins: beside the open Interaction each in a frame with its title,
// within what the desk itself draws without one.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { isOwn, me } from "../desk.js";
import { classes, html } from "../dom.js";
import { addToReply } from "../drafts.js";
import { transcripts } from "../history.js";
import { locale, t } from "../i18n.js";
import { Icon } from "../icons.js";
import { shownName } from "../names.js";
import { notify } from "../notices.js";
import { Mount } from "../panels.js";
import { shownTheme } from "../preferences.js";
import { choices, principal, queueNames } from "../session.js";
import { Skeleton } from "./skeleton.js";

const OWN_CARD = "ccsdk-customer-card";
const FRAMED = ["context", "wrap-up", "review", "wallboard-tile"];

/** The column beside the open Interaction. */
export function Panels({ interaction }) {
  if (!hasPanels("context")) return null;
  const { id } = interaction;
  const insert = isOwn(id) ? (words) => addToReply(id, words) : undefined;
  return html`<aside class="panels" aria-label=${t("panels.label")} tabindex="0">
    <${Slot} name="context" ...${{ interaction, insert }} />
  </aside>`;
}

/** Say whether a plugin has anything to show in a slot. */
export function hasPanels(name) {
  return panelsOf(name).length > 0;
}

/** Return the tags of a slot's panels. */
export function tagsOf(name) {
  return panelsOf(name).map(({ tag }) => tag);
}

function panelsOf(name) {
  return (choices.value.panels ?? []).filter(({ slot }) => slot === name);
}

/**
 * The panels of a slot.
 * @param {object} props
 * @param {string} props.name
 * @param {import("../store.js").Interaction} [props.interaction] What it is about, if it is
 *   about an Interaction.
 * @param {object} [props.extra] What else their context has: plain values, by the slot.
 * @param {(text: string) => void} [props.insert] Puts text into the reply.
 * @param {(tag: string, state: "shown" | "failed") => void} [props.onState]
 */
export function Slot({ name, interaction, extra, insert, onState }) {
  const panels = panelsOf(name);
  if (!panels.length) return null;
  const facts = { ...(interaction && factsOf(interaction)), ...common(), ...extra };
  const abilities = insert ? { insert } : {};
  const Shape = FRAMED.includes(name) ? Frame : Inline;
  return panels.map((panel) => {
    const shown = { panel, facts, abilities, onState, title: titleOf(panel, panels) };
    return html`<${Shape} key=${panel.tag} ...${shown} />`;
  });
}

// Two panels of one title are told apart by whose they are. The desk's own card speaks as it
// does; a title of a plugin stands as the plugin wrote it, as far as a name may go.
function titleOf(panel, panels) {
  if (panel.tag === OWN_CARD) return t("card.title");
  const title = nameOf(panel);
  const isTwice = panels.filter((other) => nameOf(other) === title).length > 1;
  return html`<bdi>${title}</bdi>${isTwice && ` (${panel.plugin})`}`;
}

function nameOf({ title, titles, tag }) {
  return shownName(titles[locale()] ?? title) ?? tag;
}

function common() {
  return {
    agent: { id: principal.value.id, name: me.value.name },
    names: { queues: queueNames(), dispositions: choices.value.dispositions },
    locale: locale(),
    theme: shownTheme.value,
  };
}

/** @param {import("../store.js").Interaction} interaction */
function factsOf({ id, state, channel, queue, customer, is_verified = false }) {
  const name = transcripts.get(id)?.customer?.name;
  return {
    interaction: { id, state, channel, queue },
    customer: { id: customer, name, is_verified },
  };
}

// The element outlives a change of the Interaction: it is told, not made anew.
function useMount({ panel, facts, abilities, onState }) {
  const place = useRef(null);
  const mount = useRef(null);
  const latest = useRef(abilities);
  const [state, setState] = useState("loading");
  latest.current = abilities;
  const names = Object.keys(abilities);
  useLayoutEffect(() => {
    const tell = (reached) => {
      setState(reached);
      onState?.(panel.tag, reached);
    };
    mount.current = new Mount(panel, place.current, tell);
    return () => mount.current.remove();
  }, []);
  useLayoutEffect(() => {
    const lasting = names.map((name) => [name, (...given) => latest.current[name](...given)]);
    mount.current.show(facts, Object.fromEntries(lasting));
  }, [JSON.stringify(facts), names.join()]);
  return { place, state };
}

// What is typed in a panel is no shortcut; its fields may be out of the desk's sight.
function kept(event) {
  event.stopPropagation();
}

function Frame(given) {
  const { panel, title } = given;
  const { place, state } = useMount(given);
  const id = `panel-${panel.tag}`;
  return html`<section class="panel" aria-labelledby=${id} onKeyDown=${kept}>
    <h3 id=${id}>${title}</h3>
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

// There is no room for a frame in a row or a message: what fails there is told once, aside.
function Inline(given) {
  const { panel } = given;
  const { place, state } = useMount(given);
  useLayoutEffect(() => {
    if (state === "failed") tellFailed(panel);
  }, [state]);
  const shape = classes("slot", `slot-${panel.slot}`);
  return html`<span class=${shape} ref=${place} hidden=${state !== "shown"} onKeyDown=${kept} />`;
}

const told = new Set();

function tellFailed(panel) {
  const { tag, plugin } = panel;
  if (told.has(tag)) return;
  told.add(tag);
  notify(t("panel.failed_named", { title: nameOf(panel), plugin }), "warning");
}
