/** Parts of wholes, one a row: its name, a bar on its track from zero, its figure and its share. */
import { textWidth } from './measure.ts';
import type { ColourRole } from './palette.ts';
import { type Mark, rect, type Scene, text } from './scene.ts';
import { percent } from './words.ts';

const ROW = 22;
const GAP = 8;

/** A row; `share` from 0 to 1, null where it is not told. */
export type Level = { label: string; figure: string; share: number | null; fill?: ColourRole };

/** All rows on one scale from 0 to 100 %, in the order they come in. */
export const levelBars = (levels: readonly Level[], look: { title: string; width: number }): Scene => {
  const { title, width } = look;
  const marks: Mark[] = [];
  const widest = (of: (level: Level) => string): number =>
    Math.max(24, ...levels.map((level) => textWidth(of(level), 11, 400) + 1));
  const shareOf = ({ share }: Level): string => (share === null ? '' : percent(share));
  const [figures, shares] = [widest(({ figure }) => figure), widest(shareOf)];
  const labels = Math.min(
    width * 0.4,
    widest(({ label }) => label),
  );
  const left = labels + GAP;
  const right = width - figures - shares - 2 * GAP;
  levels.forEach((level, at) => {
    const middle = at * ROW + ROW / 2;
    marks.push(
      text(0, middle + 4, level.label, labels, { fill: 'text' }),
      rect(left, middle - 4, right - left, 8, 'track'),
      text(width - shares - GAP, middle + 4, level.figure, figures, { anchor: 'end', fill: 'text' }),
    );
    if (level.share === null) return;
    const share = Math.min(1, Math.max(0, level.share));
    marks.push(
      rect(left, middle - 4, (right - left) * share, 8, level.fill ?? 'bar'),
      text(width, middle + 4, shareOf(level), shares, { anchor: 'end' }),
    );
  });
  return { width, height: Math.max(ROW, levels.length * ROW), title, marks };
};
