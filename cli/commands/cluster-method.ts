/** The methods of `cluster`: their options, and what each shows of itself. */
import { counted, fixed, percent } from '../../shared/charts/words.ts';
import type { ClusteringAnswer } from '../../shared/contract/answers.ts';
import { METHOD_INFO, METHODS, type MethodName } from '../../shared/methods.ts';
import { type ClusteringChoice, COVARIANCES, DISTANCES } from '../../shared/plan.ts';
import { DEFAULT_TREE, TREE_INFO, TREES, type TreeName } from '../../shared/trees.ts';
import type { Command, OptionSpecs } from '../command.ts';
import { UsageError } from '../options.ts';
import type { Column, Out } from '../output.ts';

const MOST = 100_000;

export const METHOD_OPTIONS = {
  method: {
    kind: 'choice',
    choices: METHODS,
    value: 'M',
    help: `how to cluster (kmeans): ${METHODS.join(', ')}`,
  },
  radius: {
    kind: 'text',
    value: 'R',
    help: 'dbscan: how near is near, in scaled features (the bend of the k-distances)',
  },
  'min-points': {
    kind: 'integer',
    from: 2,
    to: MOST,
    help: 'dbscan, hdbscan: people that make a place dense',
  },
  'min-size': { kind: 'integer', from: 2, to: MOST, help: 'hdbscan: people a cluster needs at least (1 %)' },
  covariance: {
    kind: 'choice',
    choices: COVARIANCES,
    help: 'mixture: how free the shape of a cluster is (full)',
  },
  gamma: {
    kind: 'text',
    value: 'G',
    help: 'kprototypes: what a level that differs counts (half the mean deviation)',
  },
  tree: {
    kind: 'choice',
    choices: TREES,
    value: 'T',
    help: `which tree puts the clusters into words (${DEFAULT_TREE})`,
  },
  distance: { kind: 'choice', choices: DISTANCES, help: 'pam: the distance (gower where there are levels)' },
} as const satisfies OptionSpecs;

export type MethodValues = {
  method?: MethodName | undefined;
  radius?: string | undefined;
  'min-points'?: number | undefined;
  'min-size'?: number | undefined;
  covariance?: 'full' | 'diagonal' | undefined;
  gamma?: string | undefined;
  tree?: TreeName | undefined;
  distance?: 'euclidean' | 'gower' | undefined;
  k?: number | undefined;
  from?: number | undefined;
  to?: number | undefined;
};

const OPTION_OF = {
  radius: 'radius',
  minPoints: 'min-points',
  minSize: 'min-size',
  covariance: 'covariance',
  gamma: 'gamma',
  distance: 'distance',
} as const;

const positive = (command: Command, name: string, text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && Number.isFinite(value)) return value;
  throw new UsageError(command, `--${name} is "${text}".`, 'Give a number, with a point for decimals.');
};

/** The method and its parameters as the contract takes them. @throws UsageError for one the method does not take */
export const methodChoice = (command: Command, values: MethodValues): Partial<ClusteringChoice> => {
  const method = values.method ?? 'kmeans';
  const { takes } = METHOD_INFO[method];
  const given = {
    radius: positive(command, 'radius', values.radius),
    minPoints: values['min-points'],
    minSize: values['min-size'],
    covariance: values.covariance,
    gamma: positive(command, 'gamma', values.gamma),
    distance: values.distance,
    k: values.k,
    from: values.from,
    to: values.to,
  };
  const choice = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  for (const name of Object.keys(choice) as (keyof typeof given)[]) {
    const parameter = name === 'from' || name === 'to' ? 'k' : name;
    if (takes.includes(parameter)) continue;
    throw new UsageError(
      command,
      `--${name in OPTION_OF ? OPTION_OF[name as keyof typeof OPTION_OF] : name} says nothing to ${METHOD_INFO[method].label}.`,
      `It takes ${takes.map((one) => (one === 'k' ? '--k, or --from and --to' : `--${OPTION_OF[one]}`)).join(', ')}.`,
    );
  }
  return { method, ...(values.tree === undefined ? {} : { tree: values.tree }), ...choice };
};

const right = (head: string): Column => ({ head, align: 'right' });

/** Tree, criteria, soft membership, agreement of repeats and what to doubt. */
export const showMethod = (out: Out, { shown, noise, lens, k, fitted, gap }: ClusteringAnswer): void => {
  const { done, dendrogram, distances, criteria, soft, repeats, doubts, method } = shown;
  out.heading('Method');
  for (const sentence of done) out.paragraph(sentence);
  out.paragraph(`Seed ${fitted.seed}.`);
  out.paragraph(METHOD_INFO[method].limit);
  out.paragraph(`Source: ${METHOD_INFO[method].citation}.`);
  const tree = TREE_INFO[fitted.clustering.tree];
  out.paragraph(`Rules by ${tree.label}. ${tree.does} Source: ${tree.citation}.`);
  if (noise > 0)
    out.paragraph(
      `${percent(noise / lens.admitted)} of the people belong to no cluster and stay without one.`,
    );
  if (dendrogram !== null) {
    const splits = dendrogram.branches
      .flatMap(({ split }) => (split === null ? [] : [split]))
      .sort((a, b) => b.height - a.height);
    out.line();
    out.table(
      [right('clusters'), right('height of the split'), right('shares that part')],
      splits
        .slice(0, 12)
        .map(({ k: at, height, larger, smaller }) => [
          `${at === k ? '→ ' : ''}${at}`,
          height.toPrecision(5),
          `${percent(dendrogram.branches[larger].share)} and ${percent(dendrogram.branches[smaller].share)}`,
        ]),
    );
  }
  if (distances !== null)
    out.paragraph(
      `Distance to the ${distances.minPoints}th nearest person: ${fixed(distances.curve.at(-1) ?? 0, 3)} to ${fixed(distances.curve[0], 3)}, ${distances.bend === null ? 'without a bend' : `bend at ${fixed(distances.bend, 3)}`}.`,
    );
  if (criteria.length > 0) {
    out.heading(
      method === 'mixture'
        ? 'Information criteria'
        : 'Information criteria, as of round clusters of one width',
    );
    out.table(
      [right('k'), right('BIC'), right('AIC')],
      criteria.map((row) => [String(row.k), fixed(row.bic, 1), fixed(row.aic, 1)]),
    );
  }
  if (gap !== null) {
    out.heading('Gap statistic');
    out.table(
      [{ head: '' }, right('k'), right('gap'), right('standard error')],
      gap.rows.map((row) => [
        row.k === gap.suggested ? '*' : '',
        String(row.k),
        fixed(row.gap, 3),
        fixed(row.error, 3),
      ]),
    );
    out.paragraph(
      `* the fewest clusters within one standard error of the next, on ${counted(gap.sample, 'person', 'people')} (Tibshirani, Walther and Hastie 2001).`,
    );
  }
  if (soft !== null)
    out.paragraph(
      `${percent(soft.share)} of the people belong to their cluster with a probability below .8.`,
    );
  const { seeds, subsamples } = repeats;
  out.paragraph(
    `Again with ${
      seeds === null
        ? ''
        : `${seeds.runs} other seeds: adjusted Rand index ${fixed(seeds.mean, 3)}, at worst ${fixed(seeds.least, 3)}; with `
    }four in five people, ${subsamples.runs} times: ${fixed(subsamples.mean, 3)}, at worst ${fixed(subsamples.least, 3)}.`,
  );
  if (doubts.length > 0) out.heading('Doubts');
  for (const { text } of doubts) out.paragraph(text);
};
