/**
 * What a source says about consent, into the ledger. Words mean what the mapping's dictionary says and nothing
 * else; a word that is not in it is `unknown`, and an empty cell is no event: neither a grant nor a refusal.
 */
import { type ConsentPreview, NOTHING_SAID } from '../../shared/contract/consent.ts';
import { CloisterError } from '../../shared/errors.ts';
import { placeOf, regimeOf } from '../../shared/regions.ts';
import { type ConsentState, type Regime, SAYS_NOTHING, SIGNAL_PURPOSE } from '../../shared/vocabulary.ts';
import { openLedger, subjectOf } from '../privacy/consent/ledger.ts';
import { allPurposes } from '../privacy/consent.ts';
import { PSEUDONYM_BYTES } from '../privacy/pseudonyms.ts';
import type { Connection } from '../vault/database.ts';
import { meaningOf, openAnswers } from './consent-answers.ts';
import { openFacts } from './consent-facts.ts';
import { openSaying, type Said, type Speaker } from './consent-said.ts';
import { openStrings } from './consent-strings.ts';
import { createTally } from './consent-tally.ts';
import type { LoadBatch } from './layout.ts';
import type { ImportPlan } from './mapping.ts';
import { typeTold } from './whose.ts';

const FILE_AS_A_WHOLE = 'the file as a whole';
/** Columns with answers are told apart by their places; what speaks beside them, by places beyond. */
const FILE = 1_000_000;
const FLAG = FILE + 1;
const SIGNAL = FILE + 2;

/** What all answers of a record have in common. */
type Shared = Pick<Said, 'notice' | 'identifierType' | 'regime' | 'jurisdiction'>;

export type Consents = {
  take(batch: LoadBatch, people: Int32Array, texts: readonly string[][]): void;
  /** Writes the facts and the batch, and tells what the values were taken for. */
  finish(): ConsentPreview;
};

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
  const ledger = openLedger(db, source, recordedAt, exportedAt);
  const tallies = new Map<string, ReturnType<typeof createTally>>();
  const tally = (column: string): ReturnType<typeof createTally> => {
    const found = tallies.get(column) ?? createTally(column);
    tallies.set(column, found);
    return found;
  };
  const preview = { ...NOTHING_SAID };
  const saying = openSaying(db, ledger, preview);
  const facts = openFacts(db, source, recordedAt);
  const decode = openStrings(db);

  // Else all answers of a file are said in the same way, under the identifiers of its columns.
  const hasContext = plan.notice !== null || plan.method !== null || plan.region !== null;
  const isSilent =
    plan.everyone === null &&
    plan.region === null &&
    plan.minor === null &&
    [plan.states, plan.gpc, plan.signals].every((columns) => columns.length === 0);

  const answers = plan.states.map((column) => openAnswers(column, known));
  let everybody = 0;
  /** Codes for what a consent string says, one for each purpose and state. */
  const signalled = new Map<string, number>();
  const codeOf = (said: string): number => {
    const code = signalled.get(said) ?? signalled.size;
    signalled.set(said, code);
    return code;
  };

  return {
    take: (batch, people, texts) => {
      if (isSilent) return;
      const codeAt = (slot: number | null, row: number): number =>
        slot === null ? -1 : batch.texts[slot].codes[row];
      const textAt = (slot: number | null, row: number): string | null => {
        const code = codeAt(slot, row);
        return code < 0 ? null : texts[slot as number][code];
      };
      const timeAt = (slot: number | null, row: number): number | null => {
        const time = slot === null ? Number.NaN : batch.times[slot][row];
        return Number.isNaN(time) ? null : time;
      };
      // Of the oldest epoch, so that an identifier stays the same subject in all of them.
      const pseudonyms = batch.identifiers.earlier.at(-1) ?? batch.identifiers.bytes;
      const { pair, say } = saying;
      for (let row = 0; row < batch.rows; row++) {
        saying.forget();
        const person = people[row];
        const word = textAt(plan.region?.slot ?? null, row);
        const place =
          word === null || plan.region === null ? null : placeOf(meaningOf(plan.region.values, word) ?? word);
        const regime: Regime = regimeOf(place);
        if (word !== null && plan.region !== null) {
          tally(plan.region.column).add(regime, place ?? word, place !== null);
          facts.add('regime', person, { value: regime, place });
        }
        const age = textAt(plan.minor?.slot ?? null, row);
        if (age !== null && plan.minor !== null) {
          const value = meaningOf(plan.minor.values, age);
          tally(plan.minor.column).add(value ?? 'unknown', age, value !== undefined);
          if (value !== undefined) facts.add('minor', person, { value, place: null });
        }
        const toldBy = batch.identifiers.toldBy[row];
        let context = toldBy;
        if (hasContext) {
          context = pair(context, codeAt(plan.notice, row) + 1);
          context = pair(context, codeAt(plan.method, row) + 1);
          context = pair(context, codeAt(plan.region?.slot ?? null, row) + 1);
        }
        const speaker: Speaker = {
          person,
          row: batch.records[row],
          subject: subjectOf(pseudonyms, row * PSEUDONYM_BYTES),
          validUntil: timeAt(plan.until, row),
          reason: textAt(plan.reason, row),
          context,
        };
        const worded = (said: Omit<Said, keyof Shared> & Partial<Shared>): Said => ({
          notice: textAt(plan.notice, row),
          identifierType: typeTold(layout, toldBy),
          regime: word === null ? null : regime,
          jurisdiction: place,
          ...said,
        });
        const methodAt = (otherwise: string): string => textAt(plan.method, row) ?? otherwise;
        const gradeAt = (): number => (plan.notice === null || codeAt(plan.notice, row) < 0 ? 1 : 2);
        for (let i = 0; i < answers.length; i++) {
          const one = answers[i];
          const column = one.plan;
          const code = codeAt(column.state, row);
          if (code < 0) continue;
          // The first answer of a column tells the tally that it speaks.
          if (!one.hasSpoken()) tally(column.column);
          const state = one.stateAt(code, texts[column.state]);
          if (state === SAYS_NOTHING) continue;
          const slot = typeof column.purpose === 'string' ? null : column.purpose.slot;
          const named = codeAt(slot, row);
          const purpose = one.purposeAt(named, texts[slot ?? 0]);
          if (purpose === null) {
            preview.unknownPurposes += 1;
            continue;
          }
          say(speaker, pair(pair(i, code), named + 1), timeAt(column.dated, row), () =>
            worded({
              purpose,
              state,
              basis: column.basis,
              method: methodAt('import_column'),
              grade: gradeAt(),
            }),
          );
        }
        if (plan.everyone !== null) {
          const { dated, asked, state, ...said } = plan.everyone;
          if (everybody++ === 0) tally(FILE_AS_A_WHOLE);
          const answer = (state: ConsentState, method: string) => (): Said =>
            worded({ ...said, state, method, grade: gradeAt() });
          const left = answer(state as ConsentState, methodAt('import_file'));
          if (state !== SAYS_NOTHING) say(speaker, pair(pair(FILE, 0), 0), timeAt(dated, row), left);
          const askedAt = timeAt(asked, row);
          if (askedAt !== null)
            // How and why they left says nothing about how they were asked.
            say(
              { ...speaker, reason: null },
              pair(pair(FILE, 1), 0),
              askedAt,
              answer('requested', 'import_file'),
            );
        }
        for (const column of plan.gpc) {
          const said = textAt(column.slot, row);
          if (said === null) continue;
          const known = meaningOf(column.values, said);
          const meaning = known ?? 'unknown';
          tally(column.column).add(meaning, said, known !== undefined);
          // A word that nobody can read may have been the signal.
          if (meaning !== 'off')
            say(speaker, pair(pair(FLAG, 0), 0), timeAt(column.dated, row), () =>
              worded({ purpose: SIGNAL_PURPOSE, state: 'opted_out', basis: 'none', method: 'gpc', grade: 1 }),
            );
        }
        for (const column of plan.signals) {
          const raw = textAt(column.slot, row);
          if (raw === null) continue;
          const { answer, id, hash } = decode(column, raw);
          if (!answer.decoded) preview.undecoded += 1;
          tally(column.column).add(answer.decoded ? 'decoded' : 'unknown', answer.why ?? 'decoded', true);
          if (answer.child) facts.add('minor', person, { value: 'minor', place: null });
          const kind = column.kind === 'tcf' ? 'tc_string' : 'gpp_string';
          for (const { purpose, state } of answer.states)
            say(
              speaker,
              pair(pair(SIGNAL, codeOf(`${kind}|${purpose}|${state}`)), 0),
              answer.at ?? timeAt(column.dated, row),
              () =>
                worded({
                  purpose,
                  state,
                  basis: state === 'opted_out' ? 'none' : 'consent',
                  method: kind,
                  grade: 3,
                  evidenceKind: kind,
                }),
              { signal: id, hash },
            );
        }
      }
      // Whoever reads or writes the ledger between two batches meets what was said before.
      ledger.flush();
    },
    finish: () => {
      if (plan.everyone !== null && everybody > 0)
        tally(FILE_AS_A_WHOLE).add(plan.everyone.state, 'everybody in it', true, everybody);
      for (const { plan: column, tell } of answers)
        tell((state, word, isSaid, records) => tally(column.column).add(state, word, isSaid, records));
      preview.facts += facts.finish();
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
