/**
 * procedures: what each procedure of the contract does, by calling the rooms. The session holds the one open
 * vault and, per lens, what was computed from it, until the data or the ledger change.
 */
import { forEachBit } from '../../shared/bitmap.ts';
import { CloisterError } from '../../shared/errors.ts';
import { dateTime, type LensChoice } from '../../shared/plan.ts';
import type { Actor } from '../audit/actor.ts';
import { columnsVersion } from '../columns/rewrite.ts';
import { computeFeatures } from '../features/features.ts';
import type { FeatureTable } from '../features/table.ts';
import { createReceiver, type Receiver } from '../intake/received.ts';
import { createReserve, type Reserve } from '../jobs/reserve.ts';
import type { Channel, LensBase } from '../personas/describe.ts';
import { describeLens } from '../personas/describe.ts';
import { policyVersion } from '../privacy/column-policy.ts';
import { consentVersion, listPurposes } from '../privacy/consent.ts';
import {
  type Asked,
  bucketsOf,
  emptySketch,
  flip,
  type Sketch,
  type Told,
  tellFigure,
  tellSize,
} from '../privacy/gate/told.ts';
import { type Lens, openLens } from '../privacy/lens.ts';
import { vacatedNumbers } from '../privacy/people.ts';
import { type Members, members } from '../segments/members.ts';
import { createEvaluator, type Evaluator } from '../segments/membership.ts';
import { createOfficerRight, OFFICER_MINUTES, type OfficerRight } from '../vault/officer-right.ts';
import type { Vault } from '../vault/vault.ts';
import { keptFeatures } from './kept-features.ts';
import { keptRfm } from './kept-rfm.ts';
import { predictionColumns, predictionsVersion } from './prediction-features.ts';
import { keptValue, valueColumns } from './value-features.ts';

/** A lens and what was computed from it, each thing once. */
export type View = {
  choice: LensChoice;
  lens: Lens;
  table(): FeatureTable;
  evaluator(): Evaluator;
  base(): LensBase;
  /** Everyone admitted, as a set. */
  everyone(): Members;
  /**
   * The count of a set as it is told: sets that differ by fewer than LEAST_CELL people are told with the same count,
   * whenever and under whichever lens they were asked about. To the privacy officer every count is told as it is.
   */
  told(set: Members): number;
  /** The same with a mark, where it is what was told before. */
  toldSize(set: Members): Told;
  /**
   * A figure about a set, told like a count: nearly the same set, same figure.
   * @param name what the figure is of; date and data need not be in it
   */
  figure<T>(name: string, set: Members, make: () => T): T;
  /** The channels people can consent to: the marketing purposes of the vault. */
  channels(): Channel[];
};

export type Session = {
  /** @throws CloisterError VAULT_LOCKED when no vault is open */
  vault(): Vault;
  setVault(vault: Vault | null): void;
  view(choice: LensChoice): View;
  /** The right to act as privacy officer, as this session holds it. */
  readonly officer: OfficerRight;
  /** @throws CloisterError OFFICER_NEEDED unless the session acts as officer; VAULT_LOCKED without a vault */
  requireOfficer(): void;
  /** Whether counts and figures are told as they are: to the privacy officer, who may look anybody up. */
  isExact(): boolean;
  /** As whom the session acts, for the record. */
  actor(): Actor;
  /** The thread that stands ready for the next job. */
  readonly reserve: Reserve;
  /** A file that the window handed in by its bytes. */
  readonly received: Receiver;
  /** The folder of a finished sample project to copy; null where none lies ready. */
  readonly sampleProject: string | null;
};

const MOST_VIEWS = 2;

const once = <T>(make: () => T): (() => T) => {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

/** Sketches of sets of a lens, and what may be told of them. `exact` says whether everything may. */
const createTeller = (
  vault: Vault,
  lens: Lens,
  exact: () => boolean,
): Pick<View, 'everyone' | 'told' | 'toldSize'> & { asked(set: Members): Asked } => {
  const buckets = once(() => bucketsOf(vault.keys, lens.bound));
  const sketches = new WeakMap<Members, Sketch>();
  const asked = (set: Members): Asked => {
    const found = sketches.get(set);
    if (found !== undefined) return { sketch: found, people: set.people };
    const own = buckets();
    const sketch = emptySketch();
    forEachBit(set.bitmap, (row) => flip(sketch, own[lens.persons[row]]));
    sketches.set(set, sketch);
    return { sketch, people: set.people };
  };
  const everyone = once(() => members(lens.people, () => true));
  const toldSize = (set: Members): Told =>
    exact() ? { people: set.people, near: false } : tellSize(vault, asked(set), asked(everyone()));
  return { asked, everyone, toldSize, told: (set) => toldSize(set).people };
};

const createView = (vault: Vault, choice: LensChoice, data: string, exact: () => boolean): View => {
  const lens = openLens(vault.reader, choice.purpose, dateTime(choice.asOf));
  const table = once(() => {
    const computed = computeFeatures(lens, keptFeatures(vault.reader));
    const made = [...valueColumns(vault.reader, computed), ...predictionColumns(vault.reader, computed)];
    return { ...computed, columns: [...computed.columns, ...made] };
  });
  const { asked, ...teller } = createTeller(vault, lens, exact);
  return {
    choice,
    lens,
    ...teller,
    figure: (name, set, make) =>
      exact() ? make() : tellFigure(vault, asked(set), `${name}|${choice.asOf}|${data}`, make),
    table,
    evaluator: once(() => createEvaluator(table())),
    base: once(() => describeLens(table())),
    channels: once(() =>
      listPurposes(vault.reader)
        .filter(({ marketing }) => marketing)
        .map(({ id, label }) => ({
          purpose: id,
          label,
          consents: lens.alsoConsent(id),
        })),
    ),
  };
};

/** A session without an open vault. */
export const createSession = (sampleProject: string | null = null): Session => {
  let open: Vault | null = null;
  const views = new Map<string, View>();
  const officer = createOfficerRight();
  const received = createReceiver();
  const vault = (): Vault => {
    if (open !== null) return open;
    throw new CloisterError('VAULT_LOCKED', 'No vault is open.', 'Open a vault first.');
  };
  const isExact = (): boolean => officer.holder() !== null;
  return {
    vault,
    isExact,
    sampleProject,
    reserve: createReserve(),
    received,
    officer,
    requireOfficer: () => {
      vault();
      if (officer.holder() === null)
        throw new CloisterError(
          'OFFICER_NEEDED',
          'This needs the privacy officer’s passphrase.',
          `Give it (the passphrase of the vault once more, where no officer is appointed); it holds until ${OFFICER_MINUTES} minutes pass without an act.`,
        );
    },
    actor: () => {
      const holder = officer.holder();
      if (holder === null) return { role: 'analyst' };
      return { role: 'officer', key: holder.key === null ? 'vault' : holder.fingerprint };
    },
    setVault: (next) => {
      if (open !== null && open !== next) open.close();
      officer.leave();
      received.clear();
      open = next;
      views.clear();
    },
    view: (choice) => {
      const { reader } = vault();
      const sources = reader.prepare('SELECT max(id) FROM source').pluck().get() as number | null;
      const value = keptValue(reader)?.version ?? 0;
      // What figures depend on besides who is admitted and on which date.
      const data = [
        sources ?? 0,
        columnsVersion(reader),
        policyVersion(reader),
        value,
        predictionsVersion(reader),
        keptFeatures(reader).join(),
        keptRfm(reader).version,
      ].join('|');
      const key = [
        choice.purpose,
        choice.asOf,
        consentVersion(reader),
        vacatedNumbers(reader).length,
        data,
      ].join('|');
      const kept = views.get(key);
      if (kept !== undefined) return kept;
      while (views.size >= MOST_VIEWS) views.delete(views.keys().next().value as string);
      const view = createView(vault(), choice, data, isExact);
      views.set(key, view);
      return view;
    },
  };
};
