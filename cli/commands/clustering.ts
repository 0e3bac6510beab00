/** `clustering`: kept clusterings: which there are, how two agree, and whether people are still like those of the fit. */
import { fixed, told, toldNear } from '../../shared/charts/words.ts';
import type { CrossTable, DriftAnswer, DriftFigure } from '../../shared/contract/methods.ts';
import { isNear, NEAR_WORDS, type ToldCount } from '../../shared/counts.ts';
import { METHOD_INFO, NOISE } from '../../shared/methods.ts';
import { lensOfClustering } from '../clustering-lens.ts';
import { type Command, form } from '../command.ts';
import { LENS_OPTIONS, lensOf, showLens } from '../lens-options.ts';
import { UsageError } from '../options.ts';
import type { Column, Out } from '../output.ts';
import { VAULT_OPTIONS } from '../passphrase.ts';
import { EXPLAIN_FORMS } from './clustering-explain.ts';
import { openVault } from './vault.ts';

const right = (head: string): Column => ({ head, align: 'right' });
const nameOf = (label: number): string => (label === NOISE ? 'none' : String(label + 1));

/** `NAME` or `NAME@VERSION`. @throws UsageError for a version that is no number */
const reference = (text: string): { id: string; version?: number } => {
  const [id, version, ...rest] = text.split('@');
  if (id !== '' && rest.length === 0 && (version === undefined || /^[1-9]\d{0,8}$/.test(version)))
    return { id, ...(version === undefined ? {} : { version: Number(version) }) };
  throw new UsageError(clusteringCommand, `"${text}" names no clustering.`, 'Write NAME or NAME@VERSION.');
};

const showNear = (out: Out, counts: readonly ToldCount[]): void => {
  if (counts.some(isNear)) out.paragraph(NEAR_WORDS);
};

const showTable = (out: Out, { rows, columns, cells, withheld }: CrossTable): void => {
  out.table(
    [{ head: '' }, ...columns.labels.map((label) => right(nameOf(label)))],
    cells.map((row, i) => [nameOf(rows.labels[i]), ...row.map(toldNear)]),
  );
  showNear(out, cells.flat());
  if (withheld !== null) out.paragraph(withheld);
};

const showDrift = (out: Out, figures: readonly DriftFigure[]): void =>
  out.table(
    [{ head: '' }, right('PSI'), { head: 'verdict' }],
    figures.map(({ name, psi, verdict }) => [
      name,
      psi === null ? '' : fixed(psi, 3),
      verdict ?? 'cannot be compared',
    ]),
  );

/** How far people have moved since a clustering was fitted, and who moved to which cluster. */
export const showDriftSince = (out: Out, answer: DriftAnswer): void => {
  out.line(`From ${answer.before} to ${answer.after}; ${toldNear(answer.people.both)} people on both dates.`);
  out.heading('Drift');
  showDrift(out, [
    ...answer.features,
    answer.sizes,
    ...answer.clusters.map(({ label, psi, verdict }) => ({ name: `Cluster ${label + 1}`, psi, verdict })),
  ]);
  out.heading(`Moves: cluster on ${answer.before} down, on ${answer.after} across`);
  showTable(out, answer.migration);
  if (answer.proposal !== null) out.paragraph(answer.proposal);
};

export const clusteringCommand: Command = {
  name: 'clustering',
  summary: 'kept clusterings: list, explain, compare two, hold one against people of a later date',
  about: [
    'A population stability index (PSI) below .1 is stable, up to .25 worth watching, above it people moved. A new fit is proposed, never made by itself.',
  ],
  example: 'cloister clustering shop drift --clustering clustering --as-of 2026-08-01',
  forms: [
    form({
      action: 'list',
      words: ['VAULT'],
      options: { ...VAULT_OPTIONS },
      summary: 'the newest version of every clustering',
      run: async ([path], values, context) => {
        await openVault(context, path, values);
        const clusterings = await context.call('clustering.list', {});
        return {
          json: { clusterings },
          show: (out) =>
            out.table(
              [
                { head: 'name' },
                right('version'),
                { head: 'method' },
                right('k'),
                { head: 'purpose' },
                { head: 'as of' },
                { head: 'features', wraps: 1 },
              ],
              clusterings.map(({ id, version, method, k, purpose, asOf, features }) => [
                id,
                String(version),
                METHOD_INFO[method].label,
                String(k),
                purpose,
                asOf,
                features.join(', '),
              ]),
            ),
        };
      },
    }),
    form({
      action: 'keep',
      words: ['VAULT', 'FROM', 'NAME'],
      options: { ...VAULT_OPTIONS },
      summary: 'keep NAME or NAME@VERSION under a name too; under “clustering” it is the current one again',
      run: async ([path, from, name], values, context) => {
        await openVault(context, path, values);
        const kept = await context.call('clustering.keep', { from: reference(from), name });
        return { json: kept, show: (out) => out.line(`Kept as ${kept.id}, version ${kept.version}.`) };
      },
    }),
    form({
      action: 'assign',
      words: ['VAULT'],
      options: {
        clustering: { kind: 'text', value: 'NAME', help: 'which clustering, or NAME@VERSION (clustering)' },
        ...LENS_OPTIONS,
        ...VAULT_OPTIONS,
      },
      summary: 'the people of a lens in the clusters of a kept model, newcomers apart',
      run: async ([path], values, context) => {
        const { id, version } = reference(values.clustering ?? 'clustering');
        await openVault(context, path, values);
        const { lens, said } = await lensOfClustering(context, values, id, false);
        const answer = await context.call('clustering.assign', {
          lens,
          clustering: id,
          ...(version === undefined ? {} : { version }),
        });
        return {
          json: answer,
          show: (out) => {
            showLens(out, lens, said);
            out.paragraph(
              `${answer.clustering}, version ${answer.version}: ${toldNear(answer.newcomers)} people were not there when it was fitted. Each got ${answer.assigns}.`,
            );
            out.table(
              [{ head: 'cluster' }, right('people'), right('newcomers')],
              [
                ...answer.clusters.map((cluster, at) => [
                  String(cluster.label + 1),
                  toldNear(cluster),
                  toldNear(answer.newcomers.clusters[at]),
                ]),
                ['none', told(answer.noise), told(answer.newcomers.noise)],
              ],
            );
            showNear(out, [answer.newcomers, ...answer.clusters, ...answer.newcomers.clusters]);
          },
        };
      },
    }),
    form({
      action: 'compare',
      words: ['VAULT', 'FIRST', 'SECOND'],
      options: { ...LENS_OPTIONS, ...VAULT_OPTIONS },
      summary: 'adjusted Rand index and cross table of NAME or NAME@VERSION with another',
      run: async ([path, first, second], values, context) => {
        const [a, b] = [reference(first), reference(second)];
        await openVault(context, path, values);
        const lens = lensOf(values);
        const answer = await context.call('clustering.compare', { lens, first: a, second: b });
        return {
          json: answer,
          show: (out) => {
            showLens(out, lens, values);
            out.paragraph(`Adjusted Rand index ${fixed(answer.ari, 3)}. ${answer.words}`);
            out.heading(`People: ${first} down, ${second} across`);
            showTable(out, answer.table);
          },
        };
      },
    }),
    form({
      action: 'drift',
      words: ['VAULT'],
      options: {
        clustering: { kind: 'text', value: 'NAME', help: 'which clustering (clustering)' },
        ...LENS_OPTIONS,
        ...VAULT_OPTIONS,
      },
      summary: 'population stability since the fit, and who moved to which cluster',
      run: async ([path], values, context) => {
        await openVault(context, path, values);
        const { clustering } = values;
        const { lens, said } = await lensOfClustering(context, values, clustering ?? 'clustering', false);
        const answer = await context.call('clustering.drift', {
          lens,
          ...(clustering === undefined ? {} : { clustering }),
        });
        return {
          json: answer,
          show: (out) => {
            showLens(out, lens, said);
            showDriftSince(out, answer);
          },
        };
      },
    }),
    ...EXPLAIN_FORMS,
  ],
};
