class AcmeClumsy extends HTMLElement {
  set context(context) {
    throw new Error(`no luck with ${context.interaction.id}`);
  }
}

customElements.define("acme-clumsy", AcmeClumsy);
