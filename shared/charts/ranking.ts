/** Features by how far groups differ in them: a bar from 0 to 1, in the accent where the feature was tested. */
import { textWidth } from './measure.ts';
import { line, type Mark, rect, type Scene, text } from './scene.ts';
import { fixed } from './words.ts';

/** One feature: its strength from 0 to 1, whether groups were made by it, and what is said at the end of its bar. */
export type RankedBar = {
  name: string;
  strength: number;
  /** Where the strength is told as 0: what it lies below. */
  under: number | null;
  used: boolean;
  words: string;
};

const ROW = 22;
const TOP = 18;
const FIGURE = 34;
/** Conventional borders of a medium and a large effect, on the scale of √η² (Cohen 1988, 8.2.3). */
const BORDERS = [
  [0.1, 'small'],
  [0.24, 'medium'],
  [0.37, 'large'],
] as const;

export const ranking = (bars: readonly RankedBar[], width: number): Scene => {
  const marks: Mark[] = [];
  const names = Math.min(width * 0.34, Math.max(60, ...bars.map(({ name }) => textWidth(name, 11, 400) + 4)));
  const says = Math.min(
    width * 0.26,
    Math.max(40, ...bars.map(({ words }) => textWidth(words, 11, 400) + 4)),
  );
  const left = names + 8;
  const room = Math.max(20, width - left - FIGURE - says - 12);
  const bottom = TOP + bars.length * ROW;
  const x = (value: number): number => left + Math.min(1, Math.max(0, value)) * room;
  let free = 0;
  for (const [border, name] of BORDERS) {
    marks.push(line(x(border), TOP, x(border), bottom, 'line2'));
    const wide = textWidth(name, 11, 400) + 1;
    if (x(border) - wide / 2 < free) continue;
    free = x(border) + wide / 2 + 6;
    marks.push(text(x(border), 11, name, wide, { anchor: 'middle' }));
  }
  bars.forEach(({ name, strength, under, used, words }, row) => {
    const top = TOP + row * ROW;
    marks.push(
      text(0, top + 15, name, names, { fill: 'text' }),
      rect(left, top + 7, room, 8, 'track'),
      rect(left, top + 7, x(strength) - left, 8, used ? 'bar' : 'accentText'),
      text(
        left + room + 6 + FIGURE - 6,
        top + 15,
        under === null ? fixed(strength, 2) : `<${fixed(under, 2)}`,
        FIGURE - 4,
        {
          anchor: 'end',
          fill: 'text',
        },
      ),
      text(width, top + 15, words, says, { anchor: 'end' }),
    );
  });
  marks.push(line(left, TOP, left, bottom, 'axis'));
  return {
    width,
    height: bottom + 4,
    title: `${bars.length} features by how far the clusters differ`,
    marks,
  };
};
