class AcmeCard extends HTMLElement {
  #context;
  #following;
  #count = 0;
  #facts = document.createElement("p");
  #thanks = document.createElement("button");

  set context(context) {
    const isOther = context.interaction.id !== this.#context?.interaction.id;
    this.#context = context;
    if (isOther) this.#follow();
    this.#show();
  }

  connectedCallback() {
    this.#thanks.textContent = "Send thanks";
    this.#thanks.onclick = () => this.#thank();
    this.replaceChildren(this.#facts, this.#thanks);
  }

  #follow() {
    const { bus, interaction } = this.#context;
    this.#count = 0;
    this.#following?.close();
    this.#following = bus.subscribe({
      topics: ["interaction.*.MessageReceived"],
      where: { interaction: [interaction.id] },
      from: "now",
      onEvents: (events) => {
        this.#count += events.length;
        this.#show();
      },
    });
  }

  #show() {
    const { customer, interaction } = this.#context;
    const name = customer.name ?? "Somebody";
    this.#facts.textContent = `${name} in ${interaction.id}, new messages: ${this.#count}`;
  }

  async #thank() {
    const { bus, interaction } = this.#context;
    const personal = { text: "Thank you for your patience." };
    try {
      await bus.command("SendMessage", { interaction: interaction.id }, { personal });
    } catch (error) {
      this.#facts.textContent = `Not sent: ${error.message}`;
    }
  }
}

customElements.define("acme-card", AcmeCard);
