/** Audit as an officer uses it: verify, find an entry, see it proved, keep a proof outside, read the promises. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Driver, openWorkbench } from './driver.ts';
import { eventually, goTo, openSample, SLOW, told } from './steps.ts';

let driver: Driver;
beforeAll(async () => {
  driver = await openWorkbench();
  await openSample(driver);
  await goTo(driver.page, 'Audit');
}, 3 * SLOW);
afterAll(() => driver?.close());

const log = () => driver.page.getByRole('grid', { name: 'Log' });
const rows = async (): Promise<number> => (await log().getByRole('row').count()) - 1;
/** A button of the inspector. */
const beside = (name: string) => driver.page.getByRole('complementary').getByRole('button', { name });

test('the chain is read again at the press of a button', async () => {
  const { page } = driver;
  await page.getByRole('button', { name: /^Verify \d+ entries$/ }).click();
  await page.getByText('Chain holds', { exact: true }).waitFor({ timeout: SLOW });
  await page.getByText('never ran backwards').waitFor();
});

test('entries are found by act, day and words', async () => {
  const { page } = driver;
  const all = await rows();
  await page.getByLabel('Act', { exact: true }).selectOption('source.import');
  await eventually(rows).toBe(4);
  await page.getByLabel('search what and details').fill('orders.csv');
  await eventually(rows).toBe(1);
  await page.getByLabel('search what and details').fill('');
  await page.getByLabel('to day').fill('2020-01-01');
  await page.getByText('No entry matches.').waitFor();
  await page.getByLabel('to day').fill('2020-1');
  await page.getByText('A day is written 2026-10-31.').waitFor();
  await page.getByLabel('to day').fill('');
  await page.getByLabel('Act', { exact: true }).selectOption('');
  await eventually(rows).toBe(all);
});

test('an entry is shown as it is hashed, and proved in the window', async () => {
  const { page } = driver;
  await log()
    .getByRole('row', { name: /customers\.csv/ })
    .click();
  await page.getByText('This entry is in the signed history.').waitFor({ timeout: SLOW });
  await page.getByText('"action":"source.import"').first().waitFor();
});

test('the record is written out, and holds without Cloister', async () => {
  const { page, folder } = driver;
  const out = join(folder, 'proofs');
  mkdirSync(out);
  await beside('Write the record…').click();
  const dialog = page.getByRole('dialog', { name: 'Where the file goes' });
  await dialog.getByLabel('Path').fill(out);
  await dialog.getByLabel('Path').press('Enter');
  await dialog.getByText('Nothing to choose in this folder.').waitFor();
  await dialog.getByRole('button', { name: 'Write here' }).click();
  await told(page, 'Written: ');
  const files = readdirSync(out).sort();
  expect(files).toEqual([
    expect.stringMatching(/^sample-record-\d+\.checkpoint\.json$/),
    expect.stringMatching(/^sample-record-\d+\.jsonl$/),
  ]);
  const script = join(import.meta.dirname, '../../docs/verify-audit.mjs');
  const read = spawnSync(process.execPath, [script, ...files], { cwd: out, encoding: 'utf8' });
  expect(read.stdout).toContain('Everything holds.');
  await log()
    .getByRole('row', { name: /Took the record out/ })
    .waitFor();
});

test('every promise says how it stands here, what it does not cover, and what proves it', async () => {
  const { page } = driver;
  await page.getByRole('tab', { name: 'Promises' }).click();
  const promises = page.getByRole('grid', { name: 'Promises' });
  await eventually(() => promises.getByRole('row').count()).toBe(23);
  await eventually(() => promises.getByText('does not hold').count()).toBe(0);
  await eventually(() => promises.getByText('holds', { exact: true }).count()).toBeGreaterThan(8);
  await promises.getByRole('row', { name: /^P13/ }).click();
  await page.getByText('node docs/verify-audit.mjs LOG.jsonl CHECKPOINT.json').last().waitFor();
  await page.getByText('What it does not cover').waitFor();
});
