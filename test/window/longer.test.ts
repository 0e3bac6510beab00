/**
 * A language whose words are longer: every text on every screen grows by two fifths, in letters with accents, and
 * still nothing is cut off by the smallest window that is promised.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cut } from './cut.ts';
import { type Driver, openWorkbench } from './driver.ts';
import { goTo, openSample, SLOW } from './steps.ts';

const STAGES = ['Sources', 'Consent', 'Features', 'Explore', 'Segments', 'Personas', 'Export', 'Audit'];

let driver: Driver;
beforeAll(async () => {
  driver = await openWorkbench({ width: 1024, height: 700 });
  await openSample(driver);
}, 3 * SLOW);
afterAll(() => driver?.close());

/** Lengthens every text that is shown; the answer is how many characters were added. */
const lengthen = (page: Page): Promise<number> =>
  page.evaluate(() => {
    let added = 0;
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node !== null; node = walk.nextNode()) {
      const text = node.textContent ?? '';
      const holder = node.parentElement;
      // Charts measure their own words; the text of a script is none.
      if (text.trim() === '' || holder === null || holder.closest('svg, script, style') !== null) continue;
      const more = ' ëïöü'.repeat(20).slice(0, Math.ceil(text.trim().length * 0.4));
      node.textContent = text + more;
      added += more.length;
    }
    return added;
  });

test.each(STAGES)('%s holds words that are two fifths longer', async (stage) => {
  const { page } = driver;
  await goTo(page, stage);
  await driver.atRest();
  expect(await cut(page)).toEqual([]);
  expect(await lengthen(page)).toBeGreaterThan(300);
  await driver.atRest();
  expect(await cut(page)).toEqual([]);
  // What was lengthened by hand comes back with a fresh drawing.
  await page.reload();
  await page.getByRole('main').getByRole('heading').first().waitFor();
});
