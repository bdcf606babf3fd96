// Keeps what it is given, for a test to look at and to try.

class AcmeProbe extends HTMLElement {
  given = [];

  set context(context) {
    if (this.isTired) throw new Error("no luck with another context");
    this.given.push(context);
  }

  connectedCallback() {
    const field = document.createElement("input");
    field.setAttribute("aria-label", "Try");
    this.attachShadow({ mode: "open" }).append(field);
  }
}

customElements.define("acme-probe", AcmeProbe);
