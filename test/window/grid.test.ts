/** The grid of the kit by itself: what it shows, tells and takes, with few rows and with a million. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, type Opened, openPage } from '../../bench/window/browser.ts';
import { buildPage, HOST } from '../../bench/window/grid.ts';
import { accessibility } from './driver.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const ENTRY = `
import { mount, unmount } from 'svelte';
import ${JSON.stringify(join(ROOT, 'renderer', 'theme', 'theme.css'))};
import Host from './Host.svelte';
let host = null;
globalThis.show = async (count) => {
  if (host !== null) await unmount(host);
  const rows = Array.from({ length: count }, (_, person) => ({ person, orders: person % 97 }));
  host = mount(Host, { target: document.getElementById('app'), props: { rows } });
};
`;

const folder = mkdtempSync(join(tmpdir(), 'cloister-grid-'));
let browser: Browser;
let opened: Opened;
let page: Page;
beforeAll(async () => {
  const built = join(folder, 'built');
  await buildPage(HOST, ENTRY, built);
  browser = await launchBrowser();
  opened = await openPage(browser, join(folder, 'home'), built);
  ({ page } = opened);
}, 120_000);
afterAll(async () => {
  await opened?.close();
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

const show = (rows: number): Promise<unknown> => page.evaluate(`show(${rows})`);
const grid = () => page.getByRole('grid', { name: 'People' });
const chosen = (): Promise<string | null> =>
  page.locator('tr[aria-selected=true]').getAttribute('aria-rowindex');
const press = async (...keys: string[]): Promise<void> => {
  await grid().focus();
  for (const key of keys) await page.keyboard.press(key);
};

describe('the grid', () => {
  test('tells how many rows there are and which is chosen, to everybody', async () => {
    await show(20);
    expect(await grid().getAttribute('aria-rowcount')).toBe('21');
    expect(await page.getByRole('columnheader').allInnerTexts()).toEqual(['Person', 'Orders']);
    expect(await page.locator('tbody tr').count()).toBe(20);
    expect(await chosen()).toBe('2');
    const active = await grid().getAttribute('aria-activedescendant');
    expect(await page.locator(`[id="${active}"]`).getAttribute('aria-rowindex')).toBe('2');
    // The page of this test has no landmark and heading of its own; the grid is what is asked about.
    const found = await accessibility(page);
    expect(found.filter((problem) => !/landmark|region|heading/.test(problem))).toEqual([]);
  });
  test('is worked by keys alone: one row, the ends, and no further', async () => {
    await show(20);
    await press('ArrowDown', 'ArrowDown');
    expect(await chosen()).toBe('4');
    await press('End');
    expect(await chosen()).toBe('21');
    await press('ArrowDown');
    expect(await chosen()).toBe('21');
    await press('Home', 'ArrowUp');
    expect(await chosen()).toBe('2');
  });
  test('is worked by the mouse', async () => {
    await show(20);
    await page.locator('tbody tr').nth(7).click();
    expect(await chosen()).toBe('9');
  });
  test('holds only the rows in sight of a million, and every one can be reached', async () => {
    await show(1_000_000);
    expect(await page.locator('tbody tr:not(.spacer)').count()).toBeLessThan(80);
    await press('End');
    expect(await chosen()).toBe('1000001');
    const last = page.locator('tr[aria-selected=true]');
    expect(await last.locator('td').first().innerText()).toBe('999999');
    const seen = await page.evaluate(() => {
      const row = document.querySelector('tr[aria-selected=true]')?.getBoundingClientRect();
      const box = document.querySelector('.gridbox')?.getBoundingClientRect();
      return row !== undefined && box !== undefined && row.bottom <= box.bottom + 1 && row.top >= box.top;
    });
    expect(seen).toBe(true);
    await press('ArrowUp', 'ArrowUp');
    expect(await chosen()).toBe('999999');
    await press('Home');
    expect(await page.locator('tr[aria-selected=true] td').first().innerText()).toBe('0');
  });
  test('half way down the bar it shows the rows of half way', async () => {
    await show(1_000_000);
    await page.evaluate(() => {
      const box = document.querySelector('.gridbox') as HTMLElement;
      box.scrollTop = (box.scrollHeight - box.clientHeight) / 2;
    });
    const people = async (): Promise<number[]> =>
      (await page.locator('tbody tr:not(.spacer) td:first-child').allInnerTexts()).map(Number);
    await expect
      .poll(async () => (await people()).some((person) => Math.abs(person - 500_000) < 40))
      .toBe(true);
    const shown = await people();
    expect(shown).toEqual(shown.map((_, i) => shown[0] + i));
  });
  test('keeps no room for a column that left a narrow window, in a long list, too', async () => {
    const built = join(folder, 'narrow');
    const last = "{ key: 'orders', label: 'Orders', align: 'right' },";
    await buildPage(HOST.replace(last, `${last} { key: 'note', label: 'Note', spare: true },`), ENTRY, built);
    const narrow = await openPage(browser, join(folder, 'narrow-home'), built);
    try {
      await narrow.page.setViewportSize({ width: 1024, height: 700 });
      await narrow.page.evaluate('show(200)');
      const heads = narrow.page.getByRole('columnheader');
      expect(await heads.allInnerTexts()).toEqual(['Person', 'Orders']);
      const widths = await heads.evaluateAll((all) => all.map((head) => head.getBoundingClientRect().width));
      const table = await narrow.page
        .getByRole('grid')
        .evaluate((grid) => grid.getBoundingClientRect().width);
      expect(widths[0] + widths[1]).toBeCloseTo(table, 0);
    } finally {
      await narrow.close();
    }
  });
});
