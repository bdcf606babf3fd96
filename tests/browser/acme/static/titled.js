// Elements that show that they are there, for as many panels as the plugin has.

for (const place of ["beside", "ending"]) {
  for (let number = 0; number < 300; number += 1) {
    customElements.define(
      `hostile-${place}-${number}`,
      class extends HTMLElement {
        set context(given) {
          this.textContent = "here";
        }
      },
    );
  }
}
