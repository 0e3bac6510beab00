/** The pictures of a prediction: everything inside the frame, guessing drawn as guessing, no bar for a hidden count. */
import { describe, expect, test } from 'vitest';
import {
  bandBars,
  importanceBars,
  predictionCurves,
  reliabilityPlot,
} from '../../../shared/charts/prediction.ts';
import { extentOf, type Scene } from '../../../shared/charts/scene.ts';
import { FEW } from '../../../shared/counts.ts';

const inside = ({ marks, width, height }: Scene): void => {
  for (const mark of marks) {
    if (mark.kind === 'text') {
      const [left, right] = extentOf(mark);
      expect(left).toBeGreaterThanOrEqual(-0.01);
      expect(right).toBeLessThanOrEqual(width + 0.5);
      expect(mark.y).toBeLessThanOrEqual(height);
    } else if (mark.kind === 'rect') expect(mark.x + mark.width).toBeLessThanOrEqual(width + 0.01);
    else if (mark.kind === 'path')
      for (const [x, y] of mark.points) {
        expect(x).toBeLessThanOrEqual(width);
        expect(y).toBeLessThanOrEqual(height);
      }
  }
};
const curve = [
  { falsePositives: 0.1, recall: 0.5, precision: 0.8 },
  { falsePositives: 1, recall: 1, precision: 0.3 },
];

describe('pictures of a prediction', () => {
  test.each([300, 480, 900])('stay inside %d pixels', (width) => {
    inside(predictionCurves(curve, { auc: 0.8, precision: 0.7, share: 0.3 }, width));
    const at = { falsePositives: 0, recall: 1, precision: null };
    inside(predictionCurves(curve, { auc: 0.8, precision: 0.7, share: 0.3, at }, width));
    inside(reliabilityPlot([{ people: 20, chance: 0.2, share: 0.25 }], 0.1, width));
    inside(
      importanceBars(
        [{ label: 'A feature with quite a long name of its own', shapley: 1.2, loss: -0.01 }],
        'log-odds',
        width,
      ),
    );
    inside(bandBars([{ from: 0.9, to: 1, people: 12345 }], width));
  });
  test('a number of people that is not told has no bar', () => {
    const { marks } = bandBars(
      [
        { from: 0.5, to: 1, people: 100 },
        { from: 0, to: 0.5, people: FEW },
      ],
      400,
    );
    expect(marks.filter((mark) => mark.kind === 'rect').map(({ width }) => width > 0)).toEqual([true, false]);
  });
});
