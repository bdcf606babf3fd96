// A form of its own beside the wrap-up's: what it submits completes nothing.

class AcmeCheck extends HTMLElement {
  set context({ interaction }) {
    const button = document.createElement("button");
    button.textContent = `Check ${interaction.state}`;
    button.onclick = () => this.append(" checked");
    this.replaceChildren(button);
  }
}

customElements.define("acme-check", AcmeCheck);
