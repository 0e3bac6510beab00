/** The lens as a ruler drawn to scale: people admitted, then people left out. */
import { niceStep } from './axis.ts';
import { textWidth } from './measure.ts';
import { hatch, line, type Mark, path, rect, type Scene, text } from './scene.ts';
import { fixed, number, told } from './words.ts';

export type LensRuler = { known: number; admitted: number };

const THIN = ' ';

/** What share of everyone known the lens admits, in words. */
export const admittedShare = ({ known, admitted }: LensRuler): string =>
  known > 0 ? `${fixed((100 * admitted) / known, 1)}\u00a0%` : 'nobody known';

/**
 * The lens as a ruler drawn to scale: people admitted filled, people left out hatched, ticks in round counts.
 * `full` names the ticks and the parts; otherwise the bar stands alone, for the head of a page.
 */
export const lensRuler = (lens: LensRuler, width: number, full: boolean): Scene => {
  const known = Math.max(0, lens.known);
  const admitted = Math.min(known, Math.max(0, lens.admitted));
  const high = full ? 16 : 8;
  const top = full ? 1 : 0;
  const scale = known > 0 ? (width - 1) / known : 0;
  const edge = admitted * scale;
  const marks: Mark[] = [];
  if (known > admitted) marks.push(hatch(edge, top, width - 1 - edge, high));
  marks.push(
    path(
      [
        [0.5, top + 0.5],
        [width - 0.5, top + 0.5],
        [width - 0.5, top + high - 0.5],
        [0.5, top + high - 0.5],
      ],
      { stroke: 'axis', closed: true },
    ),
  );
  if (edge > 0) marks.push(rect(0, top, edge, high, 'accent'));
  const step = niceStep(known, 18);
  const foot = top + high + 1;
  // A total that is no round count gets its own tick; a round one close to it would touch its name.
  const named = niceStep(known, 5);
  const endLabel = told(known);
  const endRoom = textWidth(endLabel, 11, 400) + 12;
  for (let at = 0; known > 0 && at <= known + step * 1e-6; at += step) {
    const x = Math.min(width - 0.5, at * scale + 0.5);
    const isNamed = Math.abs(at / named - Math.round(at / named)) < 1e-6;
    marks.push(line(x, foot, x, foot + (isNamed ? 5 : 3), 'axis'));
    if (!full || !isNamed) continue;
    const label = number(Math.round(at));
    const half = textWidth(label, 11, 400) / 2;
    if (x + half > width - endRoom) continue;
    marks.push(
      at === 0
        ? text(0, foot + 17, label, 40, {})
        : text(x, foot + 17, label, 2 * half + 1, { anchor: 'middle' }),
    );
  }
  if (known > 0) marks.push(line(width - 0.5, foot, width - 0.5, foot + 5, 'axis'));
  if (!full)
    return {
      width,
      height: foot + 6,
      title: `${told(admitted)} of ${told(known)} people admitted, to scale`,
      marks,
    };
  marks.push(text(width, foot + 17, endLabel, endRoom, { anchor: 'end', fill: 'text' }));
  if (edge > 0) marks.push(line(edge, top - 1, edge, top + high + 6, 'accentText', 1.5));
  const words = `${told(admitted)} admitted, ${admittedShare(lens)}`;
  const wordsWidth = textWidth(words, 11, 600);
  const inside = edge >= wordsWidth + 20;
  const rest = known - admitted;
  const left = `${told(rest)}${THIN}left out`;
  const leftWidth = textWidth(left, 11, 400);
  const plate = (x: number, room: number): void => {
    // Words on hatching are hard to read: they stand on a plate of the surface.
    marks.push(rect(x - 5, top + 1, room + 10, high - 2, 'surface'));
  };
  if (inside)
    marks.push(text(8, top + 12, words, wordsWidth + 1, { size: 11, weight: 600, fill: 'onAccent' }));
  else if (width - edge > wordsWidth + 24) {
    plate(edge + 13, wordsWidth);
    marks.push(text(edge + 13, top + 12, words, wordsWidth + 1, { weight: 600, fill: 'text' }));
  }
  const taken = inside ? edge : edge + wordsWidth + 24;
  if (rest > 0 && width - taken > leftWidth + 40) {
    plate(width - 13 - leftWidth, leftWidth);
    marks.push(text(width - 13, top + 12, left, leftWidth + 1, { anchor: 'end', fill: 'text' }));
  }
  return {
    width,
    height: foot + 22,
    title: `${told(admitted)} of ${told(known)} people admitted, ${told(rest)} left out, to scale`,
    marks,
  };
};
