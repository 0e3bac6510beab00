/**
 * What sets clusters apart: means with intervals, effect sizes, features ranked by them. Tests and effects are exact
 * over everyone (analysis/explain); what is told of them stands on steps: one person who comes, goes or changes moves
 * an effect by about the share of the sum of squares that the person farthest out carries, an interval by less than
 * three steps of its mean. Statistics follow from the told effect, p values are told as a bound they lie below.
 */
import type { ApartAnswer, ApartCell, EffectSize, RankedFeature } from '../../shared/contract/explain.ts';
import { LEAST_CELL } from '../../shared/counts.ts';
import { NOISE } from '../../shared/methods.ts';
import { associate, cohensH, countLevels, mergeRare, wilson } from '../analysis/explain/contingency.ts';
import { chiSquareTail, fTail, holm } from '../analysis/explain/distributions.ts';
import { analyseVariance, cohensD, halfWidth } from '../analysis/explain/variance.ts';
import {
  niceStep,
  onStep,
  squaresStep,
  stepAbove,
  toldCentiles,
  toldMean,
  toldZ,
} from '../features/coarse.ts';
import { deviationOf, type Moments, momentsBy, pool, poolAll } from '../features/statistics.ts';
import type { FeatureColumn, LevelColumn, NumberColumn } from '../features/table.ts';
import { members } from '../segments/members.ts';
import { type Looked, lookAt } from './explore.ts';
import type { Handlers } from './handler.ts';
import type { View } from './session.ts';

type Told = Omit<RankedFeature, 'below'> & { p: number };

/** Cohen's conventions for an effect in the units of f or w: .1, .25 or .3, .4 or .5 (1988, sections 8.2.3 and 7.2.3). */
const sizeOf = (effect: number, [small, medium, large]: readonly [number, number, number]): EffectSize =>
  effect >= large ? 'large' : effect >= medium ? 'medium' : effect >= small ? 'small' : 'negligible';
const ETA = [0.01, 0.06, 0.14] as const;
const W = [0.1, 0.3, 0.5] as const;
const BOUNDS = [0.001, 0.01, 0.05];

/** An effect as it is told with its size by convention: of one told as 0 only that it lies under half of its step. */
const toldEffect = (
  effect: number,
  half: number,
  sizeAt: (effect: number) => EffectSize,
): Pick<Told, 'effect' | 'under' | 'size'> => {
  if (effect > 0) return { effect, under: null, size: sizeAt(effect) };
  // Half of a step is rounded up, so it lies below that.
  const size = sizeAt(half * (1 - 1e-9));
  return { effect, under: short(half), size: size === 'negligible' ? size : null };
};

const short = (value: number): number => Number(value.toPrecision(3));

/** @param known how many people of the clusters have a value, as it is told */
const rankNumber = (
  column: NumberColumn,
  groups: readonly Moments[],
  used: boolean,
  known: number,
): Told | null => {
  const enough = groups.filter(({ count }) => count >= LEAST_CELL);
  if (enough.length < 2) return null;
  const all = poolAll(enough);
  const { f, etaSquared } = analyseVariance(enough);
  const freedom = [enough.length - 1, Math.max(1, known - enough.length)];
  const step = squaresStep(all);
  const effect = Math.min(1 - step, onStep(etaSquared, step));
  return {
    id: column.id,
    label: column.label,
    unit: column.unit,
    kind: 'number',
    used,
    ...toldEffect(effect, step / 2, (eta) => sizeOf(eta, ETA)),
    strength: short(Math.sqrt(effect)),
    statistic: effect > 0 ? short((effect / (1 - effect)) * (freedom[1] / freedom[0])) : null,
    freedom,
    p: fTail(f, freedom[0], all.count - enough.length),
  };
};

const rankLevel = (
  column: LevelColumn,
  labels: Uint8Array,
  k: number,
  used: boolean,
  known: number,
): Told | null => {
  const counted = countLevels(column.codes, column.levels.length, labels, k);
  const enough = counted.filter((row) => row.reduce((sum, people) => sum + people, 0) >= LEAST_CELL);
  const table = mergeRare(enough, LEAST_CELL);
  const { chiSquare, freedom, v } = associate(table);
  if (freedom === 0) return null;
  const sizes = table.map((row) => row.reduce((sum, people) => sum + people, 0));
  const least = Math.min(table.length, table[0].filter((_, i) => table.some((row) => row[i] > 0)).length) - 1;
  // One person changes χ² over the people by at most 2 over the size of the cluster they are in.
  const step = stepAbove(2 / Math.min(...sizes) / least, 0.0001);
  const squared = Math.min(1, onStep(v * v, step));
  const effect = short(Math.sqrt(squared));
  return {
    id: column.id,
    label: column.label,
    unit: '',
    kind: 'level',
    used,
    ...toldEffect(effect, Math.sqrt(step / 2), (one) => sizeOf(one * Math.sqrt(least), W)),
    strength: effect,
    statistic: squared > 0 ? short(squared * known * least) : null,
    freedom: [freedom],
    p: chiSquareTail(chiSquare, freedom),
  };
};

const numberCell = (
  column: NumberColumn,
  labels: Uint8Array,
  label: number,
  groups: readonly Moments[],
): ApartCell | null => {
  const own = groups[label];
  const others = poolAll(groups.filter((_, other) => other !== label));
  const all = pool(own, others);
  const everyone = { ...all, deviation: deviationOf(all) };
  const sorted = column.values.filter((value, i) => labels[i] === label && !Number.isNaN(value)).sort();
  const mean = toldMean(sorted);
  if (mean === null) return null;
  const half = halfWidth(own);
  const step = niceStep((3 * (own.high - own.low)) / own.count);
  const outward = (value: number, round: (x: number) => number): number =>
    step === 0 ? value : Number((round(value / step) * step).toPrecision(12));
  const quartiles = toldCentiles(sorted, [0.25, 0.75] as const);
  const inZ = (value: number): number => toldZ(value, everyone) ?? 0;
  const spread = deviationOf({ ...all, squares: own.squares + others.squares, count: all.count - 1 });
  const moved = spread > 0 ? (all.high - all.low) / (spread * Math.min(own.count, others.count)) : 0;
  return {
    kind: 'number',
    mean,
    low: outward(own.mean - half, Math.floor),
    high: outward(own.mean + half, Math.ceil),
    z: inZ(mean),
    band: quartiles === null ? null : [inZ(quartiles[0]), inZ(quartiles[1])],
    d: others.count < LEAST_CELL ? null : onStep(cohensD(own, others), stepAbove(moved)),
  };
};

const levelCell = (column: LevelColumn, counts: readonly number[][], label: number): ApartCell | null => {
  const total = (row: readonly number[]): number => row.reduce((sum, people) => sum + people, 0);
  const own = counts[label];
  const people = total(own);
  const everyone = own.map((_, level) => counts.reduce((sum, row) => sum + row[level], 0));
  const rest = total(everyone) - people;
  if (people < LEAST_CELL || rest < LEAST_CELL) return null;
  const h = (level: number): number => cohensH(own[level] / people, (everyone[level] - own[level]) / rest);
  // A share of few people, or of all but a few, is not told.
  const told = [...own.keys()].filter((l) => own[l] >= LEAST_CELL && people - own[l] >= LEAST_CELL);
  if (told.length === 0) return null;
  const level = told.reduce((best, l) => (Math.abs(h(l)) > Math.abs(h(best)) ? l : best), told[0]);
  const step = stepAbove(1 / people);
  const [low, high] = wilson(own[level], people);
  return {
    kind: 'level',
    level: column.levels[level],
    share: onStep(own[level] / people, step),
    low: Math.max(0, Number((Math.floor(low / step) * step).toPrecision(6))),
    high: Math.min(1, Number((Math.ceil(high / step) * step).toPrecision(6))),
    lens: onStep(everyone[level] / total(everyone), stepAbove(1 / total(everyone))),
    h: onStep(h(level), stepAbove(4 / Math.min(people, rest))),
  };
};

const DONE = [
  'Means: 95 % intervals by Student’s t (1908; NIST/SEMATECH e-Handbook, 1.3.5.2), shares: by Wilson’s score (1927), both widened to the step they are told on.',
  'Numbers: one-way analysis of variance, F and η² (Fisher 1925). Attributes: Pearson’s χ² (1900) and Cramér’s V (1946); levels with fewer than 11 people are counted together.',
  'One cluster against everyone else: Cohen’s d of a number, h of a share; small from .2, medium from .5, large from .8 (Cohen 1988).',
  'p values are corrected for the number of features tested (Holm 1979). The clusters were made to differ in their own features, so only the others are tested.',
  'With many people every difference is significant: read the effect, not the p value.',
];

const apartOf = (view: View, clustering: string, { stored, labels }: Looked): ApartAnswer => {
  const { k } = stored.model;
  const columns = view.table().columns;
  const groupsOf = columns.map((column) =>
    column.type === 'number' ? momentsBy(column.values, labels, k) : null,
  );
  const countsOf = columns.map((column) =>
    column.type === 'level' ? countLevels(column.codes, column.levels.length, labels, k) : null,
  );
  const key = `apart|${clustering}|${stored.version}`;
  const rank = (): RankedFeature[] => {
    const told = columns.flatMap((column, at): Told[] => {
      const used = stored.features.includes(column.id);
      const groups = groupsOf[at];
      const known = view.told(
        // Who is in no cluster is in no group of the test.
        members(
          view.lens.people,
          (person) =>
            labels[person] !== NOISE &&
            (column.type === 'number' ? !Number.isNaN(column.values[person]) : column.codes[person] >= 0),
        ),
      );
      const found =
        column.type === 'number' && groups !== null
          ? rankNumber(column, groups, used, known)
          : column.type === 'level'
            ? rankLevel(column, labels, k, used, known)
            : null;
      return found === null ? [] : [found];
    });
    const tested = told.filter(({ used }) => !used);
    const adjusted = holm(tested.map(({ p }) => p));
    return told
      .map(({ p: _, ...feature }): RankedFeature => {
        const at = tested.findIndex(({ id }) => id === feature.id);
        return { ...feature, below: at < 0 ? null : (BOUNDS.find((bound) => adjusted[at] < bound) ?? null) };
      })
      .sort((a, b) => b.strength - a.strength);
  };
  const features = view.figure(key, view.everyone(), rank);
  const places = features.map(({ id }) => columns.findIndex((column) => column.id === id));
  return {
    features,
    clusters: Array.from({ length: k }, (_, label) => {
      const cluster = members(labels.length, (person) => labels[person] === label);
      const cellOf = (column: FeatureColumn, at: number): ApartCell | null =>
        column.type === 'number'
          ? numberCell(column, labels, label, groupsOf[at] ?? [])
          : levelCell(column, countsOf[at] ?? [], label);
      const cells = view.figure(`${key}|${features.map(({ id }) => id).join()}`, cluster, () =>
        places.map((at) => cellOf(columns[at], at)),
      );
      return { label, people: view.told(cluster), cells };
    }),
    done: DONE,
  };
};

export const apartHandlers: Handlers<'clustering.apart'> = {
  'clustering.apart': ({ lens, clustering }, session) => {
    const view = session.view(lens);
    return apartOf(view, clustering, lookAt(session, view, clustering));
  },
};
