/** `cloister keys` as a shell runs it: every form once, its exit status, and what it says of itself. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createVault } from '../../engine/vault/vault.ts';
import { KEY_ACTS, officerMeans } from '../../shared/key-acts.ts';
import { CHEAP } from '../engine/vault/fixture.ts';
import { cloister, type Ended, jsonOf, PASSPHRASE } from './process.ts';

const OFFICER = 'the officer has another';
let cwd = '';
beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'cloister-test-'));
  (await createVault(join(cwd, 'shop'), PASSPHRASE, CHEAP)).close();
  writeFileSync(join(cwd, 'officer'), `${OFFICER}\n`);
  writeFileSync(join(cwd, 'vault'), `${PASSPHRASE}\n`);
  writeFileSync(join(cwd, 'next'), 'the next words here\n');
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const keys = (...args: string[]): Promise<Ended> => cloister(['keys', 'shop', ...args, '--json'], { cwd });
const errorOf = (ended: Ended): string => (jsonOf(ended)['error'] as { code: string }).code;

describe('cloister keys', () => {
  test('status, an officer, an epoch, a new key, a new passphrase, and the end', async () => {
    expect(jsonOf(await keys('status'))).toMatchObject({
      cipher: 'aegis',
      inVault: true,
      epoch: 1,
      epochs: [{ epoch: 1, held: true, pseudonyms: 0 }],
    });
    const alone = await keys('epoch');
    expect([alone.status, errorOf(alone)]).toEqual([3, 'OFFICER_NEEDED']);

    const appointed = await keys(
      'officer',
      '--appoint',
      '--new-passphrase-file=officer',
      '--officer-passphrase-file=vault',
    );
    expect([appointed.status, jsonOf(appointed)['officer']]).toEqual([
      0,
      expect.stringMatching(/^[0-9a-f]{16}$/),
    ]);
    const vaultWords = await keys('epoch', '--officer-passphrase-file=vault');
    expect([vaultWords.status, errorOf(vaultWords)]).toEqual([4, 'PASSPHRASE_WRONG']);
    expect(jsonOf(await keys('epoch', '--officer-passphrase-file=officer'))['epoch']).toBe(2);

    const shown = await cloister(['keys', 'shop', 'rekey'], { cwd });
    expect(shown.status).toBe(0);
    expect(shown.out.replace(/\s+/g, ' ')).toContain(KEY_ACTS.rekey.doesNot);

    expect((await keys('passphrase', '--new-passphrase-file=next')).status).toBe(0);
    expect((await keys('status')).status).toBe(4);
    const last = ['--passphrase-file=next', '--officer-passphrase-file=officer'];
    const named = await keys('shred', '--what', 'vault', '--name', 'shoe', ...last);
    expect([named.status, errorOf(named)]).toEqual([2, 'USAGE']);
    const shred = await keys('shred', '--what', 'vault', '--name', 'shop', ...last);
    expect(JSON.parse(jsonOf(shred)['checkpoint'] as string)).toMatchObject({ v: 1 });
    expect(existsSync(join(cwd, 'shop.cloister'))).toBe(false);
  }, 120_000);

  test('docs/keys.md says of every act what it does and does not do, in the same words', () => {
    const document = readFileSync('docs/keys.md', 'utf8').replace(/\s+/g, ' ');
    for (const { title, does, doesNot } of Object.values(KEY_ACTS))
      for (const words of [title, does, doesNot]) expect(document).toContain(words);
    expect(document).toContain(officerMeans);
  });
});
