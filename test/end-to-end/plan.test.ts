/** The main job from a plan: complete, the same bytes again, and nothing of a person in what leaves. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../engine/engine.ts';
import type { RunAnswer } from '../../shared/contract/answers.ts';
import { newVault, PASSPHRASE, scratch } from './scratch.ts';

const { folder, remove } = scratch();
const sample = join(folder, 'sample');
let engine: Engine;
let first: RunAnswer;

/** What the files of a package hash to; the seal, which tells of the act and its key, is the vault's own. */
const hashes = (root: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'seal.json')
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return [path.slice(root.length), createHash('sha256').update(readFileSync(path)).digest('hex')];
      })
      .sort(),
  );

beforeAll(async () => {
  engine = await newVault(folder, 'first');
  await engine.call('sample.write', { folder: sample, customers: 2500, seed: 7 });
  first = await engine.call('plan.run', { plan: join(sample, 'plan.yaml'), folder: join(folder, 'one') });
}, 60_000);
afterAll(() => {
  engine.close();
  remove();
});

describe('the main job', () => {
  it('goes from files to a package that verifies', async () => {
    expect(first.imports.map(({ kind, rejected }) => [kind, rejected])).toEqual([
      ['profiles', 0],
      ['orders', 0],
      ['events', 0],
      ['consents', 0],
    ]);
    expect(first.lens.known).toBe(2500);
    expect(first.lens.admitted + first.lens.leftOut.reduce((sum, { people }) => sum + people, 0)).toBe(2500);
    expect(first.export?.files.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        'segments.json',
        'segments.schema.json',
        'report.html',
        'report.pdf',
        'README.md',
      ]),
    );
    const checks = await engine.call('package.verify', { folder: join(folder, 'one') });
    expect(checks.filter(({ passed }) => !passed)).toEqual([]);
    expect(checks.length).toBeGreaterThan(8);
    // The seal ties it to the record, and needs no Cloister to be read.
    const script = join(import.meta.dirname, '../../docs/verify-audit.mjs');
    const read = spawnSync(process.execPath, [script, join(folder, 'one', 'seal.json')], {
      encoding: 'utf8',
    });
    expect(read.stdout).toMatch(/released by entry \d+.*\n.*Everything holds/s);
    expect(read.status).toBe(0);
    expect((await engine.call('audit.verify', {})).ok).toBe(true);
  });

  it('gives the same bytes in another vault with other keys', async () => {
    const other = await newVault(folder, 'second');
    try {
      await other.call('plan.run', { plan: join(sample, 'plan.yaml'), folder: join(folder, 'two') });
    } finally {
      other.close();
    }
    expect(hashes(join(folder, 'two'))).toEqual(hashes(join(folder, 'one')));
  });

  it('gives the same bytes when it runs again, and changes nothing in the vault', async () => {
    const again = await engine.call('plan.run', {
      plan: join(sample, 'plan.yaml'),
      folder: join(folder, 'three'),
    });
    expect(again.imports.every(({ accepted }) => accepted === 0)).toBe(true);
    expect(again.lens).toEqual(first.lens);
    expect(hashes(join(folder, 'three'))).toEqual(hashes(join(folder, 'one')));
  });

  it('gives other clusters under another seed, and says the seed', async () => {
    const plan = readFileSync(join(sample, 'plan.yaml'), 'utf8').replace('seed: 42', 'seed: 43');
    writeFileSync(join(sample, 'other.yaml'), plan);
    await engine.call('plan.run', { plan: join(sample, 'other.yaml'), folder: join(folder, 'four') });
    expect(JSON.parse(readFileSync(join(folder, 'four', 'segments.json'), 'utf8')).seed).toBe(43);
  });

  it('lets no identifier out', () => {
    const [, ...rows] = readFileSync(join(sample, 'customers.csv'), 'utf8').split('\n');
    const canaries = rows
      .slice(0, 400)
      .flatMap((row) => row.split(',').slice(0, 2))
      .filter((value) => /^C\d{7}$|@/.test(value));
    expect(canaries.length).toBeGreaterThan(700);
    for (const [path] of Object.entries(hashes(join(folder, 'one')))) {
      const text = readFileSync(join(folder, 'one', path), 'latin1');
      for (const canary of canaries) expect(text.includes(canary), `${path} holds ${canary}`).toBe(false);
    }
  });

  it('follows a withdrawal at once, also under an earlier date', async () => {
    // The analyst is told the same count for nearly the same people.
    await engine.call('officer.enter', { passphrase: PASSPHRASE });
    const before = await engine.call('lens.describe', { purpose: 'personalize', asOf: '2026-07-01' });
    const ledger = readFileSync(join(sample, 'consents.csv'), 'utf8');
    let person: string | null = null;
    const last = new Map<string, string>();
    for (const line of ledger.split('\n')) {
      const [id, purpose, state] = line.split(',');
      if (purpose === 'personalize') last.set(id, state);
    }
    for (const [id, state] of last) {
      if (state !== 'given') continue;
      await engine.call('consent.change', {
        identifier: id,
        purpose: 'personalize',
        state: 'withdrawn',
        at: '2026-11-01',
        reason: 'test of a withdrawal',
      });
      const after = await engine.call('lens.describe', { purpose: 'personalize', asOf: '2026-07-01' });
      if (after.admitted === before.admitted - 1) {
        person = id;
        break;
      }
    }
    expect(person).not.toBeNull();
  });
});
