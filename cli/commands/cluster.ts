/** `cluster`: fits clusters, chooses how many, and shows what to think of them. */
import { indexOf } from '../../shared/charts/choice-of-k.ts';
import { counted, fixed, number, percent, shareOf, toldNear } from '../../shared/charts/words.ts';
import type { ClusteringAnswer, PcaAnswer } from '../../shared/contract/answers.ts';
import type { Input } from '../../shared/contract/contract.ts';
import { isNear, NEAR_WORDS } from '../../shared/counts.ts';
import { SCALINGS } from '../../shared/feature-choice.ts';
import { METHOD_INFO } from '../../shared/methods.ts';
import { type Command, form } from '../command.ts';
import { LENS_OPTIONS, lensOf, SEED_OPTION, showLens } from '../lens-options.ts';
import { nearest } from '../nearest.ts';
import { UsageError } from '../options.ts';
import type { Column, Out } from '../output.ts';
import { VAULT_OPTIONS } from '../passphrase.ts';
import { METHOD_OPTIONS, methodChoice, showMethod } from './cluster-method.ts';
import { openVault } from './vault.ts';

/** Components that are shown; the JSON answer has all. */
const MOST_COMPONENTS = 5;

type Written = Input<'clustering.fit'>['clustering']['features'][number];

/** What one word after a feature says: a scaling, an encoding, rare levels, or what becomes of missing values. */
const partOf = (word: string): Partial<Written> | null => {
  const [name, value] = word.split('=', 2);
  const scaling = SCALINGS.find((one) => one === word);
  if (scaling !== undefined) return { scaling };
  if (name === 'ordinal' && value !== undefined) return { encoding: 'ordinal', order: value.split('/') };
  if (name === 'rare' && value !== undefined && value.trim() !== '' && Number.isFinite(Number(value)))
    return { rare: Number(value) };
  if (word === 'onehot' || word === 'frequency') return { encoding: word };
  return word === 'leave-out' || word === 'impute' ? { missing: word } : null;
};

const PARTS = [...SCALINGS, 'onehot', 'frequency', 'ordinal=LOW/…/HIGH', 'rare=SHARE', 'impute', 'leave-out'];

/** `recency:log,profile.plan:frequency` as features with what is said of each. @throws UsageError for an unknown word */
export const parseFeatures = (text: string): Written[] =>
  text.split(',').map((part) => {
    const [feature, ...words] = part.trim().split(':');
    const unknown = feature === '' ? '' : words.find((word) => partOf(word) === null);
    if (unknown === undefined) return Object.assign({ feature }, ...words.map(partOf)) as Written;
    const meant = nearest(unknown, PARTS);
    throw new UsageError(
      clusterCommand,
      `--features cannot be read at "${part}"${meant === null ? '.' : `; did you mean ${feature}:${meant}?`}`,
      `Write FEATURE, or FEATURE:WORD with words such as ${PARTS.join(', ')}, separated by commas.`,
    );
  });

const right = (head: string): Column => ({ head, align: 'right' });

const showCandidates = (out: Out, answer: ClusteringAnswer): void => {
  const { candidates, k, elbow } = answer;
  const best = (pick: (row: (typeof candidates)[number]) => number, sign: 1 | -1): number =>
    candidates.reduce((top, row) => (sign * pick(row) > sign * pick(top) ? row : top), candidates[0]).k;
  const bestSilhouette = best((row) => row.silhouette, 1);
  const bestDavies = best((row) => row.daviesBouldin, -1);
  const bestCalinski = best((row) => indexOf(row, 'calinskiHarabasz'), 1);
  const marked = (text: string, isBest: boolean): string =>
    `${text}${isBest && candidates.length > 1 ? ' *' : '  '}`;
  const error = answer.silhouetteErrors[candidates.findIndex((row) => row.k === k)] ?? 0;
  out.heading('How many clusters');
  out.table(
    [
      { head: '' },
      right('k'),
      right('inertia  '),
      right('silhouette  '),
      right('Davies–Bouldin  '),
      right('Caliński–Harabasz  '),
    ],
    candidates.map((row) => [
      row.k === k ? '→' : '',
      String(row.k),
      marked(number(Math.round(row.inertia)), row.k === elbow),
      marked(fixed(row.silhouette, 3), row.k === bestSilhouette),
      marked(fixed(row.daviesBouldin, 3), row.k === bestDavies),
      marked(number(Math.round(indexOf(row, 'calinskiHarabasz'))), row.k === bestCalinski),
    ]),
  );
  out.line();
  out.paragraph(
    `→ chosen.${candidates.length > 1 ? ' * best by this index: highest silhouette and Caliński–Harabasz, lowest Davies–Bouldin, knee of the inertia.' : ''} Silhouette of ${counted(answer.silhouetteSample, 'person', 'people')}${error === 0 ? '' : `, with a standard error of ${fixed(error, 4)}`}.`,
  );
  out.line();
  out.paragraph(answer.why);
};

const showSecondOpinion = (out: Out, { secondOpinion }: ClusteringAnswer): void => {
  if (secondOpinion === null) return;
  out.heading('Second opinion');
  out.paragraph(
    `An independent library, started from the same centroids on ${counted(secondOpinion.sample, 'person', 'people')}: adjusted Rand index ${fixed(secondOpinion.ari, 3)} (1 = the same clusters), inertia ${fixed(secondOpinion.inertiaRatio, 4)} of ours.`,
  );
};

/** Principal components: explained variance on top, loadings below. */
export const showComponents = (out: Out, { columns, explained, loadings }: PcaAnswer): void => {
  const shown = Math.min(MOST_COMPONENTS, explained.length);
  const components = Array.from({ length: shown }, (_, i) => i);
  out.heading(
    `Principal components${explained.length > shown ? ` (the first ${shown} of ${explained.length})` : ''}`,
  );
  let sum = 0;
  const cumulative = explained.map((share) => {
    sum += share;
    return sum;
  });
  out.table(
    [{ head: '', wraps: 1 }, ...components.map((i) => right(`PC${i + 1}`))],
    [
      ['explained', ...components.map((i) => percent(explained[i]))],
      ['cumulative', ...components.map((i) => percent(Math.min(1, cumulative[i])))],
      ...columns.map((column, j) => [
        `loading of ${column}`,
        ...components.map((i) => fixed(loadings[i][j], 3)),
      ]),
    ],
  );
};

const showClusters = (out: Out, { clusters, lens, stability }: ClusteringAnswer): void => {
  out.heading('Clusters');
  out.table(
    [
      right('cluster'),
      right('people'),
      right('share'),
      right('Jaccard'),
      right('precision'),
      right('recall'),
      right('stability'),
      { head: 'rule', wraps: 1 },
    ],
    clusters.map(({ label, people, near, text, fidelity, stability: found }) => [
      String(label + 1),
      toldNear({ people, near }),
      shareOf(people, lens.admitted),
      fidelity === null ? '' : fixed(fidelity.jaccard, 2),
      fidelity === null ? '' : fixed(fidelity.precision, 2),
      fidelity === null ? '' : fixed(fidelity.recall, 2),
      fixed(found.jaccard, 2),
      text ?? 'No rule tells this cluster apart; it cannot become a segment.',
    ]),
  );
  out.line();
  if (clusters.some(isNear)) out.paragraph(NEAR_WORDS);
  out.paragraph('Jaccard, precision and recall say how well the rule stands for the cluster (1 = exactly).');
  const doubtful = clusters.filter((cluster) => cluster.stability.jaccard < 0.6);
  out.paragraph(
    `Stability is how much of a cluster is there again in ${stability.resamples} resamples of ${counted(stability.sample, 'person', 'people')} (Jaccard; .85 highly stable, .75 stable, .6 a pattern, below .6 not to be trusted).${
      doubtful.length === 0 ? '' : ` Not to be trusted: ${doubtful.map(({ label }) => label + 1).join(', ')}.`
    }`,
  );
};

/** A clustering: choice of k, second opinion, components, clusters with their rules. */
export const showClustering = (out: Out, answer: ClusteringAnswer): void => {
  out.line(
    `Clustering "${answer.id}", version ${answer.version}: ${METHOD_INFO[answer.shown.method].label}, k = ${answer.k}`,
  );
  showCandidates(out, answer);
  showSecondOpinion(out, answer);
  showMethod(out, answer);
  showComponents(out, answer.pca);
  showClusters(out, answer);
};

export const clusterCommand: Command = {
  name: 'cluster',
  summary: 'fit clusters, choose how many, and explain them as rules',
  about: [
    'Without --k every number from --from to --to is tried and the four indices decide. The result is kept in the vault; `cloister segment VAULT from-clusters` makes segments of it.',
  ],
  example:
    'cloister cluster shop --features recency:log,frequency:log,monetary:log \\\n  --purpose personalize --as-of 2026-07-01',
  forms: [
    form({
      words: ['VAULT'],
      options: {
        features: {
          kind: 'text',
          value: 'F,…',
          required: true,
          help: `features, each with what becomes of it: FEATURE:WORD:…,…; words are ${PARTS.join(', ')} (zscore, onehot, impute); \`cloister features VAULT list\` names the features`,
        },
        k: { kind: 'integer', from: 2, to: 30, help: 'fix the number of clusters' },
        from: { kind: 'integer', from: 2, to: 12, help: 'fewest clusters to try (2)' },
        to: { kind: 'integer', from: 2, to: 12, help: 'most clusters to try (12)' },
        ...METHOD_OPTIONS,
        name: { kind: 'text', value: 'NAME', help: 'what the vault calls it (clustering)' },
        ...SEED_OPTION,
        ...LENS_OPTIONS,
        ...VAULT_OPTIONS,
      },
      summary: 'fit clusters',
      run: async ([path], values, context) => {
        const { k, from, to, seed, name } = values;
        const choice = methodChoice(clusterCommand, values);
        const features = parseFeatures(values.features);
        if (k !== undefined && (from !== undefined || to !== undefined))
          throw new UsageError(
            clusterCommand,
            '--k fixes the number of clusters, so --from and --to have nothing to say.',
            'Give --k, or --from and --to.',
          );
        await openVault(context, path, values);
        const lens = lensOf(values);
        const answer = await context.call('clustering.fit', {
          lens,
          clustering: { features, ...choice },
          ...(seed === undefined ? {} : { seed }),
          ...(name === undefined ? {} : { name }),
        });
        return {
          json: answer,
          show: (out) => {
            showLens(out, lens, values, answer.lens);
            showClustering(out, answer);
          },
        };
      },
    }),
  ],
};
