/**
 * Customer value: how many purchases a person will still make, whether they are still a customer, and what that
 * is worth. Four models of when people buy and one of how much, by maximum likelihood, each tested to the
 * digits of its paper; people with the same history are computed once.
 *
 * This file: one way to fit and to ask any of them.
 */
import { CloisterError } from '../../../shared/errors.ts';
import { type BgBbParameters, bgBbAlive, bgBbConditional, bgBbExpected, bgBbLikelihood } from './bg-bb.ts';
import { type BgParameters, bgAlive, bgConditional, bgExpected, bgLikelihood } from './bg-nbd.ts';
import { type Histories, meanAge } from './histories.ts';
import { type Likelihood, type Maximum, maximise } from './maximise.ts';
import {
  type ParetoParameters,
  paretoAlive,
  paretoConditional,
  paretoExpected,
  paretoLikelihood,
} from './pareto-nbd.ts';

export const PURCHASE_MODELS = ['bg-nbd', 'mbg-nbd', 'pareto-nbd', 'bg-bb'] as const;
export type PurchaseModelName = (typeof PURCHASE_MODELS)[number];

type Numbers = readonly number[];
type Definition = {
  label: string;
  /** Names of the parameters, in order. */
  parameters: readonly [string, string, string, string];
  /** Places of the parameters that are measured in time. */
  times: readonly number[];
  source: string;
  likelihood: (h: Histories) => Likelihood;
  /** Starting points, given the mean age. */
  starts: (age: number) => number[][];
  alive: (p: Numbers, x: number, recency: number, age: number) => number;
  conditional: (p: Numbers, time: number, x: number, recency: number, age: number) => number;
  expected: (p: Numbers, time: number) => number;
};

const bgStarts = (age: number): number[][] => [
  [1, age / 3, 1, 1],
  [0.3, age / 6, 0.8, 2.5],
  [2, age, 0.5, 5],
];

const bg = (label: string, shift: 0 | 1, source: string): Definition => ({
  label,
  parameters: ['r', 'alpha', 'a', 'b'],
  times: [1],
  source,
  likelihood: (h) => bgLikelihood(h, shift),
  starts: bgStarts,
  alive: (p, x, recency, age) => bgAlive(p as unknown as BgParameters, shift, x, recency, age),
  conditional: (p, time, x, recency, age) =>
    bgConditional(p as unknown as BgParameters, shift, time, x, recency, age),
  expected: (p, time) => bgExpected(p as unknown as BgParameters, shift, time),
});

const MODELS: Record<PurchaseModelName, Definition> = {
  'bg-nbd': bg('BG/NBD', 0, 'Fader, Hardie & Lee, Marketing Science 24(2), 2005'),
  'mbg-nbd': bg('MBG/NBD', 1, 'Batislam, Denizel & Filiztekin, Int. J. of Research in Marketing 24(3), 2007'),
  'pareto-nbd': {
    label: 'Pareto/NBD',
    parameters: ['r', 'alpha', 's', 'beta'],
    times: [1, 3],
    source: 'Schmittlein, Morrison & Colombo, Management Science 33(1), 1987',
    likelihood: paretoLikelihood,
    starts: (age) => [
      [1, age / 3, 1, age / 3],
      [0.5, age / 3, 0.5, age / 3],
    ],
    alive: (p, x, recency, age) => paretoAlive(p as unknown as ParetoParameters, x, recency, age),
    conditional: (p, time, x, recency, age) =>
      paretoConditional(p as unknown as ParetoParameters, time, x, recency, age),
    expected: (p, time) => paretoExpected(p as unknown as ParetoParameters, time),
  },
  'bg-bb': {
    label: 'BG/BB',
    parameters: ['alpha', 'beta', 'gamma', 'delta'],
    times: [],
    source: 'Fader, Hardie & Shang, Marketing Science 29(6), 2010',
    likelihood: bgBbLikelihood,
    starts: () => [
      [1, 1, 1, 1],
      [1, 0.5, 0.5, 2],
    ],
    alive: (p, x, last, n) => bgBbAlive(p as unknown as BgBbParameters, x, last, n),
    conditional: (p, time, x, last, n) => bgBbConditional(p as unknown as BgBbParameters, time, x, last, n),
    expected: (p, time) => bgBbExpected(p as unknown as BgBbParameters, time),
  },
};

/** A fitted purchase model: plain data. */
export type PurchaseModel = Maximum & {
  model: PurchaseModelName;
  names: readonly string[];
  people: number;
  /** Different histories among them. */
  histories: number;
};

/** Label, parameter names and source of a model. */
export const describeModel = (name: PurchaseModelName): Pick<Definition, 'label' | 'parameters' | 'source'> =>
  MODELS[name];

/** Distinct histories on which the starts are tried; the best top of these starts the climb over all. */
const PILOT = 20_000;

/** Every n-th distinct history with its weight. */
const thinned = (h: Histories): Histories => {
  const step = Math.ceil(h.frequency.length / PILOT);
  const take = <T extends Float64Array | Int32Array>(values: T): T =>
    values.filter((_, i) => i % step === 0) as T;
  const weight = take(h.weight);
  return {
    ...h,
    frequency: take(h.frequency),
    recency: take(h.recency),
    age: take(h.age),
    weight,
    level: take(h.level),
    people: weight.reduce((sum, n) => sum + n, 0),
  };
};

/** Mean ages between these are climbed as they are; others in a unit that brings them there. */
const [SHORT, LONG, USUAL] = [0.25, 4096, 32];

/** Histories in a unit of time that is `unit` of their own. */
const inUnits = (h: Histories, unit: number): Histories => ({
  ...h,
  recency: h.recency.map((time) => time / unit),
  age: h.age.map((time) => time / unit),
});

/**
 * Fits a model to histories by maximum likelihood. Fewer different histories than parameters cannot settle them: then no
 * standard error is given.
 * @throws CloisterError NO_DATA where nobody bought a second time: who never comes back and who left at once are then one
 */
export const fitPurchases = (name: PurchaseModelName, given: Histories): PurchaseModel => {
  if (!given.frequency.some((x) => x > 0))
    throw new CloisterError(
      'NO_DATA',
      'Nobody bought a second time, so nothing is known of repeat purchases and no model can be fitted.',
      'Choose a later date, a purpose that admits more people, or a shorter unit of time.',
    );
  const { likelihood, starts, parameters, times } = MODELS[name];
  const age = meanAge(given);
  const usual = times.length === 0 || (age >= SHORT && age <= LONG);
  // A power of two, so that nothing is rounded.
  const unit = usual ? 1 : 2 ** Math.round(Math.log2(age / USUAL));
  const histories = unit === 1 ? given : inUnits(given, unit);
  let from = starts(meanAge(histories));
  if (histories.frequency.length > 2 * PILOT) {
    const pilot = thinned(histories);
    from = [maximise(likelihood(pilot), from, pilot.people).parameters];
  }
  const found = maximise(likelihood(histories), from, histories.people);
  const settled = histories.frequency.length >= parameters.length;
  const back = (value: number, at: number): number => (times.includes(at) ? value * unit : value);
  const purchases = given.frequency.reduce((sum, x, i) => sum + x * given.weight[i], 0);
  return {
    ...found,
    parameters: found.parameters.map(back),
    standardErrors: found.standardErrors.map((error, at) =>
      settled && error !== null ? back(error, at) : null,
    ),
    // The density of a purchase is per unit of time.
    logLikelihood: found.logLikelihood - (unit === 1 ? 0 : purchases * Math.log(unit)),
    model: name,
    names: parameters,
    people: histories.people,
    histories: histories.frequency.length,
  };
};

/** P(alive | history) of one person. */
export const aliveOf = (
  { model, parameters }: Pick<PurchaseModel, 'model' | 'parameters'>,
  x: number,
  recency: number,
  age: number,
): number => MODELS[model].alive(parameters, x, recency, age);

/** Expected purchases of one person in the next `time` units. */
export const conditionalOf = (
  { model, parameters }: Pick<PurchaseModel, 'model' | 'parameters'>,
  time: number,
  x: number,
  recency: number,
  age: number,
): number => (time === 0 ? 0 : MODELS[model].conditional(parameters, time, x, recency, age));

/** Expected purchases of a new person in the `time` units after the first purchase. */
export const expectedOf = (
  { model, parameters }: Pick<PurchaseModel, 'model' | 'parameters'>,
  time: number,
): number => (time === 0 ? 0 : MODELS[model].expected(parameters, time));
