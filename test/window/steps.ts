/** What the tests of the window share: files to import, and ways to find what a person would look for. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { createEngine } from '../../engine/engine.ts';
import type { Driver } from './driver.ts';

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
