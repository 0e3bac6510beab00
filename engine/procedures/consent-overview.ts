/** Consent as a whole and of one person: what the officer reads, and the proof that the lens keeps to the rule. */
import type { PersonConsent } from '../../shared/contract/consent.ts';
import { dateTime } from '../../shared/plan.ts';
import { EXCLUSIONS, REGIMES } from '../../shared/vocabulary.ts';
import { recordAct } from '../audit/audit.ts';
import { CROSS_PARTS, CROSS_WIDTH, changesSince, crossParts } from '../privacy/consent/overview.ts';
import { prove } from '../privacy/consent/prove.ts';
import { decide, eligibility, listPurposes, requirePurpose } from '../privacy/consent.ts';
import { cellOf, cellsOf } from '../privacy/gate/cells.ts';
import { countPeople, peopleBound } from '../privacy/people.ts';
import type { Connection } from '../vault/database.ts';
import { heardFrom } from '../vault/schema/consent-views.ts';
import { toldDecisions, toldParts } from './consent.ts';
import type { Handlers } from './handler.ts';
import { identifyOne } from './identify.ts';

/** The ends of the months before a date, oldest first, and the date itself. */
const monthsBefore = (asOf: string, months: number): string[] => {
  const [year, month] = asOf.split('-').map(Number);
  const firsts = Array.from({ length: months }, (_, i) =>
    new Date(Date.UTC(year, month - months + i, 1)).toISOString().slice(0, 10),
  );
  return [...firsts.filter((day) => day < asOf), asOf];
};

const eventsOf = (db: Connection, person: number): PersonConsent['events'] =>
  (
    db
      .prepare(
        `${heardFrom(
          '@person',
          `e.seq, purpose, state, basis, occurred_at, occurred_precision, recorded_at, method, notice, evidence_grade,
           EXISTS (SELECT 1 FROM consent_event AS v WHERE v.supersedes = e.seq) AS invalidated`,
        )} ORDER BY seq`,
      )
      .all({ person }) as {
      purpose: string;
      state: PersonConsent['events'][number]['state'];
      basis: PersonConsent['events'][number]['basis'];
      occurred_at: number | null;
      recorded_at: number;
      method: string;
      notice: string | null;
      evidence_grade: number;
      invalidated: number;
    }[]
  ).map((row) => ({
    purpose: row.purpose,
    state: row.state,
    basis: row.basis,
    at: row.occurred_at === null ? null : new Date(row.occurred_at).toISOString(),
    recorded: new Date(row.recorded_at).toISOString(),
    method: row.method,
    notice: row.notice,
    grade: row.evidence_grade,
    invalidated: row.invalidated === 1,
  }));

export const consentOverviewHandlers: Handlers<
  'consent.overview' | 'consent.coverage' | 'consent.show' | 'consent.prove'
> = {
  'consent.overview': ({ purpose, asOf }, session) => {
    const { reader } = session.vault();
    const decisions = decide(reader, peopleBound(reader), requirePurpose(reader, purpose), dateTime(asOf));
    const [, ...reasons] = cellsOf(toldDecisions(session, purpose, decisions));
    const counts = toldParts(
      session,
      `cross|${purpose}`,
      crossParts(reader, purpose, decisions),
      CROSS_PARTS,
    );
    const cross = REGIMES.map((regime, row) => ({
      regime,
      counts: counts.slice(row * CROSS_WIDTH, (row + 1) * CROSS_WIDTH),
    })).filter(({ counts: row }) => row.some((one) => one > 0));
    // One table whose total is known: suppressed as a whole.
    const cells = cellsOf(cross.flatMap((row) => row.counts));
    const changes = changesSince(reader);
    const one = (sql: string): number => reader.prepare(sql).pluck().get() as number;
    return {
      purpose,
      asOf,
      known: countPeople(reader),
      reasons: EXCLUSIONS.map((reason, i) => ({ reason, people: reasons[i] })),
      regimes: cross.map(({ regime, counts: row }, i) => {
        const own = cells.slice(i * row.length, (i + 1) * row.length);
        return { regime, grades: own.slice(0, -1), leftOut: own[own.length - 1] };
      }),
      changes: { ...changes, rows: changes.rows.map((row) => ({ ...row, people: cellOf(row.people) })) },
      future: one("SELECT count(*) FROM consent_event WHERE occurred_precision = 'future'"),
      undecoded: one('SELECT count(*) FROM consent_signal WHERE decoded = 0'),
    };
  },
  'consent.coverage': ({ asOf, months }, session) => {
    const { reader } = session.vault();
    const bound = peopleBound(reader);
    const dates = monthsBefore(asOf, months);
    return {
      dates,
      known: countPeople(reader),
      purposes: listPurposes(reader).map((purpose) => ({
        purpose: purpose.id,
        label: purpose.label,
        admitted: dates.map((date) =>
          cellOf(toldDecisions(session, purpose.id, decide(reader, bound, purpose, dateTime(date)))[0]),
        ),
      })),
    };
  },
  'consent.show': ({ identifier, type, asOf }, session) => {
    const vault = session.vault();
    const { person, known } = identifyOne(vault, type, identifier);
    return recordAct(vault, (db) => ({
      result: {
        asOf,
        purposes: listPurposes(db).map(({ id, label }) => ({
          purpose: id,
          label,
          reason: eligibility(db, person, id, dateTime(asOf)),
        })),
        events: eventsOf(db, person),
      },
      act: { action: 'consent.show', details: { asOf }, subject: known },
    }));
  },
  'consent.prove': ({ purpose, asOf }, session) =>
    recordAct(session.vault(), (db) => {
      const { people, differences } = prove(db, requirePurpose(db, purpose), dateTime(asOf));
      const result = { asOf, known: countPeople(db), people, same: differences === 0, differences };
      return {
        result,
        act: { action: 'consent.prove', purpose, counts: { people }, details: { asOf, differences } },
      };
    }),
};
