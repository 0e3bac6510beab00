/**
 * What the wizard offers beside columns: files joined as one source, a basis that everybody in a file has, the stream and
 * the footer of a file, duplicates that are looked for before it is loaded, in one file and across several, what e-mail addresses among numbers do, and a load that is cancelled in the middle.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { write } from '../end-to-end/scratch.ts';
import { fileOf, makePeople, SHAPES } from '../engine/intake/duplicates/people.ts';
import { accessibility, type Driver, openWorkbench } from './driver.ts';
import { unexplained } from './numbers.ts';
import { chooseIn, dropFiles, eventually, inMain, makeVault, PASSPHRASE, SLOW, told } from './steps.ts';

let driver: Driver;
const { originals, copies } = makePeople({ seed: 'wizard', ...SHAPES.fourth, originals: 120, copies: 40 });
beforeAll(async () => {
  driver = await openWorkbench();
}, 2 * SLOW);
afterAll(() => driver?.close());

const main = () => driver.page.getByRole('main');
const step = (name: string | RegExp): Promise<void> => main().getByRole('tab', { name }).click();
const look = async (name: string, text: string): Promise<void> => {
  const { page, folder } = driver;
  // Written first: the chooser lists what is there when it opens.
  const path = write(folder, name, text);
  await inMain(page, 'Import a file…').first().click();
  await chooseIn(page, 'Choose a file to import', path, 'Look at this file');
  await page.getByRole('heading', { name: `Import ${name}` }).waitFor({ timeout: SLOW });
};
const check = async (words: string): Promise<void> => {
  await inMain(driver.page, 'Check without loading').click();
  await driver.page.getByText(words).waitFor({ timeout: SLOW });
};
const load = async (name: string): Promise<void> => {
  await inMain(driver.page, /^Load [\d,]+ rows$/).click();
  await told(driver.page, `${name} are in the vault`);
};
const drop = (files: readonly (readonly [name: string, text: string])[]): Promise<void> =>
  dropFiles(driver.page, files);
const rows = (count: number, make: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => `${make(i)}\n`).join('');
const shoot = async (name: string): Promise<void> => {
  const folder = process.env['SHOTS'];
  if (folder === undefined) return;
  const { page } = driver;
  for (const [width, height] of [
    [1440, 900],
    [1024, 700],
  ] as const)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(folder, `${name}-${colorScheme}-${width}.png`) });
    }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
};

test('a role that is chosen by hand says so, and what was suggested', { timeout: 2 * SLOW }, async () => {
  await makeVault(driver, 'shop');
  await look('people.csv', fileOf([...originals, ...copies]));
  const state = main().getByRole('row', { name: /^state/ });
  const before = await state.innerText();
  await main().getByLabel('Role of state', { exact: true }).selectOption({ label: 'Sensitive' });
  expect(await state.innerText()).toMatch(/Sensitive, as you said[\s\S]*You chose it\. Suggested was/);
  await main().getByLabel('Role of state', { exact: true }).selectOption({ label: 'Dropped' });
  expect(await state.innerText()).toContain('You chose it. Suggested was');
  await main().getByLabel('Role of state', { exact: true }).selectOption({ label: 'Quasi-identifier' });
  expect(await state.innerText()).toBe(before);
  await main().getByLabel('Role of state', { exact: true }).selectOption({ label: 'Dropped' });
});

test('duplicates are looked for where somebody asks, and linked once the file is loaded', {
  timeout: 2 * SLOW,
}, async () => {
  const { page } = driver;
  await check('Checked: 160 of 160 rows would be taken.');
  expect(await page.getByRole('grid', { name: 'Probable duplicates' }).count()).toBe(0);
  await inMain(page, 'Look for duplicates').click();
  const pairs = page.getByRole('grid', { name: 'Probable duplicates' });
  await pairs.getByRole('row').nth(1).waitFor({ timeout: SLOW });
  await pairs.getByRole('row').nth(1).click();
  expect(await page.getByRole('grid', { name: 'Pair 1' }).innerText()).toMatch(/date_of_birth/);
  const shown = await main().innerText();
  for (const [, given, family] of originals.slice(0, 40))
    for (const name of [given, family]) if (name.length > 4) expect(shown).not.toContain(name);
  expect(await unexplained(page)).toEqual([]);
  expect(await accessibility(page)).toEqual([]);
  await pairs.focus();
  for (const key of ['y', 'y', 'y', 'n']) await page.keyboard.press(key);
  await page.getByText(/^3 one person, 1 two people/).waitFor();
  await shoot('way-in');
  await inMain(page, 'Link 3 pairs…').click();
  await page.getByRole('dialog').getByLabel('Reason').fill('looked at each');
  await page.getByRole('dialog').getByRole('button', { name: 'Link 3 pairs' }).click();
  await told(page, '3 pairs are linked once this file is loaded');
  const known = () => page.getByRole('contentinfo').innerText();
  expect(await known()).not.toContain('160');
  await inMain(page, 'Load 160 rows').click();
  await page.getByLabel(/^Passphrase of/).fill(PASSPHRASE);
  await page.keyboard.press('Enter');
  await told(page, 'people.csv are in the vault');
  await told(page, '3 new links');
  await eventually(known).toContain('157');
});

test('duplicates of files dropped together are looked for across them, each told with its file', {
  timeout: 2 * SLOW,
}, async () => {
  const { page } = driver;
  const some = makePeople({ seed: 'several', ...SHAPES.fourth, originals: 40, copies: 12 });
  // Numbers that nobody of the file before has.
  const text = (people: string[][]): string => fileOf(people).replaceAll('rec-', 'fair-');
  await drop([
    ['north.csv', text(some.originals.slice(0, 20))],
    ['south.csv', text(some.originals.slice(20))],
    ['fair.csv', text(some.copies)],
  ]);
  await page.getByRole('heading', { name: 'Import north.csv' }).waitFor({ timeout: SLOW });
  await inMain(page, 'Take 2 waiting files with it, as one source').click();
  await main().getByText('north.csv and 2 more wait for your word on their columns.').waitFor();
  await check('Checked: 52 of 52 rows would be taken.');
  await main().getByRole('heading', { name: 'Probable duplicates in these files' }).waitFor();
  await inMain(page, 'Look for duplicates').click();
  const pairs = page.getByRole('grid', { name: 'Probable duplicates' });
  await pairs.getByRole('row').nth(1).click({ timeout: SLOW });
  // What was made of which: a copy stands in one file, what it was copied from in one of the others.
  const original = (copy: number): number => Number(/^rec-(\d+)-/.exec(some.copies[copy - 1][0])?.[1]);
  const found = await pairs.getByRole('row').allInnerTexts();
  const told = found.slice(1).map((row) => /(north|south)\.csv (\d+) – fair\.csv (\d+)/.exec(row));
  expect(told.length).toBeGreaterThan(8);
  for (const pair of told)
    expect(Number(pair?.[2]) - 1 + (pair?.[1] === 'south' ? 20 : 0)).toBe(original(Number(pair?.[3])));
  await page.getByRole('grid', { name: 'Pair 1' }).waitFor();
  await main()
    .getByText(/^records (north|south)\.csv \d+ and fair\.csv \d+; values are masked$/)
    .waitFor();
  const known = () => page.getByRole('contentinfo').innerText();
  const before = Number(/of (\d+) people/.exec(await known())?.[1]);
  await inMain(page, /^Say yes to the other/).click();
  await inMain(page, `Link ${told.length} pairs…`).click();
  await page.getByRole('dialog').getByLabel('Reason').fill('the same at the fair');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: `Link ${told.length} pairs` })
    .click();
  await inMain(page, 'Load 52 rows').click();
  await eventually(known).toContain(`of ${before + 52 - told.length} people`);
});

test('values that are addresses join the person with that address, unless somebody says otherwise', {
  timeout: 2 * SLOW,
}, async () => {
  await look(
    'addresses.csv',
    `email,city\n${rows(12, (i) => `p${2 * i + 1}@shop.example,${['Bern', 'Chur'][i % 2]}`)}`,
  );
  await check('Checked: 12 of 12 rows would be taken.');
  await load('addresses.csv');
  await look(
    'tracker.csv',
    `uuid,event,distinct_id,timestamp,properties\n${rows(24, (i) => `u${i},view,${i % 2 === 0 ? `anon-${i}` : `p${i}@shop.example`},2026-03-0${1 + (i % 9)}T10:00:00Z,{}`)}`,
  );
  await main()
    .getByRole('row', { name: /^distinct_id/ })
    .click();
  const addresses = main().getByLabel('Values that are e-mail addresses');
  expect(await addresses.inputValue()).toBe('yes');
  await main().getByLabel('What it identifies by').selectOption({ label: 'E-mail address' });
  expect(await addresses.count()).toBe(0);
  await main().getByLabel('What it identifies by').selectOption({ label: 'Device or browser' });
  expect(await addresses.inputValue()).toBe('yes');
  await check('Checked: 24 of 24 rows would be taken.');
  expect(await main().locator('.checked').innerText()).toMatch(/People\s+Known before\s+\d+\s+New\s+12\b/);
  await step(/^Columns/);
  await addresses.selectOption({ label: 'stay apart from addresses in other files' });
  expect(
    await main()
      .getByRole('row', { name: /^distinct_id/ })
      .innerText(),
  ).toContain('You changed what it identifies by.');
  await check('Checked: 24 of 24 rows would be taken.');
  expect(await main().locator('.checked').innerText()).toMatch(/People\s+Known before\s+\d+\s+New\s+24\b/);
  await inMain(driver.page, 'Leave this file').click();
});

test('files with the same columns are joined as one source, and their names told', {
  timeout: 2 * SLOW,
}, async () => {
  const { page } = driver;
  const part = (from: number): string =>
    `order_id,customer_id,ordered_at,total\n${rows(30, (i) => `O${from + i},C${i},2026-03-0${1 + (i % 9)},${10 + i}.50`)}`;
  await drop([
    ['march.csv', part(0)],
    ['april.csv', part(100)],
    ['may.csv', part(200)],
  ]);
  await page.getByRole('heading', { name: 'Import march.csv' }).waitFor({ timeout: SLOW });
  await inMain(page, 'Take 2 waiting files with it, as one source').click();
  await page.getByRole('heading', { name: 'Import march.csv and 2 more' }).waitFor({ timeout: SLOW });
  await main().getByText('3 files as one source').waitFor();
  await step('Rows');
  await main().getByLabel('Files that may bring them').fill('till');
  await main().getByLabel('Files that may bring them').press('Enter');
  await check('Checked: 90 of 90 rows would be taken.');
  await load('march.csv and 2 more');
  const sources = page.getByRole('grid', { name: 'Sources', exact: true });
  expect(await sources.getByRole('row').count()).toBe(5);
});

test('what everybody in a file said, when it was exported, and a footer behind its rows', {
  timeout: 2 * SLOW,
}, async () => {
  await look(
    'left.csv',
    `customer_id,plan\n${rows(40, (i) => `L${i},${['free', 'paid'][i % 2]}`)}"Report of the shop"\n"Confidential"\n`,
  );
  await step('Rows');
  await main()
    .getByRole('combobox', { name: 'Behind the last row' })
    .selectOption({ label: 'stand lines that are no rows' });
  await step(/^Consent/);
  await main().getByLabel('Their answer').selectOption({ label: 'withdrawn' });
  await main().getByLabel('Exported on').fill('30.6.2026');
  await main().getByLabel('Exported on').press('Enter');
  await main().getByText('A date such as 2026-06-30.').waitFor();
  await main().getByLabel('Exported on').fill('2026-06-30');
  await main().getByLabel('Exported on').press('Enter');
  await check('Checked: 40 of 40 rows would be taken.');
  expect(await main().locator('.checked').innerText()).toMatch(/Entries in the ledger\s+40/);
  await load('left.csv');
});

test('a load that is cancelled in the middle leaves nothing', { timeout: 3 * SLOW }, async () => {
  const { page } = driver;
  await look(
    'many.csv',
    `event_id,customer_id,occurred_at,event\n${rows(200_000, (i) => `E${i},N${i % 9973},2026-05-0${1 + (i % 9)}T10:00:00Z,visit`)}`,
  );
  await check('Checked: 200,000 of 200,000 rows would be taken.');
  const known = await page.getByRole('contentinfo').innerText();
  await inMain(page, 'Load 200,000 rows').click();
  const tray = page.getByRole('region', { name: 'Jobs' });
  // The engine holds still until the cancel lies before it, so that it cannot come too late.
  await page.waitForFunction(() => {
    const bar = document.querySelector('[role=progressbar][aria-label*="many.csv"]');
    return Number(bar?.getAttribute('aria-valuenow')) > 0;
  });
  const pid = driver.shell.engine.pid() as number;
  process.kill(pid, 'SIGSTOP');
  const sent = page.waitForResponse((answer) => answer.status() === 204);
  await tray.getByRole('button', { name: 'Cancel' }).click();
  await sent;
  process.kill(pid, 'SIGCONT');
  await main()
    .getByText(/The job was cancelled/)
    .waitFor({ timeout: SLOW });
  expect(await page.getByRole('contentinfo').innerText()).toBe(known);
  await page.getByRole('heading', { name: 'Import many.csv' }).waitFor();
  await inMain(page, 'Leave this file').click();
  expect(await page.getByRole('grid', { name: 'Sources', exact: true }).getByRole('row').count()).toBe(6);
  expect(driver.problems).toEqual([]);
});
