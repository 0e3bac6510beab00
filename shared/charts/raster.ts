/**
 * A million people as a picture: a density raster (log of the count as opacity, mean group colour per pixel) and
 * a grid index that finds the people near a point or inside a lasso. Pure arithmetic over typed arrays, so a worker,
 * a test and a report draw the very same bytes.
 */

/** Every admitted person at two coordinates, with the label of a group. */
export type Points = { x: Float32Array; y: Float32Array; labels: Uint8Array };
/** The part of the plane that is shown; y points upwards. */
export type Frame = { x0: number; x1: number; y0: number; y1: number };
export type Rgb = readonly [number, number, number];

const SAMPLE = 20_000;

const spread = (values: Float32Array): [number, number] => {
  const step = Math.max(1, Math.floor(values.length / SAMPLE));
  const sample = new Float32Array(Math.ceil(values.length / step));
  for (let i = 0, at = 0; i < values.length; i += step, at++) sample[at] = values[i];
  sample.sort();
  const at = (part: number): number => sample[Math.min(sample.length - 1, Math.floor(part * sample.length))];
  const [low, high] = [at(0.004), at(0.996)];
  const pad = (high - low) * 0.06 || 1;
  return [low - pad, high + pad];
};

/**
 * A frame around nearly everyone: 0.4 to 99.6 % of each axis and a margin. A few far people would otherwise press
 * all others into a corner; `outside` counts them, so that the screen can say so.
 */
export const frameOf = (points: Points): Frame => {
  if (points.x.length === 0) return { x0: -1, x1: 1, y0: -1, y1: 1 };
  const [x0, x1] = spread(points.x);
  const [y0, y1] = spread(points.y);
  return { x0, x1, y0, y1 };
};

/** How many people lie outside the frame. */
export const outside = ({ x, y }: Points, { x0, x1, y0, y1 }: Frame): number => {
  let count = 0;
  for (let i = 0; i < x.length; i++) if (x[i] < x0 || x[i] >= x1 || y[i] < y0 || y[i] >= y1) count += 1;
  return count;
};

/** Few people are drawn as small discs, many as single pixels. */
export const radiusFor = (people: number): number => (people < 6000 ? 2 : people < 60_000 ? 1 : 0);

type Sums = { count: Float32Array; r: Float32Array; g: Float32Array; b: Float32Array };

/** Adds to every pixel its neighbours within `radius`: each person becomes a small disc. */
const widen = (source: Float32Array, width: number, height: number, radius: number): Float32Array => {
  const target = new Float32Array(source.length);
  for (let dy = -radius; dy <= radius; dy++)
    for (let dx = -radius; dx <= radius; dx++) {
      if (dx * dx + dy * dy > radius * radius) continue;
      const fromY = Math.max(0, -dy);
      const toY = Math.min(height, height - dy);
      const fromX = Math.max(0, -dx);
      const toX = Math.min(width, width - dx);
      for (let y = fromY; y < toY; y++) {
        const from = y * width;
        const to = (y + dy) * width + dx;
        for (let x = fromX; x < toX; x++) target[to + x] += source[from + x];
      }
    }
  return target;
};

const gather = (
  { x, y, labels }: Points,
  frame: Frame,
  width: number,
  height: number,
  colours: readonly Rgb[],
  selected: Uint8Array | null,
  rest: Rgb,
): Sums => {
  const size = width * height;
  const sums: Sums = {
    count: new Float32Array(size),
    r: new Float32Array(size),
    g: new Float32Array(size),
    b: new Float32Array(size),
  };
  const { count, r, g, b } = sums;
  const scaleX = width / (frame.x1 - frame.x0);
  const scaleY = height / (frame.y1 - frame.y0);
  const reds = Float32Array.from({ length: 256 }, (_, label) => (colours[label] ?? rest)[0]);
  const greens = Float32Array.from({ length: 256 }, (_, label) => (colours[label] ?? rest)[1]);
  const blues = Float32Array.from({ length: 256 }, (_, label) => (colours[label] ?? rest)[2]);
  for (let i = 0; i < x.length; i++) {
    const px = Math.floor((x[i] - frame.x0) * scaleX);
    const py = Math.floor((frame.y1 - y[i]) * scaleY);
    if (!(px >= 0 && px < width && py >= 0 && py < height)) continue;
    const at = py * width + px;
    const label = selected === null || selected[i] === 1 ? labels[i] : 255;
    count[at] += 1;
    r[at] += reds[label];
    g[at] += greens[label];
    b[at] += blues[label];
  }
  return sums;
};

/**
 * The people in `frame` as RGBA pixels. With `selected` (one byte a person) everyone else is drawn in `rest`.
 * Labels without a colour are drawn in `rest` too.
 */
export const rasterise = (
  points: Points,
  frame: Frame,
  width: number,
  height: number,
  colours: readonly Rgb[],
  selected: Uint8Array | null = null,
  rest: Rgb = [141, 144, 160],
): Uint8ClampedArray<ArrayBuffer> => {
  const sums = gather(points, frame, width, height, colours, selected, rest);
  const radius = radiusFor(points.x.length);
  const [count, r, g, b] =
    radius === 0
      ? [sums.count, sums.r, sums.g, sums.b]
      : [sums.count, sums.r, sums.g, sums.b].map((channel) => widen(channel, width, height, radius));
  const pixels = new Uint8ClampedArray(width * height * 4);
  let most = 1;
  for (let at = 0; at < count.length; at++) if (count[at] > most) most = count[at];
  const full = Math.log1p(most);
  for (let at = 0; at < count.length; at++) {
    const people = count[at];
    if (people === 0) continue;
    const to = at * 4;
    pixels[to] = r[at] / people;
    pixels[to + 1] = g[at] / people;
    pixels[to + 2] = b[at] / people;
    pixels[to + 3] = 80 + 175 * (Math.log1p(people) / full);
  }
  return pixels;
};

/** People sorted into the cells of a grid over `frame`; those outside lie in the cells at its edge. */
export type GridIndex = { frame: Frame; size: number; starts: Uint32Array; order: Uint32Array };

const clamp = (value: number, size: number): number => (value < 0 ? 0 : value >= size ? size - 1 : value | 0);

/** A counting sort of everyone into `size` times `size` cells. */
export const indexPoints = ({ x, y }: Points, frame: Frame, size = 256): GridIndex => {
  const starts = new Uint32Array(size * size + 1);
  const cells = new Uint32Array(x.length);
  const scaleX = size / (frame.x1 - frame.x0);
  const scaleY = size / (frame.y1 - frame.y0);
  for (let i = 0; i < x.length; i++) {
    const cell = clamp((y[i] - frame.y0) * scaleY, size) * size + clamp((x[i] - frame.x0) * scaleX, size);
    cells[i] = cell;
    starts[cell + 1] += 1;
  }
  for (let cell = 0; cell < size * size; cell++) starts[cell + 1] += starts[cell];
  const next = starts.slice(0, size * size);
  const order = new Uint32Array(x.length);
  for (let i = 0; i < x.length; i++) order[next[cells[i]]++] = i;
  return { frame, size, starts, order };
};

/** People per label within an ellipse around a point: what the pointer says of the place it rests on. */
export const peopleNear = (
  index: GridIndex,
  points: Points,
  at: readonly [number, number],
  reach: readonly [number, number],
): Map<number, number> => {
  const { frame, size, starts, order } = index;
  const column = (value: number): number => clamp(((value - frame.x0) * size) / (frame.x1 - frame.x0), size);
  const row = (value: number): number => clamp(((value - frame.y0) * size) / (frame.y1 - frame.y0), size);
  const found = new Map<number, number>();
  for (let r = row(at[1] - reach[1]); r <= row(at[1] + reach[1]); r++)
    for (let c = column(at[0] - reach[0]); c <= column(at[0] + reach[0]); c++)
      for (let slot = starts[r * size + c]; slot < starts[r * size + c + 1]; slot++) {
        const person = order[slot];
        const dx = (points.x[person] - at[0]) / reach[0];
        const dy = (points.y[person] - at[1]) / reach[1];
        if (dx * dx + dy * dy > 1) continue;
        const label = points.labels[person];
        found.set(label, (found.get(label) ?? 0) + 1);
      }
  return found;
};
