// Says below each message of a customer how long it is.

class AcmeLength extends HTMLElement {
  set context({ message }) {
    this.textContent = message.from === "customer" ? `${message.text.length} characters` : "";
  }
}

customElements.define("acme-length", AcmeLength);
