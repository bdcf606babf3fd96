// Puts words into the composer; a button that would submit whatever form it stands in.

class AcmeThanks extends HTMLElement {
  set context({ insert }) {
    const button = document.createElement("button");
    button.textContent = "Say thanks";
    button.onclick = () => insert("Thank you!");
    this.replaceChildren(button);
  }
}

customElements.define("acme-thanks", AcmeThanks);
