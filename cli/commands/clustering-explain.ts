/** `clustering apart`, `trees` and `explain`: what sets clusters apart, trees that tell them, and the choice of one. */
import { fixed, number, percent, told } from '../../shared/charts/words.ts';
import type {
  ApartAnswer,
  ApartCell,
  RankedFeature,
  TreeAnswer,
  TreesAnswer,
} from '../../shared/contract/explain.ts';
import { TREE_INFO, TREES } from '../../shared/trees.ts';
import { lensOfClustering } from '../clustering-lens.ts';
import { form } from '../command.ts';
import { LENS_OPTIONS, showLens } from '../lens-options.ts';
import type { Column, Out } from '../output.ts';
import { VAULT_OPTIONS } from '../passphrase.ts';
import { openVault } from './vault.ts';

const right = (head: string): Column => ({ head, align: 'right' });
const OPTIONS = {
  clustering: { kind: 'text', value: 'NAME', help: 'which clustering (clustering)' },
  ...LENS_OPTIONS,
  ...VAULT_OPTIONS,
} as const;
const named = (clustering: string | undefined) => (clustering === undefined ? {} : { clustering });

const signed = (value: number): string => `${value > 0 ? '+' : ''}${fixed(value, 2)}`;

const cellText = (cell: ApartCell | null): string[] => {
  if (cell === null) return ['–', '', ''];
  if (cell.kind === 'number')
    return [
      number(cell.mean),
      `${number(cell.low)} to ${number(cell.high)}`,
      cell.d === null ? '' : signed(cell.d),
    ];
  return [
    `${percent(cell.share)} ${cell.level}`,
    `${percent(cell.low)} to ${percent(cell.high)}`,
    signed(cell.h),
  ];
};

/** An effect that is told as 0 lies under half of the step it is told on. */
const effectText = ({ kind, effect, under }: RankedFeature): string =>
  `${kind === 'number' ? 'η²' : 'V'} ${under === null ? fixed(effect, 2) : `< ${number(under)}`}`;

const testText = ({ used, below }: RankedFeature): string =>
  used ? 'clustered by' : below === null ? 'no difference shown' : `p < ${below}`;

const showApart = (out: Out, { features, clusters, done }: ApartAnswer): void => {
  out.heading('What sets them apart');
  out.table(
    [
      { head: 'feature', wraps: 1 },
      right('effect'),
      { head: 'size' },
      right('statistic'),
      right('freedom'),
      { head: 'test' },
    ],
    features.map((feature) => [
      feature.label,
      effectText(feature),
      feature.size ?? 'not told',
      feature.statistic === null
        ? '–'
        : `${feature.kind === 'number' ? 'F' : 'χ²'} ${number(feature.statistic)}`,
      feature.freedom.map((df) => number(df)).join(', '),
      testText(feature),
    ]),
  );
  for (const { label, people, cells } of clusters) {
    out.heading(`Cluster ${label + 1}, ${told(people)} people`);
    out.table(
      [{ head: 'feature', wraps: 1 }, right('mean or share'), right('95 % interval'), right('d or h')],
      features.map((feature, at) => [
        feature.unit === '' ? feature.label : `${feature.label}, ${feature.unit}`,
        ...cellText(cells[at]),
      ]),
    );
  }
  out.heading('Method');
  for (const sentence of done) out.paragraph(sentence);
};

const showTree = (out: Out, { tree, rules, importance }: TreeAnswer): void => {
  out.heading(TREE_INFO[tree].label);
  out.paragraph(`${TREE_INFO[tree].does} ${TREE_INFO[tree].when}`);
  out.line();
  out.table(
    [right('cluster'), right('precision'), right('recall'), { head: 'rule', wraps: 1 }],
    rules.map(({ label, text, fidelity }) => [
      String(label + 1),
      fidelity === null ? '' : fixed(fidelity.precision, 2),
      fidelity === null ? '' : fixed(fidelity.recall, 2),
      text ?? 'no rule',
    ]),
  );
  out.line();
  out.table(
    [
      { head: 'mean |Shapley value|', wraps: 1 },
      ...importance.clusters.map((_, label) => right(String(label + 1))),
    ],
    importance.features.map((feature, at) => [
      feature.label,
      ...importance.clusters.map((row) => fixed(row[at], 3)),
    ]),
  );
  out.paragraph(`Source: ${TREE_INFO[tree].citation}.`);
};

const showTrees = (out: Out, { chosen, trees }: TreesAnswer): void => {
  out.heading('Trees side by side');
  out.table(
    [
      { head: 'tree' },
      right('leaves'),
      right('depth'),
      right('conditions'),
      right('fidelity'),
      right('price'),
    ],
    trees.map(({ tree, leaves, depth, conditions, fidelity, price }) => [
      `${tree === chosen ? '→ ' : ''}${TREE_INFO[tree].label}`,
      String(leaves),
      String(depth),
      String(conditions),
      fixed(fidelity, 2),
      price === null ? '' : fixed(price, 2),
    ]),
  );
  out.line();
  out.paragraph(
    '→ whose rules the clusters have. Fidelity: share of the people whose leaf has their cluster. Price: cost of the clusters as the tree gives them over their own, as sums of squared distances (1 = nothing).',
  );
  for (const one of trees) showTree(out, one);
};

/** Forms of `clustering` that explain one. */
export const EXPLAIN_FORMS = [
  form({
    action: 'apart',
    words: ['VAULT'],
    options: OPTIONS,
    summary: 'features ranked by how far the clusters differ in them; means with intervals, effect sizes',
    run: async ([path], values, context) => {
      await openVault(context, path, values);
      const { lens, said } = await lensOfClustering(context, values, values.clustering ?? 'clustering', true);
      const answer = await context.call('clustering.apart', { lens, ...named(values.clustering) });
      return {
        json: answer,
        show: (out) => {
          showLens(out, lens, said);
          showApart(out, answer);
        },
      };
    },
  }),
  form({
    action: 'trees',
    words: ['VAULT'],
    options: OPTIONS,
    summary: 'CART, IMM and ExKMC side by side: rules, fidelity, price, Shapley values',
    run: async ([path], values, context) => {
      await openVault(context, path, values);
      const { lens, said } = await lensOfClustering(context, values, values.clustering ?? 'clustering', true);
      const answer = await context.call('clustering.trees', { lens, ...named(values.clustering) });
      return {
        json: answer,
        show: (out) => {
          showLens(out, lens, said);
          showTrees(out, answer);
        },
      };
    },
  }),
  form({
    action: 'explain',
    words: ['VAULT'],
    options: {
      tree: {
        kind: 'choice',
        choices: TREES,
        value: 'T',
        required: true,
        help: `whose rules: ${TREES.join(', ')}`,
      },
      ...OPTIONS,
    },
    summary: 'give the clusters the rules of another tree, as a new version',
    run: async ([path], values, context) => {
      await openVault(context, path, values);
      const { lens, said } = await lensOfClustering(context, values, values.clustering ?? 'clustering', true);
      const { tree } = values;
      const answer = await context.call('clustering.explainBy', { lens, tree, ...named(values.clustering) });
      return {
        json: { id: answer.id, version: answer.version, tree, clusters: answer.clusters },
        show: (out) => {
          showLens(out, lens, said);
          out.line(`Clustering "${answer.id}", version ${answer.version}: rules by ${TREE_INFO[tree].label}`);
          out.table(
            [right('cluster'), right('Jaccard'), { head: 'rule', wraps: 1 }],
            answer.clusters.map(({ label, text, fidelity }) => [
              String(label + 1),
              fidelity === null ? '' : fixed(fidelity.jaccard, 2),
              text ?? 'no rule',
            ]),
          );
        },
      };
    },
  }),
];
