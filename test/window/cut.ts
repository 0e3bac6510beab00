/** What the window cuts off, whatever its size and however long its texts are. */
import type { Page } from 'playwright-core';

/** What sticks out of the window, makes the page scroll sideways, or is a figure or a day that ends in an ellipsis. */
export const cut = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) found.push(`the page is ${root.scrollWidth} px wide`);
    for (const part of document.querySelectorAll<HTMLElement>('[data-region]'))
      if (part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).overflowX !== 'hidden')
        found.push(`${part.className} holds ${part.scrollWidth} px in ${part.clientWidth}`);
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node !== null; node = walk.nextNode()) {
      if ((node.textContent ?? '').trim() === '' || !node.parentElement?.checkVisibility()) continue;
      // What a box of its own clips with an ellipsis or scrolls is not cut by the window.
      let holder: Element | null = node.parentElement;
      while (holder !== null && getComputedStyle(holder).overflowX === 'visible')
        holder = holder.parentElement;
      const figure = /^[\d\s.,:%×<≥+−–-]*\d[\d\s.,:%×<≥+−–-]*$/.test((node.textContent ?? '').trim());
      if (figure && holder !== null && getComputedStyle(holder).textOverflow === 'ellipsis')
        if (holder.scrollWidth > holder.clientWidth)
          found.push(`ends in an ellipsis: ${node.textContent?.trim()}`);
      const range = document.createRange();
      range.selectNodeContents(node);
      const { left, right } = range.getBoundingClientRect();
      const inside = holder === null || holder === document.body || holder === root;
      if (inside && (right > innerWidth + 1 || left < -1))
        found.push(`cut: ${node.textContent?.trim().slice(0, 60)}`);
    }
    return found;
  });

/** Heads of columns that end in an ellipsis. Longer words than the window has may, as long as its own are read whole. */
export const cutHeads = (page: Page): Promise<string[]> =>
  page
    .locator('thead th:visible')
    .evaluateAll((heads) =>
      heads
        .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
        .map((head) => head.textContent?.trim() ?? ''),
    );
