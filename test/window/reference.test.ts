/** Reference: published results beside the same computed here, without a vault. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessibility, type Driver, openWorkbench } from './driver.ts';
import { inMain, SLOW } from './steps.ts';

let driver: Driver;
beforeAll(async () => {
  driver = await openWorkbench();
}, SLOW);
afterAll(() => driver?.close());

test('every published figure is computed by this machine, told with digits, source and verdict', {
  timeout: 2 * SLOW,
}, async () => {
  const { page } = driver;
  await inMain(page, 'Compare with published results').click();
  await page.waitForURL(/#reference$/);
  await inMain(page, 'Compute them').click();
  await page.getByText(/^All \d+ figures are as published\.$/).waitFor({ timeout: SLOW });
  const row = page.getByRole('row', { name: /BG\/NBD log-likelihood/ });
  expect(await row.innerText()).toMatch(/-9582\.429\s+-9582\.429207\s+1e-6\s+as published\s+BTYD/);
  expect(await page.getByRole('row', { name: /as published/ }).count()).toBeGreaterThan(100);
  expect(await accessibility(page)).toEqual([]);
  const folder = process.env['CLOISTER_LOOK'];
  if (folder !== undefined)
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      await page.screenshot({ path: `${folder}/reference-${theme}.png` });
    }
  await page.reload();
  await inMain(page, 'Compute them').waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('w');
  await inMain(page, 'Open the sample project').waitFor();
});
