/**
 * kill -9 at named points of erasure, rekeying, restore, change of passphrase, appointment and move: whatever the moment,
 * the vault opens with one of the two passphrases, every check of the doctor passes, the chain verifies, and the record
 * says what became of the change.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../engine/engine.ts';
import { copyShop, copyVault, customerOf, imageOf, PASSPHRASE, townOf } from '../engine/subjects/shop.ts';
import { ROOT } from './vault.ts';

const NEXT = 'another passphrase altogether';
const folder = mkdtempSync(join(tmpdir(), 'cloister-test-'));
let original = '';
let backup = '';
let copies = 0;
beforeAll(async () => {
  const { engine, vault } = await copyShop(folder);
  backup = join(folder, 'b.db');
  await engine.call('vault.backup', { file: backup });
  engine.close();
  original = vault;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a command on a copy of the vault, killed at a point; the answer is the copy. */
const killed = (at: string, args: (vault: string) => string[]): string => {
  const vault = join(folder, `copy-${++copies}`, 'shop.cloister');
  copyVault(original, vault);
  const command = [
    '--import',
    join(ROOT, 'test/faults/kill-at.mjs'),
    join(ROOT, 'cli/main.ts'),
    ...args(vault),
  ];
  const { signal, stderr } = spawnSync(process.execPath, command, {
    encoding: 'utf8',
    cwd: ROOT,
    env: {
      ...process.env,
      KILL_AT: at,
      CLOISTER_PASSPHRASE: PASSPHRASE,
      CLOISTER_OFFICER_PASSPHRASE: PASSPHRASE,
      CLOISTER_NEW_PASSPHRASE: NEXT,
    },
  });
  // A point that is never reached would prove nothing.
  expect([at, signal, stderr.slice(0, 300)]).toEqual([at, 'SIGKILL', expect.any(String)]);
  return vault;
};

/** Opens the copy, checks it, and tells what the record says happened to keys. */
const sound = async (
  vault: string,
  options: { passphrase?: string; keystore?: string } = {},
): Promise<{ engine: Engine; acts: string[] }> => {
  const engine = createEngine();
  const { passphrase = PASSPHRASE, ...rest } = options;
  await engine.call('vault.open', { path: vault, passphrase, ...rest });
  expect((await engine.call('vault.doctor', {})).filter(({ passed }) => !passed)).toEqual([]);
  expect((await engine.call('audit.verify', {})).ok).toBe(true);
  const acts = (await engine.call('audit.log', {})).map(({ action }) => action);
  return { engine, acts };
};
const opens = async (vault: string, passphrase: string): Promise<boolean> => {
  const engine = createEngine();
  try {
    await engine.call('vault.open', { path: vault, passphrase });
    return true;
  } catch {
    return false;
  } finally {
    engine.close();
  }
};
const last = (acts: string[], of: RegExp): string | undefined => acts.filter((act) => of.test(act)).at(0);

describe('a change of passphrase', () => {
  for (const [at, changed] of [
    ['commit - before 1', false],
    ['rename keys.json.previous before 1', false],
    ['rename keys.json before 1', false],
    ['rename keys.json after 1', true],
    ['commit - before 2', true],
    ['commit - after 2', true],
  ] as const)
    it(`killed at ${at}: ${changed ? 'the new one holds and is on the record' : 'the old one holds'}`, async () => {
      const vault = killed(at, (path) => ['keys', path, 'passphrase']);
      expect(await opens(vault, changed ? PASSPHRASE : NEXT)).toBe(false);
      const { engine, acts } = await sound(vault, { passphrase: changed ? NEXT : PASSPHRASE });
      expect(acts.filter((act) => act === 'keys.passphrase')).toHaveLength(changed ? 1 : 0);
      engine.close();
    });
});

describe('rekeying', () => {
  for (const [at, done] of [
    ['rename keys.json before 1', 'keys.undo'],
    ['rename keys.json after 1', 'keys.undo'],
    ['rename data.db before 1', 'keys.undo'],
    ['rename data.db after 1', 'keys.rekey'],
    ['rename keys.json after 2', 'keys.rekey'],
    ['commit - before 2', 'keys.rekey'],
  ] as const)
    it(`killed at ${at}: ${done} is on the record`, async () => {
      const { engine, acts } = await sound(killed(at, (path) => ['keys', path, 'rekey']));
      expect(last(acts, /^keys\.(undo|rekey)$/)).toBe(done);
      engine.close();
    });
});

describe('appointing an officer and letting them go', () => {
  for (const [at, passphrase] of [
    ['rename keys.json before 1', PASSPHRASE],
    ['rename keys.json after 1', NEXT],
    ['commit - before 3', NEXT],
    ['commit - after 3', NEXT],
  ] as const)
    it(`killed at ${at}: the right belongs to one passphrase`, async () => {
      const { engine } = await sound(killed(at, (path) => ['keys', path, 'officer', '--appoint']));
      await engine.call('officer.enter', { passphrase });
      engine.close();
    });
});

describe('moving the keystore', () => {
  const moved = (vault: string): string => join(vault, '..', 'stick', 'k.json');
  for (const [at, there] of [
    ['rename k.json before 1', false],
    ['rename k.json after 1', false],
    ['rename keystore-place after 1', false],
    ['remove keys.json before 1', false],
    ['remove keys.json after 1', true],
    ['commit - before 2', true],
  ] as const)
    it(`killed at ${at}: one keystore is left, ${there ? 'in its new place' : 'where it was'}`, async () => {
      const vault = killed(at, (path) => ['keys', path, 'move', '--to', moved(path)]);
      const { engine, acts } = await sound(vault);
      expect([existsSync(join(vault, 'keys.json')), existsSync(moved(vault))]).toEqual([!there, there]);
      expect(last(acts, /^keys\.(undo|move)$/)).toBe(there ? 'keys.move' : 'keys.undo');
      engine.close();
    });
});

describe('an erasure', () => {
  for (const at of [
    'commit - before 2',
    'commit - after 2',
    'commit - before 3',
    'commit - after 3',
    'commit - before 4',
  ])
    it(`killed at ${at} is finished at the next opening, or was never begun`, async () => {
      const vault = killed(at, (path) => ['subject', path, 'erase', '--identifier', customerOf(3)]);
      const { engine, acts } = await sound(vault);
      const begun = acts.includes('subject.erase');
      expect((await engine.call('vault.status', {})).people).toBe(begun ? 39 : 40);
      expect(begun).toBe(at !== 'commit - before 2');
      engine.close();
      expect((await imageOf(vault)).includes(townOf(3))).toBe(!begun);
    });
});

describe('a restore', () => {
  for (const at of ['rename data.db before 1', 'rename data.db after 1', 'commit - before 1'])
    it(`killed at ${at} leaves a vault that opens`, async () => {
      const vault = killed(at, (path) => ['restore', backup, path, '--replace']);
      const { engine } = await sound(vault);
      expect((await engine.call('vault.status', {})).people).toBe(40);
      engine.close();
    });
});
