/** Segments that stand for something found: made of clusters, and changed by a person without losing what they stand for. */
import { CloisterError } from '../../shared/errors.ts';
import { parseRule, type Rule } from '../../shared/rules/rule.ts';
import { groupsOfLevels, levelsOf } from '../../shared/tree-levels.ts';
import { describeSegment } from '../personas/describe.ts';
import { coarsen } from '../privacy/gate/cut-points.ts';
import { freeColour, type Segment, uniqueSlug } from '../segments/segment.ts';
import { fidelityOf } from '../segments/simplify.ts';
import { requireClustering, type StoredClustering } from './clustering-store.ts';
import { clusterMembers, outlineMembers } from './selected.ts';
import type { Session, View } from './session.ts';

type ClusterOrigin = NonNullable<Segment['cluster']>;

/** Segments that a new reading of the clustering replaces: its own, unless a person changed them. */
export const isReplaced = (segment: Segment, clustering: string): boolean =>
  segment.cluster?.clustering === clustering && !segment.cluster.edited;

/** Clusters that each level of the tree holds together. */
const groupsOf = ({ answer }: StoredClustering, levels: readonly number[]): number[][] => {
  if (levels.length === 0) return [];
  const branches = answer.shown.dendrogram?.branches;
  if (branches === undefined)
    throw new CloisterError(
      'PLAN_INVALID',
      'These clusters have no tree, so no level holds some of them together.',
      'Cluster by Ward, single, complete or average linkage.',
    );
  const there = levelsOf(branches, answer.k);
  const wrong = levels.find((level) => !there.includes(level));
  if (wrong !== undefined)
    throw new CloisterError(
      'PLAN_INVALID',
      `The tree has no level of ${wrong} above its ${answer.k} clusters.`,
      there.length === 0 ? 'Cut it into more clusters.' : `It has levels of ${there.join(', ')}.`,
    );
  return groupsOfLevels(branches, levels).map(({ labels }) => labels);
};

const alternativesOf = (rule: Rule): Rule[] => (rule.op === 'any' ? rule.of : [rule]);

/**
 * A segment of every cluster that a rule tells apart, on the coarse grid, named after what sets it apart; and of every
 * group of clusters that a level of the tree holds together, by the rules of all of them, so that each lies inside it.
 * @param known the segments there are
 * @param levels numbers of clusters above the cut: 2 is the uppermost split
 * @throws CloisterError NO_DATA when no cluster has a rule, NOT_FOUND without the clustering, PLAN_INVALID
 */
export const clusterSegments = (
  session: Session,
  view: View,
  known: readonly Segment[],
  clustering: string,
  levels: readonly number[] = [],
): Segment[] => {
  const stored = requireClustering(session, clustering);
  const others = known.filter((segment) => !isReplaced(segment, clustering));
  const taken = new Set<string>();
  const ids = new Set(others.map(({ id }) => id));
  const found: Segment[] = [];
  const make = (
    rule: Rule,
    label: number,
    cluster: Omit<ClusterOrigin, 'clustering' | 'version' | 'edited'>,
  ) => {
    const members = view.evaluator().evaluate(rule);
    const { name } = describeSegment(view.table(), view.base(), members, [], null, taken);
    const id = uniqueSlug(name, ids);
    const inUse = [...others, ...found];
    // A segment that was there keeps its colour; a new one has that of its cluster where nobody else does.
    const wanted = known.find((segment) => segment.id === id)?.colour ?? label;
    const colour = inUse.some((segment) => segment.colour === wanted) ? freeColour(inUse) : wanted;
    found.push({
      id,
      name,
      origin: 'cluster',
      colour,
      rule,
      cluster: { clustering, version: stored.version, ...cluster, edited: false },
      selection: null,
    });
  };
  for (const { label, rule, fidelity } of stored.answer.clusters)
    if (rule !== null && fidelity !== null) make(coarsen(rule), label, { label, fidelity });
  if (found.length === 0)
    throw new CloisterError(
      'NO_DATA',
      'No cluster could be told apart by a rule, so none can become a segment.',
      'Choose other features or a smaller k.',
    );
  const clusters = [...found];
  for (const labels of groupsOf(stored, levels)) {
    const parts = clusters.filter(({ cluster }) => cluster !== null && labels.includes(cluster.label));
    if (parts.length < 2) continue;
    const rule = parseRule({ op: 'any', of: parts.flatMap((part) => alternativesOf(part.rule)) });
    const fidelity = fidelityOf(
      view.evaluator().evaluate(rule),
      clusterMembers(session, view, clustering, labels, stored.version),
    );
    make(rule, stored.answer.k, { label: labels[0], labels, fidelity });
  }
  return found;
};

/**
 * The segment under a new name or rule. What it was made of stays with it, and how well the new rule finds that is
 * measured again, on the people the lens admits now.
 */
export const edited = (session: Session, view: View, before: Segment, after: Segment): Segment => {
  const { cluster, selection } = before;
  const sameRule = JSON.stringify(before.rule) === JSON.stringify(after.rule);
  const found = view.evaluator().evaluate(after.rule);
  if (cluster !== null) {
    const fidelity = sameRule
      ? cluster.fidelity
      : fidelityOf(
          found,
          clusterMembers(
            session,
            view,
            cluster.clustering,
            cluster.labels ?? [cluster.label],
            cluster.version,
          ),
        );
    return { ...after, origin: 'cluster', cluster: { ...cluster, fidelity, edited: true } };
  }
  if (selection !== null) {
    const { clustering, outline, version } = selection;
    const fidelity = sameRule
      ? selection.fidelity
      : fidelityOf(found, outlineMembers(session, view, clustering, outline, version));
    return { ...after, selection: { ...selection, fidelity } };
  }
  return after;
};
