/**
 * From a choice to a cleared release: the draft, what was released before, held segments made coarser or told by a noisy
 * size alone, the gate, noise, and what the ledger will keep.
 */
import { createHash } from 'node:crypto';
import { type Bitmap, createBitmap, setBit } from '../../shared/bitmap.ts';
import type {
  CoarserSegment,
  HeldOutcome,
  NoiseBudget,
  ReleaseNoise,
} from '../../shared/contract/release.ts';
import { CloisterError } from '../../shared/errors.ts';
import { DEFAULT_EPSILON, type ExportChoice, type LensChoice } from '../../shared/plan.ts';
import type { Cleared, Release, ReleasePolicy } from '../../shared/release.ts';
import { definitionText } from '../exports/exports.ts';
import { admitSegments } from '../privacy/gate/admit.ts';
import { drawNoise, LIFETIME, priceOf, scaleOf, spentNoise, storedNoise } from '../privacy/gate/budget.ts';
import type { ReleaseDraft } from '../privacy/gate/draft.ts';
import { compareWith, type Earlier } from '../privacy/gate/earlier.ts';
import { type Circumstances, type Clearance, clearance } from '../privacy/gate/gate.ts';
import { type EarlierRelease, earlierReleases, type LedgerSet, overVault } from '../privacy/gate/ledger.ts';
import { type Fraction, fractionText, isAbove, minus, parseFraction } from '../privacy/gate/noise.ts';
import { planNoise } from '../privacy/gate/noisy.ts';
import { resolvePolicy } from '../privacy/gate/policy.ts';
import type { Members } from '../segments/members.ts';
import { segmentText } from '../segments/segment.ts';
import { type Candidate, coarsenHeld } from './coarser.ts';
import { draftRelease } from './draft.ts';
import type { Session, View } from './session.ts';

/** What is to be released: through which lens, what, from which seed. */
export type ReleaseInput = { lens: LensChoice; export: ExportChoice; seed: number };

/** A cleared release and what must go with it when it is written. */
export type ClearedRelease = {
  release: Cleared<Release>;
  /** SHA-256 of its definition, by which packages and the ledger name it. */
  digest: Buffer;
  /** Settings that were raised to their floors, and cut points that were made coarse. */
  raised: string[];
  changed: string[];
  /** What became of the segments that are too near to an earlier release. */
  outcome: HeldOutcome;
  /** The consent it was computed from. */
  consentSeq: number;
  /** What the release ledger keeps of it. */
  ledger: { known: number; compared: readonly string[]; sets: LedgerSet[] };
};

const epsilonOf = (text: string): Fraction => {
  const found = parseFraction(text);
  if (found !== null && !isAbove(found, LIFETIME)) return found;
  throw new CloisterError(
    'PLAN_INVALID',
    `The noise of the export is not valid: ε is above 0 and at most ${fractionText(LIFETIME)}, not ${text}.`,
    'Write noise: 1 or noise: 1/2.',
  );
};

/** What the noise budget of the vault still holds. */
export const noiseBudget = (session: Session): NoiseBudget => {
  const spent = spentNoise(session.vault());
  return {
    spent: fractionText(spent),
    left: fractionText(minus(LIFETIME, spent)),
    lifetime: fractionText(LIFETIME),
  };
};

/** The draft over the people of the vault, beside the releases before it. */
type Situation = {
  view: View;
  policy: ReleasePolicy;
  /** Sets are compared by the numbers of people, which have gaps where somebody was erased. */
  known: number;
  admitted: Bitmap;
  before: EarlierRelease[];
  /** Members over the people of the vault; each set is made once, however often it is compared. */
  overVault(members: Members): Bitmap;
};

const compared = (
  { view, policy, admitted, before, overVault }: Situation,
  segments: readonly { name: string; members: Members }[],
): Earlier => {
  const { people } = view.lens;
  const sets = segments.map(({ name, members }) => ({
    name,
    people: members.people,
    members: overVault(members),
  }));
  return compareWith(before, { admitted, people, segments: sets }, policy.minCell);
};

type Drafted = ReturnType<typeof draftRelease>;
const candidatesOf = ({ draft, members }: Drafted): Candidate[] =>
  draft.segments.map(({ id, name, rule, text }, i) => ({ id, name, rule, text, members: members[i] }));

/** The draft with coarser segments in the place of those that are held. */
const coarserDraft = (
  session: Session,
  input: ReleaseInput,
  situation: Situation,
  drafted: Drafted,
): { drafted: Drafted; told: CoarserSegment[] } => {
  const { view, policy } = situation;
  const all = candidatesOf(drafted);
  const { out, held } = admitSegments(drafted.draft, policy, compared(situation, all));
  if (held.length === 0) return { drafted, told: [] };
  const ids = new Set(held.map(({ segment }) => all[segment].id));
  const { replaced, told } = coarsenHeld(
    all.filter(({ id }, i) => out.has(i) || ids.has(id)),
    ids,
    view.evaluator(),
    (segments) => compared(situation, segments),
    (rule) => segmentText(view.table(), rule),
    policy,
  );
  return { drafted: draftRelease(session, view, input.export, input.seed, replaced), told };
};

/** The release with its noise, where noise was asked for; as a look at it, without what was never drawn. */
const withNoise = async (
  session: Session,
  situation: Situation,
  { draft, members }: Drafted,
  epsilonText: string,
  clear: (more: Circumstances) => Promise<Clearance>,
  draws: boolean,
): Promise<{ cleared: Clearance; noise: ReleaseNoise }> => {
  const vault = session.vault();
  const epsilon = epsilonOf(epsilonText);
  const exact = await clear({});
  const { admitted } = situation;
  const printed = new Set(exact.release.segments.map(({ id }) => id));
  const bitmaps = draft.segments.map(({ id }, i) => [id, situation.overVault(members[i])] as const);
  const plan = planNoise(
    draft,
    { admitted, segments: new Map(bitmaps) },
    {
      segments: printed,
      sizesOnly: exact.sizesOnly,
      levels: new Set(
        exact.release.segments.flatMap(({ persona }) =>
          persona.differences.flatMap(({ field, level }) => (level === null ? [] : [field])),
        ),
      ),
    },
  );
  const price = fractionText(priceOf(vault, epsilon, plan.groups));
  const answers = draws
    ? await drawNoise(vault, epsilon, plan.groups)
    : storedNoise(vault, epsilon, plan.groups);
  const told = {
    epsilon: fractionText(epsilon),
    scale: fractionText(scaleOf(epsilon, plan.groups.length)),
  };
  const noisy: ReleaseDraft | null = answers === null ? null : plan.apply(answers);
  return {
    cleared: noisy === null ? exact : await clear({ noise: { ...told, draft: noisy } }),
    noise: { ...told, price, drawn: noisy !== null },
  };
};

/** What was published without noise, for the ledger: nothing can be subtracted from a number that carries noise. */
const ledgerSets = (
  { view, admitted, overVault }: Situation,
  { draft, members }: Drafted,
  { release, sizesOnly, everyoneHeld }: Clearance,
  earlier: Earlier,
): LedgerSet[] => {
  const released = new Set(release.segments.map(({ id }) => id));
  const count = (kind: LedgerSet['kind'], name: string, people: number): LedgerSet => ({
    kind,
    name,
    people: earlier.steady(kind, name, people),
    members: null,
  });
  return [
    count('known', '', draft.known),
    ...draft.leftOut.map(({ reason, people }) => count('left-out', reason, people)),
    { kind: 'admitted', name: '', people: view.lens.people, members: everyoneHeld ? null : admitted },
    ...draft.segments.flatMap(({ id }, i): LedgerSet[] =>
      released.has(id) && !sizesOnly.has(id)
        ? [
            {
              kind: 'segment',
              name: id,
              people: members[i].people,
              members: overVault(members[i]),
            },
          ]
        : [],
    ),
  ];
};

/**
 * Clears a release.
 * @param draws whether noise may be drawn, which costs budget: a look at a release only uses what was drawn before
 * @throws CloisterError PLAN_INVALID, NO_DATA, PRIVACY_REFUSED
 */
export const clearChoice = async (
  session: Session,
  input: ReleaseInput,
  draws = false,
): Promise<ClearedRelease> => {
  const { policy, raised } = resolvePolicy(input.export.policy);
  const view = session.view(input.lens);
  const { bound: known, persons, consentSeq } = view.lens;
  const { reader, keys } = session.vault();
  const admitted = createBitmap(known);
  for (const person of persons) setBit(admitted, person);
  const situation: Situation = {
    view,
    policy,
    known,
    admitted,
    before: earlierReleases(reader, keys, known),
    overVault: overVault(persons, known),
  };
  const asDefined = draftRelease(session, view, input.export, input.seed);
  const { held, noise: asked } = input.export;
  const { drafted, told } =
    held === 'coarsen'
      ? coarserDraft(session, input, situation, asDefined)
      : { drafted: asDefined, told: [] };
  const sizesOfHeld = held === 'noise';
  const epsilon = asked ?? (sizesOfHeld ? DEFAULT_EPSILON : undefined);
  const fresh = (): Earlier => compared(situation, candidatesOf(drafted));
  const clear = (more: Circumstances): Promise<Clearance> =>
    clearance(drafted.draft, policy, { earlier: fresh(), sizesOfHeld, ...more });
  const { cleared, noise } =
    epsilon === undefined
      ? { cleared: await clear({}), noise: null }
      : await withNoise(session, situation, drafted, epsilon, clear, draws);
  const { release } = cleared;
  const earlier = fresh();
  return {
    release,
    digest: createHash('sha256').update(definitionText(release)).digest(),
    raised,
    changed: drafted.changed,
    outcome: { held: cleared.held, everyoneHeld: cleared.everyoneHeld, coarser: told, noise },
    consentSeq,
    ledger: {
      known,
      compared: earlier.comparedWith,
      sets: ledgerSets(situation, drafted, cleared, earlier),
    },
  };
};
