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
import type { AttackerRisk, RiskFigures } from '../../../shared/risk.ts';
import { riskOfClasses } from '../risk.ts';
import { admitSegments } from './admit.ts';
import type { ReleaseDraft, SegmentDraft } from './draft.ts';
import { type Earlier, NOTHING_EARLIER } from './earlier.ts';
import { clearLevelTables, type LevelTable } from './levels.ts';
import { clearPersona, clearShare } from './persona.ts';
import { seal } from './seal.ts';
import { publishedCount, significant, suppress } from './suppress.ts';

const clearSegment = (
  draft: SegmentDraft,
  people: number,
  tables: readonly LevelTable[],
  admitted: number,
  policy: ReleasePolicy,
): { segment: ReleaseSegment; withheld: Withheld[] } => {
  const { persona, withheld } = clearPersona(draft.persona, tables, draft.rule, draft.people, policy);
  const share = clearShare(Math.min(people, admitted), admitted, policy) ?? {
    percent: 100,
    bound: 'below' as const,
  };
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
      colour: draft.colour,
      rule: draft.rule,
      text: draft.text,
      people: publishedCount(people, { ...policy, minCell: policy.minSegment }),
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
 * Risk of the people in the published segments, from the printed sizes alone, so that whoever holds the release can
 * compute it again: a person is one of those who share the definition of a segment.
 */
export const riskOfSegments = (segments: readonly { people: number }[]): RiskFigures => {
  const figures = riskOfClasses({
    of: new Int32Array(0),
    sizes: Int32Array.from(segments, ({ people }) => people),
  });
  const round = (risk: AttackerRisk): AttackerRisk => ({
    highest: significant(risk.highest, 2),
    average: significant(risk.average, 2),
    atRisk: significant(risk.atRisk, 2),
  });
  return {
    ...figures,
    prosecutor: round(figures.prosecutor),
    journalist: round(figures.journalist),
    marketer: significant(figures.marketer, 2),
  };
};

const clearPopulation = (
  draft: ReleaseDraft,
  policy: ReleasePolicy,
  earlier: Earlier,
): { population: Release['population']; withheld: Withheld[] } => {
  const people = draft.leftOut.map((part) => earlier.steady('left-out', part.reason, part.people));
  const { shown, primary, complementary } = suppress(people, policy.minCell);
  const withheld: Withheld[] = [];
  if (primary + complementary > 0)
    withheld.push({
      item: 'People left out',
      reason: `${primary + complementary} reasons: ${primary} with fewer than ${policy.minCell} people${complementary > 0 ? `, ${complementary} so that these cannot be computed` : ''}`,
    });
  return {
    population: {
      known: publishedCount(earlier.steady('known', '', draft.known), policy),
      admitted: publishedCount(draft.admitted, policy),
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

/** Noisy numbers of people by the id of their segment. */
export type Noise = { epsilon: string; scale: string; people: ReadonlyMap<string, number> };

/**
 * Makes the release that may leave.
 * @param noise what was drawn for the segments that leave; a segment whose noisy number is too small is withheld
 * @param earlier the draft beside the releases before it
 * @throws CloisterError PRIVACY_REFUSED when the lens admits too few people, when everyone admitted could be subtracted
 *   from an earlier release, or when no segment may leave
 */
export const clearRelease = async (
  draft: ReleaseDraft,
  policy: ReleasePolicy,
  earlier: Earlier = NOTHING_EARLIER,
  noise: Noise | null = null,
): Promise<Cleared<Release>> => {
  // Asked this way round, a count that is no number is refused too.
  if (!(draft.admitted >= policy.minSegment))
    throw refuse(
      `The lens admits fewer than ${policy.minSegment} people (rule: minimum segment); nothing about them leaves.`,
      'Choose a purpose or a date that admits more people.',
    );
  const whole = earlier.everyone();
  if (whole !== null)
    throw refuse(
      `The people admitted now and ${whole.with} differ by fewer than ${policy.minCell} (rule: difference of releases): subtracting one release from the other would tell of those few. The release is held.`,
      `Release again when nobody or at least ${policy.minCell} people have come or gone; whoever withdrew is in no new release until then.`,
    );
  const { out, withheld } = admitSegments(draft, policy, earlier);
  if (noise !== null)
    for (const i of [...out]) {
      if ((noise.people.get(draft.segments[i].id) ?? 0) >= policy.minSegment) continue;
      out.delete(i);
      withheld.push({
        item: draft.segments[i].name,
        reason: `its number of people with noise lies under ${policy.minSegment}`,
      });
    }
  if (out.size === 0)
    throw refuse(
      `No segment passed the gate (rule: ${withheld.map(({ item, reason }) => `${item}: ${reason}`).join('; ') || 'there is no segment'}).`,
      'Widen the segments, or lower k, and release again.',
    );
  const { tables, tally } = await clearLevelTables(draft, out, policy);
  const segments: ReleaseSegment[] = [];
  draft.segments.forEach((segment, i) => {
    if (!out.has(i)) return;
    const printed = noise?.people.get(segment.id) ?? segment.people;
    const cleared = clearSegment(segment, printed, tables.get(i) ?? [], draft.admitted, policy);
    segments.push(cleared.segment);
    withheld.push(...cleared.withheld);
  });
  const { population, withheld: ofPopulation } = clearPopulation(draft, policy, earlier);
  withheld.push(...ofPopulation, ...draft.unusable);
  const released = new Set(segments.map(({ id }) => id));
  return seal({
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
    clustering: draft.clustering === null ? null : clearClustering(draft.clustering, released, policy),
    protection: { risk: riskOfSegments(segments), suppressed: tally },
    noise: noise === null ? null : { epsilon: noise.epsilon, scale: noise.scale },
    withheld,
  });
};
