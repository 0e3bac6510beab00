/** The segments side by side, as wide as they have people. */
import type { Share } from '../release.ts';
import { textWidth } from './measure.ts';
import { groupColour } from './palette.ts';
import { type Mark, rect, type Scene, text } from './scene.ts';
import { number, shareText } from './words.ts';

export type StripSegment = { name: string; people: number; share: Share; colour: number };

const GAP = 2;
const LEAST_LABEL = 52;

/**
 * All segments of a release side by side, as wide as they have people, each in its own colour. The
 * `active` one (an index, or null) stands out. A bar too narrow for its name leaves it to the table twin,
 * but the active one is always named.
 */
export const segmentStrip = (
  segments: readonly StripSegment[],
  active: number | null,
  width: number,
): Scene => {
  const marks: Mark[] = [];
  const total = segments.reduce((sum, segment) => sum + Math.max(0, segment.people), 0);
  const usable = width - GAP * Math.max(0, segments.length - 1);
  // Every segment stays visible, however small: two pixels are set aside for each.
  const least = Math.min(2, usable / Math.max(1, segments.length));
  const scale = total > 0 ? (usable - least * segments.length) / total : 0;
  let x = 0;
  const bars = segments.map((segment) => {
    const bar = { x, width: least + Math.max(0, segment.people) * scale };
    x += bar.width + GAP;
    return bar;
  });
  const nameOf = (index: number) => segments[index].name;
  const figureOf = (index: number) =>
    `${number(segments[index].people)}, ${shareText(segments[index].share)}`;
  const isActive = (index: number) => index === active;
  // The active label may claim room from its neighbours; it is placed first.
  let claimed: [number, number] | null = null;
  if (active !== null && bars[active] !== undefined) {
    const bar = bars[active];
    const wanted = Math.max(
      bar.width - 8,
      Math.min(110, Math.max(textWidth(nameOf(active), 11, 600), textWidth(figureOf(active), 11, 400)) + 1),
    );
    const start = Math.max(0, Math.min(bar.x, width - wanted));
    claimed = [start, start + wanted];
  }
  bars.forEach((bar, index) => {
    marks.push(rect(bar.x, 0, bar.width, isActive(index) ? 14 : 8, groupColour(segments[index].colour)));
    const own: [number, number] =
      isActive(index) && claimed ? claimed : [bar.x, bar.x + Math.max(0, bar.width - 8)];
    const collides =
      !isActive(index) && claimed !== null && own[0] < claimed[1] + 8 && own[1] > claimed[0] - 8;
    const cut = collides && claimed !== null && own[0] < claimed[0] ? claimed[0] - 8 : own[1];
    const room = (collides && claimed !== null && own[0] >= claimed[0] ? own[0] : cut) - own[0];
    if (!isActive(index) && room < LEAST_LABEL) return;
    const weight = isActive(index) ? 600 : 400;
    marks.push(text(own[0], 30, nameOf(index), room, { weight, fill: 'text' }));
    if (textWidth(figureOf(index), 11, 400) <= room) marks.push(text(own[0], 44, figureOf(index), room, {}));
  });
  return { width, height: 48, title: `${segments.length} segments by number of people`, marks };
};
