// Follows just what the card follows.

class AcmeTwin extends HTMLElement {
  #following;
  #count = 0;

  set context({ bus, interaction }) {
    if (this.dataset.interaction === interaction.id) return;
    this.dataset.interaction = interaction.id;
    this.#following?.close();
    this.#following = bus.subscribe({
      topics: ["interaction.*.MessageReceived"],
      where: { interaction: [interaction.id] },
      from: "now",
      onEvents: (events) => {
        this.#count += events.length;
        this.textContent = `twin heard ${this.#count}`;
      },
      onError: (error) => {
        this.textContent = `twin was refused: ${error.code}`;
      },
    });
  }
}

customElements.define("acme-twin", AcmeTwin);
