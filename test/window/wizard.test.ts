/** The wizard by keys alone: every step, what only a person can say, both readings of a date and a number, the check, the load. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { textIn } from '../engine/intake/csv/written-elsewhere.ts';
import { byKeys, forbidMouse } from './by-keys.ts';
import { accessibility, type Driver, openWorkbench } from './driver.ts';
import { eventually, makeVault, SLOW } from './steps.ts';

let driver: Driver;
const page = () => driver.page;
const main = () => page().getByRole('main');
const { focus, press, type, reach, use, until, enter, hidden } = byKeys(() => driver);

/** Dates and amounts of which every one can be read in two ways. */
const orders = (from: number, amount: (n: number) => string): string =>
  `order_no,customer_id,ordered_on,amount,refunded,status,newsletter,mobile\n${Array.from(
    { length: 30 },
    (_, i) => from + i,
  )
    .map((n) =>
      [
        `A${1000 + n}`,
        `C${n}`,
        `0${1 + (n % 9)}/0${1 + (n % 8)}/2026`,
        amount(n),
        n === 3 ? '1.000' : '',
        n % 10 === 0 ? 'failed' : 'paid',
        n % 2 === 0 ? 'ja' : 'nein',
        `0171 ${2345600 + n}`,
      ].join(','),
    )
    .join('\n')}\n`;
const price = (n: number): string => `${1 + (n % 9)}.250`;

beforeAll(async () => {
  driver = await openWorkbench();
  const { folder } = driver;
  writeFileSync(join(folder, 'cyrillic.csv'), textIn('koi8-r', 'Russian'));
  writeFileSync(join(folder, 'first.csv'), orders(0, price));
  writeFileSync(
    join(folder, 'second.csv'),
    orders(20, (n) => (n < 25 ? '9.999' : price(n))),
  );
}, 2 * SLOW);
afterAll(() => driver?.close());

/** A picture of what stands there, in both sizes and themes, where a folder for them is named. */
const shoot = async (name: string): Promise<void> => {
  const folder = process.env['SHOTS'];
  if (folder === undefined) return;
  for (const [width, height] of [
    [1440, 900],
    [1024, 700],
  ] as const)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page().setViewportSize({ width, height });
      await page().emulateMedia({ colorScheme });
      await page().screenshot({ path: join(folder, `${name}-${colorScheme}-${width}.png`) });
    }
  await page().setViewportSize({ width: 1440, height: 900 });
  await page().emulateMedia({ colorScheme: 'light' });
};
const isChosen = async (part: Locator): Promise<boolean> =>
  (await part.getAttribute('aria-selected')) === 'true';
const look = async (file: string): Promise<void> => {
  await enter('Work area');
  await use('Import a file…');
  const dialog = page().getByRole('dialog', { name: 'Choose a file to import' });
  await dialog.waitFor();
  await reach('Path');
  await press('Control+a');
  await type(driver.folder);
  await press('Enter');
  const row = dialog.getByRole('row', { name: new RegExp(`^${file}`) });
  await row.waitFor();
  await reach(driver.folder);
  await until('ArrowDown', () => isChosen(row));
  await press('Enter');
  await dialog.waitFor({ state: 'hidden' });
  await page()
    .getByRole('heading', { name: `Import ${file}` })
    .waitFor({ timeout: SLOW });
};
/** Chooses an option of the list that has the focus by going down to it. */
const pick = async (label: string | RegExp, option: RegExp): Promise<void> => {
  await reach(label);
  const words = (): Promise<string> =>
    page().evaluate(
      () => (document.activeElement as HTMLSelectElement).selectedOptions[0]?.textContent ?? '',
    );
  await press('Home');
  await until('ArrowDown', async () => option.test(await words()));
};
const step = async (name: RegExp): Promise<void> => {
  await enter('Work area');
  await reach(/^(Columns \d.*|Consent( \d+)?|Rows|Check)$/);
  const tab = main().getByRole('tab', { name });
  await until('ArrowRight', () => isChosen(tab), 4);
};
const isFine = async (): Promise<void> => expect(await accessibility(page())).toEqual([]);

describe('the wizard, without a mouse', () => {
  test(
    'asks how a text is written that proves no encoding, with what each makes of the header, and reads it so',
    async () => {
      await makeVault(driver, 'keys');
      await page().addInitScript(forbidMouse);
      await page().evaluate(forbidMouse);
      await look('cyrillic.csv');
      const check = main().getByRole('button', { name: 'Check without loading' });
      await main().getByRole('heading', { name: '1 question that only you can answer' }).waitFor();
      expect(await check.isDisabled()).toBe(true);
      const readings = (await main().getByLabel('How the text is written').innerText()).split('\n');
      expect(readings.filter(Boolean).slice(1, 3)).toEqual([
        expect.stringMatching(/^Cyrillic \(KOI8-R\), read as клиент, имя, город, /),
        expect.stringMatching(/^Cyrillic \(Windows-1251\), read as ЛМЙЕОФ, ЙНС, ЗПТПД, /),
      ]);
      expect(readings.join()).not.toContain('Москва');
      await isFine();
      await shoot('encoding');
      await enter('Work area');
      await pick('How the text is written', /KOI8-R/);
      await main().getByRole('heading', { name: 'How values are written' }).waitFor();
      await main()
        .getByRole('row', { name: /^город/ })
        .waitFor();
      await enter('Work area');
      await use('Leave this file');
    },
    SLOW,
  );

  test(
    'asks how dates and amounts are written, with both readings on masked values, and checks nothing before',
    async () => {
      await look('first.csv');
      const check = main().getByRole('button', { name: 'Check without loading' });
      await main().getByRole('heading', { name: '2 questions that only you can answer' }).waitFor();
      expect(await check.isDisabled()).toBe(true);
      const dates = main().getByLabel('How ordered_on is written');
      expect((await dates.innerText()).split('\n').filter(Boolean)).toEqual([
        'Choose…',
        '99/99/9999 as day, month, year: 03/04/05 is 3 April 2005',
        '99/99/9999 as month, day, year: 03/04/05 is 4 March 2005',
      ]);
      await isFine();
      await shoot('questions');
      await enter('Work area');
      await pick('How ordered_on is written', /day, month/);
      await pick('How amount is written', /three decimals/);
      await eventually(() => check.isEnabled()).toBe(true);
    },
    SLOW,
  );

  test(
    'says of columns what only a person can say: roles, refunds, rows left out, the country of numbers',
    async () => {
      await enter('Work area');
      await pick('Role of mobile', /^Link$/);
      await pick('Role of refunded', /^Dropped$/);
      await pick('Role of newsletter', /^Consent$/);
      const choose = async (column: string): Promise<void> => {
        await enter('Work area');
        await reach('Columns of first.csv');
        const row = main().getByRole('row', { name: new RegExp(`^${column}`) });
        await press('Home');
        await until('ArrowDown', () => isChosen(row));
      };
      await choose('mobile');
      await pick('What it identifies by', /Telephone/);
      await reach('Country of numbers without one');
      await type('de');
      await press('Enter');
      await choose('amount');
      await pick('Taken off it', /^refunded$/);
      await choose('status');
      await reach('Records left out by this column');
      await type('failed');
      await press('Enter');
      await main().getByRole('button', { name: '× failed' }).waitFor();
      await isFine();
      await shoot('columns');
    },
    SLOW,
  );

  test(
    'says what each word of consent means, and what came before',
    async () => {
      await step(/^Consent/);
      await pick('Purpose', /./);
      await pick('Purpose', /ersonal/);
      for (const [word, meaning] of [
        ['ja', /^given$/],
        ['nein', /^refused$/],
      ] as const) {
        await enter('Work area');
        await reach('Value in the file');
        await type(word);
        await use('Add a value');
        await enter('Work area');
        await pick(`${word} means`, meaning);
      }
      await pick('Their answer', /not said/);
      await isFine();
      await shoot('consent');
      await step(/^Rows/);
      await pick('They are', /known by their number/);
      await reach('Files that may bring them');
      await type('till');
      await press('Enter');
      await isFine();
      await shoot('rows');
    },
    SLOW,
  );

  test(
    'checks with words for who cannot see it, in a table of facts, and loads',
    async () => {
      await enter('Work area');
      await use('Check without loading');
      await page().getByText('Checked: 27 of 30 rows would be taken.').waitFor({ timeout: SLOW });
      const facts = await main().locator('.checked').innerText();
      expect(facts).toMatch(/In the file\s+30\s+Would be taken\s+27[\s\S]*Rejected\s+3/);
      expect(facts).toMatch(/Known before\s+0\s+New\s+27/);
      await main()
        .getByRole('row', { name: /newsletter.*ja.*given/ })
        .waitFor();
      await isFine();
      await shoot('check');
      await enter('Work area');
      await use('Load 27 rows');
      await page().locator('.toastbox', { hasText: 'first.csv are in the vault' }).waitFor({ timeout: SLOW });
    },
    SLOW,
  );

  test(
    'tells of a file that overlaps what is new, the same and corrected, mapped as the one before',
    async () => {
      await look('second.csv');
      await enter('Work area');
      await use('Mapping…');
      await page()
        .getByRole('menuitem', { name: /^As first\.csv was mapped/ })
        .waitFor();
      await until('ArrowDown', async () => /^As first/.test((await focus()).name));
      await press('Enter');
      await enter('Work area');
      await use('Check without loading');
      await page()
        .getByText(/^Checked: /)
        .waitFor({ timeout: SLOW });
      const facts = await main().locator('.checked').innerText();
      expect(facts).toMatch(
        /Would be taken\s+22\s+New\s+18\s+Corrected\s+4\s+Late\s+\d+\s+The same as before\s+5/,
      );
      await shoot('overlap');
      expect([...hidden]).toEqual([]);
      expect(driver.problems).toEqual([]);
    },
    SLOW,
  );
});
