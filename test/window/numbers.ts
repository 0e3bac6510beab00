/** Numbers of the window that cannot be asked what they mean. */
import type { Page } from 'playwright-core';

/**
 * Every text in sight with a figure in it that neither carries a meaning, nor stands inside something that does, nor
 * below a head, or beside a name, that does. What is no figure is taken out first: days and times, versions and
 * names that hold a digit, places of code, and what a person types or chooses.
 */
export const unexplained = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    /** Days, months and times; versions and ordinals; names of algorithms, components, clusters, laws and releases. */
    const NAMES =
      /\d{4}-\d{2}(-\d{2})?|\d{1,2}:\d{2}|\bversion \d+|\bPC \d+|\bCluster \d+|\b\w+-256\b|\bArt(icle|\.) ?\d+|\bArgon2id\b|\bP\d+\b/g;
    /** Buttons say what they do to how many; fields and code hold what somebody wrote. */
    const OTHER =
      '.btn, .search, kbd, input, select, textarea, .mono, .menu, title, caption, [aria-hidden="true"] title';
    const headed = (cell: Element): boolean => {
      const row = cell.parentElement;
      const head = cell.closest('table')?.tHead?.rows[0];
      const at = row === null ? -1 : [...row.children].indexOf(cell);
      return (
        head?.cells[at]?.matches(':has([data-means]), [data-means]') === true ||
        (row !== null && [...row.children].some((one) => one.matches('th:has([data-means]), th[data-means]')))
      );
    };
    const found: string[] = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node !== null; node = walk.nextNode()) {
      const holder = node.parentElement;
      const text = (node.textContent ?? '').trim();
      if (holder === null || !/\d/.test(text.replace(NAMES, ''))) continue;
      if (!holder.checkVisibility() || holder.closest(OTHER) !== null) continue;
      if (holder.closest('[data-means]') !== null) continue;
      const cell = holder.closest('td, th');
      if (cell !== null && headed(cell)) continue;
      const value = holder.closest('dd');
      if (value?.previousElementSibling?.matches(':has([data-means]), [data-means]') === true) continue;
      const region =
        holder.closest('[data-region], [role="dialog"], .tray')?.getAttribute('aria-label') ?? '';
      found.push(`${region}: ${text.slice(0, 80)} (in ${holder.closest('[class]')?.className ?? ''})`);
    }
    return found;
  });
