/** Who is meant by a selection: a cluster of a clustering, a segment, or the people drawn around on two components. */
import { type Outline, selectInside } from '../../shared/charts/lasso.ts';
import { frameOf, indexPoints } from '../../shared/charts/raster.ts';
import { type Members, members } from '../segments/members.ts';
import { lookAt, pointsOf } from './explore.ts';
import type { Session, View } from './session.ts';

/** The people of some clusters: those under this lens whom the model puts there. @throws CloisterError NOT_FOUND */
export const clusterMembers = (
  session: Session,
  view: View,
  clustering: string,
  wanted: readonly number[],
  version?: number,
): Members => {
  const { labels } = lookAt(session, view, clustering, version);
  return members(labels.length, (person) => wanted.includes(labels[person]));
};

/**
 * The people inside an outline on the first two components, found the way the window finds them.
 * @throws CloisterError NOT_FOUND
 */
export const outlineMembers = (
  session: Session,
  view: View,
  clustering: string,
  outline: Outline,
  version?: number,
): Members => {
  const points = pointsOf(lookAt(session, view, clustering, version));
  const { mask } = selectInside(indexPoints(points, frameOf(points)), points, outline);
  return members(mask.length, (person) => mask[person] === 1);
};
