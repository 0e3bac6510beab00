/** Customer value: the CDNOW customers under the models of the papers. */
import { type BgBbParameters, bgBbAlive } from '../analysis/value/bg-bb.ts';
import { bgAlive, bgConditional, bgExpected, bgProbability } from '../analysis/value/bg-nbd.ts';
import { expectedValue, fitGammaGamma } from '../analysis/value/gamma-gamma.ts';
import { compressHistories } from '../analysis/value/histories.ts';
import { lookAhead } from '../analysis/value/lifetime.ts';
import {
  type ParetoParameters,
  paretoAlive,
  paretoConditional,
  paretoExpected,
} from '../analysis/value/pareto-nbd.ts';
import { fitPurchases } from '../analysis/value/value.ts';
import { cdnowPeople } from './data/cdnow.ts';
import { DONATIONS } from './data/donations.ts';
import { type Figure, figures } from './published.ts';

/** Formulas at parameters that were printed with their results. */
export const formulaFigures = (): Figure[] => {
  const p = [0.243, 4.414, 0.793, 2.426] as const;
  const chances = [
    0.0019995214, 0.0015170236, 0.001163315, 0.0009003148, 0.0007023638, 0.0005517902, 0.0004361913,
    0.0003467171, 0.0002769613, 0.000222226,
  ];
  const fitted = [0.242593, 4.413532, 0.792886, 2.425752] as const;
  const ahead = [0.0078, 0.0532, 0.1506, 1.0405, 1.0437, 1.8576];
  const pareto = [0.553, 10.58, 0.606, 11.656] as const;
  const sold = [
    0.05077821, 0.09916088, 0.14542507, 0.1897993, 0.23247466, 0.27361274, 0.31335159, 0.35181024, 0.38909211,
  ];
  return [
    ...figures('Hardie’s sheet through lifetimes', 8e-4, [
      [
        'BG/NBD, purchases in 39 weeks of x = 2, 30.43, 38.86',
        1.226,
        bgConditional(p, 0, 39, 2, 30.43, 38.86),
      ],
    ]),
    ...figures('lifetimes, test_estimation.py', 8e-3, [
      ...[0.1429, 1, 3, 31.8571, 32, 78].map(
        (t, i) =>
          [`BG/NBD, purchases of a new person in ${t} weeks`, ahead[i], bgExpected(fitted, 0, t)] as const,
      ),
    ]),
    ...figures('R BTYD manual through lifetimes', 1e-6, [
      ['BG/NBD, chance of 10 purchases in 2 weeks', 1.07869e-7, bgProbability(p, 2, 10)],
      ['BG/NBD, chance of none in 39 weeks', 0.5737864, bgProbability(p, 39, 0)],
      ...chances.map(
        (chance, i) =>
          [`BG/NBD, chance of ${11 + i} in 30 weeks`, chance, bgProbability(p, 30, 11 + i)] as const,
      ),
    ]),
    ...figures('BG/NBD, Fader, Hardie & Lee 2005', 0, [
      ['BG/NBD, P(alive) without a repeat', 1, bgAlive(p, 0, 0, 0, 38.86)],
    ]),
    ...figures('R BTYD, its own examples', 2e-6, [
      ['BG/NBD, purchases in 2 weeks of x = 10, 35, 39', 0.391569, bgConditional(p, 0, 2, 10, 35, 39)],
      ['BG/NBD, P(alive) of x = 23, 39, 39', 0.968555, bgAlive(p, 0, 23, 39, 39)],
    ]),
    ...figures('R BTYD, the paradox of frequency', 2e-4, [
      ...[5, 10, 15, 20].map(
        (x, i) =>
          [
            `BG/NBD, P(alive) of x = ${x}, 30, 39`,
            [0.7056, 0.5716, 0.3751, 0.1968][i],
            bgAlive(p, 0, x, 30, 39),
          ] as const,
      ),
    ]),
    ...figures('BTYD, walkthrough 3.3', 3e-4, [
      [
        'Pareto/NBD, purchases in 52 weeks of customer 1516',
        25.45647,
        paretoConditional(pareto, 52, 26, 30.857, 31),
      ],
      ['Pareto/NBD, P(alive) of customer 1516', 0.997874, paretoAlive(pareto, 26, 30.857, 31)],
    ]),
    ...figures('lifetimes, test_estimation.py', 1e-2, [
      ...sold.map(
        (one, i) =>
          [
            `Pareto/NBD, purchases of a new person in ${i + 1} weeks`,
            one,
            paretoExpected(pareto, i + 1),
          ] as const,
      ),
    ]),
  ];
};

/** BG/BB: the donors of the paper. */
export const donorFigures = (): Figure[] => {
  const at = (i: number): number[] => DONATIONS.map((row) => row[i]);
  const donors = compressHistories(at(0), at(1), at(2), at(3));
  const fit = fitPurchases('bg-bb', donors);
  const alive = (x: number, last: number): number =>
    bgBbAlive(fit.parameters as unknown as BgBbParameters, x, last, 6);
  const five = lookAhead(fit, donors, { periods: 1, unitsPerPeriod: 5, discount: 0 });
  return [
    ...figures(
      'Hardie’s sheet through lifetimes',
      5e-4,
      ['α', 'β', 'γ', 'δ'].map(
        (name, i) => [`BG/BB ${name}`, [1.204, 0.75, 0.657, 2.783][i], fit.parameters[i]] as const,
      ),
    ),
    ...figures('Hardie’s sheet through lifetimes', 4e-2, [
      ['BG/BB, P(alive) of 0 gifts', 0.11, alive(0, 0)],
      ['BG/BB, P(alive) of 2 gifts, the last in year 4', 0.59, alive(2, 4)],
      ['BG/BB, P(alive) of 6 gifts', 0.93, alive(6, 6)],
    ]),
    ...figures('Hardie’s sheet through lifetimes', 5e-5, [
      [
        'BG/BB, gifts of everyone in 5 years',
        12_884.2,
        DONATIONS.reduce((sum, [, , , people], i) => sum + people * five.purchases[i], 0),
      ],
    ]),
  ];
};

export const valueFigures = (): Figure[] => {
  const people = cdnowPeople();
  const column = (pick: (person: (typeof people)[number]) => number): Float64Array =>
    Float64Array.from(people, pick);
  const histories = compressHistories(
    column(({ frequency }) => frequency),
    column(({ recency }) => recency),
    column(({ age }) => age),
  );
  const bg = fitPurchases('bg-nbd', histories);
  const pareto = fitPurchases('pareto-nbd', histories);
  const mbg = fitPurchases('mbg-nbd', histories);
  const repeats = people.filter(({ frequency }) => frequency > 0);
  const money = fitGammaGamma(
    Float64Array.from(repeats, ({ frequency }) => frequency),
    Float64Array.from(repeats, ({ mean }) => mean),
  );
  const named = (model: string, names: string, theirs: readonly number[], ours: readonly number[]) =>
    names.split(' ').map((name, i) => [`${model} ${name}`, theirs[i], ours[i]] as const);
  const known = (errors: readonly (number | null)[]): number[] => errors.map((error) => error ?? Number.NaN);
  const profit = (x: number, mean: number): number =>
    expectedValue(money.parameters as unknown as Parameters<typeof expectedValue>[0], x, mean);
  return [
    ...figures(
      'CLVTools, test_correctness_bgnbd.R',
      1e-3,
      named('BG/NBD', 'r α a b', [0.2425945, 4.4136019, 0.7929199, 2.4258881], bg.parameters),
    ),
    ...figures('BTYD, walkthrough 4.2', 1e-6, [['BG/NBD log-likelihood', -9582.429, bg.logLikelihood]]),
    ...figures(
      'lifetimes, Quickstart',
      1e-3,
      named(
        'BG/NBD',
        'error(r) error(α) error(a) error(b)',
        [0.012557, 0.378221, 0.185719, 0.705345],
        known(bg.standardErrors),
      ),
    ),
    ...figures(
      'CLVTools, Pareto/NBD',
      2e-3,
      named(
        'Pareto/NBD',
        'error(r) error(α) error(s) error(β)',
        [0.0476264, 0.8427222, 0.1872594, 6.2105448],
        known(pareto.standardErrors),
      ),
    ),
    ...figures('BTYD, walkthrough 3.3', 1e-3, [
      [
        'Pareto/NBD, purchases of a new person in 52 weeks',
        1.473434,
        paretoExpected(pareto.parameters as unknown as ParetoParameters, 52),
      ],
    ]),
    ...figures('lifetimes, Quickstart', 1e-3, [
      ['expected mean purchase, customer 1', 24.658619, profit(2, 22.35)],
      ['expected mean purchase, customer 2', 18.911489, profit(1, 11.77)],
      ['expected mean purchase without a repeat', 35.170981, profit(0, 0)],
    ]),
    ...figures(
      'CLVTools, Pareto/NBD',
      2e-3,
      named('Pareto/NBD', 'r α s β', [0.55315, 10.57633, 0.60625, 11.6715], pareto.parameters),
    ),
    ...figures('BTYD, walkthrough 3.3', 1e-6, [
      ['Pareto/NBD log-likelihood', -9594.976, pareto.logLikelihood],
    ]),
    ...figures(
      'BTYDplus through lifetimes',
      2e-3,
      named('MBG/NBD', 'r α a b', [0.525, 6.183, 0.891, 1.614], mbg.parameters),
    ),
    ...figures(
      'Hardie, note 025; lifetimes',
      2e-3,
      named('Gamma-Gamma', 'p q γ', [6.25, 3.74, 15.44], money.parameters),
    ),
    ...figures('CLVTools, test_correctness_gg.R', 1e-6, [
      ['Gamma-Gamma log-likelihood', -4055.9177, money.logLikelihood],
    ]),
  ];
};
