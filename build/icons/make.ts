/** Writes the icons of the product beside this file. Run it when the mark changes. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drawPng, drawSvg, packIcns, packIco } from './draw.ts';

/** Linux takes the one that fits; the largest also serves the installer. */
export const PNG_SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024] as const;
export const ICO_SIZES = [16, 24, 32, 48, 64, 128, 256] as const;
/** The names macOS gives to sizes; those from ic11 on are for dense screens. */
export const ICNS_TYPES = [
  ['icp4', 16],
  ['icp5', 32],
  ['ic07', 128],
  ['ic08', 256],
  ['ic09', 512],
  ['ic10', 1024],
  ['ic11', 32],
  ['ic12', 64],
  ['ic13', 256],
  ['ic14', 512],
] as const;

/** Every icon file by its name. */
export const makeIcons = (): Map<string, Buffer> => {
  const drawn = new Map(PNG_SIZES.map((size) => [size as number, drawPng(size)]));
  const png = (size: number): Buffer => drawn.get(size) ?? drawPng(size);
  const files = new Map<string, Buffer>();
  for (const size of PNG_SIZES) files.set(`${size}x${size}.png`, png(size));
  files.set('icon.svg', Buffer.from(drawSvg()));
  files.set('icon.ico', packIco(ICO_SIZES.map((size) => ({ size, png: png(size) }))));
  files.set('icon.icns', packIcns(ICNS_TYPES.map(([type, size]) => ({ type, png: png(size) }))));
  return files;
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(import.meta.dirname, { recursive: true });
  for (const [name, bytes] of makeIcons()) writeFileSync(join(import.meta.dirname, name), bytes);
}
