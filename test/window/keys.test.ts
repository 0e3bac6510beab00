/** Keys, officer and keychain as a person meets them: what is asked, what is said, what stands in the vault after. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createVault } from '../../engine/vault/vault.ts';
import { KEY_ACTS } from '../../shared/key-acts.ts';
import { CHEAP } from '../engine/vault/fixture.ts';
import { accessibility, type Driver, openWorkbench } from './driver.ts';
import { eventually, PASSPHRASE, SLOW, told } from './steps.ts';

const OFFICER = 'the officer has another';
const NEXT = 'an entirely other one';
let driver: Driver;
let folder = '';
let vault = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cloister-test-'));
  vault = join(folder, 'shop.cloister');
  (await createVault(vault, PASSPHRASE, CHEAP)).close();
  driver = await openWorkbench({ vault });
}, 3 * SLOW);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await driver?.close();
});

/** A keychain as the desktop shell would have it, in a page that has none. */
const fakeKeychain = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const kept = new Map<string, string>();
    Object.assign(window, {
      kept,
      bridge: {
        keychain: {
          state: async () => ({ available: true }),
          remember: async (at: string, words: string) => void kept.set(at, words),
          recall: async (at: string) => kept.get(at) ?? null,
          forget: async (at: string) => void kept.delete(at),
        },
      },
    });
  });
const keptThere = (page: Page): Promise<string[]> =>
  page.evaluate(() => [...(window as unknown as { kept: Map<string, string> }).kept.values()]);
/** Waits for a short message; it stays, since a dialog lies over its button. */
const said = (page: Page, words: string): Promise<void> =>
  page.locator('.toastbox', { hasText: words }).first().waitFor({ timeout: SLOW });
const showKeys = async (page: Page) => {
  await page.getByTitle('Vault', { exact: true }).click();
  await page.getByRole('menuitem', { name: 'Keys…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Keys of shop' });
  await dialog.getByText('Argon2id').waitFor();
  return dialog;
};

describe('the keychain', () => {
  test(
    'is not offered where there is none; it keeps a passphrase only when asked to',
    async () => {
      const { page } = driver;
      const dialog = page.getByRole('dialog', { name: 'Open shop' });
      await dialog.getByLabel('Passphrase').fill(PASSPHRASE);
      expect(await dialog.getByText('keychain').count()).toBe(0);
      await dialog.getByRole('button', { name: 'Open', exact: true }).click();
      await page.waitForURL(/#sources$/, { timeout: SLOW });

      await fakeKeychain(page);
      const lock = async (): Promise<void> => {
        await page.keyboard.press('Control+l');
        await page.waitForURL(/#welcome$/);
        // The vault named at the start is asked for again.
        await dialog.waitFor();
      };
      await lock();
      const keep = dialog.getByLabel('Keep in this computer’s keychain');
      expect(await keep.isChecked()).toBe(false);
      await keep.check();
      await dialog.getByLabel('Passphrase').fill(PASSPHRASE);
      await dialog.getByRole('button', { name: 'Open', exact: true }).click();
      await page.waitForURL(/#sources$/, { timeout: SLOW });
      await eventually(() => keptThere(page)).toEqual([PASSPHRASE]);
      await lock();
      await dialog.getByRole('button', { name: 'Open with the keychain' }).click();
      await page.waitForURL(/#sources$/, { timeout: SLOW });
    },
    SLOW,
  );
});

describe('keys', () => {
  test(
    'say what they are, and every act what it does and does not do',
    async () => {
      const { page } = driver;
      const dialog = await showKeys(page);
      await dialog.getByText('none appointed').waitFor();
      await dialog.getByText('in this computer’s keychain').waitFor();
      expect(await accessibility(page)).toEqual([]);
      for (const act of ['passphrase', 'rekey', 'epoch', 'shred-pseudonyms', 'shred-vault'] as const) {
        await dialog.getByRole('button', { name: `${KEY_ACTS[act].verb}…` }).click();
        const one = page.getByRole('dialog', { name: KEY_ACTS[act].title });
        await one.getByText(KEY_ACTS[act].does).waitFor();
        await one.getByText(KEY_ACTS[act].doesNot).waitFor();
        expect(await one.getByRole('button', { name: KEY_ACTS[act].verb }).isDisabled()).toBe(true);
        await one.getByRole('button', { name: 'Back' }).click();
      }
    },
    SLOW,
  );

  test(
    'an officer is appointed; an epoch then asks for the officer’s passphrase and goes on by itself',
    async () => {
      const { page } = driver;
      const dialog = page.getByRole('dialog', { name: 'Keys of shop' });
      await dialog.getByRole('button', { name: 'Appoint an officer…' }).click();
      const appoint = page.getByRole('dialog', { name: 'Privacy officer' });
      await appoint.getByLabel('The officer’s new passphrase').fill(OFFICER);
      await appoint.getByLabel('New passphrase again').fill(OFFICER);
      await appoint.getByRole('button', { name: 'Appoint an officer' }).click();
      const asked = page.getByRole('dialog', { name: 'This needs the privacy officer' });
      await asked.getByText('typed once more').waitFor();
      await asked.getByLabel('Passphrase of the vault').fill('not the passphrase');
      await asked.getByRole('button', { name: 'Act as officer' }).click();
      await asked.getByText('the attempt is on the record').waitFor({ timeout: SLOW });
      await asked.getByLabel('Passphrase of the vault').fill(PASSPHRASE);
      await asked.getByRole('button', { name: 'Act as officer' }).click();
      await said(page, 'The officer is appointed.');
      await dialog.getByText(/key [0-9a-f]{16}, since/).waitFor();

      await dialog.getByRole('button', { name: 'Begin a new epoch…' }).click();
      const epoch = page.getByRole('dialog', { name: 'New epoch of pseudonyms' });
      await epoch.getByLabel('Passphrase of the vault').fill(PASSPHRASE);
      await epoch.getByRole('button', { name: 'Begin a new epoch' }).click();
      await asked.getByLabel('Officer’s passphrase').fill(OFFICER);
      await asked.getByRole('button', { name: 'Act as officer' }).click();
      await said(page, KEY_ACTS.epoch.done);
      await dialog.getByText('epoch 2; 0 stored').waitFor();
      await dialog.getByRole('button', { name: 'Close' }).click();
      await page.getByRole('button', { name: 'Officer', exact: true }).click();
      await told(page, 'You act as analyst again.');
      expect(await page.getByRole('button', { name: 'Officer', exact: true }).count()).toBe(0);
      // What was typed stays in the fields it was typed into.
      const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
      for (const words of [PASSPHRASE, OFFICER]) expect(stored).not.toContain(words);
    },
    2 * SLOW,
  );

  test(
    'another passphrase reaches the keychain too; the vault can be destroyed, and its last head is shown',
    async () => {
      const { page } = driver;
      const dialog = await showKeys(page);
      await dialog.getByRole('button', { name: 'Change the passphrase…' }).click();
      const change = page.getByRole('dialog', { name: 'Another passphrase' });
      await change.getByLabel('Passphrase of the vault').fill(PASSPHRASE);
      await change.getByLabel('New passphrase', { exact: true }).fill(NEXT);
      await change.getByLabel('New passphrase again').fill(NEXT);
      await change.getByRole('button', { name: 'Change the passphrase' }).click();
      await said(page, KEY_ACTS.passphrase.done);
      expect(await keptThere(page)).toEqual([NEXT]);
      await dialog.getByText('keys.json.previous still opens').waitFor();

      await dialog.getByRole('button', { name: 'Destroy the vault…' }).click();
      const shred = page.getByRole('dialog', { name: 'The whole vault' });
      await shred.getByLabel('Passphrase of the vault').fill(NEXT);
      await shred.getByLabel(/^Type shop/).fill('shop');
      await shred.getByRole('button', { name: 'Destroy the vault' }).click();
      const asked = page.getByRole('dialog', { name: 'This needs the privacy officer' });
      await asked.getByLabel('Officer’s passphrase').fill(OFFICER);
      await asked.getByRole('button', { name: 'Act as officer' }).click();
      await shred.getByText('"signature"').waitFor({ timeout: SLOW });
      await shred.getByRole('button', { name: 'Close' }).click();
      await page.waitForURL(/#welcome$/);
      expect(await keptThere(page)).toEqual([]);
    },
    2 * SLOW,
  );
});
