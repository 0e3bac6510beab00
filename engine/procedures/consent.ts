/** Consent and the lens: who is admitted for which purpose, and who is left out and why. */
import type { ConsentChange, LensAnswer } from '../../shared/contract/answers.ts';
import { CloisterError } from '../../shared/errors.ts';
import { dateTime } from '../../shared/plan.ts';
import { EXCLUSIONS, type Exclusion } from '../../shared/vocabulary.ts';
import { now, recordAct } from '../audit/audit.ts';
import { AGAINST } from '../privacy/consent/events.ts';
import {
  decide,
  ledgerSeq,
  ledgerWriter,
  listPurposes,
  NOBODY,
  openLedger,
  requirePurpose,
  subjectOf,
} from '../privacy/consent.ts';
import { cellsOf } from '../privacy/gate/cells.ts';
import { tellParts } from '../privacy/gate/told.ts';
import { countPeople, peopleBound } from '../privacy/people.ts';
import { journalAct, marksOut } from '../privacy/subjects/acts-journal.ts';
import { journalMany } from '../privacy/subjects/repeat.ts';
import { marksOf } from '../privacy/subjects/tombstones.ts';
import type { Handlers } from './handler.ts';
import { identify, nobodyHasIt } from './identify.ts';
import type { Session, View } from './session.ts';

const SAID_NO: readonly Exclusion[] = ['WITHDRAWN', 'REFUSED', 'OBJECTED', 'OPTED_OUT'];

/** Counts of the parts that people are divided into, as they may be told; people of a higher part are in none. */
export const toldParts = (session: Session, name: string, partOf: Uint8Array, parts: number): number[] => {
  if (!session.isExact()) return tellParts(session.vault(), name, partOf, parts);
  const counts = new Array<number>(parts).fill(0);
  for (const part of partOf) if (part < parts) counts[part] += 1;
  return counts;
};

/** People admitted, then people left out per reason in the order of EXCLUSIONS, as they may be told. */
export const toldDecisions = (session: Session, purpose: string, decisions: Uint8Array): number[] =>
  toldParts(session, `decisions|${purpose}`, decisions, EXCLUSIONS.length + 1);

const leftOutOf = (counts: readonly number[]): LensAnswer['leftOut'] =>
  EXCLUSIONS.map((reason, i) => ({ reason, people: counts[i + 1] }));

/** A lens as it is shown. */
export const lensAnswer = (session: Session, { lens, choice }: View): LensAnswer => {
  const counts = toldDecisions(session, lens.purpose.id, lens.decisions);
  return {
    purpose: lens.purpose.id,
    label: lens.purpose.label,
    asOf: choice.asOf,
    known: lens.known,
    admitted: counts[0],
    leftOut: leftOutOf(counts),
  };
};

export const consentHandlers: Handlers<
  'consent.summary' | 'consent.declare' | 'consent.change' | 'lens.describe'
> = {
  'consent.summary': ({ asOf }, session) => {
    const { reader } = session.vault();
    const known = countPeople(reader);
    const bound = peopleBound(reader);
    return {
      asOf,
      known,
      purposes: listPurposes(reader).map((purpose) => {
        const counts = toldDecisions(session, purpose.id, decide(reader, bound, purpose, dateTime(asOf)));
        return {
          purpose: purpose.id,
          label: purpose.label,
          asOf,
          known,
          admitted: counts[0],
          leftOut: leftOutOf(counts),
        };
      }),
    };
  },
  'consent.declare': ({ purpose, basis, state, at, reason }, session) => {
    const vault = session.vault();
    return recordAct(vault, (db) => {
      const known = countPeople(db);
      if (known === 0)
        throw new CloisterError('NO_DATA', 'The vault knows nobody yet.', 'Import a source first.');
      const occurredAt = dateTime(at);
      const ledger = openLedger(db, null, now());
      const said = { purpose, state, basis, method: 'declared', notice: null, grade: 1 };
      const wording = ledger.wording({ ...said, precision: ledger.precision(occurredAt) });
      // A declaration for everyone never overrides what a person said for themselves.
      const decisions = decide(db, peopleBound(db), requirePurpose(db, purpose), occurredAt);
      const before = ledgerSeq(db);
      // 0: reached, 1: kept to what they said.
      const reached = new Uint8Array(decisions.length).fill(NOBODY);
      for (let person = 0; person < decisions.length; person++) {
        if (decisions[person] === NOBODY) continue;
        reached[person] = 1;
        const standing = decisions[person] === 0 ? null : EXCLUSIONS[decisions[person] - 1];
        if (state === 'given' && standing !== null && SAID_NO.includes(standing)) continue;
        reached[person] = 0;
        ledger.add(person, wording, occurredAt, null, null, null, reason);
      }
      ledger.flush();
      const against = AGAINST.some((one) => one === state);
      if (against) journalMany(vault, db, { kind: 'declared' }, before);
      // How many are left says how many said no.
      const [people] = cellsOf(toldParts(session, `declared|${purpose}`, reached, 2));
      const result: ConsentChange = { purpose, state, people };
      return {
        result,
        act: {
          action: 'consent.record',
          purpose,
          counts: { known },
          details: { scope: 'everyone known', basis, state, at },
          note: reason,
        },
      };
    });
  },
  'consent.change': ({ identifier, type, purpose, state, at, reason, notice = null }, session) => {
    const vault = session.vault();
    const { role } = session.actor();
    const [{ number, known, pseudonyms }] = identify(vault, type, [identifier]);
    return recordAct(vault, (db) => {
      requirePurpose(db, purpose);
      if (number === null && role === 'officer') throw nobodyHasIt();
      const occurredAt = dateTime(at);
      // An analyst is not told whether anybody has the identifier: the same entry, the same event, the same answer.
      // An event without a person speaks for nobody.
      ledgerWriter(
        db,
        null,
        now(),
      )({
        person: number,
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
        subject: subjectOf(pseudonyms[pseudonyms.length - 1], 0),
        identifierType: type,
        actor: role,
        personLevel: role === 'officer',
      });
      // Under every epoch, known or not: the line is as long for one as for the other.
      if (state !== 'given') {
        const marked = pseudonyms.map((value, i) => ({ type, epoch: vault.keys.epoch - i, value }));
        journalAct(vault, db, {
          kind: 'no',
          marks: marksOut(marksOf(vault.keys, marked)),
          purpose,
          state,
          occurredAt,
          notice,
          officer: role === 'officer',
        });
      }
      const result: ConsentChange = { purpose, state, people: null };
      return {
        result,
        act: {
          action: state === 'given' ? 'consent.record' : 'consent.withdraw',
          purpose,
          details: { scope: 'one person', state, at },
          subject: known ?? pseudonyms[0],
          note: reason,
        },
      };
    });
  },
  'lens.describe': (choice, session) => lensAnswer(session, session.view(choice)),
};
