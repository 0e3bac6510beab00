/** Customer value in pictures: what was bought and expected over time, by earlier purchases, and by tenth of the people. */
import { niceStep } from './axis.ts';
import { textWidth } from './measure.ts';
import type { ColourRole } from './palette.ts';
import { line, type Mark, path, rect, type Scene, text } from './scene.ts';
import { fixed, number, percent, told } from './words.ts';

type Point = { unit: number; actual: number; expected: number; seen: boolean };
const [LEFT, TOP, BOTTOM] = [52, 26, 34];

/** Two names with the colour of each, on one line. */
const key = (marks: Mark[], names: readonly [string, ColourRole][], width: number): void => {
  let at = 0;
  for (const [name, colour] of names) {
    const room = Math.min(textWidth(name, 11, 400) + 1, width - at - 18);
    marks.push(rect(at, 5, 12, 4, colour), text(at + 18, 11, name, room, { fill: 'text' }));
    at += room + 36;
  }
};

/**
 * Cumulative repeat purchases of everyone, counted and expected; the dashed line is where the fit stopped looking.
 * @param unit word for one unit of time: week
 */
export const trackingChart = (points: readonly Point[], unit: string, width: number): Scene => {
  const marks: Mark[] = [];
  const high = 168;
  const bottom = TOP + high;
  const most = points.reduce((top, { actual, expected }) => Math.max(top, actual, expected), 1);
  const last = points.at(-1)?.unit ?? 1;
  const x = (at: number): number => LEFT + (at / last) * (width - LEFT - 6);
  const y = (value: number): number => bottom - (value / most) * (high - 6);
  key(
    marks,
    [
      ['bought', 'bar'],
      ['expected', 'accentText'],
    ],
    width,
  );
  const step = niceStep(most, 4);
  for (let tick = 0; tick <= most; tick += step)
    marks.push(
      line(LEFT, y(tick), width - 6, y(tick), tick === 0 ? 'axis' : 'line'),
      text(LEFT - 6, y(tick) + 4, number(tick), LEFT - 8, { anchor: 'end' }),
    );
  const along = niceStep(last, 5);
  for (let tick = along; tick <= last; tick += along) {
    const label = tick + along > last ? `${number(tick)} ${unit}s` : number(tick);
    // A long last name leans back from the edge.
    const half = textWidth(label, 11, 400) / 2 + 1;
    marks.push(text(Math.min(x(tick), width - half), bottom + 16, label, 80, { anchor: 'middle' }));
  }
  const seen = points.filter((point) => point.seen).at(-1);
  if (seen !== undefined && seen.unit < last) {
    const at = x(seen.unit);
    for (let from = TOP; from < bottom; from += 6)
      marks.push(line(at, from, at, Math.min(bottom, from + 3), 'axis'));
    marks.push(
      text(at - 5, TOP + 6, 'fitted on', at - LEFT - 8, { anchor: 'end' }),
      text(at + 5, TOP + 6, 'kept back', Math.max(1, width - at - 8)),
    );
  }
  const route = (of: 'actual' | 'expected') => [
    [LEFT, bottom] as const,
    ...points.map((point) => [x(point.unit), y(point[of])] as const),
  ];
  marks.push(
    path(route('actual'), { stroke: 'bar', width: 2 }),
    path(route('expected'), { stroke: 'accentText', width: 1.5 }),
  );
  return {
    width,
    height: bottom + BOTTOM - 10,
    title: 'Repeat purchases of everyone, bought and expected',
    marks,
  };
};

/** Pairs of bars from zero, one pair a group; each bar says its figure where there is room. */
const pairs = (
  groups: readonly {
    name: string;
    values: readonly [number | null, number | null];
    texts: readonly [string, string];
  }[],
  names: readonly [[string, ColourRole], [string, ColourRole]],
  look: { title: string; below: string },
  width: number,
): Scene => {
  const marks: Mark[] = [];
  const high = 150;
  const bottom = TOP + high;
  const most = groups.reduce((top, { values }) => Math.max(top, values[0] ?? 0, values[1] ?? 0), 1e-9);
  key(marks, names, width);
  const cell = width / Math.max(1, groups.length);
  const bar = Math.min(26, (cell - 10) / 2);
  groups.forEach(({ name, values, texts }, at) => {
    const middle = (at + 0.5) * cell;
    values.forEach((value, side) => {
      if (value === null) return;
      const tall = Math.max(value > 0 ? 1 : 0, (value / most) * (high - 22));
      const left = middle + (side === 0 ? -bar - 1 : 1);
      marks.push(rect(left, bottom - tall, bar, tall, names[side][1]));
      if (textWidth(texts[side], 11, 400) <= cell / 2 + 2)
        marks.push(
          text(left + bar / 2, bottom - tall - 4, texts[side], cell / 2 + 4, {
            anchor: 'middle',
            fill: 'text',
          }),
        );
    });
    marks.push(text(middle, bottom + 15, name, cell - 2, { anchor: 'middle' }));
  });
  marks.push(
    line(0, bottom + 0.5, width, bottom + 0.5, 'axis'),
    text(width / 2, bottom + 31, look.below, width, { anchor: 'middle' }),
  );
  return { width, height: bottom + 38, title: look.title, marks };
};

type Group = { from: number; to: number | null; actual: number; expected: number };

/** How a group of earlier repeat purchases is named: 3, 4–6, 7+. */
export const groupName = ({ from, to }: Pick<Group, 'from' | 'to'>): string =>
  to === null ? `${from}+` : to === from ? String(from) : `${from}–${to}`;

/** Purchases per person in the time kept back, bought and expected, by repeat purchases before it. */
export const holdoutChart = (groups: readonly Group[], width: number): Scene =>
  pairs(
    groups.map((group) => ({
      name: groupName(group),
      values: [group.actual, group.expected],
      texts: [fixed(group.actual, 1), fixed(group.expected, 1)],
    })),
    [
      ['bought', 'bar'],
      ['expected', 'accentText'],
    ],
    { title: 'Purchases per person in the time kept back', below: 'repeat purchases before it' },
    width,
  );

type Tenth = {
  people: number;
  value: number | null;
  historic: number | null;
  purchases: number;
  share: number;
};

/** Tenths of the people: what each is expected to be worth beside what each spent; purchases where there are no amounts. */
export const tenthsChart = (tenths: readonly Tenth[], width: number): Scene => {
  const priced = tenths.every(({ value }) => value !== null);
  const short = (value: number | null): string =>
    value === null
      ? ''
      : value >= 10_000
        ? `${number(Math.round(value / 1000))}k`
        : number(Math.round(value));
  return pairs(
    tenths.map((tenth, at) => ({
      name: String(at + 1),
      values: priced ? [tenth.historic, tenth.value] : [null, tenth.purchases],
      texts: priced ? [short(tenth.historic), short(tenth.value)] : ['', fixed(tenth.purchases, 1)],
    })),
    [
      [priced ? 'spent so far' : '', priced ? 'bar' : 'surface'],
      [priced ? 'value to come' : 'purchases to come', 'accentText'],
    ],
    {
      title: 'Mean per person of each tenth of the people',
      below: `tenths of ${told(tenths.reduce((sum, { people }) => sum + people, 0))} people, highest first; the first holds ${percent(tenths[0]?.share ?? 0)}`,
    },
    width,
  );
};

const STEPS: readonly ColourRole[] = ['d5', 'd6', 'd7', 'd8', 'd9'];

/**
 * A matrix of figures, darker for more. An empty cell is where nobody can be.
 * @param rows names of the rows and their figures
 * @param most the figure at which the darkest step begins to end
 */
export const valueMatrixChart = (
  columns: readonly string[],
  rows: readonly { name: string; values: readonly (number | null)[] }[],
  look: { title: string; across: string; down: string; digits: number; most: number },
  width: number,
): Scene => {
  const marks: Mark[] = [];
  const names = rows.map(({ name }) => textWidth(name, 11, 400));
  const left = Math.max(textWidth(look.down, 11, 400), ...names) + 8;
  const [top, tall] = [32, 22];
  const cell = (width - left) / Math.max(1, columns.length);
  marks.push(text(left, 11, look.across, width - left), text(0, 26, look.down, left - 4));
  columns.forEach((name, column) => {
    marks.push(text(left + (column + 0.5) * cell, 26, name, cell, { anchor: 'middle' }));
  });
  rows.forEach(({ name, values }, row) => {
    const y = top + row * tall;
    marks.push(text(0, y + 15, name, left - 6, { fill: 'text' }));
    values.forEach((value, column) => {
      if (value === null) return;
      const step = Math.min(STEPS.length - 1, Math.floor((value / look.most) * STEPS.length));
      const x = left + column * cell;
      marks.push(
        rect(x + 0.5, y + 0.5, cell - 1, tall - 1, STEPS[step]),
        text(x + cell / 2, y + 15, fixed(value, look.digits), cell - 2, {
          anchor: 'middle',
          fill: step >= 3 ? 'surface' : 'text',
        }),
      );
    });
  });
  return { width, height: top + rows.length * tall + 4, title: look.title, marks };
};
