/** Every number of every screen and tab of the sample project can be asked what it means. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Driver, openWorkbench } from './driver.ts';
import { unexplained } from './numbers.ts';
import { goTo, inMain, openSample, SLOW } from './steps.ts';

/** Stages with their tabs. */
const SCREENS: Record<string, string[]> = {
  Sources: ['Files', 'Quality', 'Watched folders', 'Identity'],
  Consent: ['Left out', 'Coverage', 'Evidence and changes', 'Notices', 'Batches'],
  Features: [],
  Explore: [],
  Segments: [],
  Personas: [],
  Export: [],
  Audit: ['Record', 'Promises', 'Requests', 'Data kept'],
};
let driver: Driver;
beforeAll(async () => {
  driver = await openWorkbench();
  await openSample(driver);
}, 3 * SLOW);
afterAll(() => driver?.close());

/** Chooses the first row of every grid, so that what the inspector says of it is looked at too. */
const chooseRows = async (): Promise<void> => {
  const rows = driver.page.locator('main .gridbox tbody tr.choosable:first-child');
  for (let at = 0; at < (await rows.count()); at++) await rows.nth(at).click();
  await driver.atRest();
};

describe.each(Object.entries(SCREENS))('%s', (stage, tabs) => {
  test('no number stands without its meaning', async () => {
    const { page } = driver;
    await goTo(page, stage);
    for (const tab of tabs.length === 0 ? [null] : tabs) {
      if (tab !== null) await page.getByRole('main').getByRole('tab', { name: tab, exact: true }).click();
      await driver.atRest();
      expect(await unexplained(page), `${stage} ${tab ?? ''}`).toEqual([]);
      await chooseRows();
      expect(await unexplained(page), `${stage} ${tab ?? ''}, a row chosen`).toEqual([]);
    }
  });
});

test('the record that was read, and the columns that were audited', async () => {
  const { page } = driver;
  await goTo(page, 'Audit');
  await page.getByRole('main').getByRole('tab', { name: 'Record' }).click();
  await inMain(page, /^Verify/).click();
  await page.getByRole('main').getByText('Chain holds', { exact: true }).waitFor({ timeout: SLOW });
  expect(await unexplained(page)).toEqual([]);
  await page.getByRole('main').getByRole('tab', { name: 'Data kept' }).click();
  await inMain(page, 'Audit the columns').click();
  await page.getByRole('grid', { name: 'Minimization' }).waitFor({ timeout: SLOW });
  await chooseRows();
  expect(await unexplained(page)).toEqual([]);
});

test('people inside a drawn line', async () => {
  const { page } = driver;
  await goTo(page, 'Explore');
  await inMain(page, 'Select what is in sight').click();
  await page.getByText('Drawn, not found.').waitFor({ timeout: SLOW });
  await driver.atRest();
  expect(await unexplained(page)).toEqual([]);
});

test('the jobs, the keys and the vaults opened before', async () => {
  const { page } = driver;
  await page.getByRole('contentinfo').getByRole('button', { name: /^Jobs/ }).click();
  await page.getByRole('region', { name: 'Jobs' }).waitFor();
  expect(await unexplained(page)).toEqual([]);
  await page.getByRole('button', { name: 'Lock', exact: true }).click();
  await page.getByText('Recent vaults').waitFor();
  expect(await unexplained(page)).toEqual([]);
});

test('the meaning of a number is shown where it is pointed at, and goes with Escape, scrolling and resizing', async () => {
  const { page } = driver;
  const tip = page.getByRole('tooltip');
  const asked = page.getByRole('contentinfo').locator('[data-means]').first();
  const away: [string, () => Promise<void>][] = [
    ['Escape', () => page.keyboard.press('Escape')],
    ['scrolling', () => page.evaluate(() => void document.dispatchEvent(new Event('scroll')))],
    ['resizing', () => page.setViewportSize({ width: 1400, height: 880 })],
  ];
  for (const [name, act] of away) {
    await page.mouse.move(700, 400);
    await asked.hover();
    await tip.waitFor();
    await act();
    await expect.poll(() => tip.count(), { message: name }).toBe(0);
  }
});
