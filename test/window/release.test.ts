/** A release on its way past the privacy officer, as analyst and officer meet it in the window. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEngine } from '../../engine/engine.ts';
import { accessibility, type Driver, openWorkbench } from './driver.ts';
import { eventually, goTo, inMain, PASSPHRASE, SLOW, told } from './steps.ts';

const OFFICER = 'the officer has another';
let folder = '';
let asOf = '';
let driver: Driver;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cloister-test-'));
  const engine = createEngine();
  try {
    ({ asOf } = await engine.call('sample.write', {
      folder: join(folder, 'data'),
      customers: 1500,
      events: 2,
    }));
    await engine.call('vault.create', { path: join(folder, 'shop'), passphrase: PASSPHRASE });
    await engine.call('plan.run', {
      plan: join(folder, 'data', 'plan.yaml'),
      folder: join(folder, 'earlier'),
    });
    await engine.call('officer.enter', { passphrase: PASSPHRASE });
    await engine.call('officer.appoint', { passphrase: OFFICER });
  } finally {
    engine.close();
  }
  driver = await openWorkbench({ vault: join(folder, 'shop.cloister') });
}, 4 * SLOW);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await driver?.close();
});

const ask = async (name: string): Promise<void> => {
  const { page } = driver;
  await page.getByLabel('Name of the release').fill(name);
  const button = inMain(page, /^Put \d+ segments? before the officer$/);
  await eventually(() => button.getAttribute('aria-disabled')).toBeNull();
  await button.click();
  await told(page, /waits for the privacy officer/);
};

test(
  'waits for the officer, who approves with their passphrase or denies with a reason',
  async () => {
    const { page } = driver;
    const opening = page.getByRole('dialog', { name: 'Open shop' });
    await opening.getByLabel('Passphrase').fill(PASSPHRASE);
    await opening.getByRole('button', { name: 'Open', exact: true }).click();
    await page.waitForURL(/#sources$/, { timeout: SLOW });
    const day = page.getByLabel('Day as of which consent is read');
    await day.fill(asOf);
    await day.press('Enter');
    await goTo(page, 'Export');
    const main = page.getByRole('main');
    await main.getByText('Prosecutor risk').waitFor({ timeout: SLOW });
    expect(await main.getByText('The attacker looks for one person').count()).toBeGreaterThan(0);
    await inMain(page, 'Choose…').click();
    const dialog = page.getByRole('dialog', { name: 'Where the package goes' });
    await dialog.getByLabel('Path').fill(folder);
    await dialog.getByLabel('Path').press('Enter');
    await dialog.getByRole('button', { name: 'Write here' }).click();

    await ask('Approved');
    expect(existsSync(join(folder, 'Approved'))).toBe(false);
    await inMain(page, 'Look at it').click();
    await inMain(page, 'Put away').waitFor();
    // The waiting release with its risk, in the place of the one that would be asked for next.
    expect(await main.getByText('Prosecutor risk').count()).toBe(1);
    expect(await accessibility(page)).toEqual([]);
    await inMain(page, 'Approve and write').click();
    const right = page.getByRole('dialog', { name: /officer/i });
    await right.getByLabel('Passphrase').fill(OFFICER);
    await right.getByLabel('Passphrase').press('Enter');
    await told(page, /was written to/);
    expect(existsSync(join(folder, 'Approved', 'manifest.json'))).toBe(true);

    await page.getByLabel('A segment that is held').selectOption('noise');
    await main.getByText('Writing draws them and spends 1').waitFor();
    await main.getByText('0 of 4 spent, 4 left').waitFor();
    await ask('Denied');
    // Before the officer stands what was drawn, and it is paid for.
    await main.getByText('1 of 4 spent, 3 left').waitFor();
    await inMain(page, 'Deny…').click();
    const reason = page.getByRole('dialog', { name: /Deny/ });
    await reason.getByLabel('Reason').fill('The purpose is not clear.');
    await reason.getByRole('button', { name: 'Deny the release' }).click();
    await told(page, /was denied/);
    await main.getByText('The purpose is not clear.').waitFor();
    expect(existsSync(join(folder, 'Denied'))).toBe(false);
    const need = page.getByLabel(/Releases need the officer/);
    await need.uncheck();
    await told(page, /written without asking from now on/);
    await inMain(page, /^Write \d+ files?$/).waitFor();
    expect(driver.problems).toEqual([]);
  },
  4 * SLOW,
);
