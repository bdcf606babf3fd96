// Marks a row.

class AcmeStar extends HTMLElement {
  set context({ customer }) {
    this.textContent = `star of ${customer.name ?? "nobody"}`;
  }
}

customElements.define("acme-star", AcmeStar);
