/** Clears the figures of one persona: every statistic is either fit to print or withheld with its reason. */
import type {
  Difference,
  Reach,
  ReleasePersona,
  ReleasePolicy,
  Share,
  Usual,
  Withheld,
} from '../../../shared/release.ts';
import { leavesOf } from '../../../shared/rules/rule.ts';
import { namesFew } from './admit.ts';
import type { LevelDraft, NumberDraft, PersonaDraft, SegmentDraft } from './draft.ts';
import type { LevelTable } from './levels.ts';
import { publishedCount, significant } from './suppress.ts';

const MOST_DIFFERENCES = 10;
const MOST_USUAL = 10;
/** Below this many people a percentage says more than it should (NHS Digital: none on a base under 40). */
const SMALLEST_BASE = 40;

/** Significant digits a mean or a quantile may carry: few, but a calendar year is nothing with fewer than four. */
const digits = ({ lens: [low, , high] }: NumberDraft, people: number): number =>
  low >= 1900 && high <= 2100 ? 4 : people >= 1000 ? 3 : 2;

/** A share from rounded counts as a whole percentage; outside the bounds only on which side of them it lies. */
export const clearShare = (part: number, whole: number, policy: ReleasePolicy): Share | null => {
  if (whole < SMALLEST_BASE) return null;
  const share = publishedCount(part, policy) / publishedCount(whole, policy);
  const [low, high] = policy.shareBounds;
  if (share < low) return { percent: Math.round(low * 100), bound: 'below' };
  if (share > high) return { percent: Math.round(high * 100), bound: 'above' };
  return { percent: Math.round(share * 100), bound: 'exact' };
};

/** 95 % interval of the ratio of two means (delta method on the log scale). */
const meanInterval = (draft: NumberDraft): [number, number] | null => {
  if (draft.mean <= 0 || draft.lensMean <= 0) return null;
  const a = draft.deviation / draft.mean;
  const b = draft.lensDeviation / draft.lensMean;
  const error = Math.sqrt((a * a) / draft.known + (b * b) / draft.lensKnown);
  const lift = Math.log(draft.mean / draft.lensMean);
  return [significant(Math.exp(lift - 1.96 * error), 3), significant(Math.exp(lift + 1.96 * error), 3)];
};

/** 95 % interval of the ratio of two shares (Katz, Baptista, Azen and Pike 1978). */
const shareInterval = (n: number, known: number, lensN: number, lensKnown: number): [number, number] => {
  const error = Math.sqrt(1 / n - 1 / known + 1 / lensN - 1 / lensKnown);
  const lift = Math.log(n / known / (lensN / lensKnown));
  return [significant(Math.exp(lift - 1.96 * error), 3), significant(Math.exp(lift + 1.96 * error), 3)];
};

type Ranked = Difference & { strength: number };

const clearNumber = (
  draft: NumberDraft,
  inRule: boolean,
  noisy: boolean,
  policy: ReleasePolicy,
): Ranked | string | null => {
  const where = `the mean of ${draft.label}`;
  if (draft.known === 0) return null;
  if (draft.known < policy.minCell) return `${where}: known for fewer than ${policy.minCell} people`;
  if (draft.topTwoShare >= policy.dominance)
    return `${where}: two people make up ${Math.round(policy.dominance * 100)} % or more of it`;
  if (draft.mean <= 0 || draft.lensMean <= 0) return null;
  const precision = digits(draft, draft.known);
  const segment = significant(draft.mean, precision);
  const lens = significant(draft.lensMean, digits(draft, draft.lensKnown));
  const error = draft.deviation / Math.sqrt(draft.known);
  return {
    field: draft.field,
    label: draft.label,
    unit: draft.unit,
    level: null,
    segment,
    lens,
    lift: significant(segment / lens, 3),
    // Its width follows from the exact number of people.
    interval: noisy ? null : meanInterval(draft),
    inRule,
    strength: error > 0 ? Math.abs(draft.mean - draft.lensMean) / error : 0,
  };
};

/** Whether a level can be told: enough people have it, and enough others do not. */
const isTellable = (
  { people, lensPeople, known, lensKnown }: LevelDraft,
  level: number,
  { minCell }: ReleasePolicy,
): boolean =>
  people[level] > 0 &&
  lensPeople[level] >= minCell &&
  known - people[level] >= minCell &&
  lensPeople[level] < lensKnown;

const clearLevels = (
  { draft, printed, shown, hidden, collapsed }: LevelTable,
  inRule: boolean,
  policy: ReleasePolicy,
): { rows: Ranked[]; withheld: string | null } => {
  const rows: Ranked[] = [];
  draft.levels.forEach((level, i) => {
    if (!shown[i] || ![draft, printed].every((counts) => isTellable(counts, i, policy))) return;
    const { known, lensKnown } = printed;
    const n = printed.people[i];
    const lensN = printed.lensPeople[i];
    const share = clearShare(n, known, policy);
    const lensShare = clearShare(lensN, lensKnown, policy);
    if (share === null || lensShare === null || share.bound !== 'exact' || lensShare.bound !== 'exact')
      return;
    const expected = lensN / lensKnown;
    const error = Math.sqrt((expected * (1 - expected)) / known);
    rows.push({
      field: draft.field,
      label: draft.label,
      unit: '%',
      level,
      segment: share.percent,
      lens: lensShare.percent,
      lift: lensShare.percent === 0 ? 1 : significant(share.percent / lensShare.percent, 3),
      interval: shareInterval(n, known, lensN, lensKnown),
      inRule,
      strength: error > 0 ? Math.abs(n / known - expected) / error : 0,
    });
  });
  if (collapsed)
    return {
      rows,
      withheld: `every level of ${draft.label}: no choice of levels protects the small ones across the segments`,
    };
  const small = draft.people.filter((people) => people > 0 && people < policy.minCell).length;
  return {
    rows,
    withheld:
      hidden === 0
        ? null
        : `${hidden} of ${draft.levels.length} levels of ${draft.label}: ${small} with fewer than ${policy.minCell} people${hidden > small ? `, ${hidden - small} so that these cannot be computed` : ''}`,
  };
};

const clearUsual = (draft: NumberDraft, policy: ReleasePolicy): Usual | string | null => {
  // A tenth of the people lies beyond each outer centile; it must be enough people to hide in.
  if (draft.known === 0) return null;
  if (draft.known * 0.1 < policy.minCell)
    return `the centiles of ${draft.label}: fewer than ${policy.minCell} people beyond them`;
  const round = (values: [number, number, number]): [number, number, number] =>
    values.map((value) => significant(value, digits(draft, 0))) as [number, number, number];
  return {
    field: draft.field,
    label: draft.label,
    unit: draft.unit,
    segment: round(draft.segment),
    lens: round(draft.lens),
  };
};

/** A reach that may be told: enough people on both sides, counted exactly and as it is printed. */
const isReachTold = (reached: number, people: number, { minCell }: ReleasePolicy): boolean =>
  (reached <= 0 || reached >= minCell) && (people - reached <= 0 || people - reached >= minCell);

/**
 * The persona as it may leave, and what was held back.
 * @param exact the segment as it was counted
 * @param printed the segment whose counts are printed: with noise, or the same
 */
export const clearPersona = (
  exact: SegmentDraft,
  printed: SegmentDraft,
  tables: readonly LevelTable[],
  policy: ReleasePolicy,
): { persona: ReleasePersona; withheld: Withheld[] } => {
  const draft: PersonaDraft = exact.persona;
  const item = draft.name;
  const withheld: Withheld[] = [];
  const fields = new Set(leavesOf(exact.rule).flatMap((leaf) => (leaf.op === 'count' ? [] : [leaf.field])));
  const ranked: Ranked[] = [];
  const usual: Usual[] = [];
  for (const number of draft.numbers) {
    const difference = clearNumber(number, fields.has(number.field), printed !== exact, policy);
    if (typeof difference === 'string') withheld.push({ item, reason: difference });
    else if (difference !== null) ranked.push(difference);
    const range = clearUsual(number, policy);
    if (typeof range === 'string') withheld.push({ item, reason: range });
    else if (range !== null) usual.push(range);
  }
  for (const table of tables) {
    const { rows, withheld: reason } = clearLevels(table, fields.has(table.draft.field), policy);
    ranked.push(...rows);
    if (reason !== null) withheld.push({ item, reason });
  }
  ranked.sort((a, b) => b.strength - a.strength || (a.label < b.label ? -1 : 1));
  const differences = ranked
    .slice(0, MOST_DIFFERENCES)
    .sort((a, b) => b.lift - a.lift)
    .map(({ strength: _, ...difference }): Difference => difference);
  const reach = draft.reach.map(({ purpose, label, people: reached }, i): Reach => {
    const { people } = printed.persona.reach[i];
    if (!isReachTold(reached, exact.people, policy) || !isReachTold(people, printed.people, policy))
      return { purpose, label, people: null, share: null };
    return {
      purpose,
      label,
      people: publishedCount(Math.min(people, printed.people), policy),
      share: clearShare(Math.min(people, printed.people), printed.people, policy),
    };
  });
  for (const channel of reach)
    if (channel.people === null)
      withheld.push({
        item,
        reason: `reach by ${channel.label}: fewer than ${policy.minCell} people on one side`,
      });
  const telling = (text: string): boolean => namesFew(text, draft.levels, policy) !== null;
  const summary = telling(draft.summary) ? '' : draft.summary;
  if (summary !== draft.summary)
    withheld.push({
      item,
      reason: `the summary: it names a level that fewer than ${policy.minCell} people have`,
    });
  const plan = draft.plan.filter(
    ({ content, channel, timing, why }) => ![content, channel, timing, why].some(telling),
  );
  if (plan.length < draft.plan.length)
    withheld.push({
      item,
      reason: `${draft.plan.length - plan.length} of the content plan: they name a level that fewer than ${policy.minCell} people have`,
    });
  return {
    persona: {
      name: draft.name,
      summary,
      differences,
      usual: usual.slice(0, MOST_USUAL),
      reach,
      plan,
    },
    withheld,
  };
};
