/** What is drawn, chosen, saved and asked on the screens of the analysis: the same people, the same colours, everywhere. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Driver, openWorkbench } from './driver.ts';
import { drawLasso, eventually, goTo, openSample, SLOW, saveLasso } from './steps.ts';

let driver: Driver;
beforeAll(async () => {
  driver = await openWorkbench();
  await openSample(driver);
}, 3 * SLOW);
afterAll(() => driver?.close());

/** The colour of the first dot inside, as its class. */
const dotOf = async (within: Locator): Promise<string | undefined> =>
  /\bk\d\b/.exec((await within.locator('.dot').first().getAttribute('class')) ?? '')?.[0];
const inspector = (page: Page) => page.getByRole('complementary');

/** Saves a figure from its menu and gives the bytes of the file. */
const saved = async (page: Page, title: string, kind: 'SVG' | 'PNG' | 'CSV'): Promise<Buffer> => {
  await page.locator('figure', { hasText: title }).getByTitle('Save this figure').click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: new RegExp(kind) }).click(),
  ]);
  const path = join(driver.folder, download.suggestedFilename());
  await download.saveAs(path);
  return readFileSync(path);
};

describe('a lasso', () => {
  test('is the same people in table, heat map, inspector, segments and personas', async () => {
    const { page } = driver;
    await goTo(page, 'Explore');
    const people = await drawLasso(page);
    expect(people).toBeGreaterThan(50);
    await inspector(page)
      .getByRole('button', { name: String(people), exact: true })
      .waitFor();
    await page.getByRole('main').getByRole('button', { name: 'Selected', exact: true }).waitFor();
    await page.locator('figure', { hasText: 'What makes each cluster' }).getByText('Sel.').waitFor();
    await goTo(page, 'Segments');
    await page
      .getByRole('main')
      .getByText(/of the selection$/)
      .first()
      .waitFor();
    await goTo(page, 'Personas');
    await page
      .getByRole('main')
      .getByText(/of the selection$/)
      .first()
      .waitFor();
    await goTo(page, 'Explore');
    await inspector(page)
      .getByRole('button', { name: String(people), exact: true })
      .waitFor();
  });
  test('becomes a segment by a rule, and undo takes it back', async () => {
    const { page } = driver;
    await saveLasso(page, 'Drawn around');
    await goTo(page, 'Segments');
    const entry = page.getByRole('option', { name: /Drawn around/ });
    await eventually(() => entry.getAttribute('aria-selected')).toBe('true');
    await inspector(page).getByText('From a selection').waitFor();
    await page.getByRole('button', { name: 'Undo: make “Drawn around” of a selection' }).click();
    await entry.waitFor({ state: 'detached' });
  });
});

describe('a cluster that is chosen', () => {
  test('in the heat map is chosen in the table, and its segment under Segments and Personas', async () => {
    const { page } = driver;
    await goTo(page, 'Explore');
    const column = page.getByRole('button', { name: 'Select Cluster 3' });
    await column.click();
    await eventually(() => column.getAttribute('aria-pressed')).toBe('true');
    const row = page.getByRole('main').getByRole('row', { name: /^Cluster 3/ });
    await eventually(() => row.getAttribute('aria-selected')).toBe('true');
    const name = await inspector(page)
      .getByRole('button', { name: /^See “/ })
      .innerText();
    const segment = name.replace(/^See “|”$/g, '');
    const colour = await dotOf(row);
    expect(colour).toMatch(/^k\d$/);
    await goTo(page, 'Segments');
    const entry = page.getByRole('option', { name: new RegExp(`^${segment}`) });
    await eventually(() => entry.getAttribute('aria-selected')).toBe('true');
    expect(await dotOf(entry)).toBe(colour);
    await goTo(page, 'Personas');
    const card = page.getByRole('option', { name: new RegExp(`^${segment}`) });
    await eventually(() => card.getAttribute('aria-selected')).toBe('true');
    expect(await dotOf(card)).toBe(colour);
  });
});

describe('a figure', () => {
  test('of every person is saved as squares of at least 11 people, in all three forms', async () => {
    const { page } = driver;
    await goTo(page, 'Explore');
    const title = 'People on two components';
    await page.locator('figure', { hasText: title }).locator('canvas').waitFor();
    const svg = (await saved(page, title, 'SVG')).toString();
    expect(svg).toContain('at least 11');
    expect(svg).not.toContain('<image');
    // One more is the paper.
    const squares = (svg.match(/<rect /g)?.length ?? 0) - 1;
    const csv = (await saved(page, title, 'CSV')).toString().trim().split('\r\n').slice(1);
    expect(csv.length).toBe(squares);
    for (const line of csv) expect(Number(line.split(',')[4]) % 5).toBe(0);
    const png = PNG.sync.read(await saved(page, title, 'PNG'));
    expect(png.width).toBeGreaterThan(1500);
  });
  test('has a table twin and three forms, wherever there is one', async () => {
    const { page } = driver;
    for (const stage of ['Features', 'Explore', 'Segments', 'Personas']) {
      await goTo(page, stage);
      const figures = page.locator('figure.figurebox');
      await figures.first().waitFor();
      await driver.atRest();
      for (let at = 0; at < (await figures.count()); at++) {
        const figure = figures.nth(at);
        await figure.getByTitle('Show as a table').click();
        expect(await figure.locator('tbody tr').count()).toBeGreaterThan(0);
        await figure.getByTitle('Show as a chart').click();
        await figure.getByTitle('Save this figure').click();
        const items = page.getByRole('menuitem');
        await items.first().waitFor();
        expect(await items.count()).toBe(3);
        for (const item of await items.all())
          expect(await item.getAttribute('aria-disabled')).not.toBe('true');
        await page.keyboard.press('Escape');
        await items.first().waitFor({ state: 'detached' });
      }
    }
  });
});

describe('a number', () => {
  test('tells what it means to the keyboard, the pointer and a reader of the screen', async () => {
    const { page } = driver;
    await goTo(page, 'Features');
    const head = page.getByRole('main').getByRole('button', { name: 'Median', exact: true });
    await head.focus();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Tab');
    const tip = page.getByRole('tooltip');
    await tip.waitFor();
    expect(await tip.innerText()).toContain('Half the people lie below');
    expect(await head.getAttribute('aria-describedby')).toBe(await tip.getAttribute('id'));
    await page.keyboard.press('Escape');
    await tip.waitFor({ state: 'detached' });
    await page.getByRole('main').locator('td.num').nth(4).hover();
    await tip.waitFor();
  });
});

describe('a clustering that is computed again', () => {
  test('keeps the scalings and the range it was asked for', async () => {
    const { page } = driver;
    await goTo(page, 'Features');
    const row = page.getByRole('main').getByRole('row', { name: /^Tenure/ });
    await row.waitFor();
    expect(await row.innerText()).toContain('z-score');
    expect(
      await page
        .getByRole('main')
        .getByRole('row', { name: /^Recency/ })
        .innerText(),
    ).toContain('Log');
    await page.getByLabel(/as of/i).first().fill('2026-06-01');
    await page.keyboard.press('Enter');
    const again = page.getByRole('button', { name: /Recompute/ }).first();
    await again.click();
    await goTo(page, 'Explore');
    await inspector(page)
      .getByText(/version 2$/)
      .waitFor({ timeout: SLOW });
    const main = page.getByRole('main');
    await eventually(() => main.getByLabel('from', { exact: true }).inputValue()).toBe('4');
    await eventually(() => main.getByLabel('to', { exact: true }).inputValue()).toBe('12');
  });
});
