class AcmeShy extends HTMLElement {
  connectedCallback() {
    throw new Error("no luck while connecting");
  }
}

customElements.define("acme-shy", AcmeShy);
