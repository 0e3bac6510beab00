/**
 * What the records of a source say, on its way to the ledger. Of a million records few say different things: what a wording
 * is made of comes as codes of words, and for codes that were met before its number is remembered.
 */
import type { ConsentPreview } from '../../shared/contract/consent.ts';
import { openRevoked } from '../privacy/consent/batches.ts';
import { AGAINST, type Precision } from '../privacy/consent/events.ts';
import { gradeOf, type Ledger, MOST_REMEMBERED, type Wording } from '../privacy/consent/ledger.ts';
import type { Connection } from '../vault/database.ts';

const SPEAKS_AGAINST: ReadonlySet<string> = new Set(AGAINST);
const PRECISIONS: readonly Precision[] = ['instant', 'day', 'future'];
/** Above every code of a word: two codes are one key, as long as it is below 2^53. */
const CODES = 2 ** 26;

/** The record that is speaking, and codes of what it says beside the answer itself. */
export type Speaker = {
  person: number;
  row: number;
  subject: number;
  validUntil: number | null;
  reason: string | null;
  /** The words that all its answers have in common, as one number of `pair`. */
  context: number;
};

/** What a column says: a wording without what follows from the time. */
export type Said = Omit<Wording, 'precision'>;

export type Evidence = { signal: number; hash: Buffer };

type Known = { number: number; wording: Wording; isAgainst: boolean };

export type Saying = {
  /** One number for two codes, the same until `forget`. */
  pair(one: number, other: number): number;
  /**
   * Writes what a record says.
   * @param answer one number for the column, the word in it and the purpose
   * @param make the wording behind the record's context and the answer
   */
  say(
    speaker: Speaker,
    answer: number,
    occurredAt: number | null,
    make: () => Said,
    evidence?: Evidence | null,
  ): void;
  /** Between two records: forgets wordings where they are many, being different in every record. */
  forget(): void;
};

/** Opens the way to a ledger; `preview` is counted in. */
export const openSaying = (db: Connection, ledger: Ledger, preview: ConsentPreview): Saying => {
  const pairs = new Map<number, number>();
  const known: (Known | undefined)[] = [];
  const wasRevoked = openRevoked(db);
  const pair = (one: number, other: number): number => {
    const key = one * CODES + other;
    const found = pairs.get(key);
    if (found !== undefined) return found;
    pairs.set(key, pairs.size);
    return pairs.size - 1;
  };
  const wordingOf = (place: number, make: () => Said, precision: Precision, at: number | null): Known => {
    const said = make();
    const wording = { ...said, precision, grade: gradeOf(at, said.grade) };
    const one = {
      number: ledger.wording(wording),
      wording,
      isAgainst: SPEAKS_AGAINST.has(wording.state),
    };
    known[place] = one;
    return one;
  };
  return {
    pair,
    say: (
      { person, row, subject, validUntil, reason, context },
      answer,
      occurredAt,
      make,
      evidence = null,
    ) => {
      const precision = ledger.precision(occurredAt);
      // Without a time the grade is another.
      const time = occurredAt === null ? PRECISIONS.length : PRECISIONS.indexOf(precision);
      const place = pair(context, answer) * (PRECISIONS.length + 1) + time;
      const { number, wording, isAgainst } = known[place] ?? wordingOf(place, make, precision, occurredAt);
      if (wasRevoked?.({ ...wording, person, subject, occurredAt, validUntil, reason, row }) === true) {
        preview.revoked += 1;
        return;
      }
      preview.events += 1;
      if (isAgainst) preview.against += 1;
      if (precision === 'future') preview.future += 1;
      ledger.add(
        person,
        number,
        occurredAt,
        row,
        subject,
        validUntil,
        reason,
        evidence?.hash,
        evidence?.signal,
      );
    },
    forget: () => {
      if (pairs.size <= MOST_REMEMBERED) return;
      pairs.clear();
      known.length = 0;
    },
  };
};
