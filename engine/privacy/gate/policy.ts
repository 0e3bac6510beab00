/** The release policy: defaults, and floors that no setting can lower. Sources: reference values of CMS (cells
 * of 1-10 are never published), El Emam (0.04 for public files), NHS Digital (rounding to 5), sdcTable (n,k rule). */
import * as v from 'valibot';
import { CloisterError } from '../../../shared/errors.ts';
import type { ReleasePolicy } from '../../../shared/release.ts';

export const POLICY_DEFAULT: ReleasePolicy = {
  minCell: 11,
  minSegment: 100,
  roundTo: 5,
  shareBounds: [0.05, 0.95],
  dominance: 0.85,
};

/** The weakest policy anyone can set. */
export const POLICY_FLOOR = {
  minCell: 5,
  minSegment: 25,
  roundTo: 5,
  shareBounds: [0.01, 0.99],
  dominance: 0.95,
} as const;

const whole = v.pipe(v.number(), v.integer());
/** What a plan or a call may set. */
export const policySchema = v.strictObject({
  minCell: v.optional(whole),
  minSegment: v.optional(whole),
  roundTo: v.optional(whole),
  shareBounds: v.optional(v.tuple([v.number(), v.number()])),
  dominance: v.optional(v.number()),
});

/**
 * The policy that holds: what was asked for, never weaker than the floors.
 * @returns the policy and, in words, every setting that was raised
 * @throws CloisterError PLAN_INVALID for a setting that is not a number of the right kind or is unknown
 */
export const resolvePolicy = (asked: unknown = {}): { policy: ReleasePolicy; raised: string[] } => {
  const parsed = v.safeParse(policySchema, asked);
  if (!parsed.success)
    throw new CloisterError(
      'PLAN_INVALID',
      `The release policy is not valid${v.getDotPath(parsed.issues[0]) ? ` at ${v.getDotPath(parsed.issues[0])}` : ''}: ${parsed.issues[0].message}`,
      'It may set minCell, minSegment, roundTo, shareBounds and dominance.',
    );
  const wanted = parsed.output;
  const raised: string[] = [];
  const atLeast = (name: 'minCell' | 'minSegment' | 'roundTo'): number => {
    const value = wanted[name] ?? POLICY_DEFAULT[name];
    if (value >= POLICY_FLOOR[name]) return value;
    raised.push(`${name} ${value} was raised to its floor ${POLICY_FLOOR[name]}`);
    return POLICY_FLOOR[name];
  };
  const minCell = atLeast('minCell');
  const minSegment = Math.max(atLeast('minSegment'), minCell);
  const roundTo = atLeast('roundTo');
  const [low, high] = wanted.shareBounds ?? POLICY_DEFAULT.shareBounds;
  const bounds: [number, number] = [
    Math.min(0.5, Math.max(low, POLICY_FLOOR.shareBounds[0])),
    Math.max(0.5, Math.min(high, POLICY_FLOOR.shareBounds[1])),
  ];
  if (bounds[0] !== low || bounds[1] !== high)
    raised.push(`shareBounds were narrowed to ${bounds[0]} and ${bounds[1]}`);
  const dominance = Math.min(wanted.dominance ?? POLICY_DEFAULT.dominance, POLICY_FLOOR.dominance);
  if (wanted.dominance !== undefined && dominance !== wanted.dominance)
    raised.push(`dominance ${wanted.dominance} was lowered to ${dominance}`);
  if (!(dominance > 0))
    throw new CloisterError('PLAN_INVALID', 'dominance must lie above 0.', 'Use 0.85, the default.');
  return { policy: { minCell, minSegment, roundTo, shareBounds: bounds, dominance }, raised };
};
