/**
 * What is selected: how many they are, what sets them apart, where they lie, and the rule that finds them. A lasso
 * becomes a segment only as such a rule, with how well it finds them beside it.
 */
import { mergeSmall } from '../../shared/charts/lasso.ts';
import type { SelectedInput } from '../../shared/contract/selection.ts';
import { CloisterError } from '../../shared/errors.ts';
import { toldMean, toldZ } from '../features/coarse.ts';
import { moments } from '../features/statistics.ts';
import type { NumberColumn } from '../features/table.ts';
import type { Run } from '../jobs/job.ts';
import { cellOf } from '../privacy/gate/cells.ts';
import { POLICY_DEFAULT } from '../privacy/gate/policy.ts';
import { type Explained, explainMembers } from '../segments/explain.ts';
import { intersect, isMember, listMembers, type Members, members } from '../segments/members.ts';
import { freeColour, idForName, segmentFromRule, segmentText } from '../segments/segment.ts';
import { requireClustering } from './clustering-store.ts';
import { compare } from './compared.ts';
import { densityOf } from './density.ts';
import { lookAt, pointsOf } from './explore.ts';
import type { Handlers } from './handler.ts';
import { litByNeighbours } from './neighbours.ts';
import { answersOf, listSegments, store } from './segments.ts';
import { clusterMembers, outlineMembers } from './selected.ts';
import type { Session, View } from './session.ts';
import { needsOf, sortUsable } from './usable.ts';

const LEAST = POLICY_DEFAULT.minCell;

const membersOf = (session: Session, view: View, clustering: string, selected: SelectedInput): Members => {
  if (selected.kind === 'cluster') return clusterMembers(session, view, clustering, [selected.label]);
  if (selected.kind === 'lasso') return outlineMembers(session, view, clustering, selected.outline);
  const found = listSegments(session).find(({ segment }) => segment.id === selected.id);
  if (found === undefined)
    throw new CloisterError(
      'NOT_FOUND',
      `There is no segment "${selected.id}".`,
      'Choose a segment of the list.',
    );
  const needs = needsOf(session.vault().reader, view, found.segment.rule);
  if (needs !== null)
    throw new CloisterError(
      'RULE_INVALID',
      `The segment “${found.segment.name}” cannot be counted: it ${needs}.`,
      'Define it anew, or remove it.',
    );
  return view.evaluator().evaluate(found.segment.rule);
};

/** The numeric features of the clustering, in the order of the table. */
const numbersOf = (view: View, features: readonly string[]): NumberColumn[] =>
  view
    .table()
    .columns.filter(
      (column): column is NumberColumn => column.type === 'number' && features.includes(column.id),
    );

const zOf = ({ values }: NumberColumn, chosen: Int32Array): number | null =>
  toldZ(
    toldMean(
      Float64Array.from(chosen, (person) => values[person])
        .filter((value) => !Number.isNaN(value))
        .sort(),
    ),
    moments(values),
  );

const explain = async (
  session: Session,
  view: View,
  clustering: string,
  chosen: Members,
  run: Run,
): Promise<Explained | null> => {
  if (chosen.people < LEAST)
    throw new CloisterError(
      'PRIVACY_REFUSED',
      `Fewer than ${LEAST} people are selected (rule: least cell).`,
      'Draw around more people.',
    );
  const { features } = requireClustering(session, clustering);
  const table = view.table();
  const columns = table.columns.filter(({ id }) => features.includes(id));
  return explainMembers(columns, chosen, table.people, view.evaluator(), run);
};

export const selectionHandlers: Handlers<
  | 'selection.look'
  | 'selection.compare'
  | 'selection.explain'
  | 'segment.fromSelection'
  | 'clustering.density'
> = {
  'selection.look': ({ lens, clustering, selected }, session) => {
    const view = session.view(lens);
    const looked = lookAt(session, view, clustering);
    const { labels, stored } = looked;
    const chosen = membersOf(session, view, clustering, selected);
    const enough = chosen.people >= LEAST;
    const figures = () => {
      const list = listMembers(chosen);
      const counts = new Map<number, number>();
      for (const person of list) counts.set(labels[person], (counts.get(labels[person]) ?? 0) + 1);
      const z = numbersOf(view, stored.features).map((column) => zOf(column, list));
      return { z, cells: mergeSmall(counts, LEAST) };
    };
    const { z, cells } = enough
      ? view.figure(`selection|${clustering}|${stored.version}`, chosen, figures)
      : { z: [], cells: null };
    return {
      people: enough ? view.told(chosen) : chosen.people > 0 ? null : 0,
      // The page has drawn a lasso itself and knows the clusters.
      mask:
        enough && selected.kind === 'segment'
          ? litByNeighbours(looked, (person) => isMember(chosen, person))
          : new Uint8Array(),
      features: numbersOf(view, stored.features).map(({ id, label }, j) => ({ id, label, z: z[j] ?? null })),
      cells,
      segments: sortUsable(session.vault().reader, view, listSegments(session)).usable.map(({ segment }) => ({
        id: segment.id,
        people: enough ? cellOf(view.told(intersect(chosen, view.evaluator().evaluate(segment.rule)))) : null,
      })),
    };
  },
  'selection.compare': ({ lens, clustering, selected, feature }, session) => {
    const view = session.view(lens);
    const { features, version } = requireClustering(session, clustering);
    const column = numbersOf(view, features).find(({ id }) => id === feature);
    if (column === undefined)
      throw new CloisterError(
        'NOT_FOUND',
        `The clustering has no number called ${feature}.`,
        'Choose a feature that it was made by and that is a number.',
      );
    const chosen = membersOf(session, view, clustering, selected);
    const found = view.figure(`compare|${clustering}|${version}|${feature}`, chosen, () =>
      compare(
        column.values,
        (person) => isMember(chosen, person),
        view.told(members(view.lens.people, (person) => !Number.isNaN(column.values[person]))),
      ),
    );
    return found === null ? null : { unit: column.unit, ...found };
  },
  'selection.explain': async ({ lens, clustering, outline }, session, run) => {
    const view = session.view(lens);
    const chosen = outlineMembers(session, view, clustering, outline);
    const found = await explain(session, view, clustering, chosen, run);
    return {
      people: view.told(chosen),
      rule: found?.rule ?? null,
      text: found === null ? null : segmentText(view.table(), found.rule),
      found: found === null ? null : cellOf(view.told(found.found)),
      fidelity: found?.fidelity ?? null,
    };
  },
  'segment.fromSelection': async ({ lens, clustering, outline, name }, session, run) => {
    const view = session.view(lens);
    const { version } = requireClustering(session, clustering);
    const chosen = outlineMembers(session, view, clustering, outline);
    const found = await explain(session, view, clustering, chosen, run);
    if (found === null)
      throw new CloisterError(
        'NO_DATA',
        'No short rule tells the selected people from the others.',
        'Draw around people who lie closer together, or cluster by other features.',
      );
    const known = listSegments(session).map(({ segment }) => segment);
    if (known.some((segment) => segment.name === name))
      throw new CloisterError('USAGE', `There is a segment named “${name}”.`, 'Choose another name.');
    const made = segmentFromRule(name, found.rule, idForName(name, known), freeColour(known));
    const segment = {
      ...made,
      selection: { clustering, version, outline, fidelity: found.fidelity },
    };
    const versions = await store(session, [segment], [], `make “${segment.name}” of a selection`, {
      from: 'selection',
      clustering,
    });
    return answersOf(session, view, [segment], versions)[0];
  },
  'clustering.density': ({ lens, clustering }, session) => {
    const looked = lookAt(session, session.view(lens), clustering);
    return densityOf(pointsOf(looked));
  },
};
