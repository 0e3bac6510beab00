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
import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
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

/**
 * A question of how many: `set` tells which people are counted, so that the same people are asked about in the same
 * words and others never are.
 */
export type NoiseQuestion = { set: string; people: number };
/** Questions about sets of which nobody is in two: together they tell of a person no more than one of them. */
export type NoiseGroup = readonly NoiseQuestion[];

/** A set of people in a word: the SHA-256 of its bits. */
export const setWord = (members: Bitmap): string => {
  const bytes = bitmapToBytes(members);
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  return createHash('sha256').update(bytes.subarray(0, end)).digest('hex');
};

/** The true count belongs to the question: where only words name a set, other people in it are another question. */
const keyOf = (keys: Keys, { set, people }: NoiseQuestion, scale: Fraction): Buffer =>
  createHmac('sha256', Buffer.from(hkdfSync('sha256', keys.pseudonym, keys.vaultId, 'noise/v2', 32)))
    .update(JSON.stringify([fractionText(scale), set, people]))
    .digest();

/** Scale of the noise of every count of so many groups that together cost ε: a person may be in one count of each. */
export const scaleOf = (epsilon: Fraction, groups: number): Fraction =>
  times(fraction(epsilon.q, epsilon.p), BigInt(groups));

/** Answers that were drawn before, as the questions stand; null where one of them was not. */
export const storedNoise = (
  vault: Vault,
  epsilon: Fraction,
  groups: readonly NoiseGroup[],
): number[][] | null => {
  const scale = scaleOf(epsilon, groups.length);
  const find = vault.reader.prepare('SELECT answer FROM noise_answer WHERE question = ?').pluck();
  const answers = groups.map((group) =>
    group.map((question) => find.get(keyOf(vault.keys, question, scale)) as number | undefined),
  );
  return answers.some((group) => group.includes(undefined)) ? null : (answers as number[][]);
};

/** Questions of a group that were never answered, each once, by their keys. */
const openOf = (
  vault: Vault,
  groups: readonly NoiseGroup[],
  scale: Fraction,
): { key: Buffer; people: number; opens: boolean }[] => {
  const known = vault.reader.prepare('SELECT 1 FROM noise_answer WHERE question = ?');
  const seen = new Set<string>();
  return groups.flatMap((group) => {
    let opens = true;
    return group.flatMap((question) => {
      const key = keyOf(vault.keys, question, scale);
      const text = key.toString('hex');
      if (seen.has(text) || known.get(key) !== undefined) return [];
      seen.add(text);
      const first = opens;
      opens = false;
      return [{ key, people: question.people, opens: first }];
    });
  });
};

/** What drawing would cost now: ε / groups for every group with a question that was never answered. */
export const priceOf = (vault: Vault, epsilon: Fraction, groups: readonly NoiseGroup[]): Fraction => {
  const open = openOf(vault, groups, scaleOf(epsilon, groups.length)).filter(({ opens }) => opens);
  return times(over(epsilon, BigInt(groups.length)), BigInt(open.length));
};

/**
 * Noisy counts, one a question: each is the true count plus discrete Laplace noise.
 * @param epsilon privacy loss of all the groups together
 * @throws CloisterError PRIVACY_REFUSED when the budget does not hold as much
 */
export const drawNoise = async (
  vault: Vault,
  epsilon: Fraction,
  groups: readonly NoiseGroup[],
  bytes?: Bytes,
): Promise<number[][]> => {
  const scale = scaleOf(epsilon, groups.length);
  const cost = over(epsilon, BigInt(groups.length));
  await recordAct(vault, (db) => {
    const open = openOf(vault, groups, scale);
    const price = times(cost, BigInt(open.filter(({ opens }) => opens).length));
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
    for (const { key, people, opens } of open) {
      const answer = people + Number(discreteLaplace(scale, bytes));
      insert.run(key, answer, fractionText(opens ? cost : NOTHING), now());
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
  return storedNoise(vault, epsilon, groups) as number[][];
};
