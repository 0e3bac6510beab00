/** Purposes and notices are defined in the window by the officer, from the keyboard. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { copyShop, PASSPHRASE } from '../engine/subjects/shop.ts';
import { withFolder } from '../engine/vault/fixture.ts';
import { type Driver, openWorkbench } from './driver.ts';
import { goTo, inMain, SLOW, told } from './steps.ts';

let driver: Driver;
let release: () => void;
let held: Promise<void>;

beforeAll(async () => {
  const vault = await new Promise<string>((ready) => {
    held = withFolder(async (folder) => {
      (await copyShop(folder)).engine.close();
      await new Promise<void>((done) => {
        release = done;
        ready(`${folder}/shop.cloister`);
      });
    });
  });
  driver = await openWorkbench({ vault });
  const { page } = driver;
  await page.getByLabel('Passphrase').fill(PASSPHRASE);
  await page.keyboard.press('Enter');
  await page.getByText('40 known').waitFor({ timeout: SLOW });
  await goTo(page, 'Consent');
  await page.getByRole('tab', { name: 'Notices' }).click();
}, 2 * SLOW);
afterAll(async () => {
  await driver?.close();
  release();
  await held;
});

it(
  'a purpose of the taxonomy, and a notice that lists it',
  async () => {
    const { page } = driver;
    await inMain(page, 'Define a purpose…').click();
    await page.getByLabel('Data use', { exact: true }).selectOption('personalize.content');
    await page.getByLabel('What it is called').fill('Recommendations');
    await page.getByLabel('Legal basis that counts').selectOption('Consent alone, wherever people live');
    await page.getByRole('button', { name: 'Define the purpose' }).press('Enter');
    await page.getByLabel(/^Passphrase of/).fill(PASSPHRASE);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Define the purpose' }).press('Enter');
    await told(page, 'The purpose Recommendations is defined.');
    await inMain(page, 'Define a notice…').click();
    await page.getByLabel('Label, as the sources write it').fill('2026-7');
    await page.getByRole('checkbox', { name: 'Recommendations' }).press('Space');
    await page.getByRole('button', { name: 'Define the notice' }).press('Enter');
    await told(page, 'The notice 2026-7 is defined.');
    const row = page.getByRole('row', { name: /2026-7/ });
    expect(await row.innerText()).toContain('personalize.content');
  },
  2 * SLOW,
);

it(
  'the opt-out rules of the United States hold once the officer says why, and end again',
  async () => {
    const { page } = driver;
    await inMain(page, 'Let opt-out rules hold in the United States…').click();
    await page.getByRole('dialog').getByLabel('Reason').fill('counsel agreed');
    await page.getByRole('button', { name: 'Let opt-out rules hold', exact: true }).press('Enter');
    await told(page, 'Opt-out rules hold in the United States.');
    await inMain(page, 'End the opt-out rules of the United States…').waitFor();
  },
  2 * SLOW,
);
