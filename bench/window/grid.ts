/** The kit's grid over as many rows as wanted, on a page of its own that is built for this and served as the window is. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Browser } from 'playwright-core';
import { build } from 'vite';
import { openPage } from './browser.ts';

export type GridTimes = {
  /** From the rows to the first frame that shows them, in ms. */
  mount: number;
  /**
   * The longest frame of the two seconds after, while nothing is touched: the page's collector goes through what the
   * making of so many rows left behind.
   */
  settled: number;
  /** The third longest and the longest of the frames while all is scrolled through, down and up in 300 steps, in ms. */
  frame: number;
  longest: number;
  /** From a press of the arrow key on the last row to the frame that shows the one above chosen, in ms. */
  choose: number;
  /** Number of the last row that scrolling to the end shows. */
  last: number;
  /** What the page holds, rows included. */
  megabytes: number;
};

const ROOT = join(import.meta.dirname, '..', '..');

/** A grid of people whose chosen row is kept. */
export const HOST = `<script>
import DataGrid from ${JSON.stringify(join(ROOT, 'renderer', 'ui', 'DataGrid.svelte'))};
let { rows } = $props();
let selected = $state('0');
const columns = [
  { key: 'person', label: 'Person', align: 'right' },
  { key: 'orders', label: 'Orders', align: 'right' },
];
</script>
<DataGrid label="People" {columns} {rows} rowId="person" {selected} onselect={(id) => (selected = id)} />
`;

const ENTRY = `
import { mount } from 'svelte';
import ${JSON.stringify(join(ROOT, 'renderer', 'theme', 'theme.css'))};
import Host from './Host.svelte';
const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
const row = (person) => ({ person, orders: person % 97 });
const kept = (length) => Array.from({ length }, (_, person) => row(person));
// A list that makes each row when it is looked at, as one over columns would.
const madeWhenSeen = (length) => new Proxy([], { get: (list, key) => {
  if (key === 'length') return length;
  if (key === 'slice') return (from, to) => Array.from({ length: to - from }, (_, at) => row(from + at));
  return typeof key === 'string' && /^[0-9]+$/.test(key) ? row(Number(key)) : Reflect.get(list, key);
} });
globalThis.measure = async (count, objects) => {
  const rows = objects ? kept(count) : madeWhenSeen(count);
  const began = performance.now();
  mount(Host, { target: document.getElementById('app'), props: { rows } });
  await frame();
  const times = { mount: performance.now() - began, settled: 0, frame: 0, longest: 0, choose: 0, last: 0, megabytes: 0 };
  const box = document.querySelector('.gridbox');
  const most = box.scrollHeight;
  const timed = async (act) => {
    const start = performance.now();
    act();
    await frame();
    return performance.now() - start;
  };
  for (const end = performance.now() + 2000; performance.now() < end; )
    times.settled = Math.max(times.settled, await timed(() => undefined));
  const frames = [];
  for (let step = 1; step <= 300; step++)
    frames.push(await timed(() => { box.scrollTop = most * (1 - Math.abs(1 - step / 150)); }));
  frames.sort((a, b) => b - a);
  times.frame = frames[2];
  times.longest = frames[0];
  box.scrollTop = most;
  await frame();
  times.last = Number([...document.querySelectorAll('tbody tr:not(.spacer)')].at(-1)?.cells[0].textContent);
  // From the last row up: the place of the chosen one must not be searched for.
  [...document.querySelectorAll('tbody tr:not(.spacer)')].at(-1).click();
  await frame();
  const up = new KeyboardEvent('keydown', { key: 'ArrowUp', bubbles: true });
  times.choose = await timed(() => document.querySelector('[role=grid]').dispatchEvent(up));
  times.megabytes = performance.memory.usedJSHeapSize / 1e6;
  return times;
};
`;

/**
 * Builds a page that mounts a component of the kit into `built`, and hands on. What is mounted is `Host.svelte`,
 * the page's script is `entry.js`; both may import from the product by its absolute path.
 */
export const buildPage = async (host: string, entry: string, built: string): Promise<void> => {
  // Below the root, so that the packages are found.
  const source = join(ROOT, 'dist', `page-${process.pid}-${Math.round(performance.now() * 1000)}`);
  mkdirSync(source, { recursive: true });
  try {
    writeFileSync(join(source, 'Host.svelte'), host);
    writeFileSync(join(source, 'entry.js'), entry);
    writeFileSync(
      join(source, 'index.html'),
      '<!doctype html><html lang="en"><head><title>Grid</title></head><body><main id="app"></main><script type="module" src="./entry.js"></script></body></html>',
    );
    await build({
      root: source,
      base: '/',
      configFile: false,
      logLevel: 'warn',
      plugins: [svelte({ configFile: false })],
      build: { outDir: built, emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
    });
  } finally {
    rmSync(source, { recursive: true, force: true });
  }
};

/**
 * Builds the page into a folder below `home`, opens it and measures. With `objects` every row is an object in the
 * page's memory, which its collector has to go through; without, a row is made when it is seen.
 */
export const measureGrid = async (
  browser: Browser,
  home: string,
  rows: number,
  objects: boolean,
): Promise<GridTimes> => {
  const built = join(home, 'built');
  await buildPage(HOST, ENTRY, built);
  const { page, close } = await openPage(browser, home, built);
  try {
    return await page.evaluate<GridTimes>(`measure(${rows}, ${objects})`);
  } finally {
    await close();
  }
};
