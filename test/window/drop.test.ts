/** Files dropped on the window of a browser, which has no path for them: handed in, looked at, loaded, one after the other. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Driver, openWorkbench } from './driver.ts';
import { dropFiles, eventually, inMain, PASSPHRASE, SLOW, told } from './steps.ts';

let driver: Driver;
beforeAll(async () => {
  driver = await openWorkbench();
}, 2 * SLOW);
afterAll(() => driver?.close());

const CANARY = 'zoe.canary';
const people = (rows: number): string =>
  `customer_id,email,city\n${Array.from({ length: rows }, (_, i) => `c${i},${i === 3 ? CANARY : `p${i}`}@mail.example,${i % 2 ? 'Bern' : 'Chur'}`).join('\n')}\n`;
const ORDERS = `customer_id,order_date,amount\n${Array.from({ length: 60 }, (_, i) => `c${i},2026-0${1 + (i % 9)}-11,${(i + 10.5).toFixed(2)}`).join('\n')}\n`;

const drop = (files: readonly (readonly [name: string, text: string])[]): Promise<void> =>
  dropFiles(driver.page, files);

const load = async (name: string, rows: number): Promise<void> => {
  const { page } = driver;
  await page.getByRole('heading', { name: new RegExp(`Import ${name}`) }).waitFor({ timeout: SLOW });
  await inMain(page, 'Check without loading').click();
  await inMain(page, `Load ${rows} rows`).click({ timeout: SLOW });
  await told(page, `${name} are in the vault`);
};

describe('files dropped on the window', () => {
  test('are refused with a word while no vault is open', async () => {
    await drop([['people.csv', people(10)]]);
    await told(driver.page, 'Open a vault first');
    expect(driver.page.url()).toContain('/app');
  });

  test('are looked at, and loaded one after the other', async () => {
    const { page } = driver;
    await page.getByRole('button', { name: 'New vault…' }).click();
    const dialog = page.getByRole('dialog', { name: 'New vault' });
    await dialog.getByLabel('Name').fill('shop');
    await dialog.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
    await dialog.getByLabel('Passphrase again').fill(PASSPHRASE);
    await eventually(() => dialog.getByLabel('Folder').inputValue()).not.toBe('');
    await dialog.getByRole('button', { name: 'Make the vault' }).click();
    await page.waitForURL(/#sources$/, { timeout: SLOW });
    await dialog.waitFor({ state: 'hidden' });
    await drop([
      ['people.csv', people(90)],
      ['orders.csv', ORDERS],
    ]);
    await page.getByText('1 more file waits for this one').waitFor();
    await load('people.csv', 90);
    await load('orders.csv', 60);
    expect(await page.getByRole('grid', { name: 'Sources' }).getByRole('row').count()).toBe(3);
  });

  test('that cannot be read are left for the one behind them, and the focus is not lost', async () => {
    const { page } = driver;
    await drop([
      ['empty.csv', ''],
      ['people.csv', people(20)],
    ]);
    await page.getByText('empty.csv: The file is empty.').waitFor({ timeout: SLOW });
    await page.getByText('1 more file waits for this one').waitFor();
    await inMain(page, 'Leave this file').click();
    await page.getByRole('heading', { name: /Import people\.csv/ }).waitFor({ timeout: SLOW });
    await inMain(page, 'Leave this file').click();
    await page.getByRole('grid', { name: 'Sources' }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('Import a file…');
  });

  test('of several parts arrive whole, and can be mapped as the one before', async () => {
    const { page } = driver;
    const padding = 'x'.repeat(60);
    const text = people(120_000).replaceAll('@mail', `${padding}@mail`);
    expect(text.length).toBeGreaterThan(8 * 1024 * 1024);
    await drop([['people.csv', text]]);
    await page.getByRole('heading', { name: /Import people\.csv/ }).waitFor({ timeout: SLOW });
    await page.getByTitle('Mapping…').click();
    await page.getByRole('menuitem', { name: /As people\.csv was mapped/ }).click();
    await inMain(page, 'Check without loading').click();
    await page.getByText('120,000 of 120,000 rows would be taken.').waitFor({ timeout: SLOW });
    await inMain(page, 'Leave this file').click();
    await page.getByRole('heading', { name: /Import/ }).waitFor({ state: 'hidden' });
  });

  test('were never on the disk', () => {
    const files = readdirSync(driver.folder, { recursive: true, withFileTypes: true });
    for (const entry of files.filter((one) => one.isFile()))
      expect(readFileSync(join(entry.parentPath, entry.name)).includes(CANARY), entry.name).toBe(false);
    expect(driver.problems).toEqual([]);
  });
});
