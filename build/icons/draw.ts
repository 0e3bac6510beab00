/**
 * Draws the mark of the product as icons: a picture of any size as pixels, the scalable file, and the containers
 * that Windows and macOS want. Edges are snapped to whole pixels, so that the wall stays a wall at 16 pixels.
 */
import { PNG } from 'pngjs';
import { LOGO } from '../../engine/exports/report/logo.ts';

/** The accent of the product, and the paper on it. */
const TILE = '#3d35c4';
const MARK = '#ffffff';
/** Corner of the tile and size of the mark on it, as shares of the tile. */
const CORNER = 0.2;
const SHARE = 0.72;
/** Samples per side of a pixel; only the corners of the tile need them. */
const SAMPLES = 4;

type Box = { left: number; top: number; right: number; bottom: number };

type Segment = {
  from: readonly [number, number];
  to: readonly [number, number];
  width: number;
  /** Whether the wall goes on at this end; where it does not is the gate. */
  joined: { from: boolean; to: boolean };
};

const segments = (): Segment[] =>
  LOGO.marks.flatMap((mark) => {
    if (mark.kind !== 'path') throw new Error('The mark is made of paths alone.');
    const { points, closed, width } = mark;
    const ends = closed ? [...points.slice(1), points[0]] : points.slice(1);
    return ends.map((to, at) => ({
      from: points[at],
      to,
      width,
      joined: { from: closed || at > 0, to: closed || at < ends.length - 1 },
    }));
  });

/** The strokes of the mark in a picture of `size` pixels, as boxes on whole pixels. */
export const strokes = (size: number): Box[] => {
  const scale = (size * SHARE) / LOGO.width;
  const offset = (size - LOGO.width * scale) / 2;
  return segments().map(({ from, to, width, joined }) => {
    const thick = Math.max(1, Math.round(width * scale));
    /** Both edges of the stroke around a coordinate; along it, a free end stops where it is. */
    const edges = (at: number, free: boolean): [number, number] => {
      const place = offset + at * scale;
      if (free) return [Math.round(place), Math.round(place)];
      const low = Math.round(place - thick / 2);
      return [low, low + thick];
    };
    const span = (axis: 0 | 1): [number, number] => {
      const along = from[axis] !== to[axis];
      const a = edges(from[axis], along && !joined.from);
      const b = edges(to[axis], along && !joined.to);
      return [Math.min(a[0], b[0]), Math.max(a[1], b[1])];
    };
    const [left, right] = span(0);
    const [top, bottom] = span(1);
    return { left, top, right, bottom };
  });
};

const channels = (hex: string): number[] => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));

/** How much of a pixel lies inside the tile with its round corners, 0 to 1. */
const covered = (x: number, y: number, size: number): number => {
  const radius = size * CORNER;
  const near = (at: number): number => Math.max(radius - at, at - (size - radius), 0);
  if (near(x) === 0 && near(x + 1) === 0) return 1;
  if (near(y) === 0 && near(y + 1) === 0) return 1;
  let inside = 0;
  for (let i = 0; i < SAMPLES; i++)
    for (let j = 0; j < SAMPLES; j++) {
      const dx = near(x + (i + 0.5) / SAMPLES);
      const dy = near(y + (j + 0.5) / SAMPLES);
      if (dx * dx + dy * dy <= radius * radius) inside += 1;
    }
  return inside / (SAMPLES * SAMPLES);
};

/** The icon as a PNG of `size` pixels. */
export const drawPng = (size: number): Buffer => {
  const png = new PNG({ width: size, height: size });
  const boxes = strokes(size);
  const tile = channels(TILE);
  const mark = channels(MARK);
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      const onMark = boxes.some(
        ({ left, top, right, bottom }) => x >= left && x < right && y >= top && y < bottom,
      );
      png.data.set([...(onMark ? mark : tile), Math.round(255 * covered(x, y, size))], (y * size + x) * 4);
    }
  return PNG.sync.write(png, { deflateLevel: 9 });
};

/** The icon as a scalable file. */
export const drawSvg = (): string => {
  const shift = (LOGO.width * (1 - SHARE)) / 2;
  const paths = LOGO.marks.map((mark) => {
    if (mark.kind !== 'path') throw new Error('The mark is made of paths alone.');
    const line = mark.points.map(([x, y]) => `${x} ${y}`).join('L');
    return `<path d="M${line}${mark.closed ? 'Z' : ''}" fill="none" stroke="${MARK}" stroke-width="${mark.width}"/>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${LOGO.width} ${LOGO.height}" role="img">`,
    `<title>${LOGO.title}</title>`,
    `<rect width="${LOGO.width}" height="${LOGO.height}" rx="${LOGO.width * CORNER}" fill="${TILE}"/>`,
    `<g transform="translate(${shift.toFixed(2)} ${shift.toFixed(2)}) scale(${SHARE})">`,
    ...paths,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
};

/** Pictures in a Windows icon; every one is a PNG, which Windows reads since Vista. */
export const packIco = (pictures: readonly { size: number; png: Buffer }[]): Buffer => {
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let at = head.length;
  pictures.forEach(({ size, png }, index) => {
    const entry = 6 + 16 * index;
    // A side of 256 is written as 0.
    head.writeUInt8(size % 256, entry);
    head.writeUInt8(size % 256, entry + 1);
    head.writeUInt16LE(1, entry + 4);
    head.writeUInt16LE(32, entry + 6);
    head.writeUInt32LE(png.length, entry + 8);
    head.writeUInt32LE(at, entry + 12);
    at += png.length;
  });
  return Buffer.concat([head, ...pictures.map(({ png }) => png)]);
};

/** Pictures in a macOS icon, each under the four letters of its size. */
export const packIcns = (pictures: readonly { type: string; png: Buffer }[]): Buffer => {
  const parts = pictures.map(({ type, png }) => {
    const head = Buffer.alloc(8);
    head.write(type, 0, 'ascii');
    head.writeUInt32BE(png.length + 8, 4);
    return Buffer.concat([head, png]);
  });
  const head = Buffer.alloc(8);
  head.write('icns', 0, 'ascii');
  head.writeUInt32BE(8 + parts.reduce((sum, part) => sum + part.length, 0), 4);
  return Buffer.concat([head, ...parts]);
};
