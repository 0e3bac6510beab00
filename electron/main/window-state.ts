/** The size, place and theme of the window, remembered between starts and brought back onto a screen that exists. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Rectangle } from 'electron';
import * as v from 'valibot';

/** Below this the design no longer holds. */
export const LEAST = { width: 1024, height: 640 } as const;
export const USUAL = { width: 1440, height: 900 } as const;

const side = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000));
const coordinate = v.pipe(v.number(), v.integer(), v.minValue(-100_000), v.maxValue(100_000));
const schema = v.object({
  x: coordinate,
  y: coordinate,
  width: side,
  height: side,
  maximized: v.boolean(),
  theme: v.optional(v.picklist(['system', 'light', 'dark']), 'system'),
});

export type WindowState = v.InferOutput<typeof schema>;

/** What was remembered, or null when there is nothing that can be used: then the usual size is right. */
export const readWindowState = (file: string): WindowState | null => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw thrown;
  }
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text);
  return parsed.success ? parsed.output : null;
};

export const writeWindowState = (file: string, state: WindowState): void =>
  writeFileSync(file, `${JSON.stringify(state)}\n`);

/** Fits remembered bounds into the work area of a screen. Without a memory: the usual size, in the middle. */
export const fitWindow = (state: WindowState | null, area: Rectangle): Rectangle => {
  const width = Math.min(area.width, Math.max(LEAST.width, state?.width ?? USUAL.width));
  const height = Math.min(area.height, Math.max(LEAST.height, state?.height ?? USUAL.height));
  const clamp = (at: number, least: number, most: number): number => Math.min(Math.max(at, least), most);
  return {
    x: clamp(state?.x ?? Math.round(area.x + (area.width - width) / 2), area.x, area.x + area.width - width),
    y: clamp(
      state?.y ?? Math.round(area.y + (area.height - height) / 2),
      area.y,
      area.y + area.height - height,
    ),
    width,
    height,
  };
};
