/**
 * RFM in pictures: the map as a grid, recency upwards and the mean of frequency and monetary to the right, each segment
 * named where it lies; and the people of each segment as areas (a squarified treemap: Bruls, Huizing & van Wijk 2000).
 */
import { isTold } from '../counts.ts';
import { cellName, meanGroups, type RfmMap, scoresTo } from '../rfm.ts';
import { ownersOf, rfmColour } from '../rfm-paint.ts';
import { textWidth } from './measure.ts';
import { groupColour } from './palette.ts';
import { line, type Mark, rect, type Scene, text } from './scene.ts';
import { told } from './words.ts';

const [LEFT, BOTTOM, TALL, STRIP] = [22, 34, 38, 4];

/** A name on as many lines as there are; the last one takes what is left of it. */
const inLines = (name: string, room: number, most: number): string[] => {
  const lines: string[] = [];
  for (const word of name.split(' ')) {
    const last = lines.at(-1);
    const longer = `${last} ${word}`;
    if (last !== undefined && (lines.length === most || textWidth(longer, 11, 400) <= room))
      lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
};

/** Height of a row of the map: lower where there are ten of them. */
export const rfmRowHeight = (rows: number): number => (rows > 5 ? 26 : TALL);

/**
 * Segments at the scores of recency (the highest on top) by the mean of frequency and monetary; a blank cell has none. A
 * cell that several share is shown as that of the one with most of it.
 */
export const rfmGrid = (map: RfmMap, width: number): Scene => {
  const { segments } = map;
  const [rows, columns] = [map.groups.recency, meanGroups(map.groups)];
  const tall = rfmRowHeight(rows);
  const marks: Mark[] = [];
  // Names are drawn last: the next cell would cover the end of a long one.
  const names: Mark[] = [];
  const cell = (width - LEFT) / columns;
  const owners = ownersOf(map);
  const at = (r: number, fm: number): number => owners.get(cellName(r, fm))?.[0] ?? -2;
  const named = new Set<number>();
  for (const r of scoresTo(rows).reverse()) {
    const y = (rows - r) * tall;
    marks.push(text(0, y + tall / 2 + 4, String(r), LEFT - 6));
    for (const fm of scoresTo(columns)) {
      const x = LEFT + (fm - 1) * cell;
      const own = at(r, fm);
      marks.push(rect(x, y, cell, tall, own < 0 ? 'surface' : 'd5'));
      // The colour of a segment runs along its left edge.
      if (own >= 0 && at(r, fm - 1) !== own)
        marks.push(rect(x, y, STRIP, tall, groupColour(rfmColour(segments, own))));
      // Lines run only where one segment ends and another begins.
      if (at(r + 1, fm) !== own) marks.push(line(x, y, x + cell, y, 'axis'));
      if (at(r, fm - 1) !== own) marks.push(line(x, y, x, y + tall, 'axis'));
      if (r === 1) marks.push(line(x, y + tall, x + cell, y + tall, 'axis'));
      if (fm === columns) marks.push(line(x + cell, y, x + cell, y + tall, 'axis'));
      if (own < 0 || named.has(own)) continue;
      named.add(own);
      let across = 1;
      while (at(r, fm + across) === own) across += 1;
      const room = across * cell - 12;
      inLines(segments[own].name, room, tall >= TALL ? 2 : 1).forEach((words, at) => {
        names.push(text(x + 8, y + 16 + 13 * at, words, room, { fill: 'text' }));
      });
    }
  }
  const bottom = rows * tall;
  for (const fm of scoresTo(columns))
    marks.push(text(LEFT + (fm - 0.5) * cell, bottom + 15, String(fm), cell, { anchor: 'middle' }));
  marks.push(text(LEFT, bottom + 29, 'frequency and monetary →   recency ↑', width - LEFT));
  return {
    width,
    height: bottom + BOTTOM,
    title: 'The RFM map: segments by scores',
    marks: [...marks, ...names],
  };
};

type Sized = { name: string; people: number; colour: number };
type Box = { x: number; y: number; width: number; height: number };

const worst = (sizes: readonly number[], side: number): number => {
  const sum = sizes.reduce((total, size) => total + size, 0);
  const [most, least] = [Math.max(...sizes), Math.min(...sizes)];
  return Math.max((side * side * most) / (sum * sum), (sum * sum) / (side * side * least));
};

/** Boxes of the given areas, largest first, as square as may be. */
const squarified = (areas: readonly number[], within: Box): Box[] => {
  const boxes: Box[] = [];
  let room = within;
  for (let from = 0; from < areas.length; ) {
    const side = Math.min(room.width, room.height);
    let to = from + 1;
    while (to < areas.length && worst(areas.slice(from, to + 1), side) <= worst(areas.slice(from, to), side))
      to += 1;
    const row = areas.slice(from, to);
    const thick = row.reduce((sum, area) => sum + area, 0) / side;
    let along = 0;
    for (const area of row) {
      const long = area / thick;
      boxes.push(
        room.width >= room.height
          ? { x: room.x, y: room.y + along, width: thick, height: long }
          : { x: room.x + along, y: room.y, width: long, height: thick },
      );
      along += long;
    }
    room =
      room.width >= room.height
        ? { ...room, x: room.x + thick, width: room.width - thick }
        : { ...room, y: room.y + thick, height: room.height - thick };
    from = to;
  }
  return boxes;
};

/** People of each segment as areas; a segment whose number is not told has none. */
export const rfmTreemap = (segments: readonly Sized[], width: number): Scene => {
  const height = 5 * TALL;
  const shown = segments
    .filter(({ people }) => people > 0 && isTold(people))
    .sort((a, b) => b.people - a.people || (a.name < b.name ? -1 : 1));
  const whole = shown.reduce((sum, { people }) => sum + people, 0);
  const marks: Mark[] = [];
  const boxes = squarified(
    shown.map(({ people }) => (people / whole) * width * height),
    { x: 0, y: 0, width, height },
  );
  boxes.forEach(({ x, y, width: wide, height: tall }, i) => {
    marks.push(rect(x + 0.5, y + 0.5, wide - 1, tall - 1, 'd5'));
    marks.push(rect(x + 0.5, y + 0.5, Math.min(STRIP, wide - 1), tall - 1, groupColour(shown[i].colour)));
    if (wide <= 40 || tall <= 18) return;
    const lines = inLines(shown[i].name, wide - 13, tall > 48 ? 2 : 1);
    lines.forEach((words, at) => {
      marks.push(text(x + 9, y + 15 + 13 * at, words, wide - 13, { fill: 'text' }));
    });
    if (tall > 34) marks.push(text(x + 9, y + 17 + 13 * lines.length, told(shown[i].people), wide - 13));
  });
  return { width, height, title: 'People of each RFM segment', marks };
};
