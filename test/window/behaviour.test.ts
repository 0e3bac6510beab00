/** How the window behaves when a person changes their mind, looks elsewhere, walks away, or the engine ends. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Driver, openWorkbench } from './driver.ts';
import { eventually, goTo, inMain, openSample, SLOW, told } from './steps.ts';

let driver: Driver;
beforeAll(async () => {
  driver = await openWorkbench();
  await openSample(driver);
}, 3 * SLOW);
afterAll(() => driver?.close());

/** The tray on screen, whatever it holds. */
const showTray = async (page: Page): Promise<void> => {
  const cell = page.getByRole('contentinfo').getByRole('button', { name: /^Jobs/ });
  if ((await cell.getAttribute('aria-expanded')) !== 'true') await cell.click();
};
/** A tray that was opened stays until it is put away; it lies over the foot of the stage list. */
const hideTray = async (page: Page): Promise<void> => {
  const cell = page.getByRole('contentinfo').getByRole('button', { name: /^Jobs/ });
  if ((await cell.getAttribute('aria-expanded')) === 'true') await cell.click();
};
const job = (page: Page, title: string) => page.locator('.tray .job', { hasText: title }).first();

/** Starts a fit that keeps the engine busy for a while. */
const startFit = async (page: Page): Promise<void> => {
  await goTo(page, 'Explore');
  const again = inMain(page, 'Find again');
  await eventually(() => again.getAttribute('aria-disabled')).toBeNull();
  await page.getByRole('main').getByLabel('to', { exact: true }).selectOption('12');
  await again.click();
};

describe('what lies over the window', () => {
  test('a dialog opened and closed leaves the page clickable', async () => {
    const { page } = driver;
    await goTo(page, 'Sources');
    for (const close of ['Escape', 'button'] as const) {
      await inMain(page, 'Import a file…').first().click();
      const dialog = page.getByRole('dialog', { name: 'Choose a file to import' });
      await dialog.waitFor();
      if (close === 'Escape') await page.keyboard.press('Escape');
      else await dialog.getByRole('button', { name: 'Cancel' }).click();
      await dialog.waitFor({ state: 'hidden' });
    }
    await goTo(page, 'Audit');
    await goTo(page, 'Sources');
  });
  test('a slow answer of the file chooser never takes back a folder that was asked for later', async () => {
    const { page, folder } = driver;
    await goTo(page, 'Sources');
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    let first = true;
    await page.route('**/rpc', async (route) => {
      if (first && route.request().postDataBuffer()?.includes('files.browse')) {
        first = false;
        await held;
      }
      await route.continue();
    });
    await inMain(page, 'Import a file…').first().click();
    const dialog = page.getByRole('dialog', { name: 'Choose a file to import' });
    await eventually(() => first).toBe(false);
    expect(await dialog.getByText('Nothing to choose in this folder.').count()).toBe(0);
    const wanted = mkdtempSync(join(folder, 'wanted-'));
    await dialog.getByLabel('Path').fill(wanted);
    await dialog.getByLabel('Path').press('Enter');
    await dialog.getByText('Nothing to choose in this folder.').waitFor();
    const late = page.waitForResponse(/rpc$/);
    letGo();
    await late;
    await driver.atRest();
    expect(await dialog.getByLabel('Path').inputValue()).toBe(wanted);
    expect(await dialog.getByText('Nothing to choose in this folder.').isVisible()).toBe(true);
    await page.unroute('**/rpc');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  });
  test('a file that stands there can be chosen while its folder is listed again', async () => {
    const { page, folder } = driver;
    await goTo(page, 'Sources');
    writeFileSync(join(folder, 'there.csv'), 'customer_id,city\nC1,Ulm\nC2,Bonn\n');
    await inMain(page, 'Import a file…').first().click();
    const dialog = page.getByRole('dialog', { name: 'Choose a file to import' });
    await dialog.getByLabel('Path').fill(folder);
    await dialog.getByLabel('Path').press('Enter');
    const row = dialog.getByRole('row', { name: /^there\.csv/ });
    await row.waitFor();
    await driver.atRest();
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const asked = page.waitForRequest((request) => !!request.postDataBuffer()?.includes('files.browse'));
    await page.route('**/rpc', async (route) => {
      if (route.request().postDataBuffer()?.includes('files.browse')) await held;
      await route.continue();
    });
    await dialog.getByLabel('Path').fill(`${folder}/`);
    await dialog.getByLabel('Path').press('Enter');
    await asked;
    await row.click();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Import there.csv' }).waitFor();
    await dialog.waitFor({ state: 'hidden' });
    letGo();
    await (await asked).response();
    await page.unroute('**/rpc');
    await inMain(page, 'Leave this file').click();
  });
  test('a menu opened and closed leaves the page clickable', async () => {
    const { page } = driver;
    for (const close of ['Escape', 'choice'] as const) {
      await page.getByTitle('Theme', { exact: true }).click();
      await page.getByRole('menu').waitFor();
      if (close === 'Escape') await page.keyboard.press('Escape');
      else await page.getByRole('menuitem', { name: 'Light' }).click();
      await page.getByRole('menu').waitFor({ state: 'hidden' });
      await goTo(page, close === 'Escape' ? 'Audit' : 'Sources');
    }
  });
  test('the palette says why a command is off, and does not run it', async () => {
    const { page } = driver;
    await page.keyboard.press('Control+k');
    const palette = page.getByRole('dialog', { name: 'Commands' });
    await palette.getByRole('combobox').fill('recompute');
    const entry = palette.getByRole('option', { name: /Recompute what is out of date/ });
    expect(await entry.getAttribute('aria-disabled')).toBe('true');
    expect(await entry.innerText()).toContain('nothing is out of date');
    await page.keyboard.press('Enter');
    expect(await palette.isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    await palette.waitFor({ state: 'hidden' });
  });
});

describe('a job', () => {
  test('goes on when the screen changes, and its result is there afterwards', async () => {
    const { page } = driver;
    await startFit(page);
    await goTo(page, 'Audit');
    await showTray(page);
    const fit = job(page, 'clusters');
    await fit.getByText(/^done in/).waitFor({ timeout: SLOW });
    await goTo(page, 'Explore');
    await page
      .getByText(/clusters of/)
      .first()
      .waitFor({ timeout: SLOW });
  });
  test('is really stopped by cancel: it ends as cancelled, and nothing is on the record', async () => {
    const { page } = driver;
    const entries = (): Promise<string> =>
      page
        .getByRole('navigation')
        .getByRole('link', { name: /^Audit/ })
        .innerText();
    const before = await entries();
    await startFit(page);
    await job(page, 'clusters').getByRole('button', { name: 'Cancel' }).click();
    await job(page, 'clusters').getByText('stopped, nothing was changed').waitFor({ timeout: SLOW });
    await eventually(() => page.getByText('1 running').count()).toBe(0);
    expect(await entries()).toBe(before);
  });
});

describe('the lens', () => {
  test('when it moves, later stages are out of date and one button computes them again', async () => {
    const { page } = driver;
    const stages = page.getByRole('navigation');
    await hideTray(page);
    await page.getByTitle('Purpose', { exact: true }).click();
    await page.getByRole('menuitem', { name: 'Analytics' }).click();
    await eventually(() => stages.locator('.is-stale').count()).toBeGreaterThan(0);
    await stages.getByRole('button', { name: /^Recompute \d+ stages?$/ }).click();
    await told(page, 'Everything is up to date.');
    await eventually(() => stages.getByRole('button', { name: /^Recompute/ }).count()).toBe(0);
    await goTo(page, 'Explore');
    await page
      .getByText(/clusters of/)
      .first()
      .waitFor({ timeout: SLOW });
  });
  test('and the theme are what they were after a reload', async () => {
    const { page } = driver;
    const purpose = await page.getByTitle('Purpose', { exact: true }).innerText();
    await page.getByTitle('Theme', { exact: true }).click();
    await page.getByRole('menuitem', { name: 'Dark' }).click();
    await page.reload();
    await eventually(() => page.getByTitle('Purpose', { exact: true }).innerText()).toBe(purpose);
    expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
    await page.getByTitle('Theme', { exact: true }).click();
    await page.getByRole('menuitem', { name: 'Light' }).click();
  });
});

describe('the engine', () => {
  test('killed in the middle of a job: it is told, the vault opens again, the next job works', async () => {
    const { page, shell, problems } = driver;
    await startFit(page);
    await eventually(() => page.getByText('1 running').count()).toBeGreaterThan(0);
    process.kill(shell.engine.pid() as number, 'SIGKILL');
    await page
      .getByText(/The engine stopped/)
      .first()
      .waitFor({ timeout: SLOW });
    await page.waitForURL(/#welcome$/);
    await eventually(() => page.getByText('1 running').count()).toBe(0);
    while ((await page.locator('.toastbox').count()) > 0)
      await page.locator('.toastbox').first().getByRole('button', { name: 'Close' }).click();
    await page.getByRole('main').getByRole('button', { name: /ample/ }).last().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Passphrase').fill('sample sample sample');
    await dialog.getByRole('button', { name: 'Open' }).click();
    await page.waitForURL(/#sources$/, { timeout: SLOW });
    await startFit(page);
    await showTray(page);
    await job(page, 'clusters')
      .getByText(/^done in/)
      .waitFor({ timeout: SLOW });
    // Every call that was under way was answered with a typed error: the browser has nothing to complain of.
    expect(problems).toEqual([]);
  });
});

describe('a window left alone', () => {
  test('locks the vault after the chosen minutes', async () => {
    const { page } = driver;
    await page.getByTitle('Vault', { exact: true }).click();
    await page.getByRole('menuitem', { name: 'Lock after 5 min' }).click();
    // Time is moved by the clock of the page alone; nothing is pressed meanwhile.
    await page.evaluate(() => {
      const now = Date.now.bind(Date);
      Date.now = () => now() + 6 * 60_000;
    });
    await page.getByText('The vault was locked after a while without use.').waitFor({ timeout: SLOW });
    await page.waitForURL(/#welcome$/);
    expect(await page.getByRole('main').innerText()).toContain('Open the sample project');
  });
});
