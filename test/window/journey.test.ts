/** From an empty folder to a package that verifies, every step through the screen as a person takes it. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Driver, openWorkbench } from './driver.ts';
import { eventually, FILES, goTo, inMain, makeVault, PASSPHRASE, SLOW, told, writeFiles } from './steps.ts';

let driver: Driver;
let asOf = '';
beforeAll(async () => {
  driver = await openWorkbench();
  ({ asOf } = await writeFiles(driver));
  mkdirSync(join(driver.folder, 'out'));
}, 2 * SLOW);
afterAll(() => driver?.close());

const undoButton = () =>
  driver.page.getByRole('banner').getByRole('button', { name: /^(Undo:|Nothing to undo)/ });
const redoButton = () =>
  driver.page.getByRole('banner').getByRole('button', { name: /^(Redo:|Nothing to redo)/ });
/** The live count in the head of a screen: people matching and people in the lens. */
const liveCount = async (): Promise<number[]> => {
  const text = await driver.page
    .getByText(/people match/)
    .first()
    .innerText();
  return [...text.replaceAll(/[,  ]/g, '').matchAll(/\d+/g)].map(([digits]) => Number(digits));
};

describe('a person with four files', () => {
  test('makes a vault', () => makeVault(driver, 'shop'));

  test.each(FILES)('imports the %s: chosen, looked at, checked, loaded', async (name) => {
    const { page } = driver;
    await inMain(page, 'Import a file…').first().click();
    const dialog = page.getByRole('dialog', { name: 'Choose a file to import' });
    // The chooser begins at home and comes back to where it was.
    if (name === 'customers') await dialog.getByRole('row', { name: /^data/ }).dblclick();
    await dialog.getByRole('row', { name: new RegExp(`^${name}\\.csv`) }).click();
    await dialog.getByRole('button', { name: 'Look at this file' }).click();
    await inMain(page, 'Check without loading').click();
    const load = inMain(page, /^Load [\d,]+ rows$/);
    await load.waitFor({ timeout: SLOW });
    await load.click();
    await told(page, `${name}.csv are in the vault`);
    await page
      .getByRole('main')
      .getByRole('row', { name: new RegExp(`^${name}\\.csv`) })
      .waitFor();
  });

  test('looks through the lens of that day', async () => {
    const { page } = driver;
    const day = page.getByLabel('Day as of which consent is read');
    await day.fill(asOf);
    await day.press('Enter');
    const total = page.getByRole('contentinfo').getByText(/of [\d,]+ people/);
    await eventually(() => total.innerText()).toMatch(/^[1-9][\d,]*\s+of [\d,]+ people$/);
  });

  test('sees features', async () => {
    const { page } = driver;
    await goTo(page, 'Features');
    const catalogue = page.getByRole('grid', { name: 'Catalogue' });
    await catalogue.getByRole('row').nth(5).waitFor({ timeout: SLOW });
    await inMain(page, /^Cluster by \d+ features…$/).click();
    await page.waitForURL(/#explore$/);
  });

  test('finds clusters as a job that shows how far it is', async () => {
    const { page } = driver;
    await page.evaluate(() => {
      const seen = new Set<string>();
      Object.assign(window, { seenProgress: seen });
      new MutationObserver(() => {
        for (const job of document.querySelectorAll('.tray .job')) seen.add(job.textContent ?? '');
        seen.add(document.querySelector('.statusbar .cell')?.textContent ?? '');
      }).observe(document.body, { subtree: true, childList: true, characterData: true });
    });
    await inMain(page, 'Find clusters').first().click();
    await page
      .getByText(/clusters of [\d,]+ people/)
      .first()
      .waitFor({ timeout: SLOW });
    const seen = await page.evaluate(() => [
      ...(window as unknown as { seenProgress: Set<string> }).seenProgress,
    ]);
    expect(
      seen.some((text) => /1 running/.test(text)),
      seen.join(' | '),
    ).toBe(true);
  });

  test('makes the clusters segments', async () => {
    const { page } = driver;
    await inMain(page, /^Make \d+ segments?$/).click();
    await told(page, /made, each as a rule/);
    await page.waitForURL(/#segments$/);
    await eventually(() => page.getByRole('heading', { level: 1 }).innerText()).not.toBe('Segments');
  });

  test('writes a rule and sees its count live', async () => {
    const { page } = driver;
    await inMain(page, 'New rule').click();
    await page.getByRole('menuitem', { name: 'New rule' }).click();
    await page.getByRole('main').getByLabel('Name', { exact: true }).fill('Buyers of late');
    await page.getByTitle('Add', { exact: true }).click();
    await page.getByRole('menuitem', { name: 'Add a count of orders or events' }).click();
    await eventually(async () => (await liveCount()).length).toBeGreaterThanOrEqual(3);
    const value = page.getByRole('main').getByLabel('Value');
    await value.fill('0');
    await value.press('Enter');
    await eventually(async () => (await liveCount()).slice(0, 2)).toSatisfy(([some, all]) => some === all);
    await value.fill('2');
    await value.press('Enter');
    await eventually(async () => (await liveCount()).slice(0, 2)).toSatisfy(
      ([some, all]) => some > 0 && some < all,
    );
    await inMain(page, /^Save segment/).click();
    await told(page, '“Buyers of late” was saved as version 1.');
  });

  test('renames a persona', async () => {
    const { page } = driver;
    await goTo(page, 'Personas');
    await page.getByRole('option').first().click();
    await page.getByLabel('Name', { exact: true }).fill('The regulars');
    await page.getByRole('button', { name: 'Save name and summary' }).click();
    await told(page, 'The portrait was saved.');
    await page.getByRole('option', { name: /The regulars/ }).waitFor();
  });

  test('takes it back and does it again, each told in words', async () => {
    const { page } = driver;
    // It names the act that was just told, not the one before it.
    expect(await undoButton().innerText()).toMatch(/^Undo: edit the persona of “.+”$/);
    const words = (await undoButton().innerText()).replace('Undo: ', '');
    await undoButton().click();
    expect(await told(page, 'Taken back:')).toContain(words);
    await eventually(() => page.getByRole('option', { name: /The regulars/ }).count()).toBe(0);
    await eventually(() => redoButton().getAttribute('aria-label')).toBe(`Redo: ${words}`);
    await redoButton().click();
    expect(await told(page, 'Done again:')).toContain(words);
    await page.getByRole('option', { name: /The regulars/ }).waitFor();
    await eventually(() => undoButton().innerText()).toBe(`Undo: ${words}`);
  });

  test('is told of an act once undo names it, also while the history is asked about a later one', async () => {
    const { page } = driver;
    const held: (() => void)[] = [];
    await page.route('**/rpc', async (route) => {
      if (route.request().postDataBuffer()?.includes('history.list'))
        await new Promise<void>((letGo) => held.push(letGo));
      await route.continue();
    });
    const before = await undoButton().innerText();
    for (const [place, name] of [
      [1, 'The seldom seen'],
      [2, 'The new ones'],
    ] as const) {
      await page.getByRole('option').nth(place).click();
      await page.getByLabel('Name', { exact: true }).fill(name);
      await page.getByRole('button', { name: 'Save name and summary' }).click();
      await eventually(() => held.length).toBe(place);
    }
    held[0]();
    await told(page, 'The portrait was saved.');
    expect(await undoButton().innerText()).not.toBe(before);
    held[1]();
    await told(page, 'The portrait was saved.');
    await page.unroute('**/rpc');
  });

  test('closes, opens again, and can still take it back', async () => {
    const { page } = driver;
    const words = await undoButton().innerText();
    await page.getByRole('banner').getByRole('button', { name: 'Lock' }).click();
    await page.waitForURL(/#welcome$/);
    await page.getByRole('main').getByRole('button', { name: 'shop' }).click();
    const dialog = page.getByRole('dialog', { name: 'Open shop' });
    await dialog.getByLabel('Passphrase').fill('not the passphrase');
    await dialog.getByRole('button', { name: 'Open' }).click();
    await eventually(() => dialog.getByLabel('Passphrase').getAttribute('aria-invalid')).toBe('true');
    await dialog.getByLabel('Passphrase').fill(PASSPHRASE);
    await dialog.getByRole('button', { name: 'Open' }).click();
    await page.waitForURL(/#sources$/, { timeout: SLOW });
    await eventually(() => undoButton().innerText()).toBe(words);
    await undoButton().click();
    await told(page, 'Taken back:');
    await redoButton().click();
    await told(page, 'Done again:');
  });

  test('asks the gate once, not again and again, while nothing changes', async () => {
    const { page } = driver;
    await goTo(page, 'Export');
    const leaving = page.getByRole('grid', { name: 'What leaves' });
    await leaving.waitFor({ timeout: SLOW });
    await page.waitForLoadState('networkidle');
    let asked = 0;
    page.on('request', (request) => {
      if (request.postDataBuffer()?.includes('release.preview')) asked += 1;
    });
    await page.getByLabel('Name of the release').fill('Autumn');
    await eventually(() => asked).toBe(1);
    // Nothing follows, though a question would wait for the writing to pause.
    await page.waitForTimeout(500);
    expect(asked).toBe(1);
    await page.getByLabel('Name of the release').fill('Release');
    await eventually(() => asked).toBe(2);
  });

  test('exports to a folder and verifies what was written, also when pressed while the gate is checking', async () => {
    const { page, folder } = driver;
    await inMain(page, 'Choose…').click();
    const dialog = page.getByRole('dialog', { name: 'Where the package goes' });
    await dialog.getByLabel('Path').fill(join(folder, 'out'));
    await dialog.getByLabel('Path').press('Enter');
    await dialog.getByText('Nothing to choose in this folder.').waitFor();
    await dialog.getByRole('button', { name: 'Write here' }).click();
    const write = inMain(page, /^Write \d+ files$/);
    await eventually(() => write.getAttribute('aria-disabled')).toBeNull();
    let held = 0;
    let letGo = (): void => undefined;
    const answered = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await page.route('**/rpc', async (route) => {
      if (held === 0 && route.request().postDataBuffer()?.includes('release.preview')) {
        held += 1;
        await answered;
      }
      await route.continue();
    });
    await page.getByLabel('Counts rounded to').fill('20');
    await eventually(() => held).toBe(1);
    await write.click();
    expect(existsSync(join(folder, 'out', 'Release'))).toBe(false);
    letGo();
    const written = await told(page, /files were written to/);
    expect(`Write ${written.match(/^\d+ files/)?.[0]}`).toBe(await write.innerText());
    expect(existsSync(join(folder, 'out', 'Release', 'manifest.json'))).toBe(true);
    await inMain(page, 'Verify package').click();
    const verdict = page.getByText(/^\d+ of \d+ checks hold\.$/);
    const [holding, all] = (await verdict.innerText()).match(/\d+/g) ?? [];
    expect(holding).toBe(all);
    await page.unroute('**/rpc');
    expect(driver.problems).toEqual([]);
  });
});
