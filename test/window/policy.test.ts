/** What is kept, as the privacy officer meets it: the inventory of columns, the audit, a drop, a rule of retention. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SAMPLE_PASSPHRASE } from '../../engine/procedures/sample.ts';
import { accessibility, type Driver, openWorkbench } from './driver.ts';
import { eventually, goTo, inMain, openSample, SLOW, told } from './steps.ts';

let driver: Driver;
beforeAll(async () => {
  driver = await openWorkbench();
  await openSample(driver);
}, 3 * SLOW);
afterAll(() => driver?.close());

const row = (grid: string, column: string) =>
  driver.page.getByRole('grid', { name: grid }).getByRole('row', { name: new RegExp(column) });

describe('what is kept', () => {
  test('Sources lists every stored column with its class and why', { timeout: SLOW }, async () => {
    const { page } = driver;
    await goTo(page, 'Sources');
    await row('Columns', 'profiles.country').click();
    await page.getByText('The header says “country”.').waitFor();
    expect(await accessibility(page)).toEqual([]);
  });

  test('the audit measures the columns, and one is dropped with a reason', {
    timeout: 2 * SLOW,
  }, async () => {
    const { page } = driver;
    await goTo(page, 'Audit');
    await page.getByRole('tab', { name: 'Data kept' }).click();
    await inMain(page, 'Audit the columns').click();
    await row('Minimization', 'events.name').waitFor({ timeout: SLOW });
    await row('Minimization', 'events.name').click();
    expect(await accessibility(page)).toEqual([]);
    await inMain(page, 'Drop the column…').click();
    await page.getByLabel('Reason, for the record').last().fill('nothing uses it');
    await page.getByRole('dialog').getByRole('button', { name: 'Drop events.name' }).click();
    const officer = page.getByRole('dialog', { name: 'This needs the privacy officer' });
    await officer.getByLabel('Passphrase of the vault').fill(SAMPLE_PASSPHRASE);
    await officer.getByRole('button', { name: 'Act as officer' }).click();
    await told(page, 'events.name was dropped.');
    await eventually(() => row('Minimization', 'events.name').count()).toBe(0);
  });

  test('a rule of retention shows what a purge would remove', { timeout: SLOW }, async () => {
    const { page } = driver;
    await page.getByLabel('Reason, for the record').fill('thirteen months');
    await inMain(page, 'Set the rule').click();
    await told(page, 'The rule of retention was set.');
    await row('Retention', 'Events').waitFor();
    expect(await row('Retention', 'Events').innerText()).toMatch(/395/);
    expect(await accessibility(page)).toEqual([]);
  });
});
