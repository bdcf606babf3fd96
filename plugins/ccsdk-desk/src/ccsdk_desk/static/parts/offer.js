// The Offer: who waits, for how long, and two answers. It never takes the keyboard from
// somebody who is writing, and it is acknowledged as soon as it stands in the document.

import { computed } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { WhyBelow } from "../asking.js";
import { acknowledgeOnce } from "../attention.js";
import { accept, busy, decline } from "../commands.js";
import { customerName, focusAsked } from "../desk.js";
import { html, isTyping } from "../dom.js";
import { duration, hasWords, t } from "../i18n.js";
import { Icon } from "../icons.js";
import { choices, own, queueName, staffName } from "../session.js";
import { LIVE_OFFERS } from "../store.js";
import { Said } from "../text.js";
import { Countdown, Elapsed, Remaining } from "./time.js";

// How long an Offer usually rings: for the bar of one that was made before this page was opened.
const RING_MS = 15_000;

/** The Offers that can still be answered; the one that ends first comes first. */
export const liveOffers = computed(() =>
  own.offers
    .all()
    .filter((offer) => offer && LIVE_OFFERS.includes(offer.state))
    .sort((one, other) => one.expires_at_ms - other.expires_at_ms),
);

/** Take an Offer; what it is about opens once it is ours, and words written elsewhere stay. */
export async function acceptOffer(offer) {
  focusAsked.value = offer.interaction;
  if (!(await accept(offer.id))) focusAsked.value = null;
}

export function OfferDialog() {
  const offers = liveOffers.value;
  const [first, ...others] = offers;
  return html`
    <div class="visually-hidden" aria-live="assertive">${first?.isNamed ? spoken(first) : ""}</div>
    ${first &&
    html`<section class="offers" role="dialog" aria-labelledby="offer-title">
      <${Card} key=${first.id} offer=${first} />
      ${others.length > 0 &&
      html`<ul class="offers-waiting" aria-label=${t("offer.others")}>
        ${others.map((offer) => html`<${Waiting} key=${offer.id} offer=${offer} />`)}
      </ul>`}
    </section>`}
  `;
}

function spoken(offer) {
  const { by, asker, is_invitation } = offer;
  const name = nameOf(offer);
  if (asker) return t("offer.consult", { asker: staffName(asker), name });
  if (is_invitation && by) return t("offer.invitation", { asker: staffName(by), name });
  return t("offer.spoken", { ...factsOf(offer), name });
}

// The name is asked for when the Offer arrives; nobody is called by a mark meanwhile.
function nameOf({ isNamed, customer, customerName: name }) {
  return isNamed ? customerName(customer, name) : t("offer.somebody");
}

// A colleague who asks comes first: for advice, or into a talk.
function titleOf(offer) {
  const { by, asker, is_invitation } = offer;
  const name = nameOf(offer);
  if (asker) return html`<${Said} of="offer.consult" asker=${staffName(asker)} name=${name} />`;
  if (!is_invitation || !by) return name;
  return html`<${Said} of="offer.invitation" asker=${staffName(by)} name=${name} />`;
}

function Kind({ offer: { visit_kind } }) {
  if (!hasWords(`visit.${visit_kind}`)) return null;
  return html`<p class="offer-kind"><${Icon} name="info" /> ${t(`visit.${visit_kind}`)}</p>`;
}

function useRaised(offer) {
  const place = useRef(null);
  useLayoutEffect(() => {
    acknowledgeOnce(offer);
  }, [offer.id]);
  useLayoutEffect(() => {
    const isFree = document.activeElement === document.body && !isTyping();
    if (isFree) place.current?.focus();
  }, [offer.id]);
  return place;
}

function Card({ offer }) {
  const place = useRaised(offer);
  const { id, entered_at_ms, made_at_ms, expires_at_ms } = offer;
  const isBusy = busy.value.has(`offer:${id}`);
  const from = made_at_ms ?? expires_at_ms - RING_MS;
  return html`<div class="offer" ref=${place} tabindex="-1">
    <div class="offer-head">
      <span class="offer-icon"><${Icon} name="chat" /></span>
      <div>
        <h2 id="offer-title">${titleOf(offer)}</h2>
        <p class="quiet"><${Said} of="offer.from" ...${factsOf(offer)} /></p>
        <${Kind} offer=${offer} />
        ${!offer.asker && html`<${Verified} offer=${offer} />`}
      </div>
      <p class="offer-left"><${Remaining} until=${expires_at_ms} /></p>
    </div>
    <${Countdown} from=${from} until=${expires_at_ms} label=${t("offer.left")} />
    <p class="offer-wait">
      <${Icon} name="clock" /> ${t("offer.waiting")}
      ${entered_at_ms ? html`<${Elapsed} from=${entered_at_ms} />` : duration(0)}
    </p>
    <${Answers} offer=${offer} isBusy=${isBusy} />
    <${WhyBelow} about=${{ offer: id }} words=${t("why.ask.me")} />
  </div>`;
}

function factsOf({ queue, channel }) {
  return { queue: queueName(queue), channel: t(`channel.${channel}`) };
}

// Whether the site signed for who writes; nothing is said before it is known.
function Verified({ offer: { is_verified } }) {
  if (is_verified === undefined) return null;
  const tone = is_verified ? "offer-verified" : "offer-unverified";
  return html`<p class=${`offer-identity ${tone}`}>
    <${Icon} name=${is_verified ? "verified" : "user"} />
    ${t(is_verified ? "customer.verified" : "customer.unverified")}
  </p>`;
}

function Answers({ offer, isBusy }) {
  return html`<div class="offer-answers">
    <button class="primary" disabled=${isBusy} onClick=${() => acceptOffer(offer)}>
      <${Icon} name="check" /> ${t("offer.accept")} <kbd>a</kbd>
    </button>
    <${DeclineMenu} offer=${offer} isBusy=${isBusy} />
  </div>`;
}

// Where there are several, the button says whose Offer it declines.
function DeclineMenu({ offer, isBusy, name }) {
  const id = `decline-${offer.id}`;
  const reasons = Object.entries(choices.value.decline_reasons);
  return html`<details class="decline" name="decline">
    <summary
      class="secondary"
      id=${id}
      aria-label=${name && t("offer.decline_of", { name })}
    >
      ${!name && t("offer.decline")} <${Icon} name=${name ? "close" : "down"} />
    </summary>
    <div class="menu decline-menu" role="group" aria-labelledby=${id}>
      <p class="menu-title">${t("offer.decline_why")}</p>
      ${[...reasons, [undefined, t("offer.decline_plain")]].map(
        ([code, words]) => html`<button
          key=${code ?? "plain"}
          class="menu-entry"
          disabled=${isBusy}
          onClick=${() => decline(offer.id, code)}
        >
          ${words}
        </button>`,
      )}
    </div>
  </details>`;
}

function Waiting({ offer }) {
  useLayoutEffect(() => {
    acknowledgeOnce(offer);
  }, [offer.id]);
  const name = nameOf(offer);
  const isBusy = busy.value.has(`offer:${offer.id}`);
  return html`<li>
    <p class="offer-name">
      <bdi>${titleOf(offer)}</bdi>${" "}
      <span class="quiet"><${Said} of="offer.from" ...${factsOf(offer)} /></span>
    </p>
    <${Remaining} until=${offer.expires_at_ms} />
    <button
      class="secondary"
      disabled=${isBusy}
      aria-label=${t("offer.accept_of", { name })}
      onClick=${() => acceptOffer(offer)}
    >
      ${t("offer.accept")}
    </button>
    <${DeclineMenu} offer=${offer} isBusy=${isBusy} name=${name} />
  </li>`;
}
