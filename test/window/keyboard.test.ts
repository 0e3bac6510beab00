/**
 * The whole way, from making a vault to a package that verifies, without a mouse: every control is reached by keys in
 * the order it is read, and shows that it has the focus. Whatever would press a mouse button here fails the test.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { byKeys, forbidMouse } from './by-keys.ts';
import { type Driver, openWorkbench } from './driver.ts';
import { eventually, FILES, PASSPHRASE, SLOW, writeFiles } from './steps.ts';

let driver: Driver;
let asOf = '';
beforeAll(async () => {
  driver = await openWorkbench({ width: 1024, height: 700 });
  ({ asOf } = await writeFiles(driver));
  mkdirSync(join(driver.folder, 'out'));
  // From here on there is no mouse: a press of it, by a test or by a helper, is a complaint.
  await driver.page.addInitScript(forbidMouse);
  await driver.page.evaluate(forbidMouse);
}, 2 * SLOW);
afterAll(() => driver?.close());

const { focus, hidden, press, type, reach, use, until, enter } = byKeys(() => driver);

/** Opens a place by its two keys; letters typed in a field are text, so it is left first. */
const go = async (letter: string, title: string): Promise<void> => {
  await enter('Stages');
  await press('g');
  await press(letter);
  await driver.page.waitForFunction((name) => document.title.startsWith(name), title);
};

/** Runs a command by its words. */
const command = async (words: string): Promise<void> => {
  await press('Control+k');
  await driver.page.getByRole('dialog', { name: 'Commands' }).waitFor();
  await type(words);
  await press('Enter');
};

const told = async (words: string | RegExp): Promise<void> => {
  await driver.page.locator('.toastbox', { hasText: words }).first().waitFor({ timeout: SLOW });
};

describe('without a mouse', () => {
  test('the helper that watches for a mouse does its work', async () => {
    await driver.page.mouse.click(5, 5);
    // One press is told twice, and each by itself: what is not waited for would be held against a later test.
    await eventually(() => driver.problems.length).toBe(2);
    expect(driver.problems.splice(0).join()).toMatch(
      /a mouse was used \(pointerdown\).*a mouse was used \(mousedown\)/,
    );
  });

  test('a vault is made', async () => {
    const { page, folder } = driver;
    await use('New vault…');
    const dialog = page.getByRole('dialog', { name: 'New vault' });
    await dialog.waitFor();
    expect((await focus()).name).toBe('Name');
    await type('shop');
    await eventually(() => dialog.getByLabel('Folder').inputValue()).toBe(folder);
    await reach('Passphrase');
    await type(PASSPHRASE);
    await press('Tab');
    await type(PASSPHRASE);
    await use('Make the vault');
    await page.waitForURL(/#sources$/, { timeout: SLOW });
  });

  test('Escape closes a dialog and gives the focus back to where it came from', async () => {
    const { page } = driver;
    await enter('Work area');
    await use('Import a file…');
    await page.getByRole('dialog').waitFor();
    await press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await eventually(async () => (await focus()).name).toBe('Import a file…');
  });

  test('a dialog that is answered gives it back, too', async () => {
    const { page } = driver;
    await enter('Status');
    await use(/^seed/);
    await page.getByRole('dialog').waitFor();
    await press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await eventually(async () => (await focus()).name).toMatch(/^seed/);
  });

  test.each(FILES)('%s are chosen, looked at, checked and loaded', async (name) => {
    const { page, folder } = driver;
    await enter('Work area');
    await use('Import a file…');
    const dialog = page.getByRole('dialog', { name: 'Choose a file to import' });
    await dialog.waitFor();
    if (name === 'customers') {
      await reach('Path');
      await press('Control+a');
      await type(join(folder, 'data'));
      await press('Enter');
    }
    const row = dialog.getByRole('row', { name: new RegExp(`^${name}\\.csv`) });
    await row.waitFor();
    await reach(join(folder, 'data'));
    await until('ArrowDown', async () => (await row.getAttribute('aria-selected')) === 'true');
    await press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('heading', { name: `Import ${name}.csv` }).waitFor({ timeout: SLOW });
    await enter('Work area');
    await use('Check without loading');
    await page.getByText(/rows would be taken/).waitFor({ timeout: SLOW });
    await use(/^Load [\d,]+ rows$/);
    await told(`${name}.csv are in the vault`);
  });

  test('the lens is set to a day', async () => {
    await enter('Lens');
    await reach('Day as of which consent is read');
    await press('Control+a');
    await type(asOf);
    await press('Enter');
    const total = driver.page.getByRole('contentinfo').getByText(/of [\d,]+ people/);
    await eventually(() => total.innerText()).toMatch(/^[1-9][\d,]*\s+of [\d,]+ people$/);
  });

  test('clusters are found and become segments', async () => {
    const { page } = driver;
    await command('Find clusters');
    await page
      .getByText(/clusters of [\d,]+ people/)
      .first()
      .waitFor({ timeout: SLOW });
    await enter('Work area');
    await use(/^Make \d+ segments?$/);
    await page.waitForURL(/#segments$/);
  });

  test('the focus stays on the tabs when another view is opened', async () => {
    for (const [letter, title, first] of [
      ['s', 'Sources', /^Files$/],
      ['e', 'Explore', /^Clusters$/],
      ['a', 'Audit', /^Record$/],
    ] as const) {
      await go(letter, title);
      await enter('Work area');
      let before = await reach(first);
      for (let count = 0; count < 3; count++) {
        await press('ArrowRight');
        await driver.atRest();
        const stop = await focus();
        expect(stop.role, `${title}, after ${before.name}`).toBe('tab');
        expect(stop.name).not.toBe(before.name);
        before = stop;
      }
      await press('Home');
    }
  });

  test(
    'every stage is reached, and every stop in it shows that it has the focus',
    async () => {
      const stages = [
        ...[['s', 'Sources'] as const, ['c', 'Consent'] as const, ['f', 'Features'] as const],
        ...[['e', 'Explore'] as const, ['r', 'Segments'] as const, ['p', 'Personas'] as const],
        ...[['x', 'Export'] as const, ['a', 'Audit'] as const],
      ];
      for (const [letter, title] of stages) {
        await go(letter, title);
        await driver.atRest();
        await enter('Work area');
        const seen = new Set<string>();
        // Through the work area in the order it is read, and out at its end.
        for (let count = 0; count < 120; count++) {
          const stop = await focus();
          if (stop.region !== 'Work area') break;
          expect(stop.name, `a stop on ${title} without a name (${stop.role})`).not.toBe('');
          if (!stop.shown) hidden.add(`${title}: ${stop.role} ${stop.name.slice(0, 60)}`);
          seen.add(`${stop.role} ${stop.name}`);
          await press('Tab');
        }
        expect(seen.size, title).toBeGreaterThan(0);
        expect((await focus()).region, `${title} cannot be left with Tab`).not.toBe('Work area');
      }
      expect([...hidden]).toEqual([]);
    },
    3 * SLOW,
  );

  test('a package is written and verified', async () => {
    const { page, folder } = driver;
    await go('x', 'Export');
    await page.getByRole('grid', { name: 'What leaves' }).waitFor({ timeout: SLOW });
    await enter('Work area');
    await use('Choose…');
    const dialog = page.getByRole('dialog', { name: 'Where the package goes' });
    await dialog.waitFor();
    await reach('Path');
    await press('Control+a');
    await type(join(folder, 'out'));
    await press('Enter');
    await dialog.getByText('Nothing to choose in this folder.').waitFor();
    await use('Write here');
    await dialog.waitFor({ state: 'hidden' });
    await enter('Work area');
    await use(/^Write \d+ files$/);
    await told(/files were written to/);
    expect(existsSync(join(folder, 'out', 'Release', 'manifest.json'))).toBe(true);
    await enter('Work area');
    await use('Verify package');
    await page.getByText(/^\d+ of \d+ checks hold\.$/).waitFor({ timeout: SLOW });
    expect(driver.problems).toEqual([]);
  });
});
