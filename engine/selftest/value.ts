/** Customer value: the CDNOW customers under the models of the papers. */
import { fitGammaGamma } from '../analysis/value/gamma-gamma.ts';
import { compressHistories } from '../analysis/value/histories.ts';
import { fitPurchases } from '../analysis/value/value.ts';
import { cdnowPeople } from './data/cdnow.ts';
import { type Figure, figures } from './published.ts';

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
  return [
    ...figures(
      'CLVTools, test_correctness_bgnbd.R',
      1e-3,
      named('BG/NBD', 'r α a b', [0.2425945, 4.4136019, 0.7929199, 2.4258881], bg.parameters),
    ),
    ...figures('BTYD, walkthrough 4.2', 1e-6, [['BG/NBD log-likelihood', -9582.429, bg.logLikelihood]]),
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
