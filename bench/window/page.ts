/** Measures inside the page of the window: its longest tasks, and the scatter's worker with a million people. */
import type { Page } from 'playwright-core';

/** One result: the measure, what the window promises at most, and whether it keeps it. */
export const tell = (
  step: string,
  value: number,
  unit: string,
  allowed: number | null,
  more: object = {},
): void => {
  const ok = allowed === null ? {} : { allowed, ok: value < allowed };
  console.log(
    JSON.stringify({ bench: 'window', step, value: Number(value.toFixed(2)), unit, ...ok, ...more }),
  );
};

/** A task that kept the page from answering: when it began after the mark, and how long it took. */
type LongTask = { at: number; ms: number };

/** Watches for tasks of 50 ms and more, the shortest that the browser reports. Runs before the page's own scripts. */
export const WATCH_TASKS = `
  globalThis.longTasks = [];
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) globalThis.longTasks.push([startTime, duration]);
  }).observe({ type: 'longtask', buffered: true });
`;

/** The time of the page now, from which tasks are counted. */
const markOf = async (page: Page): Promise<number> => page.evaluate<number>('performance.now()');

/** The tasks since a mark, longest first. */
const tasksSince = async (page: Page, mark: number): Promise<LongTask[]> => {
  // What has just ended is reported a moment later.
  await page.waitForTimeout(200);
  const entries = await page.evaluate<[number, number][]>('globalThis.longTasks');
  return entries
    .filter(([start]) => start >= mark)
    .map(([start, duration]) => ({ at: Math.round(start - mark), ms: Math.round(duration) }))
    .sort((a, b) => b.ms - a.ms);
};

/** Keeps the page busy for a while and looks whether that is seen. @throws Error when nothing watches */
const proveWatch = async (page: Page): Promise<void> => {
  const mark = await markOf(page);
  await page.evaluate(
    'new Promise((done) => setTimeout(() => { const end = performance.now() + 120; while (performance.now() < end); done(); }))',
  );
  const [longest] = await tasksSince(page, mark);
  if (longest === undefined || longest.ms < 100) throw new Error('long tasks are not seen');
};

/** Does a step and tells its longest task. */
export const tellTasks = async (page: Page, step: string, act: () => Promise<void>): Promise<void> => {
  const mark = await markOf(page);
  const began = performance.now();
  await act();
  const seconds = (performance.now() - began) / 1000;
  const tasks = await tasksSince(page, mark);
  await proveWatch(page);
  const longest = tasks.slice(0, 5).map(({ ms }) => ms);
  // Tasks under 50 ms are not reported by the browser; 0 says that there was none.
  tell(`longest task: ${step}`, longest[0] ?? 0, 'ms', 50, {
    tasks: tasks.length,
    longest: longest.join(' '),
    seconds: Number(seconds.toFixed(1)),
  });
};

export type ScatterTimes = {
  make: number;
  load: number;
  first: number;
  again: number;
  hover: number;
  lasso: number;
};

/**
 * Speaks to the built scatter worker as the window does: points in, pixels out and onto a canvas. Each time ends when
 * the answer has arrived; `first` is from handing over the points to the painted picture. Medians of nine.
 */
const SCATTER = `(async (people, script) => {
  const factory = globalThis.trustedTypes;
  // The window has made its own policy of this name only when a scatter is shown, which is not yet.
  const trusted = factory.createPolicy('app-worker', { createScriptURL: (url) => url }).createScriptURL(script);
  const worker = new Worker(trusted, { type: 'module' });
  let answer;
  worker.onmessage = ({ data }) => answer(data);
  const ask = (message) => new Promise((resolve, reject) => {
    worker.onerror = (event) => reject(new Error(event.message));
    answer = resolve;
    worker.postMessage(message);
  });
  const began = performance.now();
  const points = { x: new Float32Array(people), y: new Float32Array(people), labels: new Uint8Array(people) };
  let seed = 1;
  const next = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  for (let i = 0; i < people; i++) {
    points.labels[i] = i % 5;
    points.x[i] = (i % 5) + 2 * (next() + next() + next());
    points.y[i] = ((i * 7) % 5) + 2 * (next() + next() + next());
  }
  const make = performance.now() - began;
  const canvas = document.createElement('canvas');
  document.body.append(canvas);
  const look = {
    kind: 'draw', width: 960, height: 640, rest: [140, 140, 160], label: null,
    colours: [0, 50, 100, 150, 200].map((value) => [value, 255 - value, 80]),
  };
  const paint = async (frame) => {
    const { pixels, width, height } = await ask({ ...look, frame });
    canvas.width = width;
    canvas.height = height;
    canvas.getContext('2d').putImageData(new ImageData(new Uint8ClampedArray(pixels), width, height), 0, 0);
  };
  const time = async (rounds, work) => {
    const times = [];
    for (let round = 0; round < rounds; round++) {
      const start = performance.now();
      await work();
      times.push(performance.now() - start);
    }
    return times.sort((a, b) => a - b)[rounds >> 1];
  };
  const start = performance.now();
  const { frame } = await ask({ kind: 'load', points });
  const load = performance.now() - start;
  await paint(frame);
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const first = performance.now() - start;
  const again = await time(9, () => paint(frame));
  let id = 0;
  const hover = await time(99, () => ask({ kind: 'near', id: ++id, at: [4.5, 5], reach: [0.05, 0.05] }));
  const outline = Array.from({ length: 60 }, (_, i) => [4.5 + 2 * Math.cos(i / 9.55), 5 + 2.2 * Math.sin(i / 9.55)]);
  const lasso = await time(9, () => ask({ kind: 'lasso', outline }));
  canvas.remove();
  worker.terminate();
  return { make, load, first, again, hover, lasso };
})`;

/** The scatter of so many made-up people, through the worker the window uses. `script` is its address. */
export const measureScatter = async (page: Page, people: number, script: string): Promise<ScatterTimes> =>
  page.evaluate<ScatterTimes>(`${SCATTER}(${people}, ${JSON.stringify(script)})`);
