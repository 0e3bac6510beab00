/** The runner of benches collects JSON lines, passes everything else on, and fails when a bench fails. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const RUNNER = fileURLToPath(new URL('../../bench/run.ts', import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'cloister-bench-test-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const bench = (name: string, body: string): string => {
  const path = join(dir, `${name}.ts`);
  writeFileSync(path, body);
  return path;
};
const run = (...args: string[]) => spawnSync(process.execPath, [RUNNER, ...args], { encoding: 'utf8' });

const first = bench(
  'first',
  `console.log('warming up');
   console.log(JSON.stringify({ case: 'a', seconds: 1.23456, peer: { wall: 12 } }));
   console.log(JSON.stringify({ case: 'long name', seconds: 1234.5 }));`,
);
const second = bench(
  'second',
  `console.log(JSON.stringify({ case: 'b', peer: 'x' })); process.exitCode = 3;`,
);

test('results of one run stand in one table, inner values in columns of their own', () => {
  const { status, stdout, stderr } = run(first);
  expect(status).toBe(0);
  expect(stdout.split('\n')).toEqual([
    'bench  case       seconds  peer.wall',
    '─────  ─────────  ───────  ─────────',
    'first  a             1.23         12',
    'first  long name     1235',
    '',
    '',
  ]);
  expect(stderr).toContain('warming up');
});

test('--json prints the lines as they come, and a failing bench fails the run', () => {
  const { status, stdout, stderr } = run('--json', first, second);
  expect(status).toBe(1);
  const lines = stdout.trimEnd().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { bench: string }).bench)).toEqual([
    'first',
    'first',
    'second',
  ]);
  expect(stderr).toContain('Failed: second (status 3)');
});

test('a bench that is not there fails the run', () => {
  expect(run(join(dir, 'absent.ts')).status).toBe(1);
});
