/** The sample project is made once and copied after that: the copy is whole, its own, and there at once. */
import { cpSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEngine, type Engine } from '../../engine/engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'cloister-sample-'));
const ready = join(folder, 'ready');
const engines: Engine[] = [];
const start = (sample?: string): Engine => {
  const engine = createEngine(sample);
  engines.push(engine);
  return engine;
};

beforeAll(async () => {
  await start().call('sample.open', { folder: ready });
  engines.pop()?.close();
}, 120_000);
afterAll(() => {
  for (const engine of engines) engine.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a copied sample project', () => {
  test('is open in under two seconds, with the same people and an unbroken record', async () => {
    const place = join(folder, 'copy');
    const engine = start(ready);
    const began = performance.now();
    const status = await engine.call('sample.open', { folder: place });
    expect(performance.now() - began).toBeLessThan(2000);
    const original = await start().call('sample.open', { folder: ready });
    expect(status.people).toBe(original.people);
    expect(status.sources).toEqual(original.sources);
    expect(status.folder).toBe(join(place, 'sample.cloister'));
    expect((await engine.call('audit.verify', {})).ok).toBe(true);
    const checks = await engine.call('package.verify', { folder: join(place, 'sample-package') });
    expect(checks.filter(({ passed }) => !passed)).toEqual([]);
    const lens = { purpose: 'personalize', asOf: '2026-07-01' } as const;
    expect((await engine.call('segment.list', { lens })).length).toBeGreaterThan(3);
  });

  test('is readable by its owner alone, and takes changes that its original does not see', async () => {
    const place = join(folder, 'changed');
    const engine = start(ready);
    await engine.call('sample.open', { folder: place });
    if (process.platform !== 'win32') {
      expect(statSync(join(place, 'sample.cloister')).mode & 0o777).toBe(0o700);
      expect(statSync(join(place, 'sample.cloister', 'data.db')).mode & 0o777).toBe(0o600);
    }
    const before = statSync(join(ready, 'sample.cloister', 'data.db')).mtimeMs;
    const lens = { purpose: 'personalize', asOf: '2026-07-01' } as const;
    const rule = { op: 'compare', field: 'frequency', is: '>=', value: 3 } as const;
    await engine.call('segment.define', { lens, name: 'Three or more', rule });
    expect(statSync(join(ready, 'sample.cloister', 'data.db')).mtimeMs).toBe(before);
    engine.close();
    const again = start(ready);
    await again.call('sample.open', { folder: place });
    const names = (await again.call('segment.list', { lens })).map(({ name }) => name);
    expect(names).toContain('Three or more');
  });

  test('is made instead where the one that lies ready is not whole', async () => {
    const half = join(folder, 'half');
    cpSync(ready, half, { recursive: true });
    rmSync(join(half, 'sample.cloister', 'keys.json'));
    const place = join(folder, 'made');
    await start(half).call('sample.open', { folder: place });
    expect(existsSync(join(place, 'sample-files', 'plan.yaml'))).toBe(true);
  }, 120_000);
});
