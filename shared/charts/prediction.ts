/** How good a prediction is, in pictures: its two curves, what its chances are worth, what each feature adds. */
import { isTold } from '../counts.ts';
import { textWidth } from './measure.ts';
import { line, type Mark, path, rect, type Scene, text } from './scene.ts';
import { fixed, percent, told } from './words.ts';

type CurvePoint = { falsePositives: number; recall: number; precision: number };
/** Where a threshold stands on the curves; a rate over too few people is null. */
type At = { [K in keyof CurvePoint]: number | null };
type Place = readonly [number, number];

const GAP = 40;
const LEFT = 34;
const TOP = 36;
const BOTTOM = 34;

/** A square from 0 to 1 both ways with its names; answers where a point of it lies. */
const square = (
  marks: Mark[],
  start: number,
  size: number,
  name: string,
  below: string,
  figure: string,
): ((x: number, y: number) => Place) => {
  const [left, bottom] = [start + LEFT, TOP + size];
  marks.push(
    text(left, 11, name, size, { weight: 600, fill: 'text' }),
    text(left, 26, figure, size),
    line(left, bottom, left + size, bottom, 'axis'),
    line(left, TOP, left, bottom, 'axis'),
    text(left + size / 2, bottom + 28, below, size, { anchor: 'middle' }),
  );
  for (const tick of [0, 0.5, 1]) {
    const label = tick === 0.5 ? '.5' : String(tick);
    const anchor = tick === 0 ? 'start' : tick === 1 ? 'end' : 'middle';
    marks.push(
      text(left + tick * size, bottom + 14, label, 24, { anchor }),
      text(left - 6, bottom - tick * size + 4, label, LEFT - 8, { anchor: 'end' }),
    );
  }
  return (x, y) => [left + x * size, bottom - y * size];
};

/** A ring where the threshold stands. */
const ring = (marks: Mark[], [x, y]: Place): void => {
  const points = Array.from({ length: 24 }, (_, i) => {
    const turn = (i * Math.PI) / 12;
    return [x + 5 * Math.cos(turn), y + 5 * Math.sin(turn)] as const;
  });
  marks.push(path(points, { fill: 'surface', stroke: 'text', width: 2, closed: true }));
};

/**
 * ROC and precision-recall side by side; the grey lines are what chance would do.
 * @param found `share`: of the people with the outcome, the precision of chance; `at`: the threshold, a ring on both
 */
export const predictionCurves = (
  curve: readonly CurvePoint[],
  found: { auc: number; precision: number; share: number; at?: At },
  width: number,
): Scene => {
  const size = Math.min(232, (width - GAP) / 2 - LEFT);
  const marks: Mark[] = [];
  const roc = square(
    marks,
    0,
    size,
    'ROC: recall by false alarms',
    'false alarms',
    `AUC ${fixed(found.auc, 3)}`,
  );
  marks.push(path([roc(0, 0), roc(1, 1)], { stroke: 'axis', width: 1 }));
  marks.push(
    path([roc(0, 0), ...curve.map(({ falsePositives, recall }) => roc(falsePositives, recall))], {
      stroke: 'accentText',
      width: 2,
    }),
  );
  const start = size + LEFT + GAP;
  const pr = square(
    marks,
    start,
    size,
    'Precision by recall',
    'recall',
    `average precision ${fixed(found.precision, 3)}`,
  );
  marks.push(path([pr(0, found.share), pr(1, found.share)], { stroke: 'axis', width: 1 }));
  marks.push(
    path(
      curve.map(({ precision, recall }) => pr(recall, precision)),
      { stroke: 'accentText', width: 2 },
    ),
  );
  const { falsePositives = null, recall = null, precision = null } = found.at ?? {};
  if (falsePositives !== null && recall !== null) ring(marks, roc(falsePositives, recall));
  if (precision !== null && recall !== null) ring(marks, pr(recall, precision));
  return {
    width,
    height: TOP + size + BOTTOM,
    title: `ROC and precision-recall, AUC ${fixed(found.auc, 3)}`,
    marks,
  };
};

type ReliabilityRow = { people: number; chance: number; share: number };

/** Chance told against share that came true, a mark for each tenth of the people; on the grey line both are the same. */
export const reliabilityPlot = (rows: readonly ReliabilityRow[], brier: number, width: number): Scene => {
  const size = Math.min(232, width - LEFT - 8);
  const marks: Mark[] = [];
  const place = square(
    marks,
    0,
    size,
    'Share that came true',
    'chance told',
    `Brier score ${fixed(brier, 3)}`,
  );
  marks.push(path([place(0, 0), place(1, 1)], { stroke: 'axis', width: 1 }));
  marks.push(
    path(
      rows.map(({ chance, share }) => place(chance, share)),
      { stroke: 'accentText', width: 1.5 },
    ),
  );
  for (const { chance, share } of rows) {
    const [x, y] = place(chance, share);
    marks.push(
      path(
        [
          [x - 4, y],
          [x, y - 4],
          [x + 4, y],
          [x, y + 4],
        ],
        { fill: 'accentText' },
      ),
    );
  }
  return { width, height: TOP + size + BOTTOM, title: 'Chances told and what came true', marks };
};

type Predictor = { label: string; shapley: number; loss: number };
const ROW = 22;
const FIGURES = 128;

/** A bar a feature by its mean absolute Shapley value, the loss of AUC when shuffled in figures beside it. */
export const importanceBars = (
  predictors: readonly Predictor[],
  unit: string,
  width: number,
  most = 12,
): Scene => {
  const rows = predictors.slice(0, most);
  const names = Math.min(width / 3, Math.max(60, ...rows.map(({ label }) => textWidth(label, 12, 400) + 10)));
  const room = Math.max(20, width - names - FIGURES);
  const top = Math.max(1e-12, ...rows.map(({ shapley }) => shapley));
  const marks: Mark[] = [
    text(width - 66, 11, 'Shapley', 60, { anchor: 'end' }),
    text(width, 11, 'shuffled', 60, { anchor: 'end' }),
  ];
  rows.forEach(({ label, shapley, loss }, index) => {
    const y = 18 + index * ROW;
    marks.push(
      text(0, y + 14, label, names - 8, { size: 12, fill: 'text' }),
      rect(names, y + 5, (shapley / top) * room, 11, index === 0 ? 'accentText' : 'bar'),
      text(width - 66, y + 14, fixed(shapley, 3), 60, { anchor: 'end', fill: 'text' }),
      text(width, y + 14, fixed(Math.round(loss * 1000) / 1000 + 0, 3), 60, { anchor: 'end' }),
    );
  });
  marks.push(line(names, 18, names, 18 + rows.length * ROW, 'axis'));
  return {
    width,
    height: 20 + rows.length * ROW,
    title: `What each feature adds, mean absolute Shapley value in ${unit}`,
    marks,
  };
};

type Band = { from: number; to: number; people: number };

/** People by their chance now, from the highest band down; a few people have no bar. */
export const bandBars = (bands: readonly Band[], width: number): Scene => {
  const known = bands.map(({ people }) => (isTold(people) ? people : 0));
  const most = Math.max(1, ...known);
  const marks: Mark[] = [];
  const room = width - 84 - 64;
  bands.forEach(({ from, to, people }, index) => {
    const y = index * 20;
    marks.push(
      text(0, y + 14, `${percent(from)} to ${percent(to)}`, 80, { fill: 'text' }),
      rect(84, y + 4, (known[index] / most) * room, 11, 'bar'),
    );
    marks.push(text(width, y + 14, told(people), 60, { anchor: 'end', fill: 'text' }));
  });
  marks.push(line(84, 0, 84, bands.length * 20, 'axis'));
  return { width, height: bands.length * 20 + 2, title: 'People by their chance now', marks };
};
