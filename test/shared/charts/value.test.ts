/** The pictures of customer value: everything inside the frame, empty cells left empty. */
import { describe, expect, test } from 'vitest';
import {
  groupName,
  holdoutChart,
  tenthsChart,
  trackingChart,
  valueMatrixChart,
} from '../../../shared/charts/value.ts';
import { hold } from './scene-checks.ts';

const tenths = Array.from({ length: 10 }, (_, i) => ({
  people: 200,
  value: 12_345 / (i + 1),
  historic: 987_654 / (i + 1),
  purchases: 10 - i,
  share: 0.1,
}));

describe('pictures of customer value', () => {
  test.each([280, 480, 1000])('stay inside %d pixels', (width) => {
    const points = Array.from({ length: 60 }, (_, i) => ({
      unit: i + 1,
      actual: i * 900,
      expected: i * 1000,
      seen: i < 40,
    }));
    hold(trackingChart(points, 'week', width));
    hold(trackingChart([], 'week', width));
    hold(holdoutChart([{ from: 0, to: 3, actual: 1.5, expected: 1234.5 }], width));
    hold(tenthsChart(tenths, width));
    hold(
      tenthsChart(
        tenths.map((tenth) => ({ ...tenth, value: null, historic: null })),
        width,
      ),
    );
  });
  test('a matrix prints each figure and leaves empty what nobody can be', () => {
    const scene = valueMatrixChart(
      ['0', '1'],
      [
        { name: '0', values: [null, 0.96] },
        { name: '365', values: [1, 0.5] },
      ],
      { title: 'P(alive)', across: 'repeats', down: 'days silent', digits: 2, most: 1 },
      300,
    );
    hold(scene);
    const texts = scene.marks.flatMap((mark) => (mark.kind === 'text' ? [mark.text] : []));
    expect(texts).toEqual(expect.arrayContaining(['0.96', '1.00', '0.50']));
    expect(scene.marks.filter(({ kind }) => kind === 'rect').length).toBe(3);
  });
  test('groups are named by what they hold', () => {
    expect([
      groupName({ from: 2, to: 2 }),
      groupName({ from: 3, to: 5 }),
      groupName({ from: 6, to: null }),
    ]).toEqual(['2', '3–5', '6+']);
  });
});
