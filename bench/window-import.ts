/**
 * The longest task of the window's page while a million customers are imported through the screen: while the file is
 * looked at, checked in a trial run, and loaded. `CLOISTER_BENCH_CUSTOMERS` sets how many.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { buildWindow } from '../build/window.ts';
import { writeCustomers } from './files/people.ts';
import { launchBrowser, openPage } from './window/browser.ts';
import { tellTasks } from './window/page.ts';

const customers = Number(process.env.CLOISTER_BENCH_CUSTOMERS ?? 1_000_000);

const makeVault = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'New vault…' }).click();
  const made = page.getByRole('dialog', { name: 'New vault' });
  await made.getByLabel('Name').fill('bench');
  await made.getByLabel('Passphrase', { exact: true }).fill('bench bench bench');
  await made.getByLabel('Passphrase again').fill('bench bench bench');
  await page.waitForTimeout(500);
  await made.getByRole('button', { name: 'Make the vault' }).click();
  await page.waitForURL(/#sources$/);
};

/** Each step of the import through the screen, with its longest task. */
const importThrough = async (page: Page): Promise<void> => {
  const main = page.getByRole('main');
  const of = `of ${customers} customers`;
  await main.getByRole('button', { name: 'Import a file…' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Choose a file to import' });
  await dialog.getByRole('row', { name: /^data/ }).dblclick();
  await dialog.getByRole('row', { name: /^customers\.csv/ }).click();
  const check = main.getByRole('button', { name: 'Check without loading' });
  await tellTasks(page, `looking at a file ${of}`, async () => {
    await dialog.getByRole('button', { name: 'Look at this file' }).click();
    await check.waitFor();
  });
  const load = main.getByRole('button', { name: `Load ${customers.toLocaleString('en-GB')} rows` });
  await tellTasks(page, `the trial run ${of}`, async () => {
    await check.click();
    await load.waitFor();
  });
  await tellTasks(page, `the import ${of}`, async () => {
    await load.click();
    // The table of the sources and no other: the screen has more tables that name a file, and may get more yet.
    const sources = main.getByRole('grid', { name: 'Sources', exact: true });
    await sources.getByRole('row', { name: /^customers\.csv/ }).waitFor();
  });
};

if (buildWindow() !== 0) throw new Error('the window could not be built');
const home = mkdtempSync(join(tmpdir(), 'cloister-bench-'));
const browser = await launchBrowser();
try {
  mkdirSync(join(home, 'data'));
  writeCustomers(join(home, 'data', 'customers.csv'), customers);
  const opened = await openPage(browser, home);
  try {
    await makeVault(opened.page);
    await importThrough(opened.page);
  } finally {
    await opened.close();
  }
} finally {
  await browser.close();
  rmSync(home, { recursive: true, force: true });
}
