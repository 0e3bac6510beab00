/**
 * The window beside what it promises: start, first answer of the engine, a million people in the scatter, the longest
 * task of the page during an import and a fit, the size of what is loaded. `CLOISTER_BENCH_PEOPLE` sets the scatter,
 * `CLOISTER_BENCH_CUSTOMERS` the shop that is imported.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { buildSample } from '../build/sample-project.ts';
import { buildWindow } from '../build/window.ts';
import { createEngine } from '../engine/engine.ts';
import { launchBrowser, openPage } from './window/browser.ts';
import { measureGrid } from './window/grid.ts';
import { markOf, measureScatter, proveWatch, tasksSince } from './window/page.ts';
import { measureSample, openSample } from './window/sample.ts';
import { measureEngine, measureStart } from './window/start.ts';

const people = Number(process.env.CLOISTER_BENCH_PEOPLE ?? 1_000_000);
const customers = Number(process.env.CLOISTER_BENCH_CUSTOMERS ?? 50_000);
const rows = Number(process.env.CLOISTER_BENCH_ROWS ?? 5_000_000);
const ASSETS = join(import.meta.dirname, '..', 'dist', 'renderer', 'assets');

/** One result: the measure, what the window promises at most, and whether it keeps it. */
const tell = (step: string, value: number, unit: string, allowed: number | null, more: object = {}): void => {
  const ok = allowed === null ? {} : { allowed, ok: value < allowed };
  console.log(
    JSON.stringify({ bench: 'window', step, value: Number(value.toFixed(2)), unit, ...ok, ...more }),
  );
};

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1];

const tellBundle = (): void => {
  const files = readdirSync(ASSETS).filter((name) => /\.(js|css)$/.test(name));
  const size = (name: string): number =>
    gzipSync(readFileSync(join(ASSETS, name)), { level: 9 }).length / 1000;
  const sum = (names: readonly string[]): number => names.reduce((all, name) => all + size(name), 0);
  tell('bundle, gzipped', sum(files), 'kB', 400, { files: files.length });
  const page = readFileSync(join(ASSETS, '..', 'index.html'), 'utf8');
  tell('of it before the first stage, gzipped', sum(files.filter((name) => page.includes(name))), 'kB', 200);
};

/** The longest tasks while the files are chosen, looked at, checked and loaded through the screen. */
const importThrough = async (page: Page): Promise<void> => {
  const main = page.getByRole('main');
  await page.getByRole('button', { name: 'New vault…' }).click();
  const made = page.getByRole('dialog', { name: 'New vault' });
  await made.getByLabel('Name').fill('bench');
  await made.getByLabel('Passphrase', { exact: true }).fill('bench bench bench');
  await made.getByLabel('Passphrase again').fill('bench bench bench');
  await page.waitForTimeout(500);
  await made.getByRole('button', { name: 'Make the vault' }).click();
  await page.waitForURL(/#sources$/);
  for (const name of ['customers', 'orders', 'consents']) {
    const button = main.getByRole('button', { name: 'Import a file…' }).first();
    await button.waitFor();
    await button.click();
    const dialog = page.getByRole('dialog', { name: 'Choose a file to import' });
    if (name === 'customers') await dialog.getByRole('row', { name: /^data/ }).dblclick();
    await dialog.getByRole('row', { name: new RegExp(`^${name}\\.csv`) }).click();
    await dialog.getByRole('button', { name: 'Look at this file' }).click();
    await main.getByRole('button', { name: 'Check without loading' }).click();
    await main.getByRole('button', { name: /^Load [\d,]+ rows$/ }).click();
    // The table of the sources and no other: the screen has more tables that name a file, and may get more yet.
    const sources = main.getByRole('grid', { name: 'Sources', exact: true });
    await sources.getByRole('row', { name: new RegExp(`^${name}\\.csv`) }).waitFor();
  }
};

const tellTasks = async (page: Page, step: string, mark: number): Promise<void> => {
  const tasks = await tasksSince(page, mark);
  await proveWatch(page);
  const longest = tasks.slice(0, 5).map(({ ms }) => ms);
  // Tasks under 50 ms are not reported by the browser; 0 says that there was none.
  tell(`longest task: ${step}`, longest[0] ?? 0, 'ms', 50, {
    tasks: tasks.length,
    longest: longest.join(' '),
  });
};

if (buildWindow() !== 0 || buildSample() !== 0) throw new Error('the window could not be built');
const home = mkdtempSync(join(tmpdir(), 'cloister-bench-'));
const browser = await launchBrowser();
try {
  tellBundle();
  const engines = [];
  for (let round = 0; round < 5; round++) engines.push(await measureEngine());
  tell('engine: fork to first answer', median(engines), 'ms', 500);
  // The first fills the caches of the system.
  await measureStart(browser);
  const starts = [await measureStart(browser), await measureStart(browser), await measureStart(browser)];
  const of = (key: keyof (typeof starts)[0]): number => median(starts.map((start) => start[key]));
  tell('second start: address answers', of('answers'), 'ms', 3000, { told: Math.round(of('address')) });
  tell('second start: window usable', of('usable'), 'ms', 3000, { shown: Math.round(of('shown')) });

  const samples = [];
  for (let round = 0; round < 3; round++) samples.push(await measureSample(browser, join(home, `${round}`)));
  tell('sample project: press to clusters', median(samples), 'ms', 1500, {
    each: samples.map(Math.round).join(' '),
  });

  const sample = await openPage(browser, join(home, 'sample'));
  try {
    const { page, shell } = sample;
    const worker = readdirSync(ASSETS).find((name) => name.startsWith('scatter-worker'));
    const times = await measureScatter(page, people, `${shell.origin}/assets/${worker}`);
    const scatter = { people };
    tell('scatter: points to first paint', times.first, 'ms', 300, {
      ...scatter,
      indexed: Math.round(times.load),
    });
    tell('scatter: paint again', times.again, 'ms', 300, scatter);
    tell('scatter: hover', times.hover, 'ms', 16, scatter);
    tell('scatter: lasso', times.lasso, 'ms', 200, scatter);
    await page.reload();
    await openSample(sample);
    const again = page
      .getByRole('main')
      .getByRole('button', { name: /^Find (clusters|again)$/ })
      .first();
    const mark = await markOf(page);
    const fitted = page.waitForResponse((answer) =>
      (answer.request().postData() ?? '').includes('clustering.fit'),
    );
    await again.click();
    await (await fitted).finished();
    await page.waitForTimeout(1500);
    await tellTasks(page, 'a fit', mark);
  } finally {
    await sample.close();
  }

  const shop = createEngine();
  const { call, close } = shop;
  await call('sample.write', { folder: join(home, 'shop', 'data'), customers });
  close();
  const imported = await openPage(browser, join(home, 'shop'));
  try {
    const mark = await markOf(imported.page);
    await importThrough(imported.page);
    await tellTasks(imported.page, `an import of ${customers} customers`, mark);
  } finally {
    await imported.close();
  }

  for (const objects of [false, true]) {
    const grid = await measureGrid(browser, join(home, `grid-${objects}`), rows, objects);
    const name = `grid, rows ${objects ? 'kept as objects' : 'made when seen'}`;
    tell(`${name}: mounted`, grid.mount, 'ms', null, { rows, megabytes: Math.round(grid.megabytes) });
    tell(`${name}: longest frame of scrolling`, grid.longest, 'ms', 50, {
      third: Math.round(grid.frame),
      before: Math.round(grid.settled),
    });
    tell(`${name}: choose by key`, grid.choose, 'ms', 50, { last: grid.last });
  }
} finally {
  await browser.close();
  rmSync(home, { recursive: true, force: true });
}
