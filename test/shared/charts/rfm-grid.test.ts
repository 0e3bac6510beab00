/** The pictures of RFM: inside their frames, every segment named once, areas in proportion, none for a hidden number. */
import { describe, expect, test } from 'vitest';
import { rfmGrid, rfmRowHeight, rfmTreemap } from '../../../shared/charts/rfm-grid.ts';
import { FEW } from '../../../shared/counts.ts';
import { RFM_MAP, RFM_USUAL } from '../../../shared/rfm.ts';
import { hold, texts } from './scene-checks.ts';

describe('pictures of RFM', () => {
  test.each([300, 480, 900])('the map stays inside %d pixels and names each segment once', (width) => {
    const scene = rfmGrid(RFM_USUAL, width);
    hold(scene);
    const names = texts(scene).filter(({ size, fill }) => size === 11 && fill === 'text');
    // A long one goes on in a second line.
    const first = names.filter(({ y }) => (y - 16) % rfmRowHeight(5) === 0);
    expect(first.length).toBe(RFM_MAP.length);
    if (width === 900) expect(names.map(({ text }) => text).join()).not.toContain('…');
  });
  test('ten groups stay inside too, with a row and a column each', () => {
    const groups = { recency: 10, frequency: 10, monetary: 3 } as const;
    const scene = rfmGrid({ groups, segments: [{ id: 'all', name: 'All', r: [2, 10] }] }, 480);
    hold(scene);
    expect(scene.marks.filter((mark) => mark.kind === 'rect' && mark.fill === 'd5')).toHaveLength(90);
  });
  test('areas are in proportion, and fill the picture', () => {
    const people = [600, 300, 100, 0, FEW];
    const scene = rfmTreemap(
      people.map((of, i) => ({ name: `S${i}`, people: of, colour: i })),
      400,
    );
    hold(scene);
    const boxes = scene.marks.flatMap((mark) => (mark.kind === 'rect' && mark.fill === 'd5' ? [mark] : []));
    expect(boxes.length).toBe(3);
    boxes.forEach(({ width, height }, i) => {
      const share = ((width + 1) * (height + 1)) / (scene.width * scene.height);
      expect(share).toBeCloseTo(people[i] / 1000, 3);
    });
    expect(rfmTreemap([], 400).marks).toEqual([]);
  });
});
