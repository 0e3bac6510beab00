/** F6 walks the parts of the window in reading order. */

/** Focuses the next part after the one that holds the focus. */
export const nextRegion = (step: 1 | -1): void => {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter(
    (region) => region.offsetParent !== null,
  );
  if (regions.length === 0) return;
  const at = regions.findIndex((region) => region.contains(document.activeElement));
  const next = regions[(at + step + regions.length) % regions.length];
  const first = next.querySelector<HTMLElement>(
    'button, a[href], input, select, [tabindex]:not([tabindex="-1"])',
  );
  if (first !== null) {
    first.focus();
    return;
  }
  next.tabIndex = -1;
  next.focus();
};
