// A form of its own for a review: who talked, one line, and what came of it.

class AcmeReview extends HTMLElement {
  #context;
  #told = document.createElement("p");
  #field = document.createElement("input");
  #save = document.createElement("button");

  set context(context) {
    this.#context = context;
    const names = context.agents.map(({ id, name }) => `${name} (${id})`).join(", ");
    this.#told.textContent = `${context.customer.name} with ${names}`;
  }

  connectedCallback() {
    this.#field.setAttribute("aria-label", "Acme review");
    this.#save.textContent = "Send to acme";
    this.#save.className = "secondary";
    this.#save.onclick = () => this.#send();
    this.replaceChildren(this.#told, this.#field, this.#save);
  }

  async #send() {
    const { bus, interaction, agents } = this.#context;
    const data = { interaction: interaction.id, agent: agents[0].id };
    const personal = { review: this.#field.value };
    try {
      await bus.command("AddReview", data, { personal });
      this.#field.value = "";
    } catch (error) {
      this.#told.textContent = `Not sent: ${error.message}`;
    }
  }
}

customElements.define("acme-review", AcmeReview);
