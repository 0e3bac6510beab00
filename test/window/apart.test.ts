/** What sets clusters apart, in the window: ranked, drawn, explained by trees, taken over, saved, and never cut off. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cut } from './cut.ts';
import { accessibility, type Driver, openWorkbench } from './driver.ts';
import { unexplained } from './numbers.ts';
import { eventually, goTo, inMain, openSample, SLOW, told } from './steps.ts';

let driver: Driver;
beforeAll(async () => {
  driver = await openWorkbench();
  await openSample(driver);
  await goTo(driver.page, 'Explore');
  await driver.page.getByRole('tab', { name: 'What sets them apart' }).click();
  await driver.page.getByRole('heading', { name: 'Rules by tree' }).waitFor({ timeout: SLOW });
}, 3 * SLOW);
afterAll(() => driver?.close());

const figure = (name: string) => driver.page.locator('figure', { hasText: name });
const FIGURES = [
  'Features by effect',
  'Means and intervals',
  'Profiles',
  'What the tree rests on',
  'Components',
];

test('every figure has a table twin that says the same', { timeout: SLOW }, async () => {
  for (const name of FIGURES) {
    const one = figure(name).first();
    await one.scrollIntoViewIfNeeded();
    expect(await one.locator('svg.chart').count(), name).toBe(1);
    await one.getByRole('button', { name: 'Show as a table' }).click();
    expect(await one.locator('tbody tr').count(), name).toBeGreaterThan(4);
    await one.getByRole('button', { name: 'Show as a chart' }).click();
  }
});

test('figures are saved as SVG, PNG and CSV', { timeout: SLOW }, async () => {
  const { page } = driver;
  for (const [kind, end] of [
    ['Save as SVG', 'svg'],
    ['Save as PNG', 'png'],
    ['Save as CSV', 'csv'],
  ]) {
    const saved = page.waitForEvent('download');
    await figure('Profiles').first().getByRole('button', { name: 'Save', exact: false }).last().click();
    await page.getByRole('menuitem', { name: new RegExp(`${end}`, 'i') }).click();
    expect((await saved).suggestedFilename(), kind).toBe(`cluster-profiles.${end}`);
  }
});

test('a cluster chosen by its name is the selection everywhere; Radar draws the same', {
  timeout: SLOW,
}, async () => {
  const { page } = driver;
  const chip = figure('Profiles').getByRole('button', { name: 'Cluster 2', exact: true });
  await chip.click();
  expect(await chip.getAttribute('aria-pressed')).toBe('true');
  await page.getByRole('complementary').getByRole('heading', { name: 'Cluster 2' }).waitFor();
  const before = await figure('Profiles').locator('svg.chart').innerHTML();
  await figure('Profiles').getByText('Radar', { exact: true }).click();
  await eventually(() => figure('Profiles').locator('svg.chart').innerHTML()).not.toBe(before);
  await page.getByRole('tab', { name: 'Clusters', exact: true }).click();
  await page.getByRole('row', { selected: true }).filter({ hasText: 'Cluster 2' }).waitFor();
  await page.getByRole('tab', { name: 'What sets them apart' }).click();
  await figure('Profiles').getByText('Parallel', { exact: true }).click();
});

test('the means of another feature are asked for', { timeout: SLOW }, async () => {
  await driver.page.getByLabel('Feature', { exact: true }).selectOption({ label: 'Recency' });
  await figure('Means and intervals').getByText('Recency, d').waitFor();
  expect(await figure('Means and intervals').locator('svg.chart').innerHTML()).toMatch(
    /\(\d.* to \d.*\), d [+−]/,
  );
});

test('nothing is cut off, unexplained or out of reach, wide and narrow, light and dark', {
  timeout: 2 * SLOW,
}, async () => {
  const { page } = driver;
  const pictures = process.env['CLOISTER_LOOK'];
  for (const [width, height] of [
    [1440, 900],
    [1024, 700],
  ]) {
    await page.setViewportSize({ width, height });
    await driver.atRest();
    expect(await cut(page), `${width} wide`).toEqual([]);
    expect(await unexplained(page), `${width} wide`).toEqual([]);
    expect(await accessibility(page), `${width} wide`).toEqual([]);
    if (pictures !== undefined)
      for (const theme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme: theme });
        for (const name of ['Features by effect', 'Profiles', 'What the tree rests on', 'Components']) {
          await figure(name).first().scrollIntoViewIfNeeded();
          await page.screenshot({
            path: `${pictures}/apart-${name.replaceAll(' ', '-')}-${theme}-${width}.png`,
          });
        }
      }
  }
  await page.setViewportSize({ width: 1440, height: 900 });
});

test('the rules of another tree are taken over, and the text says which', { timeout: SLOW }, async () => {
  const { page } = driver;
  const main = page.getByRole('main');
  const use = inMain(page, 'Use the rules of CART');
  expect(await use.getAttribute('aria-disabled')).toBe('true');
  await main.getByText('IMM', { exact: true }).first().click();
  await inMain(page, 'Use the rules of IMM').click();
  await told(page, 'The clusters have the rules of IMM now, as version 2.');
  await page.getByRole('tab', { name: 'Clusters', exact: true }).click();
  await main.getByText(/^Rules by IMM\./).waitFor();
  expect(driver.problems).toEqual([]);
});
