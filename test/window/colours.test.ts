/** The scatter coloured by a feature and by density, and the further features of the catalogue. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cut } from './cut.ts';
import { accessibility, type Driver, openWorkbench } from './driver.ts';
import { unexplained } from './numbers.ts';
import { eventually, goTo, openSample, SLOW } from './steps.ts';

let driver: Driver;
beforeAll(async () => {
  driver = await openWorkbench();
  await openSample(driver);
}, 3 * SLOW);
afterAll(() => driver?.close());

/** The colours of the picture, as one number, so that another picture is told from it. */
const painted = (): Promise<number> =>
  driver.page.locator('canvas.raster').evaluate((canvas) => {
    const { width, height } = canvas as HTMLCanvasElement;
    const pixels = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data;
    let sum = 7;
    pixels?.forEach((value, at) => {
      sum = (sum * 31 + value * (at + 1)) % 1_000_003;
    });
    return sum;
  });

test('the scatter is coloured by a feature with its scale, by density, and by cluster again', {
  timeout: 2 * SLOW,
}, async () => {
  const { page } = driver;
  const pictures = process.env['CLOISTER_LOOK'];
  await goTo(page, 'Explore');
  const main = page.getByRole('main');
  const by = main.getByLabel('Colour by', { exact: true });
  await by.scrollIntoViewIfNeeded();
  await eventually(painted).not.toBe(7);
  const clusters = await painted();
  await by.selectOption({ label: 'Tenure' });
  await eventually(() => main.locator('.legend .step').count()).toBeGreaterThan(2);
  await eventually(painted).not.toBe(clusters);
  const feature = await painted();
  expect(await unexplained(page)).toEqual([]);
  expect(await accessibility(page)).toEqual([]);
  for (const [width, height] of [
    [1440, 900],
    [1024, 700],
  ]) {
    await page.setViewportSize({ width, height });
    await driver.atRest();
    expect(await cut(page)).toEqual([]);
    await main.locator('canvas.raster').scrollIntoViewIfNeeded();
    if (pictures !== undefined)
      for (const theme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme: theme });
        await driver.atRest();
        await page.screenshot({ path: `${pictures}/shades-${theme}-${width}.png` });
      }
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await by.selectOption({ label: 'Density alone' });
  await eventually(painted).not.toBe(feature);
  expect(await main.locator('.legend .step').count()).toBe(0);
  await page.emulateMedia({ colorScheme: 'light' });
  await by.selectOption({ label: 'Cluster' });
  await eventually(painted).toBe(clusters);
});

test('a further feature is kept, can be clustered by, and is left out again', { timeout: SLOW }, async () => {
  const { page } = driver;
  await goTo(page, 'Features');
  const main = page.getByRole('main');
  const keep = main
    .getByRole('button', { name: /^Keep / })
    .and(main.locator('button:not([aria-disabled="true"])'));
  const first = keep.first();
  await first.scrollIntoViewIfNeeded();
  const name = ((await first.getAttribute('aria-label')) ?? '').replace(/^Keep /, '');
  expect(name.length).toBeGreaterThan(2);
  await first.click();
  await eventually(() => main.getByRole('row', { name: new RegExp(name) }).count()).toBeGreaterThan(0);
  expect(await unexplained(page)).toEqual([]);
  const lacking = main.locator('li button[aria-disabled="true"]').first();
  if ((await lacking.count()) > 0) expect(await lacking.getAttribute('title')).not.toBe('');
  await main.getByRole('button', { name: new RegExp(`^Leave out ${name}`) }).click();
  await eventually(() => main.getByRole('row', { name: new RegExp(name) }).count()).toBe(0);
});
