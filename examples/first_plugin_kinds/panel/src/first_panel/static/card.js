// The panel: a custom element. The desk sets `context` before it connects the element, and again
// whenever something of it changes; there is nothing to build.

class FirstPanelCard extends HTMLElement {
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

  disconnectedCallback() {
    this.#following?.close();
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
    // Never innerHTML: names and texts are other people's words.
    const { customer } = this.#context;
    this.#facts.textContent = `${customer.name ?? "Somebody"}: ${this.#count} new messages`;
  }

  async #thank() {
    const { bus, interaction, request } = this.#context;
    try {
      const { thanks } = await request("first_panel_words.v1", {});
      const personal = { text: thanks };
      await bus.command("SendMessage", { interaction: interaction.id }, { personal });
    } catch (error) {
      this.#facts.textContent = `Not sent: ${error.message}`;
    }
  }
}

customElements.define("first-panel-card", FirstPanelCard);
