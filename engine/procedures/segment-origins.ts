/** Segments that stand for something found: made of clusters, and changed by a person without losing what they stand for. */
import { CloisterError } from '../../shared/errors.ts';
import { describeSegment } from '../personas/describe.ts';
import { coarsen } from '../privacy/gate/cut-points.ts';
import { freeColour, type Segment, uniqueSlug } from '../segments/segment.ts';
import { fidelityOf } from '../segments/simplify.ts';
import { requireClustering } from './clustering-store.ts';
import { clusterMembers, outlineMembers } from './selected.ts';
import type { Session, View } from './session.ts';

/** Segments that a new reading of the clustering replaces: its own, unless a person changed them. */
export const isReplaced = (segment: Segment, clustering: string): boolean =>
  segment.cluster?.clustering === clustering && !segment.cluster.edited;

/**
 * A segment of every cluster that a rule tells apart, on the coarse grid, named after what sets it apart.
 * @param known the segments there are
 * @throws CloisterError NO_DATA when no cluster has a rule, NOT_FOUND without the clustering
 */
export const clusterSegments = (
  session: Session,
  view: View,
  known: readonly Segment[],
  clustering: string,
): Segment[] => {
  const stored = requireClustering(session, clustering);
  const others = known.filter((segment) => !isReplaced(segment, clustering));
  const taken = new Set<string>();
  const ids = new Set(others.map(({ id }) => id));
  const found: Segment[] = [];
  for (const { label, rule, fidelity } of stored.answer.clusters) {
    if (rule === null || fidelity === null) continue;
    const coarse = coarsen(rule);
    const members = view.evaluator().evaluate(coarse);
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
      rule: coarse,
      cluster: { clustering, version: stored.version, label, fidelity, edited: false },
      selection: null,
    });
  }
  if (found.length === 0)
    throw new CloisterError(
      'NO_DATA',
      'No cluster could be told apart by a rule, so none can become a segment.',
      'Choose other features or a smaller k.',
    );
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
      : fidelityOf(found, clusterMembers(session, view, cluster.clustering, cluster.label, cluster.version));
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
