// Elements that fail where there is no room for a frame, so that a notice names them.

for (let number = 0; number < 9; number += 1) {
  customElements.define(
    `hostile-noted-${number}`,
    class extends HTMLElement {
      constructor() {
        super();
        throw new Error("no luck");
      }
    },
  );
}
