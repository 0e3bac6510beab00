/**
 * The gate: the one way out. It takes exact figures with the people behind them and makes a release in which
 * every segment is large enough, every count is rounded, every cell that could point at a few people is
 * hidden together with the cells it could be computed from, and every threshold is coarse. What it holds back
 * it names, with the reason.
 */
import { CloisterError } from '../../../shared/errors.ts';
import type {
  Cleared,
  Release,
  ReleaseClustering,
  ReleasePolicy,
  ReleaseSegment,
  Withheld,
} from '../../../shared/release.ts';
import type { Leaf } from '../../../shared/rules/rule.ts';
import { isNice } from './cut-points.ts';
import type { ReleaseDraft, SegmentDraft } from './draft.ts';
import { clearPersona, clearShare } from './persona.ts';
import { seal } from './seal.ts';
import { publishedCount, significant, suppress } from './suppress.ts';

/** Every number a leaf compares with. */
const cutsOf = (leaf: Leaf): number[] => {
  if (leaf.op === 'known') return [];
  const values = leaf.op === 'between' ? [leaf.from, leaf.to] : leaf.op === 'in' ? leaf.values : [leaf.value];
  return values.filter((value) => typeof value === 'number');
};

/** Why a segment may not leave, or null. */
const refusalOf = (segment: SegmentDraft, admitted: number, policy: ReleasePolicy): string | null => {
  if (!(segment.people >= policy.minSegment)) return `fewer than ${policy.minSegment} people`;
  const rest = admitted - segment.people;
  if (rest > 0 && rest < policy.minCell)
    return `all but fewer than ${policy.minCell} of the people admitted, so it would give those few away`;
  for (const { leaf, text, matching, others } of segment.leaves) {
    if (!cutsOf(leaf).every(isNice)) return `the cut point in “${text}” is not on the coarse grid`;
    if (matching > 0 && matching < policy.minCell)
      return `“${text}” holds for fewer than ${policy.minCell} people`;
    if (others > 0 && others < policy.minCell)
      return `“${text}” leaves out fewer than ${policy.minCell} people`;
  }
  return null;
};

/** Decides which segments leave: sizes, thresholds, then what could be computed from what is left. */
const admitSegments = (
  draft: ReleaseDraft,
  policy: ReleasePolicy,
): { out: Set<number>; withheld: Withheld[] } => {
  const out = new Set<number>();
  const withheld: Withheld[] = [];
  draft.segments.forEach((segment, i) => {
    const reason = refusalOf(segment, draft.admitted, policy);
    if (reason === null) out.add(i);
    else withheld.push({ item: segment.name, reason });
  });
  if (draft.partition) {
    // The parts of a partition add up to the printed total, so a single hidden part could be computed.
    const cells = draft.segments.map((segment, i) => (out.has(i) ? segment.people : 0));
    const sum = draft.segments.reduce((total, { people }, i) => total + (out.has(i) ? 0 : people), 0);
    if (sum > 0 && sum < policy.minCell) {
      let smallest = -1;
      cells.forEach((cell, i) => {
        if (cell > 0 && (smallest < 0 || cell < cells[smallest])) smallest = i;
      });
      if (smallest >= 0) {
        out.delete(smallest);
        withheld.push({
          item: draft.segments[smallest].name,
          reason: 'hidden so that a withheld segment cannot be computed from the total',
        });
      }
    }
  }
  for (const { a, b, people } of draft.differences) {
    if (!out.has(a) || !out.has(b)) continue;
    const isFew = (count: number): boolean => count > 0 && count < policy.minCell;
    const other = draft.segments[a].name;
    // One segment and nearly everyone outside it are two near-equal sets as well.
    const why = isFew(people)
      ? `differs from “${other}” by fewer than ${policy.minCell} people, who could be computed`
      : isFew(draft.admitted - people)
        ? `is, but for fewer than ${policy.minCell} people, everyone outside “${other}”, so these few could be computed`
        : null;
    if (why === null) continue;
    out.delete(b);
    withheld.push({ item: draft.segments[b].name, reason: why });
  }
  return { out, withheld };
};

const clearSegment = (
  draft: SegmentDraft,
  admitted: number,
  policy: ReleasePolicy,
): { segment: ReleaseSegment; withheld: Withheld[] } => {
  const { persona, withheld } = clearPersona(draft.persona, draft.rule, draft.people, policy);
  const share = clearShare(draft.people, admitted, policy) ?? { percent: 100, bound: 'below' as const };
  const { spend } = draft.persona;
  let spendShare: ReleaseSegment['spend'] = null;
  if (spend !== null && spend.lens > 0 && spend.segment >= 0) {
    if (spend.topTwoShare < policy.dominance) {
      const percent = Math.round((100 * spend.segment) / spend.lens);
      const [low, high] = policy.shareBounds.map((bound) => Math.round(bound * 100));
      spendShare =
        percent < low
          ? { percent: low, bound: 'below' }
          : percent > high
            ? { percent: high, bound: 'above' }
            : { percent, bound: 'exact' };
    } else withheld.push({ item: draft.name, reason: 'its share of spend: two people make up most of it' });
  }
  return {
    segment: {
      id: draft.id,
      name: draft.name,
      version: draft.version,
      origin: draft.origin,
      rule: draft.rule,
      text: draft.text,
      people: publishedCount(draft.people, { ...policy, minCell: policy.minSegment }),
      share,
      spend: spendShare,
      fidelity:
        draft.fidelity === null
          ? null
          : {
              jaccard: significant(draft.fidelity.jaccard, 2),
              precision: significant(draft.fidelity.precision, 2),
              recall: significant(draft.fidelity.recall, 2),
            },
      persona,
    },
    withheld,
  };
};

const clearClustering = (
  draft: NonNullable<ReleaseDraft['clustering']>,
  released: ReadonlySet<string>,
  policy: ReleasePolicy,
): ReleaseClustering => ({
  method: 'kmeans',
  k: draft.k,
  why: draft.why,
  features: draft.features,
  candidates: draft.candidates.map((row) => ({
    k: row.k,
    inertia: significant(row.inertia, 4),
    silhouette: significant(row.silhouette, 3),
    daviesBouldin: significant(row.daviesBouldin, 3),
    calinskiHarabasz: significant(row.calinskiHarabasz, 3),
  })),
  silhouetteSample: publishedCount(draft.silhouetteSample, policy),
  secondOpinion: draft.secondOpinion === null ? null : significant(draft.secondOpinion, 3),
  columns: draft.columns,
  centroids: draft.centroids
    .filter(({ segment }) => released.has(segment))
    .map(({ segment, values }) => ({
      segment,
      values: values.map(({ mean, known, topTwoShare }) =>
        known < policy.minCell || topTwoShare >= policy.dominance ? null : significant(mean, 2),
      ),
    })),
});

/**
 * Makes the release that may leave.
 * @throws CloisterError PRIVACY_REFUSED when the lens admits too few people, or no segment may leave
 */
export const clearRelease = (draft: ReleaseDraft, policy: ReleasePolicy): Cleared<Release> => {
  // Asked this way round, a count that is no number is refused too.
  if (!(draft.admitted >= policy.minSegment))
    throw new CloisterError(
      'PRIVACY_REFUSED',
      `The lens admits fewer than ${policy.minSegment} people (rule: minimum segment); nothing about them leaves.`,
      'Choose a purpose or a date that admits more people.',
    );
  const { out, withheld } = admitSegments(draft, policy);
  if (out.size === 0)
    throw new CloisterError(
      'PRIVACY_REFUSED',
      `No segment passed the gate (rule: ${withheld.map(({ item, reason }) => `${item}: ${reason}`).join('; ') || 'there is no segment'}).`,
      'Widen the segments, or lower k, and release again.',
    );
  const segments: ReleaseSegment[] = [];
  draft.segments.forEach((segment, i) => {
    if (!out.has(i)) return;
    const cleared = clearSegment(segment, draft.admitted, policy);
    segments.push(cleared.segment);
    withheld.push(...cleared.withheld);
  });
  const reasons = suppress(
    draft.leftOut.map(({ people }) => people),
    policy.minCell,
  );
  const hiddenReasons = reasons.primary + reasons.complementary;
  if (hiddenReasons > 0)
    withheld.push({
      item: 'People left out',
      reason: `${hiddenReasons} reasons: ${reasons.primary} with fewer than ${policy.minCell} people${reasons.complementary > 0 ? `, ${reasons.complementary} so that these cannot be computed` : ''}`,
    });
  const released = new Set(segments.map(({ id }) => id));
  return seal({
    format: 'cloister-release',
    version: 1,
    name: draft.name,
    purpose: draft.purpose,
    asOf: draft.asOf,
    seed: draft.seed,
    population: {
      known: publishedCount(draft.known, policy),
      admitted: publishedCount(draft.admitted, policy),
      leftOut: draft.leftOut.map(({ reason, people }, i) => ({
        reason,
        people: reasons.shown[i] ? publishedCount(people, policy) : null,
      })),
    },
    policy,
    fields: draft.fields,
    segments,
    clustering: draft.clustering === null ? null : clearClustering(draft.clustering, released, policy),
    withheld,
  });
};
