/**
 * What is selected, as the engine sees it: asked once per screen, so that scatter, heat map, tables and lists show the
 * same people. A cluster and the segment that was made of it are one selection.
 */
import type { SegmentAnswer } from '../../shared/contract/answers.ts';
import type { Answer, Input } from '../../shared/contract/contract.ts';
import { engine } from '../state/engine.svelte.ts';
import { lens } from '../state/lens.svelte.ts';
import { selection } from '../state/selection.svelte.ts';
import { session } from '../state/session.svelte.ts';
import { type Asking, asking } from './asking.svelte.ts';

export type SelectedInput = Input<'selection.look'>['selected'];
type Model = { id: string; version: number };

/** The segment that was made of this cluster of this fit, the first where there are more; null where none was. */
export const segmentOfCluster = (
  segments: readonly SegmentAnswer[],
  model: Model | null,
  label: number,
): SegmentAnswer | null =>
  segments.find(
    ({ cluster }) =>
      cluster !== null &&
      cluster.clustering === model?.id &&
      cluster.version === model.version &&
      cluster.label === label,
  ) ?? null;

/** The cluster that is selected, by itself or by its segment; null where none is. */
export const selectedCluster = (segments: readonly SegmentAnswer[], model: Model | null): number | null => {
  const own = selection.of('cluster');
  if (own !== null) return Number(own);
  const found = segments.find(({ id }) => id === selection.of('segment'))?.cluster;
  return found && found.clustering === model?.id && found.version === model.version ? found.label : null;
};

/** The segment that is selected, by itself or by the cluster it was made of; null where none is. */
export const selectedSegment = (
  segments: readonly SegmentAnswer[],
  model: Model | null,
): SegmentAnswer | null => {
  const label = selection.of('cluster');
  return label === null
    ? (segments.find(({ id }) => id === selection.of('segment')) ?? null)
    : segmentOfCluster(segments, model, Number(label));
};

/** What is selected, as the engine is asked about it. */
export const selectedInput = (): SelectedInput | null => {
  if (selection.outline !== null)
    return { kind: 'lasso', outline: selection.outline.map(([x, y]) => [x, y]) };
  const label = selection.of('cluster');
  if (label !== null) return { kind: 'cluster', label: Number(label) };
  const id = selection.of('segment');
  return id === null ? null : { kind: 'segment', id };
};

/** Looks at the selection whenever it or the vault changes; nothing without a clustering or a selection. */
export const lookingAtSelection = (
  hasClustering: () => boolean,
  isThere: (id: string) => boolean,
): Asking<Answer<'selection.look'>> =>
  asking(() => {
    const selected = selectedInput();
    if (session.status === null || selected === null || !hasClustering()) return null;
    // A segment that was just taken back is no longer in the list; nothing is asked about it.
    if (selected.kind === 'segment' && !isThere(selected.id)) return null;
    return engine.call('selection.look', { lens: $state.snapshot(lens.choice), selected });
  });

/** The colour of each cluster: that of the segment made of it, else the first that no segment of the fit has. */
export const clusterColours = (
  segments: readonly SegmentAnswer[],
  model: Model | null,
  clusters: number,
): number[] => {
  const own = Array.from(
    { length: clusters },
    (_, label) => segmentOfCluster(segments, model, label)?.colour ?? null,
  );
  const taken = new Set(own);
  let next = 0;
  return own.map((colour, label) => {
    if (colour !== null) return colour;
    if (!taken.has(label)) {
      taken.add(label);
      return label;
    }
    while (taken.has(next)) next += 1;
    taken.add(next);
    return next;
  });
};
