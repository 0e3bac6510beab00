/**
 * What a new run brings that was there before: after the rows of a file are stored, those that came already leave again,
 * and earlier versions of corrected ones leave for good. All within the import's transaction, so a dry run tells the same.
 */
import { number } from '../../../shared/charts/words.ts';
import type { RepeatsAnswer } from '../../../shared/contract/repeats.ts';
import { CloisterError } from '../../../shared/errors.ts';
import type { Mapping } from '../../../shared/mapping.ts';
import type { Kind } from '../../../shared/vocabulary.ts';
import type { Run } from '../../jobs/job.ts';
import type { Connection } from '../../vault/database.ts';
import { settleByContent } from './by-content.ts';
import { NOTHING_AGAIN, settleByNumber } from './by-number.ts';
import { countElsewhere } from './elsewhere.ts';
import { breathe, rowsOf } from './match.ts';
import { earlierRuns, readRows } from './stream.ts';
import { countUnlike } from './unlike.ts';

/** What an import of a kind tells that has no rows of its own, or nothing to compare. */
export const NO_REPEATS: RepeatsAnswer = {
  by: null,
  fresh: 0,
  ...NOTHING_AGAIN,
  repeated: 0,
  late: 0,
  newest: null,
};

/** The latest time among the rows of runs; null where none has one. */
const newestOf = async (
  db: Connection,
  kind: Kind,
  runs: readonly number[],
  run: Run,
): Promise<number | null> => {
  let newest = Number.NEGATIVE_INFINITY;
  const reader = readRows(db, kind, 'number', ['time']);
  for (const one of runs)
    for (const chunk of reader.chunks(one)) {
      for (const time of reader.column(chunk, 'time') ?? []) if (time > newest) newest = time;
      await breathe(run, 0, 1);
    }
  return Number.isFinite(newest) ? newest : null;
};

/** Rows of a run that are earlier than a time, and the sum of their amounts with those of the others. */
const lookBack = async (
  db: Connection,
  kind: Kind,
  fresh: number,
  newest: number | null,
  run: Run,
): Promise<{ late: number; amount: number }> => {
  let late = 0;
  let amount = 0;
  const reader = readRows(db, kind, 'number', ['time', 'amount']);
  for (const chunk of reader.chunks(fresh)) {
    for (const time of reader.column(chunk, 'time') ?? []) if (newest !== null && time < newest) late += 1;
    for (const value of reader.column(chunk, 'amount') ?? []) amount += value || 0;
    await breathe(run, 0, 1);
  }
  return { late, amount };
};

/** So many numbers do not change hands by correction. */
const MANY = 10;

/**
 * Orders of another shop that counts alike must not take the place of those that are held.
 * @throws CloisterError INPUT_VALUE where most of many numbers that came again are other people's, and nobody has said why
 */
const requireOwnNumbers = (
  { corrected, replaced, otherPeople }: Pick<RepeatsAnswer, 'corrected' | 'replaced' | 'otherPeople'>,
  { kind, stream, repeats }: Mapping,
): void => {
  if (!otherPeople || corrected < MANY || stream !== undefined || repeats === 'replaced') return;
  throw new CloisterError(
    'INPUT_VALUE',
    `Most numbers of ${kind} that came again belong to other people than before: two systems seem to count alike, and ${replaced} rows held would be replaced by ${corrected}. Nothing was changed.`,
    'Give the file a stream of its own in the mapping, such as stream: shop-b; if it does correct what is held, say repeats: replaced.',
  );
};

type Outcome = { told: RepeatsAnswer; amount: number | null; unlike: number; elsewhere: number };

/**
 * As `settleRepeats`; `unlike` rows may have come before under a mapping that keeps other columns, those `elsewhere` in
 * another stream.
 */
const settle = async (
  db: Connection,
  source: number,
  mapping: Mapping,
  repeated: number,
  run: Run,
  most?: number,
): Promise<Outcome> => {
  const { kind } = mapping;
  const fresh = db.prepare('SELECT id FROM run WHERE source = ?').pluck().get(source) as number | undefined;
  if (fresh === undefined || (kind !== 'orders' && kind !== 'events'))
    return { told: NO_REPEATS, amount: null, unlike: 0, elsewhere: 0 };
  const brought = rowsOf(db, fresh);
  if (mapping.repeats === 'kept')
    return { told: { ...NO_REPEATS, fresh: brought }, amount: null, unlike: 0, elsewhere: 0 };
  const hasNumber = mapping.columns.some(({ role }) => role === 'reference');
  const by = hasNumber ? 'number' : 'content';
  const earlier = earlierRuns(db, source, mapping);
  const newest = await newestOf(db, kind, earlier, run);
  const settled = hasNumber ? await settleByNumber(db, mapping, fresh, earlier, run, most) : NOTHING_AGAIN;
  requireOwnNumbers(settled, mapping);
  // A numbered stream may hold rows without a number, too.
  const copies = await settleByContent(db, kind, fresh, earlier, run, most);
  if (earlier.length === 0 && settled.older + settled.same === 0)
    return {
      told: { ...NO_REPEATS, by, repeated, fresh: brought },
      amount: null,
      unlike: 0,
      elsewhere: mapping.stream === undefined ? await countElsewhere(db, kind, fresh, run) : 0,
    };
  const stays = rowsOf(db, fresh);
  const { late, amount } = await lookBack(db, kind, fresh, newest, run);
  return {
    told: {
      by,
      ...settled,
      same: settled.same + copies,
      fresh: stays - settled.corrected - settled.joined,
      repeated,
      late,
      newest,
    },
    amount: stays < brought ? amount : null,
    unlike: await countUnlike(db, kind, fresh, earlier, run),
    elsewhere: 0,
  };
};

/** Sentences on repeats that look like a mistake in the mapping. */
const repeatWarnings = (
  { corrected, replaced, joined, repeated, otherPeople, older, same }: RepeatsAnswer,
  records: number,
  repeats: Mapping['repeats'],
  { unlike, elsewhere }: Pick<Outcome, 'unlike' | 'elsewhere'>,
): string[] => [
  ...(elsewhere > 0
    ? [
        `${number(elsewhere)} of ${number(records)} records stand word for word in another stream, whose columns of person, time or number are called otherwise, so they are compared with nothing and count once more. If they are the same records, call the columns what they were called before; if they are others, give the file a stream of its own (stream: shop-b).`,
      ]
    : []),
  ...(unlike > 0
    ? [
        `${number(unlike)} of ${number(records)} records have person and time of one that came before under a mapping which keeps other columns. Without a number of its own a record is known again by what is kept of it, so these count once more: keep the same columns, or leave out what came before.`,
      ]
    : []),
  ...(repeated > 0 && repeats !== 'once'
    ? [
        `${number(repeated)} of ${number(records)} records repeat another one word for word, and each counts as one more. If they are copies, have them taken once (repeats: once).`,
      ]
    : []),
  ...(joined > 0 && repeats !== 'joined'
    ? [
        `${number(joined)} records are taken as a further part of orders that are held, which stay as they are. If they correct them, have them take the place of those held (repeats: replaced).`,
      ]
    : []),
  ...(otherPeople
    ? [
        `Most numbers that came again belong to other people than before. If two systems count their records alike, give each a stream of its own; else ${replaced} rows held are replaced by ${corrected}.`,
      ]
    : []),
  ...(older * 5 > records && older > same
    ? [
        `${older} of ${records} records were followed by another with the same number. If the number is not that of one record, give its column another role.`,
      ]
    : []),
];

/**
 * Settles what a source brought against what its stream brought before.
 * @param source the source whose rows have just been stored; the caller holds the transaction
 * @param file its records, and how many of them repeat another word for word
 * @param most about how many numbers or contents are held at a time; as many as fit, unless given
 * @returns what its rows turned out to be, the sum of the amounts that stay where rows left, else null, and sentences on what
 *   looks like a mistake
 */
export const settleRepeats = async (
  db: Connection,
  source: number,
  mapping: Mapping,
  { records, repeated }: { records: number; repeated: number },
  run: Run,
  most?: number,
): Promise<{ told: RepeatsAnswer; amount: number | null; warnings: string[] }> => {
  const { told, amount, unlike, elsewhere } = await settle(db, source, mapping, repeated, run, most);
  return { told, amount, warnings: repeatWarnings(told, records, mapping.repeats, { unlike, elsewhere }) };
};
