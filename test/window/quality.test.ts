/** Quality of sources: the dashboard, a fix that becomes a step of a mapping, the report of rejects, watched folders. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Papa from 'papaparse';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEngine } from '../../engine/engine.ts';
import type { Mapping } from '../../shared/mapping.ts';
import { cut } from './cut.ts';
import { accessibility, type Driver, openWorkbench } from './driver.ts';
import { unexplained } from './numbers.ts';
import { chooseIn, eventually, goTo, inMain, PASSPHRASE, SLOW, told } from './steps.ts';

const mapping: Mapping = {
  version: 1,
  kind: 'profiles',
  columns: [
    { column: 'id', role: 'identifier', identifier: 'customer' },
    { column: 'country', role: 'attribute', class: 'quasi-identifier', type: 'text' },
    { column: 'plan', role: 'attribute', type: 'text' },
    { column: 'spend', role: 'attribute', type: 'number', format: '1234.56' },
  ],
};
const COUNTRIES = ['Germany', 'DE', 'Austria', 'France'];
/** 300 people; the second file has fewer countries; scores of twenty rows cannot be read. */
const people = (prefix: string, without: number): string =>
  [
    'id,country,plan,spend',
    ...Array.from({ length: 300 }, (_, i) =>
      [
        `${prefix}${i}`,
        i % 10 < without ? '' : COUNTRIES[i % 4],
        ['free', 'Plus', 'plus'][i % 3],
        i >= 40 && i < 60 ? 'unknown' : (5 + (i % 90) * 1.5).toFixed(2),
      ].join(','),
    ),
    '',
  ].join('\n');

let folder = '';
let driver: Driver;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cloister-test-'));
  for (const name of ['inbox', 'reports', 'data']) mkdirSync(join(folder, name));
  const engine = createEngine();
  try {
    await engine.call('vault.create', { path: join(folder, 'shop'), passphrase: PASSPHRASE });
    for (const [name, without] of [
      ['may.csv', 1],
      ['june.csv', 4],
    ] as const) {
      const file = join(folder, 'data', name);
      writeFileSync(file, people(name[0], without));
      await engine.call('intake.import', { file, mapping });
    }
  } finally {
    engine.close();
  }
  driver = await openWorkbench({ vault: join(folder, 'shop.cloister') });
  const opening = driver.page.getByRole('dialog', { name: 'Open shop' });
  await opening.getByLabel('Passphrase').fill(PASSPHRASE);
  await opening.getByRole('button', { name: 'Open', exact: true }).click();
  await driver.page.waitForURL(/#sources$/, { timeout: SLOW });
}, 3 * SLOW);
afterAll(async () => {
  await driver?.close();
  rmSync(folder, { recursive: true, force: true });
});

const main = () => driver.page.getByRole('main');
const tab = (name: string) => main().getByRole('tab', { name, exact: true }).click();
const grid = (name: string) => main().getByRole('grid', { name, exact: true });
const finding = (text: RegExp) => main().getByRole('listitem').filter({ hasText: text });
/** The page as it stands is clean: nothing cut, nothing axe minds, no number without its meaning. */
const clean = async (): Promise<void> => {
  const { page } = driver;
  expect(await unexplained(page)).toEqual([]);
  expect(await accessibility(page)).toEqual([]);
  await page.setViewportSize({ width: 1024, height: 700 });
  // What was told about a number goes with the resizing.
  await page.mouse.move(2, 2);
  await eventually(() => cut(page)).toEqual([]);
  await page.setViewportSize({ width: 1440, height: 900 });
};

test('a source is one row with its history; the gravest finding stands first', async () => {
  await tab('Quality');
  await grid('Sources')
    .getByRole('row', { name: /june\.csv/ })
    .waitFor();
  // The title, and one row for both imports of the same data.
  expect(await grid('Sources').getByRole('row').count()).toBe(2);
  await finding(/60\s?% of its rows are filled; it was 90\s?%\./).waitFor();
  await finding(/20 rows of 300 hold what the column cannot: they were rejected\./).waitFor();
  const first = await main().getByRole('listitem').first().innerText();
  expect(first).toMatch(/country/);
  await clean();
});

test('a column tells its figures, and its distribution can be read as a table and saved', async () => {
  const { page } = driver;
  await grid('Columns')
    .getByRole('row', { name: /^spend/ })
    .click();
  const inspector = page.getByRole('complementary').last();
  await inspector.getByText('Quartiles').waitFor();
  await inspector.getByRole('button', { name: 'Show as a table' }).first().click();
  expect(await inspector.locator('table.grid tbody tr').count()).toBeGreaterThan(3);
  await inspector.getByRole('button', { name: 'Save this figure' }).first().click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Save the table as CSV' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('spend-distribution.csv');
  await clean();
});

test('the columns are walked with the arrow keys alone', async () => {
  const { page } = driver;
  await grid('Columns').focus();
  for (const key of ['Home', 'ArrowDown', 'ArrowDown']) await page.keyboard.press(key);
  await page.getByRole('complementary').last().getByText('Shapes of values').waitFor();
  expect(await grid('Columns').locator('tr.on').innerText()).toMatch(/^country/);
});

test(
  'a fix shows what it does to masked values, is asked about, and becomes the next version of the mapping',
  async () => {
    const { page } = driver;
    await main().getByRole('button', { name: 'Mend… country' }).click();
    const dialog = page.getByRole('dialog', { name: 'Mend country' });
    await dialog.getByText('The step will write countries as ISO 3166-1 alpha-2.').waitFor();
    await dialog.getByText('“june.csv”, version 1').waitFor();
    expect(await dialog.locator('tbody tr').first().innerText()).toMatch(/^a+\s+aa$/);
    await clean();
    await dialog.getByRole('button', { name: 'Put the step into the mapping' }).click();
    await dialog.getByText('“june.csv” is saved, version 1.').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await finding(/in the mapping, version 1/).waitFor();
    await grid('Columns').getByRole('row', { name: /^plan/ }).click();
    await page.getByRole('complementary').last().getByRole('button', { name: 'Replace values…' }).click();
    const replace = page.getByRole('dialog', { name: 'Replace values of plan' });
    await replace.getByLabel('plus becomes', { exact: true }).fill('Plus');
    await replace.getByRole('button', { name: 'Put the values into the mapping' }).click();
    await page.getByRole('dialog').getByText('“june.csv” is saved, version 2.').waitFor();
    // The file that came without the steps is read again in its place; the next one is looked at under them.
    writeFileSync(join(folder, 'data', 'july.csv'), people('y', 1));
    await page.getByRole('dialog').getByRole('button', { name: 'Read the file again…' }).click();
    await chooseIn(page, 'Choose a file to import', join(folder, 'data', 'june.csv'), 'Look at this file');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: 'Take its 280 rows' })
      .click({ timeout: SLOW });
    await told(page, '280 rows of june.csv are in the vault');
    await eventually(() => finding(/in the mapping/).count()).toBe(0);
    await grid('Columns').getByRole('row', { name: /^plan/ }).click();
    await page.getByRole('complementary').last().getByRole('button', { name: 'Replace values…' }).click();
    await replace.getByLabel('free becomes', { exact: true }).fill('none');
    await replace.getByRole('button', { name: 'Put the values into the mapping' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Import the next file…' }).click();
    await chooseIn(page, 'Choose a file to import', join(folder, 'data', 'july.csv'), 'Look at this file');
    await inMain(page, 'Check without loading').click({ timeout: SLOW });
    await inMain(page, /^Load 280 rows$/).click({ timeout: SLOW });
    await told(page, 'july.csv are in the vault');
    await tab('Quality');
    await grid('Columns')
      .getByRole('row', { name: /^country/ })
      .click();
    await eventually(() => grid('Columns').locator('tr.on').innerText()).toMatch(
      /AT, FR, DE|DE, AT, FR|DE, FR, AT/,
    );
  },
  3 * SLOW,
);

test('a step is chosen by hand where no fix was found', async () => {
  const { page } = driver;
  await grid('Columns')
    .getByRole('row', { name: /^spend/ })
    .click();
  await page.getByRole('complementary').last().getByRole('button', { name: 'Add a step…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a step to spend' });
  await dialog.getByLabel('Step').selectOption({ label: 'Currency' });
  await dialog.getByLabel('All amounts become').fill('eur');
  await dialog.getByText('The step will read amounts with a currency as EUR.').waitFor();
  await clean();
  await dialog.getByRole('button', { name: 'Put the step into the mapping' }).click();
  await page.getByRole('dialog').getByText('“june.csv” is saved, version 4.').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
});

test('rejected rows stand by place and reason, and their report is saved long after the import', async () => {
  const { page } = driver;
  const places = grid('Rejected rows: Line');
  await places.scrollIntoViewIfNeeded();
  expect(await places.getByRole('row').nth(1).innerText()).toMatch(
    /^42\s+[\d,]+\s+spend\s+the value is no number/,
  );
  await inMain(page, 'Save the report…').click();
  await chooseIn(page, 'Where the report of rejected rows goes', join(folder, 'reports'), 'Write it here');
  await told(page, '20 rows are listed in');
  const text = readFileSync(join(folder, 'reports', 'july.csv.rejects.csv'), 'utf8');
  expect(text).not.toContain('unknown');
  const { data } = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
  expect([data.length, data[0]['line'], data[0]['column']]).toEqual([20, '42', 'spend']);
});

test(
  'a folder is watched: what fits is imported with a toast, what does not is left with the reason',
  async () => {
    const { page } = driver;
    copyFileSync(join(folder, 'data', 'may.csv'), join(folder, 'inbox', 'again.csv'));
    writeFileSync(join(folder, 'inbox', 'august.csv'), people('a', 2));
    writeFileSync(join(folder, 'inbox', 'notes.csv'), 'city,zip\nGraz,8010\nWien,1010\n');
    await goTo(page, 'Sources');
    await tab('Watched folders');
    await inMain(page, 'Watch a folder…').first().click();
    const dialog = page.getByRole('dialog', { name: 'Watch a folder' });
    await dialog.getByLabel('Folder').fill(join(folder, 'inbox'));
    await dialog.getByLabel('Under which mapping').selectOption({ label: 'june.csv, version 4' });
    await dialog.getByRole('button', { name: 'Watch the folder' }).click();
    await told(page, 'inbox is watched.');
    expect(await told(page, 'inbox: ')).toContain(
      '1 file was imported, 1 file was in the vault already, 1 file was not taken.',
    );
    const files = grid('Files');
    await eventually(() => files.getByRole('row').count()).toBe(4);
    expect(await files.getByRole('row', { name: /^notes\.csv/ }).innerText()).toMatch(
      /left alone\s+.*no column/,
    );
    expect(await files.getByRole('row', { name: /^august\.csv/ }).innerText()).toContain('imported');
    await clean();
    await inMain(page, 'Pause').click();
    await grid('Folders').getByText('paused').waitFor();
    await inMain(page, 'Watch no longer…').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Watch it no longer' }).click();
    await told(page, 'inbox is watched no longer.');
    expect(existsSync(join(folder, 'inbox', 'august.csv'))).toBe(true);
    await goTo(page, 'Audit');
    await main()
      .getByRole('row', { name: /Watched a folder no longer/ })
      .first()
      .waitFor();
    await main()
      .getByRole('row', { name: /Wrote a report of rejected records/ })
      .first()
      .waitFor();
  },
  3 * SLOW,
);
