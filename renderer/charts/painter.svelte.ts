/** The window's side of the scatter worker: one picture at a time, the newest wish first, answers as state. */
import type { Outline } from '../../shared/charts/lasso.ts';
import type { Frame, Points, Rgb } from '../../shared/charts/raster.ts';
import type { FromWorker, ToWorker } from './scatter-protocol.ts';
import workerUrl from './scatter-worker.ts?worker&url';
import { startWorker } from './start-worker.ts';

type Look = { width: number; height: number; colours: readonly Rgb[]; rest: Rgb; label: number | null };
export type Picture = { width: number; height: number; pixels: Uint8ClampedArray<ArrayBuffer>; frame: Frame };
export type Selected = { people: number; counts: Map<number, number> };

const NO_FRAME: Frame = { x0: -1, x1: 1, y0: -1, y1: 1 };

/** Starts the worker; it ends with the component that made the painter. */
export const createPainter = () => {
  const worker = startWorker(workerUrl);
  let whole = NO_FRAME;
  let frame = $state.raw<Frame>(NO_FRAME);
  let picture = $state.raw<Picture | null>(null);
  let selected = $state.raw<Selected | null>(null);
  let counts = $state.raw<Map<number, number> | null>(null);
  let far = $state(0);
  let error = $state<string | null>(null);
  let loaded = $state(false);
  let look = $state.raw<Look | null>(null);
  /** Grows when the same view must be drawn anew: a lasso changes who is grey. */
  let change = $state(0);
  let busy = false;
  let next: ToWorker | null = null;
  let asked = 0;
  let hasLasso = false;
  const post = (message: ToWorker): void => worker.postMessage(message);

  const drawNext = (): void => {
    if (busy || next === null) return;
    busy = true;
    post(next);
    next = null;
  };
  worker.onmessage = ({ data }: MessageEvent<FromWorker>): void => {
    switch (data.kind) {
      case 'loaded':
        whole = data.frame;
        frame = data.frame;
        loaded = true;
        return;
      case 'drawn':
        busy = false;
        picture = { ...data, pixels: new Uint8ClampedArray(data.pixels) };
        far = data.outside;
        drawNext();
        return;
      case 'near':
        if (data.id === asked) counts = new Map(data.counts);
        return;
      case 'selected':
        selected = hasLasso ? { people: data.people, counts: new Map(data.counts) } : null;
        change += 1;
    }
  };
  worker.onerror = (event): void => {
    error = event.message;
  };
  $effect(() => {
    void change;
    if (!loaded || look === null) return;
    next = { kind: 'draw', frame, ...look };
    drawNext();
  });
  $effect(() => () => worker.terminate());

  return {
    get frame() {
      return frame;
    },
    set frame(wanted: Frame) {
      frame = wanted;
    },
    get picture() {
      return picture;
    },
    get selected() {
      return selected;
    },
    get counts() {
      return counts;
    },
    get outside() {
      return far;
    },
    get error() {
      return error;
    },
    load(points: Points): void {
      loaded = false;
      selected = null;
      hasLasso = false;
      post({ kind: 'load', points });
    },
    draw(wanted: Look): void {
      look = wanted;
    },
    near(at: readonly [number, number], reach: readonly [number, number]): void {
      asked += 1;
      post({ kind: 'near', id: asked, at, reach });
    },
    forget(): void {
      asked += 1;
      counts = null;
    },
    lasso(outline: Outline | null): void {
      hasLasso = outline !== null;
      post({ kind: 'lasso', outline });
    },
    /** Who stands out, one byte a person; null for everyone alike. */
    mask(mask: Uint8Array | null): void {
      post({ kind: 'mask', mask });
      change += 1;
    },
    /** Everyone's step on a scale of shades; null for the colours of clusters. */
    shade(steps: Uint8Array | null): void {
      post({ kind: 'shade', steps });
      change += 1;
    },
    /** Back to the frame around nearly everyone. */
    whole(): void {
      frame = whole;
    },
  };
};
