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
import { admitSegments } from './admit.ts';
import type { ReleaseDraft, SegmentDraft } from './draft.ts';
import { type Earlier, NOTHING_EARLIER } from './earlier.ts';
import { clearLevelTables, type LevelTable } from './levels.ts';
import { clearPersona, clearShare } from './persona.ts';
import { seal } from './seal.ts';
import { riskOfSegments } from './segment-risk.ts';
import { publishedCount, significant, suppress } from './suppress.ts';

const shareOf = (people: number, admitted: number, policy: ReleasePolicy): ReleaseSegment['share'] =>
  clearShare(Math.min(people, admitted), admitted, policy) ?? { percent: 100, bound: 'below' };

const sizeOf = (people: number, policy: ReleasePolicy): number =>
  publishedCount(people, { ...policy, minCell: policy.minSegment });

/** A held segment of which only the definition and the size leave. */
const clearSize = (draft: SegmentDraft, admitted: number, policy: ReleasePolicy): ReleaseSegment => ({
  id: draft.id,
  name: draft.name,
  version: draft.version,
  origin: draft.origin,
  colour: draft.colour,
  rule: draft.rule,
  text: draft.text,
  people: sizeOf(draft.people, policy),
  share: shareOf(draft.people, admitted, policy),
  spend: null,
  fidelity: null,
  persona: { name: draft.persona.name, summary: '', differences: [], usual: [], reach: [], plan: [] },
});

const clearSegment = (
  draft: SegmentDraft,
  printed: SegmentDraft,
  tables: readonly LevelTable[],
  admitted: number,
  policy: ReleasePolicy,
): { segment: ReleaseSegment; withheld: Withheld[] } => {
  const { persona, withheld } = clearPersona(draft, printed, tables, policy);
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
      ...clearSize(printed, admitted, policy),
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
  method: draft.method,
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

const clearPopulation = (
  draft: ReleaseDraft,
  printed: ReleaseDraft,
  policy: ReleasePolicy,
  earlier: Earlier,
): { population: Release['population']; withheld: Withheld[] } => {
  const noisy = printed !== draft;
  const steady: Earlier['steady'] = noisy ? NOTHING_EARLIER.steady : earlier.steady;
  const people = printed.leftOut.map((part) => steady('left-out', part.reason, part.people));
  // What is hidden is decided by how many there are.
  const { shown, primary, complementary } = suppress(
    noisy ? draft.leftOut.map((part) => part.people) : people,
    policy.minCell,
  );
  const withheld: Withheld[] = [];
  if (primary + complementary > 0)
    withheld.push({
      item: 'People left out',
      reason: `${primary + complementary} reasons: ${primary} with fewer than ${policy.minCell} people${complementary > 0 ? `, ${complementary} so that these cannot be computed` : ''}`,
    });
  return {
    population: {
      known: publishedCount(steady('known', '', printed.known), policy),
      admitted: publishedCount(printed.admitted, policy),
      leftOut: draft.leftOut.map(({ reason }, i) => ({
        reason,
        people: shown[i] ? publishedCount(people[i], policy) : null,
      })),
    },
    withheld,
  };
};

const refuse = (rule: string, next: string): CloisterError =>
  new CloisterError('PRIVACY_REFUSED', rule, next);

/** What a release is told beside its policy. */
export type Circumstances = {
  /** The draft beside the releases before it. */
  earlier?: Earlier;
  /** ε and scale of the noise, and the draft with it; without, counts are printed as they are. */
  noise?: { epsilon: string; scale: string; draft: ReleaseDraft } | null;
  /** Whether the size of a held segment leaves with its definition, which needs noise. Otherwise it waits. */
  sizesOfHeld?: boolean;
};

/** A release and what of it was held for being too near to an earlier one. */
export type Clearance = {
  release: Cleared<Release>;
  held: { id: string; name: string; with: string }[];
  /** Segments of which only definition and size leave, by id. */
  sizesOnly: ReadonlySet<string>;
  /** Whether everyone admitted could be subtracted from an earlier release, so that their number leaves with noise alone. */
  everyoneHeld: boolean;
};

const heldReason = (near: string, { minCell }: ReleasePolicy): string =>
  `held: it and ${near} differ by fewer than ${minCell} people, who could be computed; it may leave once the difference is 0 or at least ${minCell}`;

/**
 * Makes the release that may leave. A segment whose number of people is too small with noise is withheld.
 * @throws CloisterError PRIVACY_REFUSED when the lens admits too few people, when everyone admitted could be subtracted
 *   from an earlier release and does not leave with noise, or when no segment may leave
 */
export const clearance = async (
  draft: ReleaseDraft,
  policy: ReleasePolicy,
  { earlier = NOTHING_EARLIER, noise = null, sizesOfHeld = false }: Circumstances = {},
): Promise<Clearance> => {
  // Asked this way round, a count that is no number is refused too.
  if (!(draft.admitted >= policy.minSegment))
    throw refuse(
      `The lens admits fewer than ${policy.minSegment} people (rule: minimum segment); nothing about them leaves.`,
      'Choose a purpose or a date that admits more people.',
    );
  const whole = earlier.everyone();
  if (whole !== null && !sizesOfHeld)
    throw refuse(
      `The people admitted now and ${whole.with} differ by fewer than ${policy.minCell} (rule: difference of releases): subtracting one release from the other would tell of those few. The release is held.`,
      `Release again when nobody or at least ${policy.minCell} people have come or gone; whoever withdrew is in no new release until then. Or let held segments leave with a noisy size and no other figure.`,
    );
  const { out, withheld, held } = admitSegments(draft, policy, earlier);
  const idOf = (i: number): string => draft.segments[i].id;
  const sizesOnly = new Set<string>();
  for (const { segment, with: near } of held) {
    if (!sizesOfHeld) withheld.push({ item: draft.segments[segment].name, reason: heldReason(near, policy) });
    else {
      out.add(segment);
      sizesOnly.add(idOf(segment));
    }
  }
  if (whole !== null) for (const i of out) sizesOnly.add(idOf(i));
  const printed = noise?.draft ?? draft;
  if (noise !== null)
    for (const i of [...out]) {
      if (printed.segments[i].people >= policy.minSegment) continue;
      out.delete(i);
      withheld.push({
        item: draft.segments[i].name,
        reason: `its number of people with noise lies under ${policy.minSegment}`,
      });
    }
  if (out.size === 0)
    throw refuse(
      `No segment passed the gate (rule: ${withheld.map(({ item, reason }) => `${item}: ${reason}`).join('; ') || 'there is no segment'}).`,
      held.length > 0
        ? 'Wait, or let held segments be made coarser (--held coarsen) or leave with a noisy size (--held noise).'
        : 'Widen the segments, or lower k, and release again.',
    );
  const full = new Set([...out].filter((i) => !sizesOnly.has(idOf(i))));
  const { tables, tally } = await clearLevelTables(draft, printed, full, policy);
  const segments: ReleaseSegment[] = [];
  draft.segments.forEach((segment, i) => {
    if (!out.has(i)) return;
    if (!full.has(i)) {
      segments.push(clearSize(printed.segments[i], printed.admitted, policy));
      withheld.push({
        item: segment.name,
        reason: `every figure but its size: it, or everyone, differs from an earlier release by fewer than ${policy.minCell} people`,
      });
      return;
    }
    const told = noise === null ? segment : printed.segments[i];
    const cleared = clearSegment(segment, told, tables.get(i) ?? [], printed.admitted, policy);
    segments.push(cleared.segment);
    withheld.push(...cleared.withheld);
  });
  const { population, withheld: ofPopulation } = clearPopulation(draft, printed, policy, earlier);
  withheld.push(...ofPopulation, ...draft.unusable);
  const told = new Set([...full].map(idOf));
  const release = seal<Release>({
    format: 'cloister-release',
    version: 1,
    name: draft.name,
    purpose: draft.purpose,
    asOf: draft.asOf,
    seed: draft.seed,
    population,
    policy,
    fields: draft.fields,
    segments,
    clustering:
      printed.clustering === null || full.size === 0
        ? null
        : clearClustering(printed.clustering, told, policy),
    protection: { risk: riskOfSegments(segments), suppressed: tally },
    noise: noise === null ? null : { epsilon: noise.epsilon, scale: noise.scale },
    withheld,
  });
  return {
    release,
    held: held.map(({ segment, with: near }) => ({
      id: idOf(segment),
      name: draft.segments[segment].name,
      with: near,
    })),
    sizesOnly,
    everyoneHeld: whole !== null,
  };
};

/** The release alone. See `clearance`. */
export const clearRelease = async (
  draft: ReleaseDraft,
  policy: ReleasePolicy,
  earlier?: Earlier,
): Promise<Cleared<Release>> =>
  (await clearance(draft, policy, earlier === undefined ? {} : { earlier })).release;
