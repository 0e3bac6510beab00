/**
 * After a backup is restored that lacks a file with refusals, and what is kept of them beside the keystore is lost:
 * Export says so, and the officer acknowledges it.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createEngine } from '../../engine/engine.ts';
import { copyShop, customerOf, PASSPHRASE } from '../engine/subjects/shop.ts';
import { withFolder } from '../engine/vault/fixture.ts';
import { accessibility, type Driver, openWorkbench } from './driver.ts';
import { goTo, inMain, SLOW, told } from './steps.ts';

let driver: Driver;
let release: () => void;
let held: Promise<void>;

/** A shop restored from a backup; the refusal of one customer was imported after it. */
const restored = async (folder: string): Promise<string> => {
  const { engine, vault } = await copyShop(folder);
  await engine.call('officer.enter', { passphrase: PASSPHRASE });
  const file = join(folder, 'backup.cloister-backup');
  await engine.call('vault.backup', { file });
  const refusals = join(folder, 'refusals.csv');
  writeFileSync(refusals, `customer_id,said,on\n${customerOf(3)},no,2026-03-01\n`);
  await engine.call('intake.import', {
    file: refusals,
    mapping: {
      version: 1,
      kind: 'consents',
      columns: [
        { column: 'customer_id', role: 'identifier', identifier: 'customer' },
        { column: 'said', role: 'consent', part: 'state', purpose: 'personalize', values: { no: 'refused' } },
        { column: 'on', role: 'time', format: 'iso' },
      ],
    },
  });
  engine.close();
  rmSync(join(vault, 'keys.refusals.bin'));
  const other = createEngine();
  await other.call('vault.restore', { file, path: vault, passphrase: PASSPHRASE, replace: true });
  other.close();
  return vault;
};

beforeAll(async () => {
  const vault = await new Promise<string>((ready, failed) => {
    held = withFolder(async (folder) => {
      const path = await restored(folder);
      await new Promise<void>((done) => {
        release = done;
        ready(path);
      });
    });
    held.catch(failed);
  });
  driver = await openWorkbench({ vault });
  const { page } = driver;
  await page.getByLabel('Passphrase').fill(PASSPHRASE);
  await page.keyboard.press('Enter');
  await page.getByText('40 known').waitFor({ timeout: SLOW });
  await goTo(page, 'Export');
}, 2 * SLOW);
afterAll(async () => {
  await driver?.close();
  release();
  await held;
});

it(
  'nothing leaves until the officer, who is asked for the passphrase, has looked',
  async () => {
    const { page } = driver;
    const hold = page.getByText(/does not know 1 file with refusals/);
    await hold.waitFor({ timeout: SLOW });
    expect(await accessibility(page)).toEqual([]);
    await inMain(page, 'Acknowledge the rest…').click();
    await page.getByRole('dialog').getByLabel('Reason').fill('the file is lost');
    await page.getByRole('button', { name: 'Acknowledge the loss' }).press('Enter');
    await page.getByLabel(/^Passphrase of/).fill(PASSPHRASE);
    await page.keyboard.press('Enter');
    await told(page, '1 loss acknowledged');
    await hold.waitFor({ state: 'detached', timeout: SLOW });
  },
  2 * SLOW,
);
