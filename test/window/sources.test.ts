/** Sources beyond the plain import: a plan that does it all, the report of rejects, mappings kept and handed on. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseMapping } from '../../shared/mapping.ts';
import { type Driver, openWorkbench } from './driver.ts';
import { chooseIn, eventually, goTo, inMain, makeVault, SLOW, told, writeFiles } from './steps.ts';

let driver: Driver;
beforeAll(async () => {
  driver = await openWorkbench();
  await writeFiles(driver, 1500);
  for (const name of ['out', 'reports']) mkdirSync(join(driver.folder, name));
  // Two rows that cannot be taken: no identifier, and one field too many.
  writeFileSync(
    join(driver.folder, 'data', 'more.csv'),
    'customer_id,plan,country\nN1,free,DE\n,secret-plan,FR\nN2,paid,FR\nN3,paid,DE,secret-field\n',
  );
}, 2 * SLOW);
afterAll(() => driver?.close());

const role = (column: string) =>
  driver.page.getByRole('main').getByLabel(`Role of ${column}`, { exact: true });
const chooseMapping = async (name: string): Promise<void> => {
  await inMain(driver.page, 'Mapping…').click();
  await driver.page.getByRole('menuitem', { name }).click();
};
const look = async (): Promise<void> => {
  const { page, folder } = driver;
  await inMain(page, 'Import a file…').first().click();
  await chooseIn(page, 'Choose a file to import', join(folder, 'data', 'more.csv'), 'Look at this file');
  await inMain(page, 'Check without loading').waitFor();
};

test(
  'a plan runs from the window, from its files to a package that is there',
  async () => {
    const { page, folder } = driver;
    await makeVault(driver, 'shop');
    await inMain(page, 'Run a plan…').click();
    await chooseIn(page, 'Choose a plan', join(folder, 'data', 'plan.yaml'), 'Run this plan');
    await chooseIn(page, 'Where the package of the plan goes', join(folder, 'out'), 'Write it here');
    expect(await told(page, 'the package is in')).toContain(join(folder, 'out', 'plan-package'));
    await page.waitForURL(/#personas$/);
    expect(readdirSync(join(folder, 'out', 'plan-package'))).toContain('manifest.json');
    await goTo(page, 'Sources');
    const sources = page.getByRole('main').getByRole('grid', { name: 'Sources', exact: true });
    expect(await sources.getByRole('row').count()).toBe(5);
  },
  2 * SLOW,
);

test('before a file is imported, each column tells its class, how sure that is, and the evidence', async () => {
  const { page, folder } = driver;
  const rows = Array.from(
    { length: 60 },
    (_, i) => `Z${i},1${980 + (i % 20)},${['none', 'catholic'][i % 2]}`,
  );
  writeFileSync(join(folder, 'data', 'belief.csv'), `customer_id,birth_year,religion\n${rows.join('\n')}\n`);
  await inMain(page, 'Import a file…').first().click();
  await chooseIn(page, 'Choose a file to import', join(folder, 'data', 'belief.csv'), 'Look at this file');
  await page.getByText('religion: special category of data (GDPR Art. 9 or 10), off.').waitFor();
  const row = page.getByRole('row', { name: /^birth_year/ });
  expect(await row.innerText()).toMatch(/Quasi-identifier, 75/);
  await row.getByText('birth_year', { exact: true }).click();
  const inspector = page.getByRole('complementary').last();
  await inspector.getByText('The header says “birth year”.', { exact: true }).waitFor();
  await page
    .getByRole('row', { name: /^religion/ })
    .getByText('religion', { exact: true })
    .click();
  await inspector.getByText(/Off unless the privacy officer signs it off/).waitFor();
  expect(await page.getByRole('main').innerText()).not.toContain('catholic');
  await inMain(page, 'Leave this file').click();
});

test('the report of rejected rows is saved: each by place and reason, without its values', async () => {
  const { page, folder } = driver;
  await look();
  await role('customer_id').selectOption('identifier');
  await inMain(page, 'Check without loading').click();
  await inMain(page, 'Save the report…').click();
  await chooseIn(page, 'Where the report of rejected rows goes', join(folder, 'reports'), 'Write it here');
  await told(page, 'The report is at');
  const [file] = readdirSync(join(folder, 'reports'));
  expect(file).toBe('more.csv.rejects.csv');
  const report = readFileSync(join(folder, 'reports', file), 'utf8');
  expect(report.trim().split(/\r?\n/).length).toBe(3);
  expect(report).not.toContain('secret');
});

test('a mapping is saved to a file, and taken from that file again', async () => {
  const { page, folder } = driver;
  await page.getByRole('tab', { name: /^Columns/ }).click();
  await role('plan').selectOption('quasi-identifier');
  await role('country').selectOption('dropped');
  const [download] = await Promise.all([page.waitForEvent('download'), chooseMapping('Save as a file')]);
  expect(download.suggestedFilename()).toBe('more.mapping.yaml');
  const path = join(folder, 'data', download.suggestedFilename());
  await download.saveAs(path);
  const { columns } = parseMapping(parse(readFileSync(path, 'utf8')));
  expect(columns.find(({ column }) => column === 'plan')).toMatchObject({ class: 'quasi-identifier' });
  await chooseMapping('As suggested');
  await eventually(() => role('plan').inputValue()).not.toBe('quasi-identifier');
  await chooseMapping('From a file…');
  await chooseIn(page, 'Choose a mapping', path, 'Use this mapping');
  await eventually(() => role('plan').inputValue()).toBe('quasi-identifier');
  expect(await role('country').inputValue()).toBe('dropped');
});

test('the mapping of an import is offered under the name of its file for the next one', async () => {
  const { page } = driver;
  await inMain(page, 'Check without loading').click();
  await inMain(page, /^Load 2 rows$/).click();
  await told(page, 'more.csv are in the vault');
  await look();
  await chooseMapping('As suggested');
  await eventually(() => role('plan').inputValue()).not.toBe('quasi-identifier');
  await chooseMapping('As more.csv was mapped');
  await eventually(() => role('plan').inputValue()).toBe('quasi-identifier');
});
