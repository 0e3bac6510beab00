/**
 * What a source says about consent, into the ledger. Words mean what the mapping's dictionary says and nothing
 * else; a word that is not in it is `unknown`, and an empty cell is no event: neither a grant nor a refusal.
 */
import { createHash } from 'node:crypto';
import { type ConsentPreview, NOTHING_SAID } from '../../shared/contract/consent.ts';
import { CloisterError } from '../../shared/errors.ts';
import { placeOf, regimeOf } from '../../shared/regions.ts';
import { CONSENT_MEANINGS, type Regime, SAYS_NOTHING, SIGNAL_PURPOSE } from '../../shared/vocabulary.ts';
import { openRevoked } from '../privacy/consent/batches.ts';
import { AGAINST } from '../privacy/consent/events.ts';
import { decodeSignal, type SignalAnswer } from '../privacy/consent/signals.ts';
import { allPurposes, ledgerWriter, subjectOf } from '../privacy/consent.ts';
import { PSEUDONYM_BYTES } from '../privacy/pseudonyms.ts';
import type { Connection } from '../vault/database.ts';
import type { SignalPlan } from './consent-plan.ts';
import { createTally } from './consent-tally.ts';
import type { LoadBatch } from './layout.ts';
import type { ImportPlan } from './mapping.ts';
import { typeTold } from './whose.ts';

const SPEAKS_AGAINST: ReadonlySet<string> = new Set(AGAINST);
const DECODER = 'iabtcf-core 1.5.21, iabgpp-cmpapi 3.2.0';

export type Consents = {
  take(batch: LoadBatch, people: Int32Array, texts: readonly string[][]): void;
  /** Writes the facts and the batch, and tells what the values were taken for. */
  finish(): ConsentPreview;
};

const meaningOf = (values: Record<string, string>, word: string): string | undefined =>
  Object.hasOwn(values, word) ? values[word] : undefined;

/**
 * Opens the consent side of an import. The caller holds the transaction.
 * @throws CloisterError MAPPING_INVALID for a purpose the vault does not have
 */
export const openConsents = (
  db: Connection,
  source: number,
  { consent: plan, mapping, layout }: ImportPlan,
  recordedAt: number,
): Consents => {
  const known = new Set(allPurposes(db).map(({ id }) => id));
  const mapped = [
    ...plan.states.flatMap(({ purpose }) =>
      typeof purpose === 'string' ? [purpose] : Object.values(purpose.values),
    ),
    ...plan.signals.flatMap(({ signals }) => Object.keys(signals)),
    ...(plan.everyone === null ? [] : [plan.everyone.purpose]),
  ];
  const foreign = mapped.find((purpose) => !known.has(purpose));
  if (foreign !== undefined)
    throw new CloisterError(
      'MAPPING_INVALID',
      `The mapping names the purpose "${foreign}", which this vault does not have.`,
      `Its purposes are ${[...known].join(', ')}; an officer adds others.`,
    );
  const { exported, controller, recipients, dataCategories, withdrawal } = mapping.consent ?? {};
  const exportedAt = exported === undefined ? null : Date.parse(`${exported}T00:00:00Z`);
  const append = ledgerWriter(db, source, recordedAt, exportedAt);
  const keepSignal = db.prepare(
    `INSERT INTO consent_signal(kind, raw, sha256, decoder, decoded) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT(sha256) DO NOTHING`,
  );
  const signalId = db.prepare('SELECT id FROM consent_signal WHERE sha256 = ?').pluck();
  const tallies = new Map<string, ReturnType<typeof createTally>>();
  const tally = (column: string): ReturnType<typeof createTally> => {
    const found = tallies.get(column) ?? createTally(column);
    tallies.set(column, found);
    return found;
  };
  const preview = { ...NOTHING_SAID };
  const wasRevoked = openRevoked(db);
  type Fact = { value: string; place: string | null };
  const facts = { regime: new Map<number, Map<string, Fact>>(), minor: new Map<number, Map<string, Fact>>() };
  const addFact = (kind: 'regime' | 'minor', person: number, fact: Fact): void => {
    const own = facts[kind].get(person) ?? new Map<string, Fact>();
    facts[kind].set(person, own);
    own.set(`${fact.value} ${fact.place}`, fact);
  };
  type Decoded = { answer: SignalAnswer; id: number; hash: Buffer };
  const decoded = new Map<string, Decoded>();
  const decode = ({ kind, signals, vendor, column }: SignalPlan, raw: string): Decoded => {
    const key = `${column}\0${raw}`;
    const seen = decoded.get(key);
    if (seen !== undefined) return seen;
    const answer = decodeSignal(kind, raw, { signals, vendor });
    const hash = createHash('sha256').update(`${kind}\0${raw}`).digest();
    keepSignal.run(kind, raw, hash, DECODER, answer.decoded ? 1 : 0);
    const one = { answer, id: signalId.get(hash) as number, hash };
    // Strings differ from person to person: only so many are worth remembering.
    if (decoded.size > 50_000) decoded.clear();
    decoded.set(key, one);
    return one;
  };

  const isSilent =
    plan.everyone === null &&
    plan.region === null &&
    plan.minor === null &&
    [plan.states, plan.gpc, plan.signals].every((columns) => columns.length === 0);

  return {
    take: (batch, people, texts) => {
      if (isSilent) return;
      const textAt = (slot: number | null, row: number): string | null => {
        const code = slot === null ? -1 : batch.texts[slot].codes[row];
        return code < 0 ? null : texts[slot as number][code];
      };
      const timeAt = (slot: number | null, row: number): number | null =>
        slot === null || Number.isNaN(batch.times[slot][row]) ? null : batch.times[slot][row];
      for (let row = 0; row < batch.rows; row++) {
        const person = people[row];
        const word = textAt(plan.region?.slot ?? null, row);
        const place =
          word === null || plan.region === null ? null : placeOf(meaningOf(plan.region.values, word) ?? word);
        const regime: Regime = regimeOf(place);
        if (word !== null && plan.region !== null) {
          tally(plan.region.column).add(regime, place ?? word, place !== null);
          addFact('regime', person, { value: regime, place });
        }
        const age = textAt(plan.minor?.slot ?? null, row);
        if (age !== null && plan.minor !== null) {
          const value = meaningOf(plan.minor.values, age);
          tally(plan.minor.column).add(value ?? 'unknown', age, value !== undefined);
          if (value !== undefined) addFact('minor', person, { value, place: null });
        }
        const notice = textAt(plan.notice, row);
        const shared = {
          person,
          validUntil: timeAt(plan.until, row),
          notice,
          row: batch.records[row],
          reason: textAt(plan.reason, row),
          // Of the oldest epoch, so that an identifier stays the same subject in all of them.
          subject: subjectOf(
            batch.identifiers.earlier.at(-1) ?? batch.identifiers.bytes,
            row * PSEUDONYM_BYTES,
          ),
          identifierType: typeTold(layout, batch.identifiers.toldBy[row]),
          regime: word === null ? null : regime,
          jurisdiction: place,
        };
        const write = (
          event: Pick<
            Parameters<typeof append>[0],
            'purpose' | 'state' | 'basis' | 'occurredAt' | 'method' | 'grade'
          > &
            Partial<Parameters<typeof append>[0]>,
        ): void => {
          const said = { ...shared, ...event };
          if (wasRevoked?.(said) === true) {
            preview.revoked += 1;
            return;
          }
          preview.events += 1;
          if (SPEAKS_AGAINST.has(said.state)) preview.against += 1;
          if (append(said) === 'future') preview.future += 1;
        };
        for (const column of plan.states) {
          const said = textAt(column.state, row);
          if (said === null) continue;
          const meaning = meaningOf(column.states, said);
          const state = CONSENT_MEANINGS.find((one) => one === meaning) ?? 'unknown';
          tally(column.column).add(state, said, meaning !== undefined);
          if (state === SAYS_NOTHING) continue;
          let purpose: string | undefined;
          if (typeof column.purpose === 'string') purpose = column.purpose;
          else {
            const named = textAt(column.purpose.slot, row) ?? '';
            purpose = meaningOf(column.purpose.values, named) ?? (known.has(named) ? named : undefined);
          }
          if (purpose === undefined) {
            preview.unknownPurposes += 1;
            continue;
          }
          const occurredAt = timeAt(column.dated, row);
          write({
            purpose,
            state,
            basis: column.basis,
            occurredAt,
            method: textAt(plan.method, row) ?? 'import_column',
            grade: notice === null ? 1 : 2,
          });
        }
        if (plan.everyone !== null) {
          const { dated, asked, state, ...said } = plan.everyone;
          tally('the file as a whole').add(state, 'everybody in it', true);
          const answer = { ...said, method: 'import_file', grade: notice === null ? 1 : 2 };
          const method = textAt(plan.method, row) ?? answer.method;
          if (state !== SAYS_NOTHING) write({ ...answer, method, state, occurredAt: timeAt(dated, row) });
          const askedAt = timeAt(asked, row);
          if (askedAt !== null) write({ ...answer, state: 'requested', occurredAt: askedAt, reason: null });
        }
        for (const column of plan.gpc) {
          const said = textAt(column.slot, row);
          if (said === null) continue;
          const known = meaningOf(column.values, said);
          const meaning = known ?? 'unknown';
          tally(column.column).add(meaning, said, known !== undefined);
          // A word that nobody can read may have been the signal.
          if (meaning !== 'off')
            write({
              purpose: SIGNAL_PURPOSE,
              state: 'opted_out',
              basis: 'none',
              occurredAt: timeAt(column.dated, row),
              method: 'gpc',
              grade: 1,
            });
        }
        for (const column of plan.signals) {
          const raw = textAt(column.slot, row);
          if (raw === null) continue;
          const { answer, id, hash } = decode(column, raw);
          if (!answer.decoded) preview.undecoded += 1;
          tally(column.column).add(answer.decoded ? 'decoded' : 'unknown', answer.why ?? 'decoded', true);
          if (answer.child) addFact('minor', person, { value: 'minor', place: null });
          for (const { purpose, state } of answer.states)
            write({
              purpose,
              state,
              basis: state === 'opted_out' ? 'none' : 'consent',
              occurredAt: answer.at ?? timeAt(column.dated, row),
              method: column.kind === 'tcf' ? 'tc_string' : 'gpp_string',
              grade: 3,
              signal: id,
              evidenceKind: column.kind === 'tcf' ? 'tc_string' : 'gpp_string',
              evidenceHash: hash,
            });
        }
      }
    },
    finish: () => {
      const insert = db.prepare(
        'INSERT INTO person_fact(person, kind, value, jurisdiction, source, recorded_at) VALUES (?, ?, ?, ?, ?, ?)',
      );
      const held = db.prepare(
        'SELECT value, jurisdiction FROM person_fact WHERE kind = ? AND person = ? ORDER BY seq DESC',
      );
      for (const kind of ['regime', 'minor'] as const)
        for (const [person, own] of facts[kind]) {
          const before = held.all(kind, person) as { value: string; jurisdiction: string | null }[];
          for (const { value, place } of own.values()) {
            const same =
              kind === 'minor'
                ? before[0]?.value === value
                : before.some((fact) => fact.value === value && fact.jurisdiction === place);
            if (same) continue;
            insert.run(person, kind, value, place, source, recordedAt);
            preview.facts += 1;
          }
        }
      const columns = (kept: boolean): ConsentPreview['columns'] =>
        [...tallies.values()].map((one) => one.preview(kept));
      if (preview.events > 0)
        db.prepare(
          `INSERT INTO consent_batch(source, events, counts, exported_at, controller, recipients, data_categories,
             withdrawal_method) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        ).run(
          source,
          preview.events,
          JSON.stringify({ ...preview, columns: columns(true) }),
          exportedAt,
          controller ?? null,
          recipients === undefined ? null : JSON.stringify(recipients),
          dataCategories === undefined ? null : JSON.stringify(dataCategories),
          withdrawal ?? null,
        );
      return { ...preview, columns: columns(false) };
    },
  };
};
