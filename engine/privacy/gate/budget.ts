/**
 * The noise budget: how much privacy loss (ε) the noisy counts of this vault have cost in all, and never more than
 * LIFETIME. What is spent is written to a journal beside the keystore and synced, then into the vault and synced, and
 * only then is the noisy count told: a crash in between costs budget and tells nothing. The same question is answered
 * from what is stored and costs nothing.
 *
 * The larger of the two accounts holds, so that neither reopening nor restoring an older data.db gives budget back.
 * The limit: whoever restores data.db and the journal from the same old backup, or works on in two copies of both, has
 * what was left then, in each copy; no program can see that from inside.
 */
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { type Bitmap, bitmapToBytes } from '../../../shared/bitmap.ts';
import { CloisterError } from '../../../shared/errors.ts';
import { now, recordAct } from '../../audit/audit.ts';
import { writeFileAtomic } from '../../vault/files.ts';
import type { Keys } from '../../vault/keystore.ts';
import type { Vault } from '../../vault/vault.ts';
import {
  type Bytes,
  discreteLaplace,
  type Fraction,
  fraction,
  fractionText,
  isAbove,
  over,
  plus,
  times,
} from './noise.ts';

/** Privacy loss that all noisy counts of a vault may cost together. */
export const LIFETIME: Fraction = { p: 4n, q: 1n };
const NOTHING: Fraction = { p: 0n, q: 1n };

const journalSchema = v.strictObject({
  v: v.literal(1),
  vaultId: v.string(),
  spent: v.pipe(v.string(), v.regex(/^\d+\/[1-9]\d*$/)),
  mac: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});

/** The journal stands beside the keystore, apart from the database. */
export const journalPath = ({ keystorePath }: Pick<Vault, 'keystorePath'>): string =>
  `${keystorePath.replace(/\.json$/, '')}.noise.json`;

const macOf = (keys: Keys, spent: string): Buffer =>
  createHmac('sha256', Buffer.from(hkdfSync('sha256', keys.pseudonym, keys.vaultId, 'noise-journal/v1', 32)))
    .update(`${keys.vaultId}|${spent}`)
    .digest();

const read = (text: string): Fraction => {
  const [p, q] = text.split('/');
  return fraction(BigInt(p), BigInt(q));
};

const journalSpent = (vault: Vault): Fraction => {
  const path = journalPath(vault);
  if (!existsSync(path)) return NOTHING;
  const damaged = (): CloisterError =>
    new CloisterError(
      'VAULT_DAMAGED',
      `The journal of the noise budget at ${path} was altered or belongs to another vault. No noise is drawn.`,
      'Put the journal back that was written by this vault.',
    );
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (thrown) {
    if (thrown instanceof SyntaxError) throw damaged();
    throw thrown;
  }
  const parsed = v.safeParse(journalSchema, content);
  if (!parsed.success || parsed.output.vaultId !== vault.keys.vaultId) throw damaged();
  if (!timingSafeEqual(macOf(vault.keys, parsed.output.spent), Buffer.from(parsed.output.mac, 'hex')))
    throw damaged();
  return read(parsed.output.spent);
};

/** What was spent: the larger of the journal's account and the vault's. @throws CloisterError VAULT_DAMAGED */
export const spentNoise = (vault: Vault): Fraction => {
  const costs = vault.reader.prepare('SELECT cost FROM noise_answer').pluck().all() as string[];
  const inside = costs.map(read).reduce(plus, NOTHING);
  const outside = journalSpent(vault);
  return isAbove(inside, outside) ? inside : outside;
};

/** What a noisy count is asked of. */
export type NoiseQuestion = { members: Bitmap; people: number };

const keyOf = (keys: Keys, { members }: NoiseQuestion, scale: Fraction): Buffer => {
  const bytes = bitmapToBytes(members);
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  return createHmac('sha256', Buffer.from(hkdfSync('sha256', keys.pseudonym, keys.vaultId, 'noise/v1', 32)))
    .update(`${fractionText(scale)}|`)
    .update(Buffer.from(bytes.subarray(0, end)))
    .digest();
};

/** Scale of the noise of each of `count` counts that together cost ε: a person may be in all of them. */
export const scaleOf = (epsilon: Fraction, count: number): Fraction =>
  times(fraction(epsilon.q, epsilon.p), BigInt(count));

/** Answers that were drawn before; null where one of them was not. */
export const storedNoise = (
  vault: Vault,
  epsilon: Fraction,
  questions: readonly NoiseQuestion[],
): number[] | null => {
  const scale = scaleOf(epsilon, questions.length);
  const find = vault.reader.prepare('SELECT answer FROM noise_answer WHERE question = ?').pluck();
  const answers = questions.map(
    (question) => find.get(keyOf(vault.keys, question, scale)) as number | undefined,
  );
  return answers.includes(undefined) ? null : (answers as number[]);
};

/**
 * Noisy counts, one a question: each is the true count plus discrete Laplace noise.
 * @param epsilon privacy loss of all the questions together
 * @throws CloisterError PRIVACY_REFUSED when the budget does not hold as much
 */
export const drawNoise = async (
  vault: Vault,
  epsilon: Fraction,
  questions: readonly NoiseQuestion[],
  bytes?: Bytes,
): Promise<number[]> => {
  const scale = scaleOf(epsilon, questions.length);
  const cost = over(epsilon, BigInt(questions.length));
  const keys = questions.map((question) => keyOf(vault.keys, question, scale));
  await recordAct(vault, (db) => {
    const known = db.prepare('SELECT 1 FROM noise_answer WHERE question = ?');
    const open = [...new Set(keys.map((key) => key.toString('hex')))].filter(
      (key) => known.get(Buffer.from(key, 'hex')) === undefined,
    );
    const price = times(cost, BigInt(open.length));
    const spent = plus(spentNoise(vault), price);
    if (isAbove(spent, LIFETIME))
      throw new CloisterError(
        'PRIVACY_REFUSED',
        `The noise budget of this vault is ${fractionText(LIFETIME)} and would be passed (rule: lifetime ε): ${fractionText(spentNoise(vault))} is spent, ${fractionText(price)} is asked for.`,
        'Release without noise, or with a smaller ε.',
      );
    if (open.length > 0) {
      const text = fractionText(spent);
      const mac = macOf(vault.keys, text).toString('hex');
      writeFileAtomic(
        journalPath(vault),
        `${JSON.stringify({ v: 1, vaultId: vault.keys.vaultId, spent: text, mac })}\n`,
      );
    }
    const insert = db.prepare('INSERT INTO noise_answer(question, answer, cost, at) VALUES (?, ?, ?, ?)');
    for (const key of open) {
      const { people } = questions[keys.findIndex((one) => one.toString('hex') === key)];
      const answer = people + Number(discreteLaplace(scale, bytes));
      insert.run(Buffer.from(key, 'hex'), answer, fractionText(cost), now());
    }
    return {
      result: null,
      act: {
        action: 'noise.spend',
        object: 'noise budget',
        details: { epsilon: fractionText(price), spent: fractionText(spent), drawn: open.length },
      },
    };
  });
  return storedNoise(vault, epsilon, questions) as number[];
};
