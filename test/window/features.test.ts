/** Features in the window: how a feature enters clustering, and the map of RFM painted by hand and by keys. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessibility, type Driver, openWorkbench } from './driver.ts';
import { eventually, goTo, inMain, openSample, SLOW } from './steps.ts';

let driver: Driver;
beforeAll(async () => {
  driver = await openWorkbench();
  await openSample(driver);
}, 3 * SLOW);
afterAll(() => driver?.close());

/** Pictures for the eye, where a folder for them is named. */
const look = async (name: string): Promise<void> => {
  const folder = process.env['CLOISTER_LOOK'];
  if (folder === undefined) return;
  const { page } = driver;
  for (const theme of ['light', 'dark'] as const)
    for (const [width, height] of [
      [1440, 900],
      [1024, 700],
    ]) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme: theme });
      await page.screenshot({ path: `${folder}/${name}-${theme}-${width}.png` });
    }
  await page.setViewportSize({ width: 1440, height: 900 });
};

describe('how a feature enters clustering', () => {
  test('an attribute takes places in an order, and people without a value are left out', {
    timeout: 2 * SLOW,
  }, async () => {
    const { page } = driver;
    await goTo(page, 'Features');
    const inspector = page.getByRole('complementary');
    await page.getByRole('main').getByRole('row', { name: /^Plan/i }).first().click();
    await inspector.getByLabel('Levels become').selectOption({ label: 'Places in an order' });
    const order = inspector.getByRole('list', { name: 'Order of the levels, lowest first' });
    const first = await order.getByRole('listitem').first().innerText();
    await order
      .getByRole('button', { name: /higher/ })
      .first()
      .click();
    await eventually(() => order.getByRole('listitem').nth(1).innerText()).toBe(first.replace('0', '1'));
    await inspector.getByLabel('Without a value').selectOption({ label: 'Leave out' });
    await page
      .getByRole('main')
      .getByRole('row', { name: /^Recency/ })
      .first()
      .click();
    await inspector.getByLabel('Scaling').selectOption({ label: 'Rank' });
    await inspector.getByText(/share of people below/).waitFor();
    await look('features-rank');
    await goTo(page, 'Explore');
    await inMain(page, 'Find again').click();
    await page.getByText(/Recency as ranks, the share of people below/).waitFor({ timeout: SLOW });
    expect(await page.getByText(/Plan: places in the order/).count()).toBe(1);
  });
});

describe('the map of RFM', () => {
  const { cell, status } = {
    cell: (r: number, fm: number) =>
      driver.page.getByRole('gridcell', { name: new RegExp(`^Recency ${r}, frequency and monetary ${fm}:`) }),
    status: () => driver.page.getByText(/combinations? of 125 scores belong to no segment/),
  };

  test('is painted by dragging and by keys, linted as it changes, taken back and done again', {
    timeout: 2 * SLOW,
  }, async () => {
    const { page } = driver;
    await goTo(page, 'Features');
    await inMain(page, 'Edit map').click();
    await cell(5, 5).scrollIntoViewIfNeeded();
    await page.getByText('Every combination of scores has a segment').waitFor();
    await inMain(page, 'Erase').click();
    const [from, to] = [await cell(5, 4).boundingBox(), await cell(5, 5).boundingBox()];
    if (from === null || to === null) throw new Error('the cells are not there');
    await page.mouse.move(from.x + 20, from.y + 20);
    await page.mouse.down();
    await page.mouse.move(to.x + 20, to.y + 20, { steps: 8 });
    await page.mouse.up();
    await eventually(() => status().innerText()).toMatch(/^10 combinations/);
    await page.getByText(/Out of reach, without a cell that is theirs: Champions/).waitFor();
    await look('rfm-erased');
    // A segment of one's own takes the cells, by keys alone.
    await inMain(page, 'Add segment').click();
    await page.getByRole('main').getByLabel('Name', { exact: true }).fill('Best');
    await page.keyboard.press('Enter');
    await inMain(page, 'Best').waitFor();
    await cell(5, 5).focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Space');
    await page.getByRole('gridcell', { name: 'Recency 5, frequency and monetary 4: Best' }).waitFor();
    await eventually(() => status().count()).toBe(0);
    await inMain(page, 'Colour 3').click();
    await look('rfm-own');
    expect(await accessibility(page)).toEqual([]);
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    await eventually(() => status().count()).toBe(1);
    await page.keyboard.press('Control+Shift+z');
    await eventually(() => status().count()).toBe(0);
    await inMain(page, 'Done').click();
    await inMain(page, 'Make segments from RFM').click();
    await page.getByText(/segments were made from RFM/).waitFor();
    await goTo(page, 'Segments');
    await page.getByRole('main').getByText('Best', { exact: true }).first().waitFor();
  });

  test('has cuts of one’s own, which may not fall', { timeout: SLOW }, async () => {
    const { page } = driver;
    await goTo(page, 'Features');
    await page.getByRole('main').getByLabel('Scores by').selectOption({ label: 'cuts of your own' });
    const cut = page.getByLabel('Frequency, orders, cut 4');
    await cut.scrollIntoViewIfNeeded();
    await look('rfm-cuts');
    await cut.fill('0');
    await page.getByText('4 numbers that do not fall.').waitFor();
    await cut.fill('40');
    await cut.press('Enter');
    await page.getByText('scores from 1 to 5 by cuts of your own').waitFor();
    await inMain(page, 'Usual map').click();
    await page.getByText(/scores from 1 to 5 by quantiles of those with an order/).waitFor();
    expect(driver.problems).toEqual([]);
  });

  test('has other numbers of groups, begins another map for them, and lists every score left out', {
    timeout: SLOW,
  }, async () => {
    const { page } = driver;
    await page.getByRole('main').getByLabel('Frequency in').selectOption({ label: '10 groups' });
    await page.getByText(/combinations of 250 scores/).waitFor();
    await inMain(page, 'Edit map').click();
    await page
      .getByRole('gridcell', { name: 'Recency 5, frequency and monetary 10: Best customers' })
      .waitFor();
    await page.getByText(/of 250 scores belong to no segment/).click();
    await page.getByRole('row', { name: /^4 11 12 13 14 15 21 / }).waitFor();
    await look('rfm-groups');
    expect(await accessibility(page)).toEqual([]);
    await inMain(page, 'Done').click();
    await inMain(page, 'Usual map').click();
    await page.getByText(/scores from 1 to 5 by quantiles/).waitFor();
    expect(driver.problems).toEqual([]);
  });
});
