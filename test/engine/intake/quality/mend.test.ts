/** What changed between imports, in words; fixes that become versions of a mapping; rejects that can be read again. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../../../engine/engine.ts';
import { findingsOf } from '../../../../shared/findings.ts';
import type { Mapping } from '../../../../shared/mapping.ts';
import { withStep } from '../../../../shared/mend.ts';
import { newVault, scratch, write } from '../../../end-to-end/scratch.ts';

const { folder, remove } = scratch();
let engine: Engine;
beforeAll(async () => {
  engine = await newVault(folder, 'mend');
});
afterAll(() => {
  engine.close();
  remove();
});
const file = (name: string, lines: readonly string[]): string => write(folder, name, `${lines.join('\n')}\n`);
const mapping: Mapping = {
  version: 1,
  kind: 'profiles',
  columns: [
    { column: 'id', role: 'identifier', identifier: 'customer' },
    { column: 'land', role: 'attribute', class: 'quasi-identifier', type: 'text', name: 'country' },
    { column: 'weight', role: 'attribute', type: 'text' },
    { column: '=score', role: 'attribute', type: 'number', format: '1234.56', name: 'score' },
  ],
};
const HEAD = 'id,land,weight,=score';
const LANDS = ['Germany', 'DE', 'Deutschland', 'Austria'];
/** 200 people; 15 scores that are no numbers, in lines 11 to 25. */
const rows = (prefix: string, land = (i: number): string => LANDS[i % 4], score = 40): string[] =>
  Array.from({ length: 200 }, (_, i) => {
    const value = i >= 9 && i < 24 ? 'lots' : String(score + (i % 20));
    return `${prefix}${i},${land(i)},${1 + (i % 9)}00 g,${value}`;
  });
const take = async (name: string, lines: string[], used = mapping): Promise<number> => {
  const { source } = await engine.call('intake.import', {
    file: file(name, [HEAD, ...lines]),
    mapping: used,
  });
  if (source === null) throw new Error('no source');
  return source;
};
let first: number;

describe('rejected records', () => {
  it('are kept by place and reason after the import, without their values', async () => {
    first = await take('people.csv', rows('a'));
    const answer = await engine.call('quality.rejects', { source: first });
    expect(answer).toMatchObject({
      rejected: 15,
      kept: 15,
      reasons: [{ column: '=score', reason: 'the value is no number', records: 15 }],
    });
    expect(answer.rejects.map(({ line }) => line)).toEqual(Array.from({ length: 15 }, (_, i) => i + 11));
    expect(JSON.stringify(answer)).not.toContain('lots');
    await expect(engine.call('quality.rejects', { source: 99 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('are written as CSV that a spreadsheet opens as text: marked as UTF-8, no cell a formula', async () => {
    const path = join(folder, 'people.rejects.csv');
    expect(await engine.call('quality.report', { source: first, file: path })).toEqual({
      file: path,
      records: 15,
    });
    const report = readFileSync(path);
    expect([...report.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const { data, errors } = Papa.parse<Record<string, string>>(report.toString('utf8'), {
      header: true,
      skipEmptyLines: true,
    });
    expect(errors).toEqual([]);
    expect(data).toHaveLength(15);
    expect(data[0]).toMatchObject({ line: '11', column: "'=score", reason: 'the value is no number' });
    const bytes = readFileSync(join(folder, 'people.csv'));
    for (const { byte } of data)
      expect(bytes.subarray(Number(byte)).toString('latin1')).toMatch(/^a\d+,\w+,\d00 g,lots/);
    // An earlier report is replaced; anything else is not.
    await engine.call('quality.report', { source: first, file: path });
    const other = file('mine.csv', ['x']);
    await expect(engine.call('quality.report', { source: first, file: other })).rejects.toMatchObject({
      code: 'FOLDER_NOT_WRITABLE',
    });
    await expect(
      engine.call('quality.report', { source: first, file: join(folder, 'mend.cloister', 'r.csv') }),
    ).rejects.toMatchObject({ code: 'USAGE' });
  });
});

describe('a fix', () => {
  it('becomes a step of the mapping of its source, each saved as the next version', async () => {
    const { imports } = await engine.call('quality.history', { source: first });
    const fixOf = (column: string) => {
      const [fix] = imports[0].quality.columns.find((one) => one.column === column)?.fixes ?? [];
      return fix.step;
    };
    const one = await engine.call('quality.mend', { source: first, column: 'land', step: fixOf('land') });
    expect(one).toMatchObject({ name: 'people.csv', version: 1 });
    const two = await engine.call('quality.mend', { source: first, column: 'weight', step: fixOf('weight') });
    expect(two).toMatchObject({ name: 'people.csv', version: 2 });
    const of = (column: string) => two.mapping.columns.find((entry) => entry.column === column);
    expect(of('land')?.steps).toEqual([{ step: 'country', to: 'alpha-2' }]);
    // The vault holds the weights as texts under their own name.
    expect(of('weight')).toMatchObject({
      type: 'number',
      name: 'weight_g',
      steps: [{ step: 'unit', to: 'g' }],
    });
    const log = JSON.stringify(await engine.call('audit.log', { limit: 50 }));
    expect(log).toContain('mapping.save');
    const next = await take('people-2.csv', rows('b'), two.mapping);
    const after = (await engine.call('quality.history', { source: next })).imports[0].quality;
    const lands = after.columns.find(({ column }) => column === 'land')?.levels.map(({ value }) => value);
    expect(lands?.toSorted()).toEqual(['AT', 'DE']);
    expect(after.columns.find(({ column }) => column === 'weight')).toMatchObject({ type: 'number' });
    expect(after.columns.flatMap(({ fixes }) => fixes)).toEqual([]);
    // The mapping of the next file is known by what was saved: the fix goes on from there.
    const three = await engine.call('quality.mend', { source: next, column: 'land', step: { step: 'trim' } });
    expect(three).toMatchObject({ name: 'people.csv', version: 3 });
    await expect(
      engine.call('quality.mend', { source: first, column: 'none', step: { step: 'trim' } }),
    ).rejects.toMatchObject({ code: 'MAPPING_INVALID' });
  });

  it('reaches the same file again, in place of what it brought: as if it had come under it', async () => {
    const lines = rows('z');
    const path = file('orders-like.csv', [HEAD, ...lines]);
    const other = await newVault(folder, 'again');
    try {
      const before = await other.call('intake.import', { file: path, mapping });
      const step = { step: 'country', to: 'alpha-2' } as const;
      const source = before.source ?? 0;
      const { mapping: mended } = await other.call('quality.mend', { source, column: 'land', step });
      // Without being asked for it, the same file changes nothing.
      expect(await other.call('intake.import', { file: path, mapping: mended })).toMatchObject({
        accepted: 0,
      });
      const tried = await other.call('intake.import', {
        file: path,
        mapping: mended,
        again: true,
        dryRun: true,
      });
      expect(tried).toMatchObject({ accepted: 185, peopleNew: 0 });
      const levels = async () =>
        (await other.call('quality.history', {})).imports.map(({ quality }) =>
          quality.columns
            .find(({ column }) => column === 'land')
            ?.levels.map(({ value }) => value)
            .sort(),
        );
      expect(await levels()).toEqual([['Austria', 'DE', 'Deutschland', 'Germany']]);
      const again = await other.call('intake.import', { file: path, mapping: mended, again: true });
      expect(again).toMatchObject({ source, accepted: 185, rejected: 15, peopleNew: 0 });
      expect(await levels()).toEqual([['AT', 'DE']]);
      const { sources, people } = await other.call('vault.status', {});
      expect([sources.length, people]).toEqual([1, 185]);
      expect(await other.call('quality.rejects', { source })).toMatchObject({ kept: 15, rejected: 15 });
      // A vault that took the file under the mended mapping at once tells the same.
      const fresh = await newVault(folder, 'fresh');
      try {
        await fresh.call('intake.import', { file: path, mapping: mended });
        const of = async (engine: Engine) =>
          (await engine.call('quality.history', {})).imports[0].quality.columns;
        expect(await of(other)).toEqual(await of(fresh));
      } finally {
        fresh.close();
      }
      // What came later would stand behind it.
      await other.call('intake.import', { file: file('later.csv', [HEAD, ...rows('y')]), mapping: mended });
      await expect(other.call('intake.import', { file: path, mapping, again: true })).rejects.toMatchObject({
        code: 'INPUT_DUPLICATE',
      });
    } finally {
      other.close();
    }
  });

  it('keeps the order in which steps have to stand, and a list of values grows', () => {
    const steps = (['country', 'trim', 'map', 'map'] as const).reduce((all, step, i) => {
      const next =
        step === 'map'
          ? ({ step, values: { [`v${i}`]: 'x' } } as const)
          : step === 'trim'
            ? ({ step } as const)
            : ({ step, to: 'alpha-2' } as const);
      return withStep(all, 'land', next, () => null) ?? all;
    }, mapping);
    expect(steps.columns[1].steps).toEqual([
      { step: 'trim' },
      { step: 'country', to: 'alpha-2' },
      { step: 'map', values: { v2: 'x', v3: 'x' } },
    ]);
    // An id is read as one only without the mark before it.
    const id: Mapping = { ...mapping, columns: [{ column: 'id', role: 'identifier' }] };
    const marked = withStep(id, 'id', { step: 'salesforce-id' }, () => null) ?? id;
    expect(withStep(marked, 'id', { step: 'text-mark' }, () => null)?.columns[0].steps).toEqual([
      { step: 'text-mark' },
      { step: 'salesforce-id' },
    ]);
  });
});

describe('findings', () => {
  it('say what changed since the import before, and the gravest comes first', async () => {
    const source = await take(
      'people-3.csv',
      rows('c', (i) => (i < 60 ? '' : i % 20 === 0 ? 'Austria' : 'Germany'), 400),
    );
    const history = await engine.call('quality.history', {});
    const point = history.imports.find((one) => one.source === source);
    if (point === undefined) throw new Error('no import');
    expect(point.before).toBe(source - 1);
    const found = findingsOf(point, history.changes);
    const weights = found.map(({ weight }) => weight);
    expect(weights).toEqual(weights.toSorted((a, b) => b - a));
    const texts = found.map(({ column, text }) => `${column}: ${text}`);
    expect(texts).toContain('=score: Its median is 409; it was 49.');
    expect(texts.find((text) => text.startsWith('land: ') && text.includes('filled; it was'))).toMatch(
      /^land: 76\u00a0% of its rows are filled; it was 100\u00a0%\.$/,
    );
    expect(texts.some((text) => text.startsWith('=score: 15 rows of 200 hold what the column cannot'))).toBe(
      true,
    );
    expect(texts.find((text) => text.startsWith('weight: Its figures carry units'))).toBeDefined();
  });
});
