// One Agent as a supervisor acts upon them: Presence, slots, skills, wrap-up.

import { useState } from "preact/hooks";
import { busy } from "../commands.js";
import { html } from "../dom.js";
import { inOrder, named, t } from "../i18n.js";
import { Later } from "../lazy.js";
import { board, choices, staffName } from "../session.js";
import { endWrapUp, forceLogOut, makeNotReady, makeReady } from "../supervising/commands.js";
import { setCapacity, setSkills } from "../supervising/commands.js";
import { markOf } from "../supervising/work.js";
import { presenceWords } from "./presence.js";
import { SheetHead, openSheet } from "./sheet.js";
import { TwoPresses } from "./two-presses.js";

const SLOTS_MAX = 99;
const PROFICIENCIES = [0, 1, 2, 3, 4, 5];

/** Open what can be done for an Agent. */
export function openAgent(id) {
  openSheet(() => html`<${AgentSheet} id=${id} />`);
}

function AgentSheet({ id }) {
  const agent = board.agents.get(id);
  if (!agent) return html`<${SheetHead} title=${id} />`;
  const { presence, reason, slots = {}, skills = {} } = agent;
  const own = board.interactions.all().filter((each) => each?.owner === id);
  const since = JSON.stringify([presence, reason, slots, skills, own.map((each) => each.state)]);
  // A form begins anew where somebody else has changed what it shows.
  return html`
    <${SheetHead} title=${staffName(id)}>${presenceWords(presence, reason)}<//>
    <${Presence} agent=${agent} count=${own.length} />
    <${WrapUps} id=${id} />
    <${Capacity} key=${JSON.stringify(slots)} agent=${agent} />
    <${Skills} key=${JSON.stringify(skills)} agent=${agent} />
    <section class="act">
      <h3>${t("why.ask.agent")}</h3>
      <${Later} part="why" show="Why" about=${{ agent: id }} since=${since} />
    </section>
  `;
}

function Presence({ agent: { id, presence, reason }, count }) {
  if (presence === "LOGGED_OUT") {
    return html`<p class="quiet">${t("agent_sheet.logged_out")}</p>`;
  }
  const isBusy = busy.value.has(`agent:${id}`);
  const question = t("agent_sheet.log_out_question", { name: staffName(id), count });
  const button = (code, words, isNow, act) => html`<button
    key=${code}
    class="secondary"
    aria-pressed=${String(isNow)}
    disabled=${isBusy}
    onClick=${act}
  >
    ${words}
  </button>`;
  return html`<section class="act">
    <h3>${t("agents.presence")}</h3>
    <div class="act-row shapes">
      ${button("ready", t("presence.READY"), presence === "READY", () => makeReady(id))}
      ${Object.entries(choices.value.not_ready_reasons).map(([code, words]) =>
        button(code, words, presence !== "READY" && reason === code, () => makeNotReady(id, code)),
      )}
    </div>
    <${TwoPresses}
      words=${t("presence.log_out")}
      question=${question}
      yes=${t("presence.log_out")}
      isBusy=${isBusy}
      act=${() => forceLogOut(id)}
    />
  </section>`;
}

function WrapUps({ id }) {
  const all = board.interactions.all().filter((each) => each?.wrap_ups?.[id] !== undefined);
  return all.map(
    (each) => html`<section class="act act-row" key=${each.id}>
      <button
        class="secondary"
        disabled=${busy.value.has(`agent:${id}`)}
        onClick=${() => endWrapUp(each.id, id)}
      >
        ${t("agent_sheet.end_wrap_up_of", { customer: markOf(each) })}
      </button>
    </section>`,
  );
}

// What is changed here counts until the settings define the Agent anew.
function Form({ code, id, isChanged, save, children }) {
  const submit = (event) => {
    event.preventDefault();
    save();
  };
  return html`<form class="act" onSubmit=${submit}>
    <h3>${t(`agent_sheet.${code}`)}</h3>
    <div class="act-row">${children}</div>
    <p class="quiet">${t(`agent_sheet.${code}_means`)}</p>
    <button class="secondary" disabled=${!isChanged || busy.value.has(`agent:${id}`)}>
      ${t(`agent_sheet.${code}_save`)}
    </button>
  </form>`;
}

function Capacity({ agent: { id, slots = {} } }) {
  const [changed, change] = useState({});
  const save = () => setCapacity(id, { ...slots, ...changed });
  const isChanged = Object.keys(changed).some((channel) => changed[channel] !== slots[channel]);
  return html`<${Form} code="capacity" ...${{ id, isChanged, save }}>
    ${Object.entries(slots).map(([channel, count]) => {
      const take = ({ target }) => {
        if (target.validity.valid) change({ ...changed, [channel]: target.valueAsNumber });
      };
      return html`<label class="field" key=${channel}>
        <span>${named("channel", channel)}</span>
        <input type="number" required min="0" max=${SLOTS_MAX} value=${count} onInput=${take} />
      </label>`;
    })}
  <//>`;
}

/** Every skill that anybody has, so that each can be given to anybody. */
function knownSkills() {
  const all = board.agents.all().flatMap((each) => Object.keys(each?.skills ?? {}));
  return [...new Set(all)].sort(inOrder);
}

function Skills({ agent: { id, skills = {} } }) {
  const [changed, change] = useState({});
  const wanted = { ...skills, ...changed };
  const given = Object.entries(wanted).filter(([, proficiency]) => proficiency > 0);
  const save = () => setSkills(id, Object.fromEntries(given));
  const isChanged = Object.keys(changed).some((skill) => changed[skill] !== (skills[skill] ?? 0));
  return html`<${Form} code="skills" ...${{ id, isChanged, save }}>
    ${knownSkills().map((skill) => {
      const take = ({ target }) => change({ ...changed, [skill]: Number(target.value) });
      return html`<label class="field" key=${skill}>
        <span>${skill}</span>
        <select value=${wanted[skill] ?? 0} onChange=${take}>
          ${PROFICIENCIES.map(
            (each) => html`<option key=${each} value=${each}>
              ${each || t("agent_sheet.skill_none")}
            </option>`,
          )}
        </select>
      </label>`;
    })}
  <//>`;
}
