/**
 * Identity in the window: links and who is one person by them, a link cut and put back by the officer, and duplicates
 * that are looked at by keyboard and linked only when confirmed.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../engine/engine.ts';
import { parseMapping } from '../../shared/mapping.ts';
import { newVault, PASSPHRASE, scratch } from '../end-to-end/scratch.ts';
import { fileOf, makePeople, SHAPES } from '../engine/intake/duplicates/people.ts';
import { accessibility, type Driver, openWorkbench } from './driver.ts';
import { unexplained } from './numbers.ts';
import { chooseIn, eventually, goTo, inMain, SLOW, told } from './steps.ts';

const { folder, remove } = scratch();
const { originals, copies } = makePeople({ seed: 'window', ...SHAPES.fourth, originals: 120, copies: 40 });
const file = join(folder, 'people.csv');
let driver: Driver;

const rows = (count: number, make: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => make(i)).join('\n');
const take = (engine: Engine, name: string, kind: string, text: string, columns: object[]) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return engine.call('intake.import', { file: path, mapping: parseMapping({ version: 1, kind, columns }) });
};
/** Customers with addresses, browsers they log in with, one browser that everybody uses, and a file with duplicates. */
const fill = async (engine: Engine): Promise<void> => {
  await take(
    engine,
    'customers.csv',
    'profiles',
    `id,email,plan\n${rows(60, (i) => `C${i},c${i}@mail.example,gold`)}\n`,
    [
      { column: 'id', role: 'identifier', identifier: 'customer' },
      { column: 'email', role: 'link', identifier: 'email' },
      { column: 'plan', role: 'attribute', type: 'text' },
    ],
  );
  const visits = [
    rows(60, (i) => `k${i},,view,2026-02-01`),
    rows(60, (i) => `k${i},C${i},login,2026-02-02`),
    rows(20, (i) => `kiosk,C${i},view,2026-03-01`),
  ];
  await take(engine, 'visits.csv', 'events', `cookie,user,name,at\n${visits.join('\n')}\n`, [
    { column: 'cookie', role: 'identifier', identifier: 'device' },
    { column: 'user', role: 'link', identifier: 'customer' },
    { column: 'name', role: 'name' },
    { column: 'at', role: 'time' },
  ]);
  writeFileSync(file, fileOf([...originals, ...copies]));
  await engine.call('intake.import', { file });
};
const known = (): Promise<string> => driver.page.getByRole('contentinfo').innerText();

beforeAll(async () => {
  const engine = await newVault(folder, 'people');
  await fill(engine);
  engine.close();
  driver = await openWorkbench({ vault: join(folder, 'people.cloister') });
  const { page } = driver;
  await page.getByLabel('Passphrase').fill(PASSPHRASE);
  await page.keyboard.press('Enter');
  await page.getByText('known').first().waitFor({ timeout: SLOW });
  await goTo(page, 'Sources');
  await page.getByRole('main').getByRole('tab', { name: 'Identity' }).click();
}, 3 * SLOW);
afterAll(async () => {
  await driver?.close();
  remove();
});

describe('links', () => {
  it('are told by source and kind, shared identifiers with the reason, and every number can be asked', async () => {
    const { page } = driver;
    const sources = page.getByRole('grid', { name: 'Where the links come from' });
    await sources.getByRole('row', { name: /visits\.csv/ }).waitFor({ timeout: SLOW });
    const shared = page.getByRole('grid', { name: 'Shared identifiers' });
    expect(await shared.getByRole('row').nth(1).innerText()).toMatch(
      /Device\s+Customer number\s+<11\s+more than 10/,
    );
    expect(await unexplained(page)).toEqual([]);
    expect(await accessibility(page)).toEqual([]);
    await page.getByRole('button', { name: 'Show as a table' }).first().click();
    expect(await page.getByRole('table').first().innerText()).toMatch(/Identifiers\s+People/);
    await page.getByRole('button', { name: 'Show as a chart' }).first().click();
  });

  it('are listed for the officer, cut with a reason, and put back', async () => {
    const { page } = driver;
    await page.getByRole('textbox', { name: 'Identifier of one person' }).fill('C7');
    await inMain(page, 'Explain').click();
    await page.getByLabel(/^Passphrase of/).fill(PASSPHRASE);
    await page.keyboard.press('Enter');
    const log = page.getByRole('grid', { name: 'Links one by one' });
    await log.getByRole('row', { name: /holds/ }).first().click();
    expect(await unexplained(page)).toEqual([]);
    await inMain(page, 'Cut…').click();
    await page.getByRole('dialog').getByLabel('Reason').fill('two people at one desk');
    await page.getByRole('button', { name: 'Cut the link' }).click();
    expect(await told(page, /Link \d+/)).toContain('two people');
    await log.getByRole('row', { name: /cut/ }).first().waitFor();
    await inMain(page, 'Put back…').click();
    await page.getByRole('dialog').getByLabel('Reason').fill('one after all');
    await page.getByRole('button', { name: 'Put the link back' }).click();
    expect(await told(page, /Link \d+/)).toContain('one person');
  });
});

describe('duplicates', () => {
  it('are found in a file, explained with masked values, and decided by keyboard', async () => {
    const { page } = driver;
    await inMain(page, 'Choose a file…').click();
    await chooseIn(page, 'Choose a file with people', file, 'Compare its records');
    await inMain(page, 'Compare').click();
    const pairs = page.getByRole('grid', { name: 'Probable duplicates' });
    await pairs.getByRole('row').nth(1).waitFor({ timeout: SLOW });
    await pairs.getByRole('row').nth(1).click();
    const fields = page.getByRole('grid', { name: 'Pair 1' });
    expect(await fields.innerText()).toMatch(/date_of_birth/);
    const shown = await page.getByRole('main').innerText();
    for (const [, given, family] of originals.slice(0, 40)) {
      if (given.length > 4) expect(shown).not.toContain(given);
      if (family.length > 4) expect(shown).not.toContain(family);
    }
    expect(await unexplained(page)).toEqual([]);
    expect(await accessibility(page)).toEqual([]);
    await pairs.focus();
    await page.keyboard.press('y');
    await page.keyboard.press('y');
    await page.keyboard.press('n');
    await page.getByText(/^2 one person, 1 two people/).waitFor();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('u');
    await page.getByText(/^2 one person, 0 two people/).waitFor();
  });

  it('are linked only when they are confirmed, and then the vault knows fewer people', async () => {
    const { page } = driver;
    const before = await known();
    await inMain(page, /^Say yes to the other/).click();
    await inMain(page, /^Link \d+ pairs…/).click();
    await page.getByRole('dialog').getByLabel('Reason').fill('looked at each');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Link \d+ pairs$/ })
      .click();
    expect(await told(page, 'new links')).toMatch(/^\D*\d+ new links/);
    await eventually(known).not.toBe(before);
    await page
      .getByRole('grid', { name: 'Where the links come from' })
      .getByText('confirmed by hand')
      .waitFor();
  });
});
