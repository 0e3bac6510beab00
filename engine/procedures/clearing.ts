/** From a choice to a cleared release: the draft, what was released before, the gate, and what the ledger will keep. */
import { createHash } from 'node:crypto';
import { createBitmap, setBit } from '../../shared/bitmap.ts';
import { CloisterError } from '../../shared/errors.ts';
import type { ExportChoice, LensChoice } from '../../shared/plan.ts';
import type { Cleared, Release } from '../../shared/release.ts';
import { definitionText } from '../exports/exports.ts';
import { drawNoise, LIFETIME, scaleOf, storedNoise } from '../privacy/gate/budget.ts';
import { compareWith } from '../privacy/gate/earlier.ts';
import { clearRelease } from '../privacy/gate/gate.ts';
import { earlierReleases, type LedgerSet, overVault } from '../privacy/gate/ledger.ts';
import { type Fraction, fractionText, isAbove, parseFraction } from '../privacy/gate/noise.ts';
import { resolvePolicy } from '../privacy/gate/policy.ts';
import { draftRelease } from './draft.ts';
import type { Session } from './session.ts';

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
  // Sets are compared by the numbers of people, which have gaps where somebody was erased.
  const { bound: known, persons, people, consentSeq } = view.lens;
  const { draft, members, changed } = draftRelease(session, view, input.export, input.seed);
  const { reader, keys } = session.vault();
  const admitted = createBitmap(known);
  for (const person of persons) setBit(admitted, person);
  const sets = draft.segments.map((segment, i) => ({
    id: segment.id,
    name: segment.name,
    people: segment.people,
    members: overVault(members[i].bitmap, persons, known),
  }));
  const before = earlierReleases(reader, keys, known);
  const compare = () => compareWith(before, { admitted, people, segments: sets }, policy.minCell);
  let earlier = compare();
  let release = await clearRelease(draft, policy, earlier);
  if (input.export.noise !== undefined) {
    const epsilon = epsilonOf(input.export.noise);
    const asked = sets.filter(({ id }) => release.segments.some((segment) => segment.id === id));
    const answers = draws
      ? await drawNoise(session.vault(), epsilon, asked)
      : storedNoise(session.vault(), epsilon, asked);
    if (answers !== null) {
      earlier = compare();
      release = await clearRelease(draft, policy, earlier, {
        epsilon: fractionText(epsilon),
        scale: fractionText(scaleOf(epsilon, asked.length)),
        people: new Map(asked.map(({ id }, i) => [id, answers[i]])),
      });
    }
  }
  const released = new Set(release.segments.map(({ id }) => id));
  return {
    release,
    digest: createHash('sha256').update(definitionText(release)).digest(),
    raised,
    changed,
    consentSeq,
    ledger: {
      known,
      compared: earlier.comparedWith,
      sets: [
        { kind: 'known', name: '', people: earlier.steady('known', '', draft.known), members: null },
        ...draft.leftOut.map(
          ({ reason, people: out }): LedgerSet => ({
            kind: 'left-out',
            name: reason,
            people: earlier.steady('left-out', reason, out),
            members: null,
          }),
        ),
        { kind: 'admitted', name: '', people, members: admitted },
        ...sets
          .filter(({ id }) => released.has(id))
          .map(
            ({ id, people: size, members: bits }): LedgerSet => ({
              kind: 'segment',
              name: id,
              people: size,
              members: bits,
            }),
          ),
      ],
    },
  };
};
