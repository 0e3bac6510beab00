/** Consent and the lens: who is admitted for which purpose, and who is left out and why. */
import type { ConsentChange, LensAnswer } from '../../shared/contract/answers.ts';
import { CloisterError } from '../../shared/errors.ts';
import { dateTime } from '../../shared/plan.ts';
import { EXCLUSIONS, type Exclusion } from '../../shared/vocabulary.ts';
import { now, recordAct } from '../audit/audit.ts';
import { normaliseValue } from '../intake/values/normalise.ts';
import { decide, ledgerWriter, NOBODY, requirePurpose, subjectOf, summarise } from '../privacy/consent.ts';
import { countPeople, findPerson, peopleBound } from '../privacy/people.ts';
import type { Raw } from '../privacy/pseudonyms.ts';
import { journalAct, marksOut } from '../privacy/subjects/acts-journal.ts';
import { marksOf, type Pseudonym } from '../privacy/subjects/tombstones.ts';
import type { Handlers } from './handler.ts';
import type { View } from './session.ts';

const SAID_NO: readonly Exclusion[] = ['WITHDRAWN', 'REFUSED', 'OBJECTED', 'OPTED_OUT'];

/** A lens as it is shown. */
export const lensAnswer = ({ lens, choice }: View): LensAnswer => ({
  purpose: lens.purpose.id,
  label: lens.purpose.label,
  asOf: choice.asOf,
  known: lens.known,
  admitted: lens.people,
  leftOut: lens.leftOut,
});

export const consentHandlers: Handlers<
  'consent.summary' | 'consent.declare' | 'consent.change' | 'lens.describe'
> = {
  'consent.summary': ({ asOf }, session) => {
    const { reader } = session.vault();
    const known = countPeople(reader);
    return {
      asOf,
      known,
      purposes: summarise(reader, dateTime(asOf)).map(({ purpose, admitted, leftOut }) => ({
        purpose: purpose.id,
        label: purpose.label,
        asOf,
        known,
        admitted,
        leftOut: EXCLUSIONS.map((reason) => ({ reason, people: leftOut[reason] })),
      })),
    };
  },
  'consent.declare': ({ purpose, basis, state, at, reason }, session) =>
    recordAct(session.vault(), (db) => {
      const known = countPeople(db);
      if (known === 0)
        throw new CloisterError('NO_DATA', 'The vault knows nobody yet.', 'Import a source first.');
      const occurredAt = dateTime(at);
      const write = ledgerWriter(db, null, now());
      // A declaration for everyone never overrides what a person said for themselves.
      const decisions = decide(db, peopleBound(db), requirePurpose(db, purpose), occurredAt);
      let people = 0;
      for (let person = 0; person < decisions.length; person++) {
        if (decisions[person] === NOBODY) continue;
        const standing = decisions[person] === 0 ? null : EXCLUSIONS[decisions[person] - 1];
        if (state === 'given' && standing !== null && SAID_NO.includes(standing)) continue;
        people += 1;
        write({
          person,
          purpose,
          state,
          basis,
          occurredAt,
          validUntil: null,
          method: 'declared',
          notice: null,
          grade: 1,
          row: null,
          reason,
        });
      }
      const result: ConsentChange = { purpose, state, people };
      return {
        result,
        act: {
          action: 'consent.record',
          purpose,
          counts: { people },
          details: { scope: 'everyone known', basis, state, at },
          note: reason,
        },
      };
    }),
  'consent.change': async ({ identifier, type, purpose, state, at, reason, notice = null }, session) => {
    const vault = session.vault();
    const normalised = normaliseValue(type, Buffer.from(identifier, 'utf8'));
    if (normalised === null)
      throw new CloisterError(
        'INPUT_VALUE',
        `The value is no ${type} identifier.`,
        'Check it, or name its type with --type.',
      );
    const found = await findPerson(vault, type, normalised as Raw<Uint8Array>);
    return recordAct(vault, (db) => {
      requirePurpose(db, purpose);
      if (found === null)
        throw new CloisterError(
          'NOT_FOUND',
          'Nobody in this vault has this identifier.',
          'Check its spelling and type.',
        );
      const occurredAt = dateTime(at);
      ledgerWriter(
        db,
        null,
        now(),
      )({
        person: found.person,
        purpose,
        state,
        basis: 'consent',
        occurredAt,
        validUntil: null,
        method: 'officer',
        notice,
        grade: notice === null ? 1 : 2,
        row: null,
        reason,
        subject: subjectOf(found.oldest, 0),
        identifierType: type,
        actor: session.actor().role === 'officer' ? 'officer' : 'analyst',
        personLevel: session.actor().role === 'officer',
      });
      if (state !== 'given') {
        const epoch = db.prepare('SELECT epoch FROM pseudonym WHERE type = ? AND value = ?').pluck();
        const pseudonyms = [found.oldest, found.pseudonym].flatMap((value): Pseudonym[] => {
          const held = epoch.get(type, value) as number | undefined;
          return held === undefined ? [] : [{ type, epoch: held, value }];
        });
        journalAct(vault, db, {
          kind: 'no',
          marks: marksOut(marksOf(vault.keys, pseudonyms)),
          purpose,
          state,
          occurredAt,
          notice,
          officer: session.actor().role === 'officer',
        });
      }
      const result: ConsentChange = { purpose, state, people: 1 };
      return {
        result,
        act: {
          action: state === 'given' ? 'consent.record' : 'consent.withdraw',
          purpose,
          details: { scope: 'one person', state, at },
          subject: found.pseudonym,
          note: reason,
        },
      };
    });
  },
  'lens.describe': (choice, session) => lensAnswer(session.view(choice)),
};
