/** C8 without a mapping: what a word of consent means is never guessed, in no kind of file. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../engine/engine.ts';
import { newVault, PASSPHRASE, scratch, write } from '../end-to-end/scratch.ts';
import { LENS, profiles } from '../faults/vault.ts';

const { folder, remove } = scratch();
let engine: Engine;
let files = 0;

beforeAll(async () => {
  engine = await newVault(folder, 'unread');
  await engine.call('intake.import', { file: write(folder, 'customers.csv', profiles(400)) });
  await engine.call('officer.enter', { passphrase: PASSPHRASE });
});
afterAll(() => {
  engine.close();
  remove();
});

const admitted = async (): Promise<number> =>
  (await engine.call('lens.describe', { purpose: 'personalize', asOf: LENS.asOf })).admitted ?? 0;
const standing = async (id: number): Promise<string | null> => {
  const { purposes } = await engine.call('consent.show', { identifier: `C${id}`, asOf: LENS.asOf });
  return purposes.find((one) => one.purpose === 'personalize')?.reason ?? null;
};

describe('a file whose mapping nobody has read', () => {
  const unread = (name: string, text: string) =>
    engine.call('intake.import', { file: write(folder, name, text) });
  const WORDS = ['ja', 'yes', 'opt-in', 'nein', '1', 'oui', 'Y', 'subscribed'];
  const people = (words: readonly string[]): [string, string][] =>
    Array.from({ length: 40 }, (_, i) => [`C${1200 + i}`, words[i % words.length]]);
  const consents = (words: readonly string[]): string =>
    `customer_id,purpose,consent_status,recorded_at\n${people(words)
      .map(([id, said]) => `${id},personalize,${said},2026-01-01\n`)
      .join('')}`;

  it.each([[WORDS], [['given', 'ja']], [['given', 'granted']]])(
    'C8: without a mapping a file of consents in the words %j is refused, and nobody is let in',
    async (words) => {
      const before = await admitted();
      const text = consents(words);
      const refused = unread(`unread-${files++}.csv`, text);
      await expect(refused).rejects.toMatchObject({ code: 'MAPPING_INVALID' });
      expect(await admitted()).toBe(before);
      const said = await engine
        .call('intake.import', {
          file: write(folder, `unread-${files++}.csv`, text),
          kind: 'consents',
          dryRun: true,
        })
        .catch((error: Error & { next: string }) => `${error.message} ${error.next}`);
      expect(said).toContain('"consent_status"');
      expect(said).toContain('--mapping-out');
    },
  );

  it('C8: a file that is not told to be one of consents says that it left them out', async () => {
    const answer = await unread('untold.csv', consents(['true', 'false']));
    expect([answer.consentEvents, answer.dropped.includes('consent_status')]).toEqual([0, true]);
    expect(answer.warnings.join()).toContain('"consent_status" was left out');
  });

  it('C8: nor is a purpose in other words than its name taken without a mapping', async () => {
    const text = consents(['given']).replaceAll('personalize', 'newsletter');
    await expect(unread('purpose.csv', text)).rejects.toThrow(/"purpose".*"newsletter"/);
  });

  it.each([['true', 'false'], ['given', 'no'], WORDS, ['gerne', 'lieber nicht']])(
    'C8: without a mapping a column of profiles in the words %s … is left out, and said so',
    async (...words) => {
      const rows = people(words).map(([id, said], i) => `${id},${i % 2 === 0 ? 'DE' : 'FR'},free,${said}\n`);
      const answer = await unread(
        `column-${files++}.csv`,
        `customer_id,country,plan,newsletter\n${rows.join('')}`,
      );
      expect([answer.kind, answer.consentEvents]).toEqual(['profiles', 0]);
      expect(answer.dropped).toContain('newsletter');
      expect(answer.warnings).toHaveLength(1);
      expect(answer.warnings[0]).toMatch(/"newsletter" was left out.*--mapping-out/);
    },
  );

  it('C8: the words of the ledger mean themselves, in capitals or not', async () => {
    const words = ['given', 'Refused', 'WITHDRAWN', 'opted_in', 'revoked', 'objected', 'unknown', 'Given'];
    const { consent, warnings } = await unread('own.csv', consents(words));
    const taken = consent.columns[0].values.map(({ value, meaning }) => [value, meaning]);
    expect(Object.fromEntries(taken)).toEqual(
      Object.fromEntries(words.map((word) => [word, word.toLowerCase()])),
    );
    expect(warnings).toEqual([]);
    expect([await standing(1200), await standing(1201)]).toEqual([null, 'REFUSED']);
  });
});
