/** The whole job as one process, and what a cancelled one leaves behind: nothing. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { cloister, type Ended, type StartOptions } from './process.ts';

const cwd = mkdtempSync(join(tmpdir(), 'cloister-run-'));
const run = (args: string[], options: Partial<StartOptions> = {}): Promise<Ended> =>
  cloister(args, { cwd, ...options });
const at = (path: string): string => join(cwd, path);

beforeAll(async () => {
  expect((await run(['sample', 'shop', '--customers', '300', '--seed', '3'])).status).toBe(0);
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

describe('the whole job', () => {
  test('run: makes the vault, ends with a table of steps, and a plan that is wrong makes nothing', async () => {
    const plan = parseYaml(readFileSync(at('shop/plan.yaml'), 'utf8')) as Record<string, unknown>;
    // JSON is YAML.
    writeFileSync(
      at('shop/small.yaml'),
      JSON.stringify({
        ...plan,
        segments: [{ name: 'All', rule: { op: 'known', field: 'frequency' } }],
        export: { name: 'Small', targets: ['sqlite'] },
      }),
    );
    const ended = await run(['run', 'shop/small.yaml', '--vault', 'w', '--out', 'whole']);
    expect([ended.status, ended.err.includes('cloister:')]).toEqual([0, false]);
    const steps = ended.out.slice(ended.out.lastIndexOf('\nSteps\n'));
    for (const step of ['import', 'lens', 'features', 'cluster', 'segments', 'export'])
      expect(steps).toMatch(new RegExp(`^${step} .* s +[\\d,]+ MB$`, 'm'));
    writeFileSync(at('wrong.yaml'), 'version: 1\nname: x\nsources: []\n');
    const wrong = await run(['run', 'wrong.yaml', '--vault', 'never', '--out', 'never']);
    expect([wrong.status, existsSync(at('never.cloister'))]).toEqual([1, false]);
    expect(wrong.err).toContain('The plan is not valid at');
    writeFileSync(
      at('shop/lost.yaml'),
      JSON.stringify({ ...plan, sources: [{ file: 'customers.csv' }, { file: 'lost.csv' }] }),
    );
    const lost = await run(['run', 'shop/lost.yaml', '--vault', 'never', '--out', 'never']);
    expect([lost.status, existsSync(at('never.cloister'))]).toEqual([1, false]);
    expect(lost.err).toContain('lost.csv');
  });

  test('Ctrl-C: exit 130, nothing was changed, nothing is left', async () => {
    const ended = await run(['sample', 'big', '--customers', '3000000'], {
      onStart: (send) => {
        const timer = setInterval(() => {
          // The first file appears when the job has begun.
          if (!existsSync(at('big'))) return;
          clearInterval(timer);
          send('SIGINT');
        }, 20);
      },
    });
    expect([ended.status, ended.out]).toEqual([130, '']);
    expect(ended.err).toMatch(/cloister: cancelled, nothing was changed\n$/);
    expect(existsSync(at('big'))).toBe(false);
  });
});
