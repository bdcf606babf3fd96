// A closed talk: what was said, read only, and what supervisors wrote about it.

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { busy } from "../commands.js";
import { customerName, go } from "../desk.js";
import { html } from "../dom.js";
import { reviewOf, setReview } from "../drafts.js";
import { load, transcripts } from "../history.js";
import { named, t, whenOf } from "../i18n.js";
import { Icon } from "../icons.js";
import { shownName } from "../names.js";
import { notify } from "../notices.js";
import { addReview, followClosed, isOpened, openReview } from "../reviewing/closed.js";
import { principal, queueName, staffName } from "../session.js";
import { Said, Text } from "../text.js";
import { LENGTH_MAX, excess } from "../writing.js";
import { Problem } from "./guard.js";
import { Messages } from "./messages.js";
import { Slot, tagsOf } from "./panels.js";
import { Skeleton } from "./skeleton.js";

export function Review({ id }) {
  useEffect(() => followClosed(id), [id]);
  const { state = "loading", item, lines = [], error } = transcripts.get(id) ?? {};
  // While it is read anew, what was open stays: somebody may be writing in a panel.
  const wasOpened = useRef(false);
  if (state === "ready") wasOpened.current = isOpened(lines, principal.value.id);
  if (state === "gone") return html`<${Gone} code="gone" />`;
  if (item && item.state !== "CLOSED") return html`<${Gone} code="goes_on" />`;
  if (item) return html`<${Talk} interaction=${{ id, ...item }} isOpen=${wasOpened.current} />`;
  if (state === "loading") return html`<${Skeleton} lines=${6} />`;
  const again = () => load(id);
  return html`<${Problem} text=${t("messages.failed")} error=${error} onRetry=${again} />`;
}

function Gone({ code }) {
  return html`<div class="pane empty">
    <div class="nothing">
      <span class="nothing-icon"><${Icon} name="archive" /></span>
      <h1>${t(`closed.${code}`)}</h1>
      <p>${t(`closed.${code}_means`)}</p>
      <button class="secondary" onClick=${() => go("closed")}>${t("closed.back")}</button>
    </div>
  </div>`;
}

function Talk({ interaction, isOpen }) {
  const { id, customer } = interaction;
  const transcript = transcripts.get(id);
  const name = shownName(transcript.customer?.name) ?? customerName(customer ?? id);
  return html`<section class="pane closed-talk" aria-label=${t("pane.of", { name })}>
    <${Head} interaction=${interaction} name=${name} />
    ${isOpen
      ? html`<${Body} ...${{ interaction, transcript, name }} />`
      : html`<${Outside} id=${id} />`}
  </section>`;
}

function Head({ interaction: { queue, channel, closed_at_ms }, name }) {
  const facts = { queue: queueName(queue), channel: named("channel", channel) };
  return html`<header class="pane-head">
    <button class="plain" aria-label=${t("closed.back")} onClick=${() => go("closed")}>
      <${Icon} name="back" />
    </button>
    <div class="pane-title">
      <h1><span class="pane-name">${name}</span></h1>
      <p class="quiet">
        <${Said} of="pane.facts" ...${facts} />${" "}
        ${closed_at_ms && t("closed.since", { when: whenOf(closed_at_ms) })}
      </p>
    </div>
  </header>`;
}

function Body({ interaction, transcript, name }) {
  const { lines } = transcript;
  const said = { ...transcript, lines: lines.filter(({ kind }) => kind !== "review") };
  const reviews = lines.filter(({ kind }) => kind === "review");
  const agents = interaction.talked ?? [];
  return html`<div class="closed-body">
    <${Messages} interaction=${interaction} transcript=${said} name=${name} />
    <${Reviews} ...${{ interaction, reviews, agents }} />
  </div>`;
}

// Before anything is read it is said who learns of it.
function Outside({ id }) {
  return html`<div class="pane empty">
    <div class="nothing">
      <span class="nothing-icon"><${Icon} name="eye" /></span>
      <h2>${t("listen.outside")}</h2>
      <p>${t("review.outside")}</p>
      <button
        class="primary"
        disabled=${busy.value.has(`review:${id}`)}
        onClick=${() => openReview(id)}
      >
        ${t("review.open")}
      </button>
    </div>
  </div>`;
}

// Whoever has just opened it goes on here, also by keyboard.
function Reviews({ interaction, reviews, agents }) {
  const title = useRef(null);
  useLayoutEffect(() => {
    if (document.activeElement === document.body) title.current.focus();
  }, []);
  const { id } = interaction;
  return html`<aside class="panels reviews" aria-labelledby="reviews-title">
    <h2 id="reviews-title" tabindex="-1" ref=${title}>${t("review.title")}</h2>
    ${reviews.length
      ? html`<ul class="review-list">
          ${reviews.map((each) => html`<${Written} key=${each.version} ...${each} />`)}
        </ul>`
      : html`<p class="quiet">${t("review.none")}</p>`}
    <${Writing} key=${id} interaction=${interaction} agents=${agents} />
  </aside>`;
}

function Written({ agent, by, staff, text, at_ms }) {
  const names = { who: shownName(staff) ?? staffName(by), about: staffName(agent) };
  return html`<li class="review">
    <p class="quiet">
      <${Said} of="review.of" ...${names} />${" "}
      <time dateTime=${new Date(at_ms).toISOString()}>${whenOf(at_ms)}</time>
    </p>
    <p class="review-text" dir="auto">
      ${text === undefined ? t("message.erased") : html`<${Text} text=${text} />`}
    </p>
  </li>`;
}

// The desk's own form stands in for panels: where there are none, or none that works.
function Writing({ interaction, agents }) {
  const [states, setStates] = useState({});
  if (!agents.length) return html`<p class="quiet">${t("review.nobody")}</p>`;
  const tell = (tag, state) => setStates((known) => ({ ...known, [tag]: state }));
  const extra = { agents: agents.map((id) => ({ id, name: staffName(id) })) };
  const isAlone = tagsOf("review").every((tag) => states[tag] === "failed");
  return html`
    <${Slot} name="review" interaction=${interaction} extra=${extra} onState=${tell} />
    ${isAlone && html`<${Form} id=${interaction.id} agents=${agents} />`}
  `;
}

function Form({ id, agents }) {
  const draft = reviewOf(id);
  const { text = "" } = draft;
  const agent = agents.includes(draft.agent) ? draft.agent : onlyOf(agents);
  const change = (members) => setReview(id, { ...draft, ...members });
  const over = excess(text.trim(), "note");
  const isBusy = busy.value.has(`review:${id}`);
  const save = async (event) => {
    event.preventDefault();
    if (!(await addReview(id, agent, text.trim()))) return;
    setReview(id, {});
    notify(t("review.saved"));
  };
  return html`<form class="panel review-form" aria-labelledby="review-form" onSubmit=${save}>
    <h3 id="review-form">${t("review.form")}</h3>
    <${Whose} agents=${agents} agent=${agent} choose=${(each) => change({ agent: each })} />
    <label class="field" for="review-text"><span>${t("review.text")}</span></label>
    <textarea
      id="review-text"
      rows="6"
      dir="auto"
      aria-describedby="review-hint"
      aria-invalid=${over > 0 ? "true" : undefined}
      value=${text}
      onInput=${({ target }) => change({ text: target.value })}
    ></textarea>
    <p id="review-hint" class="quiet">
      ${over > 0
        ? t("composer.too_long", { count: over, limit: LENGTH_MAX.note })
        : t("review.means")}
    </p>
    <button class="primary" disabled=${isBusy || !agent || !text.trim() || over > 0}>
      ${t("review.save")}
    </button>
  </form>`;
}

function onlyOf(agents) {
  return agents.length === 1 ? agents[0] : "";
}

function Whose({ agents, agent, choose }) {
  return html`<label class="field">
    <span>${t("review.agent")}</span>
    <select value=${agent} onChange=${({ target }) => choose(target.value)}>
      ${agents.length > 1 && html`<option value="" disabled>${t("review.choose")}</option>`}
      ${agents.map((id) => html`<option key=${id} value=${id}>${staffName(id)}</option>`)}
    </select>
  </label>`;
}
