/** The scatter of a million people: raster, index, hover and lasso, in milliseconds, beside what a screen allows. */
import { type Outline, selectInside } from '../shared/charts/lasso.ts';
import { frameOf, indexPoints, type Points, peopleNear, rasterise } from '../shared/charts/raster.ts';
import { createRandom } from '../shared/random.ts';

const people = Number(process.env.CLOISTER_BENCH_PEOPLE ?? 1_000_000);
const random = createRandom(1);
const points: Points = {
  x: new Float32Array(people),
  y: new Float32Array(people),
  labels: new Uint8Array(people),
};
for (let i = 0; i < people; i++) {
  points.labels[i] = i % 5;
  points.x[i] = (i % 5) + 2 * (random.next() + random.next() + random.next());
  points.y[i] = ((i * 7) % 5) + 2 * (random.next() + random.next() + random.next());
}
const colours = [0, 50, 100, 150, 200].map((value) => [value, 255 - value, 80] as const);

const time = (step: string, allowed: number, work: () => void): void => {
  const times: number[] = [];
  for (let round = 0; round < 9; round++) {
    const start = performance.now();
    work();
    times.push(performance.now() - start);
  }
  const median = times.sort((a, b) => a - b)[4];
  console.log(
    JSON.stringify({
      bench: 'scatter',
      step,
      people,
      ms: Number(median.toFixed(2)),
      allowed,
      ok: median < allowed,
    }),
  );
};

const frame = frameOf(points);
const index = indexPoints(points, frame);
const outline: Outline = Array.from(
  { length: 60 },
  (_, i) => [4.5 + 2 * Math.cos(i / 9.55), 5 + 2.2 * Math.sin(i / 9.55)] as const,
);
time('raster 960x640', 250, () => rasterise(points, frame, 960, 640, colours));
time('index', 500, () => indexPoints(points, frame));
time('hover', 16, () => peopleNear(index, points, [4.5, 5], [0.05, 0.05]));
time('lasso', 200, () => selectInside(index, points, outline));
