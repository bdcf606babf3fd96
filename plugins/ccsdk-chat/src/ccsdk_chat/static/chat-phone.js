// Phones: what fills the screen stays above the keyboard, which covers the page without
// changing its size.

/**
 * @param {HTMLElement} element gets `--seen-size` and `--seen-top` while nothing is zoomed
 * @param {AbortSignal} signal
 */
export function fitToKeyboard(element, signal) {
  const seen = globalThis.visualViewport;
  const fit = () => {
    const isZoomed = seen.scale > 1;
    element.style.setProperty("--seen-size", isZoomed ? "" : `${seen.height}px`);
    element.style.setProperty("--seen-top", isZoomed ? "" : `${seen.offsetTop}px`);
  };
  for (const type of ["resize", "scroll"]) seen?.addEventListener(type, fit, { signal });
  if (seen) fit(); // The keyboard may have come while this was loading.
}
