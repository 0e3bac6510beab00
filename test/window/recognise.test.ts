/** The way in asks what it must not guess: the entry of an archive, the readings of a column, the cuts of a fixed width. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessibility, type Driver, openWorkbench } from './driver.ts';
import { chooseIn, eventually, inMain, makeVault, SLOW, told } from './steps.ts';

const EXPORTS = fileURLToPath(new URL('../data/exports/', import.meta.url));
let driver: Driver;
beforeAll(async () => {
  driver = await openWorkbench();
}, 2 * SLOW);
afterAll(() => driver?.close());

const look = async (name: string, bytes?: string | Uint8Array): Promise<void> => {
  const { page, folder } = driver;
  const path = join(folder, name);
  if (bytes === undefined) copyFileSync(EXPORTS + name, path);
  else writeFileSync(path, bytes);
  await inMain(page, 'Import a file…').first().click();
  await chooseIn(page, 'Choose a file to import', path, 'Look at this file');
  await inMain(page, 'Check without loading').waitFor();
};
/** Pictures of the window, for whoever changes it. */
const shoot = async (shots: string): Promise<void> => {
  const { page } = driver;
  await page.screenshot({ path: join(shots, 'light-1440.png') });
  await page.setViewportSize({ width: 1024, height: 700 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.screenshot({ path: join(shots, 'dark-1024.png') });
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1440, height: 900 });
};
const main = () => driver.page.getByRole('main');

test(
  'a known export says by what it was recognised, and the trial what would be stored',
  async () => {
    const { page } = driver;
    await makeVault(driver, 'ways-in');
    await look('shopify-orders.csv');
    await main().getByText('Recognised as Shopify orders export.').waitFor();
    await inMain(page, 'Check without loading').click();
    await main()
      .getByText(/^Stored: Name, Email, /)
      .waitFor();
    await main()
      .getByText(/^Not stored: Financial Status, /)
      .waitFor();
    expect(await accessibility(page)).toEqual([]);
    const shots = process.env['SHOTS'];
    if (shots !== undefined) await shoot(shots);
    await inMain(page, 'Leave this file').click();
  },
  SLOW,
);

test(
  'an archive of several files is checked only when one was chosen',
  async () => {
    const { page } = driver;
    const csv = (key: string) => strToU8(`customer_id,plan\n${key}1,a\n${key}2,b\n`);
    await look('both.zip', zipSync({ 'a.csv': csv('a'), 'b.csv': csv('b') }));
    const check = inMain(page, 'Check without loading');
    expect(
      await check.getAttribute('aria-disabled').then(async (off) => off ?? String(await check.isDisabled())),
    ).toBe('true');
    await main().getByLabel('File in the archive').selectOption('b.csv');
    await eventually(() => check.isEnabled()).toBe(true);
    expect(await main().getByLabel('File in the archive').inputValue()).toBe('b.csv');
    await inMain(page, 'Leave this file').click();
  },
  SLOW,
);

test(
  'an archive of status files comes in one after the other, each with what it says of everybody',
  async () => {
    const { page } = driver;
    const names = ['cleaned', 'subscribed', 'unsubscribed'].map(
      (status) => `${status}_members_export_9f2c.csv`,
    );
    const entries = names.map((name) => [name, readFileSync(EXPORTS + name)] as const);
    await look('audience.zip', zipSync(Object.fromEntries(entries)));
    for (const [i, name] of names.entries()) {
      await main()
        .getByText(`Status file ${i + 1} of 3.`)
        .waitFor({ timeout: SLOW });
      await main()
        .getByText(i < 2 ? `After this one comes ${names[i + 1]}.` : 'It is the last of this archive.')
        .waitFor();
      expect(await main().getByLabel('File in the archive').inputValue()).toBe(name);
      const shots = process.env['SHOTS'];
      if (shots !== undefined && i === 1) await shoot(shots);
      await inMain(page, 'Check without loading').click();
      await inMain(page, /^Load \d+ rows$/).click({ timeout: SLOW });
      await eventually(() => page.evaluate(() => document.activeElement?.textContent?.trim())).toBe(
        'Import a file…',
      );
      await told(page, `audience.zip › ${name} are in the vault`);
    }
    const sources = page.getByRole('grid', { name: 'Sources' });
    await eventually(() => sources.getByRole('row').count()).toBe(4);
  },
  2 * SLOW,
);

test(
  'times of which some are none are read as somebody says, and the rest is told as rejected',
  async () => {
    const { page } = driver;
    const rows = Array.from(
      { length: 40 },
      (_, i) => `c${i % 12},${i % 8 === 0 ? 'soon' : '2026-03-11'},${i}.5\n`,
    );
    await look('late.csv', `customer_id,ordered_at,total\n${rows.join('')}`);
    expect(await main().getByLabel('Kind', { exact: true }).inputValue()).toBe('orders');
    await main().getByText('No one format reads its dates').waitFor();
    await main().getByText('1 question that only you can answer').waitFor();
    const shots = process.env['SHOTS'];
    if (shots !== undefined) await shoot(shots);
    await main().getByLabel('How ordered_at is written').selectOption({ label: '2026-02-28, year first' });
    await inMain(page, 'Check without loading').click();
    await main().getByText('Checked: 35 of 40 rows would be taken.').waitFor({ timeout: SLOW });
    await inMain(page, 'Leave this file').click();
  },
  SLOW,
);

test(
  'columns of fixed width are cut where a person says',
  async () => {
    const { page } = driver;
    await look('fixed.txt', 'K0001 20240103 12.50\nK0002 20240104  7.25\nK0003 20240105  9.99\n');
    const field = main().getByLabel('Columns by their characters');
    expect(await field.inputValue()).toBe('1-6, 7-15, 16-');
    await field.fill('1-5, 7-14, 16');
    await inMain(page, 'Cut it so').click();
    await eventually(() => field.inputValue()).toBe('1-6, 7-15, 16-');
    await field.fill('1-6, 7-');
    await inMain(page, 'Cut it so').click();
    await eventually(() => field.inputValue()).toBe('1-6, 7-');
    await inMain(page, 'Leave this file').click();
  },
  SLOW,
);
