/** Files that leave something for a person to say: whose the rows are, and what currencies are worth. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessibility, type Driver, openWorkbench } from './driver.ts';
import { chooseIn, eventually, inMain, makeVault, SLOW } from './steps.ts';

let driver: Driver;
const pictures = process.env['CLOISTER_LOOK'];
beforeAll(async () => {
  driver = await openWorkbench();
  mkdirSync(join(driver.folder, 'data'), { recursive: true });
}, 2 * SLOW);
afterAll(() => driver?.close());

const picture = async (name: string): Promise<void> => {
  if (pictures === undefined) return;
  for (const width of [1440, 1024])
    for (const theme of ['light', 'dark'] as const) {
      await driver.page.setViewportSize({ width, height: width === 1440 ? 900 : 700 });
      await driver.page.emulateMedia({ colorScheme: theme });
      await driver.page.screenshot({ path: join(pictures, `${name}-${theme}-${width}.png`) });
    }
};
const look = async (name: string, text: string): Promise<void> => {
  const { page, folder } = driver;
  const path = join(folder, 'data', name);
  writeFileSync(path, text);
  await inMain(page, 'Import a file…').first().click();
  await chooseIn(page, 'Choose a file to import', path, 'Look at this file');
  await inMain(page, 'Check without loading').waitFor();
};
const check = () => inMain(driver.page, 'Check without loading');

test(
  'a file that names nobody: each row is a person when somebody says so, and its consent is one thing for all',
  async () => {
    const { page } = driver;
    await makeVault(driver, 'whose');
    const rows = Array.from(
      { length: 80 },
      (_, i) => `${i % 2 ? 'f' : 'm'},${20 + (i % 40)},${i % 3 ? 'pro' : 'free'}\n`,
    );
    await look('survey.csv', `sex,age,plan\n${rows.join('')}`);
    const main = page.getByRole('main');
    await main.getByText('No column says whose record it is').first().waitFor();
    const whose = main.getByLabel('Whose a row is', { exact: true });
    expect(await whose.inputValue()).toBe('records');
    await picture('nobody');
    expect(await accessibility(page)).toEqual([]);
    await whose.selectOption('');
    expect(await check().isDisabled()).toBe(true);
    await whose.selectOption('records');
    await main.getByRole('tab', { name: 'Consent' }).click();
    await main.getByLabel('Their answer').selectOption('given');
    await main.getByLabel('Lawful basis').selectOption('legitimate_interest');
    await picture('nobody-consent');
    await check().click();
    const text = (): Promise<string> => main.innerText();
    await eventually(text).toMatch(/Entries in the ledger\s*80/);
    await main.getByRole('button', { name: /^Load/ }).click();
    await eventually(text).toContain('80 people known');
  },
  2 * SLOW,
);

test(
  'amounts of two currencies wait for what each is worth; repeated rows are told before they are taken',
  async () => {
    const { page } = driver;
    const rows = Array.from(
      { length: 30 },
      (_, i) => `o${i},c${i % 9},2026-01-${10 + (i % 9)},${i}.50,${i % 2 ? 'EUR' : 'USD'}\n`,
    );
    await look('payments.csv', `order_id,customer_id,order_date,total,currency\n${rows.join('')}${rows[3]}`);
    const main = page.getByRole('main');
    expect(await check().isDisabled()).toBe(true);
    await main.getByRole('heading', { name: '1 question that only you can answer' }).waitFor();
    const rates = main.getByLabel('What one of each currency in total is worth');
    await rates.fill('EUR 1, USD 0.5');
    await rates.press('Enter');
    await picture('rates');
    expect(await accessibility(page)).toEqual([]);
    await eventually(() => check().isDisabled()).toBe(false);
    await check().click();
    const text = (): Promise<string> => main.innerText();
    await eventually(text).toMatch(/Word for word again\s*1/);
    // Odd rows count whole, even ones half: 225 + 7.5, half of 210 + 7.5, and the repeated 3.5.
    expect(await text()).toMatch(/Sum of amounts\s*345/);
    await picture('repeated');
  },
  2 * SLOW,
);
