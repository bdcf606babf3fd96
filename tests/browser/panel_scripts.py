"""What tests of panels run in the page of a desk."""

from __future__ import annotations

TRY_TOPICS = """topics => {
  const { bus } = document.querySelector("acme-probe").given.at(-1);
  const attempt = (topic) => {
    try {
      bus.subscribe({ topics: [topic], from: "now" }).close();
      return "allowed";
    } catch (error) {
      return error.code;
    }
  };
  return topics.map(attempt);
}"""
TRY_COMMAND = """async ([type, data]) => {
  const { bus } = document.querySelector("acme-probe").given.at(-1);
  try {
    return (await bus.command(type, data)).ok ? "accepted" : "odd";
  } catch (error) {
    return [error.code, error.message];
  }
}"""
TRY_REQUEST = """async ([method, data]) => {
  const { request } = document.querySelector("acme-probe").given.at(-1);
  try {
    return Object.keys(await request(method, data)).sort().join(" ");
  } catch (error) {
    return error.code;
  }
}"""
# The desk's own card, given a request that fails once and then knows a verified customer.
CARD_WITHOUT_LUCK = """() => {
  const card = document.querySelector("ccsdk-customer-card");
  const items = [
    { interaction: "in_1", received_at_ms: 1.7e12, queue: "care", disposition: "return" },
    { interaction: "in_2", received_at_ms: 1.6e12, queue: "gone", outcome: "abandoned" },
  ];
  const customer = { id: "cu_1", is_verified: true, personal: { address: "a***@x.example" } };
  let asked = 0;
  const request = async (method) => {
    asked += 1;
    if (asked < 3) throw new Error("no luck");
    if (method === "history.v1") return { items: [] };
    return { customer, items, more: false };
  };
  card.context = { ...card.context, interaction: { id: "in_3", state: "ENGAGED" }, request };
}"""
DEFINE_ABSENT = """() => customElements.define("acme-absent", class extends HTMLElement {
  connectedCallback() { this.textContent = "Here at last"; }
})"""
