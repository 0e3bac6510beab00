/** What the tests of the window share: files to import, and ways to find what a person would look for. */
import { mkdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { createEngine } from '../../engine/engine.ts';
import type { Driver } from './driver.ts';
import { answerNativeDialog } from './electron-window.ts';

/** Long enough for a passphrase to be stretched or a job to end on a slow machine. */
export const SLOW = 60_000;
export const PASSPHRASE = 'correct horse battery';
export const FILES = ['customers', 'orders', 'events', 'consents'] as const;

/** Looks again and again until it is as expected, for as long as a slow machine may need. */
export const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 20_000, interval: 100 });

/** Writes the files of a small invented shop into the home of the run; the answer names the day they end on. */
export const writeFiles = async ({ folder }: Driver, customers = 600): Promise<{ asOf: string }> => {
  const engine = createEngine();
  try {
    const data = join(folder, 'data');
    mkdirSync(data);
    return await engine.call('sample.write', { folder: data, customers, events: 4 });
  } finally {
    engine.close();
  }
};

/** The button with this name in the work area; dialogs and menus have their own. */
export const inMain = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('main').getByRole('button', { name, exact: typeof name === 'string' });

/** Drags files over the window and lets go of them. @throws Error where the browser would show them instead */
export const dropFiles = (
  page: Page,
  files: readonly (readonly [name: string, text: string])[],
): Promise<void> =>
  page.evaluate((list) => {
    const dataTransfer = new DataTransfer();
    for (const [name, text] of list) dataTransfer.items.add(new File([text], name));
    const target = document.querySelector('main') ?? document.body;
    for (const kind of ['dragenter', 'dragover', 'drop'] as const) {
      const event = new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true });
      target.dispatchEvent(event);
      if (kind !== 'dragenter' && !event.defaultPrevented) throw new Error(`${kind} would leave the window`);
    }
  }, files);

/** Opens a stage and waits until its head is there. */
export const goTo = async (page: Page, stage: string): Promise<void> => {
  await page
    .getByRole('navigation')
    .getByRole('link', { name: new RegExp(`^${stage}`) })
    .click();
  await page.waitForFunction((name) => document.title.startsWith(name), stage);
};

/** Waits for a short message that contains these words, and closes it so that it is not taken for the next. */
export const told = async (page: Page, words: string | RegExp): Promise<string> => {
  const box = page.locator('.toastbox', { hasText: words }).first();
  await box.waitFor({ timeout: SLOW });
  const text = await box.innerText();
  await box.getByRole('button', { name: 'Close' }).click();
  return text;
};

/** Makes the finished sample project and opens it. */
export const openSample = async ({ page }: Driver): Promise<void> => {
  await page.getByRole('button', { name: 'Open the sample project' }).click();
  await page.waitForURL(/#explore$/, { timeout: 2 * SLOW });
  await page
    .getByRole('main')
    .getByText(/clusters of/)
    .first()
    .waitFor({ timeout: SLOW });
};

/** Draws a circle around the middle right of the scatter, and waits until it is counted. */
export const drawLasso = async (page: Page): Promise<number> => {
  const plot = page.locator('svg.over');
  await plot.scrollIntoViewIfNeeded();
  const box = await plot.boundingBox();
  if (box === null) throw new Error('there is no scatter');
  const at = (turn: number): [number, number] => [
    box.x + box.width * (0.72 + 0.1 * Math.cos(turn)),
    box.y + box.height * (0.55 + 0.18 * Math.sin(turn)),
  ];
  await page.mouse.move(...at(0));
  await page.mouse.down();
  for (let step = 1; step <= 30; step++) await page.mouse.move(...at((step / 30) * 2 * Math.PI));
  await page.mouse.up();
  const words = page.locator('svg.over text', { hasText: 'selected' });
  await words.waitFor();
  return Number((await words.innerHTML()).replace(/\D/g, ''));
};

/** Makes a segment of what a lasso chose, by a rule that finds it. */
export const saveLasso = async (page: Page, name: string): Promise<void> => {
  const inspector = page.getByRole('complementary');
  await inspector.getByRole('button', { name: 'Explain with a rule' }).click();
  await inspector.getByText(/^A rule of \d+ conditions? finds \d+ % of these people/).waitFor();
  await inspector.getByLabel('Name of the segment').fill(name);
  await inspector.getByRole('button', { name: 'Save as segment' }).click();
  await told(page, new RegExp(`“${name}” is a segment of`));
};

/** Makes a vault from Welcome and waits until it can take files. */
export const makeVault = async ({ page, folder }: Driver, name: string): Promise<void> => {
  await page.getByRole('button', { name: 'New vault…' }).click();
  const dialog = page.getByRole('dialog', { name: 'New vault' });
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await dialog.getByLabel('Passphrase again').fill(PASSPHRASE);
  await eventually(() => dialog.getByLabel('Folder').inputValue()).toBe(folder);
  await dialog.getByRole('button', { name: 'Make the vault' }).click();
  await page.waitForURL(/#sources$/, { timeout: SLOW });
  await dialog.waitFor({ state: 'hidden' });
  await inMain(page, 'Import a file…').first().waitFor();
};

/** Opens a vault of the list on Welcome. */
export const openRecent = async (page: Page, name: string, passphrase: string): Promise<void> => {
  await inMain(page, name).click();
  const dialog = page.getByRole('dialog', { name: `Open ${name}` });
  await dialog.getByLabel('Passphrase').fill(passphrase);
  await dialog.getByRole('button', { name: 'Open' }).click();
  await dialog.waitFor({ state: 'hidden', timeout: SLOW });
};

/** Chooses a file, or a folder, in the chooser that is open. */
export const chooseIn = async (page: Page, title: string, path: string, action: string): Promise<void> => {
  if (await answerNativeDialog(page, path)) return;
  const dialog = page.getByRole('dialog', { name: title });
  const file = basename(path);
  await dialog.getByLabel('Path').fill(file.includes('.') ? dirname(path) : path);
  await dialog.getByLabel('Path').press('Enter');
  if (file.includes('.')) await dialog.getByRole('row', { name: new RegExp(`^${file}`) }).click();
  else await dialog.getByText('Nothing to choose in this folder.').waitFor();
  await dialog.getByRole('button', { name: action }).click();
  await dialog.waitFor({ state: 'hidden' });
};
