/**
 * Values that mean harm, from the file to the package (E1): formulas, markup, SQL, signs that turn the line. They are
 * kept as they are, a rule finds who has them, and what leaves is no formula, no tag and the same value.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Engine } from '../../engine/engine.ts';
import { TARGETS } from '../../shared/plan.ts';
import { newVault, PASSPHRASE, scratch, write } from '../end-to-end/scratch.ts';
import { everyone, LENS, lines } from '../faults/vault.ts';

const LEVELS = [
  "=cmd|'/C calc'!A0",
  "@SUM(1+9)*cmd|'/C calc'!A0",
  '+1+1',
  '-2+3+cmd',
  '＝1+1',
  '<script>alert(1)</script>',
  '"; DROP TABLE t; --',
  "' OR 1=1 --",
  '\u202etest',
  '田中さん',
  '😀\u200d👍',
  'a"b\\c',
];
const EACH = 120;
const { folder, remove } = scratch();
const out = join(folder, 'package');
let engine: Engine;

beforeAll(async () => {
  engine = await newVault(folder, 'naughty');
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const file = write(
    folder,
    'levels.csv',
    `customer_id,level\n${lines(EACH * LEVELS.length, (i) => `N${i},${quoted(LEVELS[i % LEVELS.length])}`)}`,
  );
  const answer = await engine.call('intake.import', {
    file,
    mapping: {
      version: 1,
      kind: 'profiles',
      columns: [
        { column: 'customer_id', role: 'identifier' },
        { column: 'level', role: 'attribute', type: 'text' },
      ],
    },
  });
  expect([answer.accepted, answer.rejected]).toEqual([EACH * LEVELS.length, 0]);
  await everyone(engine);
  for (const [i, level] of LEVELS.entries())
    await engine.call('segment.define', {
      lens: LENS,
      name: level,
      id: `level-${i}`,
      rule: { op: 'in', field: 'profile.level', values: [level] },
    });
  await engine.call('release.write', {
    lens: LENS,
    export: { name: '=1+1', targets: [...TARGETS] },
    folder: out,
  });
});
afterAll(() => {
  engine.close();
  remove();
});

const files = (): string[] =>
  readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

it('a rule finds exactly those who have the value', async () => {
  await engine.call('officer.enter', { passphrase: PASSPHRASE });
  for (const level of LEVELS) {
    const rule = { op: 'in' as const, field: 'profile.level', values: [level] };
    expect([level, (await engine.call('segment.count', { lens: LENS, rule })).people]).toEqual([level, EACH]);
  }
  await engine.call('officer.leave', {});
});

it('the definition holds the value as it was in the file', () => {
  const { segments } = JSON.parse(readFileSync(join(out, 'segments.json'), 'utf8')) as {
    segments: { id: string; rule: { values: string[] } }[];
  };
  expect(segments.map(({ id }) => id).sort()).toEqual(LEVELS.map((_, i) => `level-${i}`).sort());
  for (const { id, rule } of segments) expect(rule.values).toEqual([LEVELS[Number(id.slice(6))]]);
});

it('no cell of any CSV is a formula, no tag stands in HTML, no statement in SQL but ours', () => {
  const paths = files();
  expect(paths.length).toBeGreaterThan(LEVELS.length);
  for (const path of paths) {
    const text = readFileSync(path, 'utf8');
    if (path.endsWith('.csv'))
      for (const cell of (parse(text, { bom: true, relax_column_count: true }) as string[][]).flat())
        expect([path, cell]).toEqual([path, expect.not.stringMatching(/^\s*[=+\-@＝＋－＠\t\r]/)]);
    if (path.endsWith('.html')) expect([path, text.includes('<script>alert')]).toEqual([path, false]);
    if (path.endsWith('.sql'))
      // Outside of quoted texts and comments there is no DROP.
      expect([path, /drop/i.test(text.replace(/'(?:[^']|'')*'|--.*$/gm, ''))]).toEqual([path, false]);
  }
});

it('and the package verifies', async () => {
  expect((await engine.call('package.verify', { folder: out })).filter(({ passed }) => !passed)).toEqual([]);
});
