/** Words beside points: none on another, and off the arrows wherever a place off them is free. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textWidth } from '../../../shared/charts/measure.ts';
import { type Placed, placeLabels, type Stroke } from '../../../shared/charts/place-labels.ts';

const WIDE = 500;
const HIGH = 300;
const boxOf = ({ x, y, words, weight, anchor }: Placed) => {
  const room = textWidth(words, 11, weight);
  const left = anchor === 'start' ? x : anchor === 'end' ? x - room : x - room / 2;
  return { left, right: left + room, top: y - 9, bottom: y + 2 };
};
/** Counted by walking along the line, not as the placement reckons it. */
const touches = (line: Stroke, placed: Placed): boolean => {
  const { left, right, top, bottom } = boxOf(placed);
  for (let step = 0; step <= 2000; step++) {
    const x = line.x1 + ((line.x2 - line.x1) * step) / 2000;
    const y = line.y1 + ((line.y2 - line.y1) * step) / 2000;
    if (x > left && x < right && y > top && y < bottom) return true;
  }
  return false;
};

test('a word leaves the first place when an arrow runs through it', () => {
  const cross = { x: 250, y: 150, words: 'Cluster 3', weight: 600 as const };
  const through = { x1: 250, y1: 150, x2: 330, y2: 138 };
  const [without] = placeLabels([cross], WIDE, HIGH);
  expect(touches(through, without)).toBe(true);
  const [beside] = placeLabels([cross], WIDE, HIGH, [through]);
  expect(touches(through, beside)).toBe(false);
});

test('where every place has an arrow the word is still there', () => {
  const lines = Array.from({ length: 60 }, (_, i) => ({ x1: 0, y1: i * 5, x2: WIDE, y2: i * 5 }));
  expect(placeLabels([{ x: 250, y: 150, words: 'Cluster 1', weight: 600 }], WIDE, HIGH, lines)).toHaveLength(
    1,
  );
});

test('no two words lie on each other, with arrows or without', () => {
  const point = fc.record({
    x: fc.integer({ min: 0, max: WIDE }),
    y: fc.integer({ min: 0, max: HIGH }),
    words: fc.constantFrom('Recency', 'Cluster 12', 'Average order'),
    weight: fc.constantFrom(400 as const, 600 as const),
  });
  fc.assert(
    fc.property(fc.array(point, { maxLength: 12 }), (wanted) => {
      const lines = wanted.map(({ x, y }) => ({ x1: WIDE / 2, y1: HIGH / 2, x2: x, y2: y }));
      const boxes = placeLabels(wanted, WIDE, HIGH, lines).map(boxOf);
      boxes.forEach((a, i) => {
        for (const b of boxes.slice(i + 1))
          expect(a.right < b.left || a.left > b.right || a.bottom < b.top || a.top > b.bottom).toBe(true);
      });
    }),
  );
});
