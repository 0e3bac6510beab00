/**
 * The window beside what it promises: start, first answer of the engine, a million people in the scatter, the longest
 * task of the page during a fit, the size of what is loaded. `CLOISTER_BENCH_PEOPLE` sets the scatter. What an import
 * asks of the page is measured by `window-import.ts`.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildSample } from '../build/sample-project.ts';
import { buildWindow } from '../build/window.ts';
import { launchBrowser, openPage } from './window/browser.ts';
import { measureGrid } from './window/grid.ts';
import { measureScatter, tell, tellTasks } from './window/page.ts';
import { measureSample, openSample } from './window/sample.ts';
import { measureEngine, measureStart } from './window/start.ts';

const people = Number(process.env.CLOISTER_BENCH_PEOPLE ?? 1_000_000);
const rows = Number(process.env.CLOISTER_BENCH_ROWS ?? 5_000_000);
const ASSETS = join(import.meta.dirname, '..', 'dist', 'renderer', 'assets');

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
    await tellTasks(page, 'a fit', async () => {
      const fitted = page.waitForResponse((answer) =>
        (answer.request().postData() ?? '').includes('clustering.fit'),
      );
      await again.click();
      await (await fitted).finished();
      await page.waitForTimeout(1500);
    });
  } finally {
    await sample.close();
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
