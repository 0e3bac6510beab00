/** What the window and the worker that draws the scatter say to each other. */
import type { Outline } from '../../shared/charts/lasso.ts';
import type { Frame, Points, Rgb } from '../../shared/charts/raster.ts';

export type ToWorker =
  | { kind: 'load'; points: Points }
  | {
      kind: 'draw';
      frame: Frame;
      width: number;
      height: number;
      colours: readonly Rgb[];
      rest: Rgb;
      /** Everyone with another label is drawn in grey; null shows all. */
      label: number | null;
    }
  | { kind: 'near'; id: number; at: readonly [number, number]; reach: readonly [number, number] }
  /** One byte a person, 1 for those who stand out; null lets everyone be alike. */
  | { kind: 'mask'; mask: Uint8Array | null }
  /** The step of everyone on a scale of shades, in place of their clusters; null colours by cluster. */
  | { kind: 'shade'; steps: Uint8Array | null }
  /** Null takes the lasso away. */
  | { kind: 'lasso'; outline: Outline | null };

export type FromWorker =
  | { kind: 'loaded'; frame: Frame }
  | { kind: 'drawn'; frame: Frame; width: number; height: number; pixels: ArrayBuffer; outside: number }
  | { kind: 'near'; id: number; counts: [number, number][] }
  | { kind: 'selected'; people: number; counts: [number, number][] };
