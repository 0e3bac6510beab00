/** Puts together what the gate is asked to clear: segments under their published rules, portraits, clustering. */
import { CloisterError } from '../../shared/errors.ts';
import type { ExportChoice, PersonaEdit } from '../../shared/plan.ts';
import type { ReleaseField } from '../../shared/release.ts';
import { type InLeaf, type Leaf, leavesOf } from '../../shared/rules/rule.ts';
import type { FeatureTable, NumberColumn } from '../features/table.ts';
import { centroidOf, describeSegment } from '../personas/describe.ts';
import { changedCuts, coarsen } from '../privacy/gate/cut-points.ts';
import type { ReleaseDraft, SegmentDraft } from '../privacy/gate/draft.ts';
import { type Members, overlap } from '../segments/members.ts';
import { type Segment, segmentText } from '../segments/segment.ts';
import { getRecord } from '../vault/records.ts';

import type { StoredClustering } from './clustering-store.ts';
import type { Replacement } from './coarser.ts';

import { listSegments } from './segments.ts';
import type { Session, View } from './session.ts';
import { sortUsable } from './usable.ts';

type Drafted = { segment: Segment; draft: SegmentDraft; members: Members; changed: string[] };

/** What the analyst changed about a persona, or nothing. */
const editOf = (session: Session, id: string): PersonaEdit | undefined =>
  getRecord<PersonaEdit>(session.vault().reader, 'persona', id)?.body;

/** Texts a leaf names: levels that would be published by being named. */
const textsOf = (leaf: Leaf): string[] =>
  (leaf.op === 'in' ? leaf.values : leaf.op === 'compare' ? [leaf.value] : []).filter(
    (value) => typeof value === 'string',
  );

const draftSegment = (
  session: Session,
  view: View,
  segment: Segment,
  version: number,
  taken: Set<string>,
  replacement: Replacement,
): Drafted => {
  const table = view.table();
  const evaluator = view.evaluator();
  const rule = replacement?.rule ?? coarsen(segment.rule);
  const members = evaluator.evaluate(rule);
  const edit = editOf(session, segment.id);
  const name = replacement?.name ?? edit?.name ?? segment.name;
  const persona = describeSegment(table, view.base(), members, view.channels(), name, taken);
  const before = leavesOf(segment.rule);
  const after = leavesOf(rule);
  return {
    segment,
    members,
    changed: replacement === null ? changedCuts(before, after).map((change) => `${name}: ${change}`) : [],
    draft: {
      id: segment.id,
      name,
      version,
      origin: segment.origin,
      colour: segment.colour,
      rule,
      text: segmentText(table, rule),
      people: members.people,
      leaves: after.map((leaf) => {
        const matching = evaluator.count(leaf);
        return {
          leaf,
          text: segmentText(table, leaf).replace(/\.$/, ''),
          matching,
          others: table.people - matching,
          named: textsOf(leaf).map((value) =>
            evaluator.count({ op: 'compare', field: (leaf as InLeaf).field, is: '=', value }),
          ),
        };
      }),
      // Of the rule that was fitted to the cluster, not of another.
      fidelity: replacement === null ? (segment.cluster?.fidelity ?? null) : null,
      persona: {
        ...persona,
        ...(edit?.summary === undefined ? {} : { summary: edit.summary }),
        ...(edit?.plan === undefined ? {} : { plan: edit.plan }),
      },
    },
  };
};

const differencesOf = (drafted: Drafted[]): ReleaseDraft['differences'] =>
  drafted.flatMap((first, a) =>
    drafted.slice(a + 1).map((second, offset) => ({
      a,
      b: a + 1 + offset,
      people: first.members.people + second.members.people - 2 * overlap(first.members, second.members),
    })),
  );

const clusteringOf = (
  session: Session,
  table: FeatureTable,
  drafted: Drafted[],
): ReleaseDraft['clustering'] => {
  const id = drafted.find(({ segment }) => segment.cluster !== null)?.segment.cluster?.clustering;
  if (id === undefined) return null;
  const stored = getRecord<StoredClustering | null>(session.vault().reader, 'clustering', id)?.body;
  if (stored === undefined || stored === null) return null;
  const { answer } = stored;
  const columns = table.columns.filter(
    (column): column is NumberColumn => column.type === 'number' && answer.features.includes(column.id),
  );
  return {
    method: stored.model.method,
    k: answer.k,
    why: answer.why,
    features: answer.features,
    candidates: answer.candidates,
    silhouetteSample: answer.silhouetteSample,
    secondOpinion: answer.secondOpinion?.ari ?? null,
    columns: columns.map(({ id: feature, label, unit }) => ({ feature, label, unit })),
    centroids: drafted
      .filter(({ segment }) => segment.cluster?.clustering === id)
      .map(({ segment, members }) => ({
        segment: segment.id,
        values: centroidOf(columns, members, table.people),
      })),
  };
};

const fieldsOf = (table: FeatureTable, drafted: Drafted[]): ReleaseField[] => {
  const used = new Set(
    drafted.flatMap(({ draft }) =>
      leavesOf(draft.rule).flatMap((leaf) => (leaf.op === 'count' ? [] : [leaf.field])),
    ),
  );
  return table.columns
    .filter(({ id }) => used.has(id))
    .map((column) => ({
      id: column.id,
      type: column.type,
      label: column.label,
      unit: column.type === 'number' ? column.unit : '',
      definition: column.definition,
    }));
};

/**
 * The draft of a release of every segment in the vault, their members, and the cut points that were made coarse.
 * @param replaced what stands for a segment instead of its own rule
 */
export const draftRelease = (
  session: Session,
  view: View,
  choice: ExportChoice,
  seed: number,
  replaced: ReadonlyMap<string, Replacement> = new Map(),
): { draft: ReleaseDraft; members: Members[]; changed: string[] } => {
  const { usable: segments, unusable } = sortUsable(session.vault().reader, view, listSegments(session));
  if (segments.length === 0)
    throw new CloisterError(
      'NO_DATA',
      unusable.length === 0
        ? 'There is no segment to export.'
        : `No segment can be counted. ${unusable.map(({ segment, needs }) => `“${segment.name}” ${needs}`).join('; ')}.`,
      'Define one with `cloister segment VAULT define`, or fit a clustering.',
    );
  const taken = new Set<string>();
  const table = view.table();
  const drafted = segments
    .filter(({ segment }) => replaced.get(segment.id) !== null)
    .map(({ segment, version }) =>
      draftSegment(session, view, segment, version, taken, replaced.get(segment.id) ?? null),
    )
    .sort((x, y) => y.draft.people - x.draft.people || (x.draft.id < y.draft.id ? -1 : 1));
  const total = drafted.reduce((sum, { members }) => sum + members.people, 0);
  const differences = differencesOf(drafted);
  const apart = ({ a, b, people }: ReleaseDraft['differences'][number]): boolean =>
    people === drafted[a].members.people + drafted[b].members.people;
  const { lens } = view;
  return {
    members: drafted.map(({ members }) => members),
    changed: drafted.flatMap(({ changed }) => changed),
    draft: {
      name: choice.name,
      purpose: { id: lens.purpose.id, label: lens.purpose.label },
      asOf: view.choice.asOf,
      seed,
      known: lens.known,
      admitted: lens.people,
      leftOut: lens.leftOut,
      fields: fieldsOf(table, drafted),
      segments: drafted.map(({ draft }) => draft),
      unusable: [
        ...unusable.map(({ segment, needs }) => ({ item: segment.name, reason: needs })),
        ...segments
          .filter(({ segment }) => replaced.get(segment.id) === null)
          .map(({ segment }) => ({
            item: segment.name,
            reason: 'leaves together with a segment that was held, not alone',
          })),
      ],
      differences,
      // Without overlap, and with everyone in one of them, the sizes add up to the printed total.
      partition: total === lens.people && drafted.length > 1 && differences.every(apart),
      clustering: clusteringOf(session, table, drafted),
    },
  };
};
