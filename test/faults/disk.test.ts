/**
 * Disks that are full, folders that may not be written, files that may not grow. A full disk needs the right to
 * mount one; a file that may not grow needs no rights and fails in the same calls.
 */
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../engine/engine.ts';
import { newVault, PASSPHRASE, scratch, write } from '../end-to-end/scratch.ts';
import {
  canLimit,
  cloister,
  everyone,
  failure,
  LENS,
  lines,
  openLook,
  orders,
  profiles,
  RAW,
  type Ran,
  readOnly,
  sizeOf,
  smallDisk,
  tree,
} from './vault.ts';

const { folder, remove } = scratch();
/** A vault that every test copies. */
const original = join(folder, 'original.cloister');
const disks: (() => void)[] = [];
let big = '';

beforeAll(async () => {
  const engine = await newVault(folder, 'original');
  await engine.call('intake.import', { file: write(folder, 'first.csv', profiles(400)) });
  await engine.call('intake.import', { file: write(folder, 'orders.csv', orders(1200, 400)) });
  await everyone(engine);
  await engine.call('segment.define', {
    lens: LENS,
    name: 'Recent',
    rule: { op: 'compare', field: 'recency', is: '<', value: 100 },
  });
  engine.close();
  big = write(folder, 'big.csv', profiles(40_000, 'B'));
});
afterAll(() => {
  for (const release of disks) release();
  remove();
});

const copy = (name: string): string => {
  const to = join(folder, `${name}.cloister`);
  cpSync(original, to, { recursive: true });
  // A copied folder has the rights of any new one; a vault is its owner's alone.
  chmodSync(to, 0o700);
  return to;
};

/** What a vault holds, seen in passing. */
const holdings = async (vault: string) => {
  const look = await openLook(vault);
  const holds = look();
  look.close();
  return holds;
};

const expectRefusal = (ran: Ran, code: string): void => {
  const { error } = JSON.parse(ran.out) as { error: { code: string; message: string; next: string } };
  expect(error.code, error.message).toBe(code);
  expect(error.message).not.toMatch(RAW);
  expect(error.next).not.toBe('');
  expect(ran.status).toBe(1);
};

const release = ['--name', 'R', '--purpose', 'personalize', '--as-of', '2026-07-01', '--json'];

describe.skipIf(!canLimit)('a file that may not grow (skipped where sh cannot limit it)', () => {
  it('an import is undone, and the same import succeeds afterwards', async () => {
    const vault = copy('limited');
    const before = { holds: await holdings(vault), files: tree(vault) };
    const limit = sizeOf(join(vault, 'data.db')) + 400_000;
    expectRefusal(cloister(['import', vault, big, '--json'], { limit }), 'DISK_FULL');
    expect({ holds: await holdings(vault), files: tree(vault) }).toEqual(before);
    const engine = createEngine();
    await engine.call('vault.open', { path: vault, passphrase: PASSPHRASE });
    expect((await engine.call('vault.doctor', {})).filter(({ passed }) => !passed)).toEqual([]);
    expect((await engine.call('intake.import', { file: big })).accepted).toBe(40_000);
    engine.close();
  });

  it('a vault, a sample and a report of rejects leave nothing', async () => {
    const vault = copy('rejects');
    const before = { holds: await holdings(vault), files: tree(folder) };
    expectRefusal(cloister(['create', join(folder, 'none'), '--json'], { limit: 4096 }), 'DISK_FULL');
    expectRefusal(
      cloister(['create', join(folder, 'none'), '--keystore', join(folder, 'k.json'), '--json'], {
        limit: 512,
      }),
      'DISK_FULL',
    );
    expectRefusal(cloister(['sample', join(folder, 'sample'), '--json'], { limit: 60_000 }), 'DISK_FULL');
    const faulty = join(folder, 'faulty.csv');
    writeFileSync(faulty, `${profiles(5, 'Z')}${lines(9000, () => ',,')}`);
    const rejects = join(folder, 'r.csv');
    const ran = cloister(['import', vault, faulty, '--rejects', rejects, '--json'], { limit: 400_000 });
    expectRefusal(ran, 'DISK_FULL');
    rmSync(faulty);
    expect({ holds: await holdings(vault), files: tree(folder) }).toEqual(before);
  });

  it('a package is not there, or stays the one it was, and its act is not on the record', async () => {
    const vault = copy('export');
    const out = join(folder, 'package');
    const limit = 60_000;
    const before = { holds: await holdings(vault), files: tree(folder) };
    expectRefusal(cloister(['export', vault, '--out', out, ...release], { limit }), 'DISK_FULL');
    expect({ holds: await holdings(vault), files: tree(folder) }).toEqual(before);
    expect(cloister(['export', vault, '--out', out, ...release]).status).toBe(0);
    const written = { holds: await holdings(vault), files: tree(folder) };
    const manifest = readFileSync(join(out, 'manifest.json'), 'utf8');
    expectRefusal(cloister(['export', vault, '--out', out, '--replace', ...release], { limit }), 'DISK_FULL');
    expect({ holds: await holdings(vault), files: tree(folder) }).toEqual(written);
    expect(readFileSync(join(out, 'manifest.json'), 'utf8')).toBe(manifest);
    expect(cloister(['verify', out, '--json']).status).toBe(0);
  });
});

describe('a disk that is full', () => {
  const disk = (name: string, megabytes: number): string | null => {
    const at = join(folder, name);
    const taken = smallDisk(at, megabytes);
    if (taken === null) return null;
    disks.push(taken);
    return at;
  };

  it('undoes an import and a sample, and takes no new vault', async ({ skip }) => {
    const at = disk('full', 3);
    if (at === null) return skip('no right to mount a small disk');
    const vault = join(at, 'shop.cloister');
    cpSync(original, vault, { recursive: true });
    const before = { holds: await holdings(vault), files: tree(at) };
    expectRefusal(cloister(['import', vault, big, '--json']), 'DISK_FULL');
    expectRefusal(cloister(['sample', join(at, 'sample'), '--customers', '20000', '--json']), 'DISK_FULL');
    expect({ holds: await holdings(vault), files: tree(at) }).toEqual(before);
    const filler = join(at, 'filler');
    expect(() => writeFileSync(filler, Buffer.alloc(8 << 20))).toThrow('ENOSPC');
    expectRefusal(cloister(['create', join(at, 'other'), '--json']), 'DISK_FULL');
    expectRefusal(cloister(['export', vault, '--out', join(at, 'package'), ...release]), 'DISK_FULL');
    expect(readdirSync(at).sort()).toEqual(['filler', 'shop.cloister']);
    rmSync(filler);
    expect({ holds: await holdings(vault), files: tree(at) }).toEqual(before);
  });

  it('does not call an import undone that was done, and can still be read', async ({ skip }) => {
    // Room for the write-ahead log, not for folding it in.
    const at = disk('tight', 4);
    if (at === null) return skip('no right to mount a small disk');
    const vault = join(at, 'shop.cloister');
    cpSync(original, vault, { recursive: true });
    const ran = cloister(['import', vault, big, '--json']);
    expect(
      sizeOf(join(vault, 'data.db-wal')),
      'the log could be folded in: make the disk smaller',
    ).toBeGreaterThan(0);
    expect([ran.status, JSON.parse(ran.out).accepted]).toEqual([0, 40_000]);
    const verified = cloister(['audit', vault, 'verify', '--json']);
    expect([verified.status, JSON.parse(verified.out).ok]).toEqual([0, true]);
    expect(JSON.parse(cloister(['import', vault, big, '--json']).out)).toMatchObject({ accepted: 0 });
  });
});

describe('a folder that may not be written', () => {
  it('is named, through a file or under /proc', async () => {
    const vault = copy('unwritable');
    const engine = createEngine();
    await engine.call('vault.open', { path: vault, passphrase: PASSPHRASE });
    const before = tree(folder);
    const file = join(folder, 'first.csv');
    const places = [join(file, 'x'), ...(process.platform === 'linux' ? ['/proc/cloister'] : [])];
    for (const place of places) {
      const works = [
        () => engine.call('sample.write', { folder: place, customers: 5 }),
        () => engine.call('release.write', { lens: LENS, export: { name: 'R' }, folder: place }),
        () =>
          engine.call('intake.import', {
            file: join(folder, 'orders.csv'),
            rejects: place,
            dryRun: true,
            kind: 'events',
          }),
        () => createEngine().call('vault.create', { path: place, passphrase: PASSPHRASE }),
        () =>
          createEngine().call('vault.create', {
            path: join(folder, 'elsewhere'),
            passphrase: PASSPHRASE,
            keystore: join(place, 'keys.json'),
          }),
      ];
      for (const work of works) {
        const error = await failure(work());
        expect(error.message, String(work)).not.toMatch(RAW);
        expect(['INPUT_MISSING', 'FOLDER_NOT_WRITABLE'], `${work}: ${error.message}`).toContain(error.code);
      }
    }
    engine.close();
    expect(tree(folder)).toEqual(before);
  });

  it('is named where it is mounted read-only', async ({ skip }) => {
    const at = join(folder, 'read-only');
    mkdirSync(at);
    cpSync(original, join(at, 'shop.cloister'), { recursive: true });
    const vault = copy('writable');
    const before = tree(at);
    const freed = readOnly(at);
    if (freed === null) return skip('no right to mount a folder read-only');
    disks.push(freed);
    for (const args of [
      ['import', join(at, 'shop'), big],
      ['create', join(at, 'other')],
      ['sample', join(at, 'sample')],
      ['import', vault, big, '--rejects', join(at, 'r.csv')],
      ['export', vault, '--out', join(at, 'package'), ...release.slice(0, -1)],
    ]) {
      const ran = cloister([...args, '--json']);
      expectRefusal(ran, 'FOLDER_NOT_WRITABLE');
      expect(ran.out).toContain(at);
    }
    expect(tree(at)).toEqual(before);
  });
});
