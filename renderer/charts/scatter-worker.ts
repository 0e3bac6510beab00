/** Draws the scatter and finds people in it, away from the thread that must answer the hand. */
import { selectInside } from '../../shared/charts/lasso.ts';
import {
  frameOf,
  type GridIndex,
  indexPoints,
  outside,
  type Points,
  peopleNear,
  rasterise,
} from '../../shared/charts/raster.ts';
import type { FromWorker, ToWorker } from './scatter-protocol.ts';

type Port = {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  postMessage(message: FromWorker, transfer?: Transferable[]): void;
};
const port = globalThis as unknown as Port;

let points: Points = { x: new Float32Array(), y: new Float32Array(), labels: new Uint8Array() };
let index: GridIndex = indexPoints(points, frameOf(points), 1);
let lasso: Uint8Array | null = null;
let given: Uint8Array | null = null;
let shade: Uint8Array | null = null;

const maskOf = (label: number | null): Uint8Array | null => {
  if (lasso !== null) return lasso;
  if (given !== null && given.length === points.labels.length) return given;
  if (label === null) return null;
  const mask = new Uint8Array(points.labels.length);
  for (let i = 0; i < mask.length; i++) if (points.labels[i] === label) mask[i] = 1;
  return mask;
};

port.onmessage = ({ data }) => {
  switch (data.kind) {
    case 'load': {
      points = data.points;
      lasso = null;
      given = null;
      shade = null;
      const frame = frameOf(points);
      index = indexPoints(points, frame);
      port.postMessage({ kind: 'loaded', frame });
      return;
    }
    case 'draw': {
      const { frame, width, height, colours, rest, label } = data;
      const labels = shade !== null && shade.length === points.labels.length ? shade : points.labels;
      const pixels = rasterise(
        { ...points, labels },
        frame,
        width,
        height,
        colours,
        maskOf(label),
        rest,
      ).buffer;
      port.postMessage({ kind: 'drawn', frame, width, height, pixels, outside: outside(points, frame) }, [
        pixels,
      ]);
      return;
    }
    case 'near': {
      port.postMessage({
        kind: 'near',
        id: data.id,
        counts: [...peopleNear(index, points, data.at, data.reach)],
      });
      return;
    }
    case 'mask':
      given = data.mask;
      return;
    case 'shade':
      shade = data.steps;
      return;
    case 'lasso': {
      const found = data.outline === null ? null : selectInside(index, points, data.outline);
      lasso = found?.mask ?? null;
      port.postMessage({ kind: 'selected', people: found?.people ?? 0, counts: [...(found?.byLabel ?? [])] });
    }
  }
};
