/** Requests of data subjects through the screen, and what the browser keeps of them. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { copyShop, customerOf, PASSPHRASE, townOf } from '../engine/subjects/shop.ts';
import { withFolder } from '../engine/vault/fixture.ts';
import { accessibility, type Driver, openWorkbench } from './driver.ts';
import { eventually, goTo, inMain, SLOW, told } from './steps.ts';

let driver: Driver;
let release: () => void;
let held: Promise<void>;

beforeAll(async () => {
  const vault = await new Promise<string>((ready) => {
    held = withFolder(async (folder) => {
      const shop = await copyShop(folder);
      shop.engine.close();
      await new Promise<void>((done) => {
        release = done;
        ready(shop.vault);
      });
    });
  });
  driver = await openWorkbench({ vault });
  const { page } = driver;
  await page.getByLabel('Passphrase').fill(PASSPHRASE);
  await page.keyboard.press('Enter');
  await page.getByText('40 known').waitFor({ timeout: SLOW });
  await goTo(page, 'Audit');
  await page.getByRole('tab', { name: 'Requests' }).click();
}, 2 * SLOW);
afterAll(async () => {
  await driver?.close();
  release();
  await held;
});

it('shows what is held on one person once the officer’s passphrase was given', async () => {
  const { page } = driver;
  await page.getByRole('textbox', { name: 'Identifier' }).fill(customerOf(6));
  await inMain(page, 'Show what is held').click();
  await page.getByLabel(/^Passphrase of/).fill(PASSPHRASE);
  await page.keyboard.press('Enter');
  await page.getByRole('cell', { name: townOf(6) }).waitFor({ timeout: SLOW });
  expect(await page.getByRole('main').innerText()).not.toContain(townOf(7));
  expect(await accessibility(page)).toEqual([]);
});

it('S10: the browser keeps nothing of what was typed and shown, and is told to keep nothing', async () => {
  const { page, shell } = driver;
  const kept = await page.evaluate(async () =>
    JSON.stringify([
      { ...localStorage },
      { ...sessionStorage },
      document.cookie,
      location.href,
      history.state,
      await caches.keys(),
      await indexedDB.databases(),
      performance.getEntriesByType('resource').map(({ name }) => name),
      [...document.querySelectorAll('input')].map((field) => [field.autocomplete, field.spellcheck]),
    ]),
  );
  for (const canary of [customerOf(6), townOf(6), PASSPHRASE]) expect(kept).not.toContain(canary);
  expect(kept).toContain('["off",false]');
  const { headers } = await page.evaluate(async () => {
    const answer = await fetch('/app');
    return { headers: Object.fromEntries(answer.headers) };
  });
  expect(shell.origin).toMatch(/^http:\/\/127\.0\.0\.1:/);
  expect(headers['cache-control']).toBe('no-store');
});

it('records an objection, and the lens follows at once', async () => {
  const { page } = driver;
  await inMain(page, 'Record an objection').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Record an objection' }).click();
  await page.getByText('This person objected.').waitFor({ timeout: SLOW });
});

it('lifts the objection with a reason, and the lens follows at once', async () => {
  const { page } = driver;
  await inMain(page, 'Lift the objection…').click();
  const dialog = page.getByRole('dialog');
  const lift = dialog.getByRole('button', { name: 'Lift the objection' });
  expect(await lift.getAttribute('aria-disabled')).toBe('true');
  await dialog.getByLabel('Reason').fill('letter of March');
  expect(await accessibility(page)).toEqual([]);
  await lift.click();
  await told(page, 'The objection is lifted.');
  await page.getByText('This person objected.').waitFor({ state: 'detached', timeout: SLOW });
});

it('erases, tells what was found afterwards, and forgets the identifier', async () => {
  const { page } = driver;
  await inMain(page, 'Erase…').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Number of the request').fill('someone@example.org');
  await eventually(() => dialog.getByRole('button', { name: 'Erase' }).getAttribute('aria-disabled')).toBe(
    'true',
  );
  await dialog.getByLabel('Number of the request').fill('DSR-12');
  await dialog.getByRole('button', { name: 'Erase' }).click();
  await page.getByText('nothing was found afterwards').waitFor({ timeout: SLOW });
  await page.getByRole('row', { name: /DSR-12/ }).waitFor({ timeout: SLOW });
  await page.getByText('39 known').waitFor({ timeout: SLOW });
  expect(await page.getByRole('textbox', { name: 'Identifier' }).inputValue()).toBe('');
});

it('lets an identifier in again that was erased, and no other', async () => {
  const { page } = driver;
  await inMain(page, 'Let someone in again…').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill('wishes to come back');
  await dialog.getByRole('textbox', { name: 'Identifier' }).fill(customerOf(7));
  await dialog.getByRole('button', { name: 'Let them in again' }).click();
  await dialog.getByText('None of these identifiers is on the suppression list.').waitFor({ timeout: SLOW });
  await dialog.getByRole('textbox', { name: 'Identifier' }).fill(customerOf(6));
  await dialog.getByRole('button', { name: 'Let them in again' }).click();
  await told(page, 'The identifier may come in again.');
});
