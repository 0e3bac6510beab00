/** The profile of an import against figures worked out from its rows. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../../../engine/engine.ts';
import type { ColumnProfile, QualityPoint } from '../../../../shared/contract/quality.ts';
import { FEW } from '../../../../shared/counts.ts';
import { findingsOf } from '../../../../shared/findings.ts';
import type { Mapping } from '../../../../shared/mapping.ts';
import { newVault, PASSPHRASE, scratch, write } from '../../../end-to-end/scratch.ts';

const { folder, remove } = scratch();
let engine: Engine;
beforeAll(async () => {
  engine = await newVault(folder, 'quality');
});
afterAll(() => {
  engine.close();
  remove();
});
const file = (name: string, lines: readonly string[]): string => write(folder, name, `${lines.join('\n')}\n`);

const profiles: Mapping = {
  version: 1,
  kind: 'profiles',
  columns: [
    { column: 'id', role: 'identifier', identifier: 'customer' },
    { column: 'email', role: 'link', identifier: 'email' },
    { column: 'city', role: 'attribute', class: 'quasi-identifier', type: 'text' },
    { column: 'age', role: 'attribute', class: 'quasi-identifier', type: 'number', format: '1234.56' },
  ],
};
const HEAD = 'id,email,city,age';
/** 200 people: 150 in Berlin, 45 in Graz, 5 in a hamlet; ages 20 to 59 and one of 400; every tenth without a city. */
const people = (prefix: string): string[] =>
  Array.from({ length: 200 }, (_, i) => {
    const city = i % 10 === 9 ? '' : i < 5 ? 'Hinterwald' : i % 4 === 0 ? 'Graz' : 'Berlin';
    const age = i === 7 ? '400' : i === 8 ? 'young' : String(20 + (i % 40));
    return `${prefix}${i},${i % 10 === 3 ? 'none of yours' : `p${i}@mail.example`},${city},${age}`;
  });
const column = (columns: readonly ColumnProfile[], name: string): ColumnProfile => {
  const found = columns.find((one) => one.column === name);
  if (found === undefined) throw new Error(`no profile of ${name}`);
  return found;
};

describe('the profile of an import', () => {
  it('counts what is there, missing and wrong, and tells nothing that few people stand behind', async () => {
    const path = file('people.csv', [HEAD, ...people('a')]);
    const { quality } = await engine.call('intake.import', { file: path, mapping: profiles });
    const { columns } = quality;
    expect(column(columns, 'id')).toMatchObject({ rows: 199, empty: 0, invalid: 0, distinct: 199 });
    expect(column(columns, 'email')).toMatchObject({ rows: 199, empty: 0, invalid: 20, distinct: 179 });
    const city = column(columns, 'city');
    expect(city).toMatchObject({ rows: 199, empty: 20, invalid: 0, distinct: 3 });
    expect(JSON.stringify(city)).not.toContain('Hinterwald');
    expect(city.levels.map(({ value }) => value)).toEqual(['Berlin']);
    expect((city.levels[0].rows % 5) + (city.others % 5)).toBe(0);
    const age = column(columns, 'age');
    expect(age).toMatchObject({ rows: 199, empty: 0, invalid: FEW });
    expect(age.range?.low).toBeGreaterThanOrEqual(20);
    expect(age.range?.high).toBeLessThanOrEqual(59);
    expect(age.outliers?.rows).toBeNull();
    expect(age.bars.every(({ rows }) => rows >= 10 && rows % 5 === 0)).toBe(true);
    expect(JSON.stringify(age)).not.toContain('400');
  });

  it('tells rows rejected for want of a value from those whose value does not fit', async () => {
    const orders = Array.from({ length: 100 }, (_, i) =>
      [`o${i}`, i % 5 === 0 ? '' : `c${i}`, i % 5 === 1 ? 'soon' : i % 5 === 2 ? '' : '2026-03-01', i].join(
        ',',
      ),
    );
    const { rejected, quality } = await engine.call('intake.import', {
      file: file('wanting.csv', ['order,who,day,total', ...orders]),
      dryRun: true,
      mapping: {
        version: 1,
        kind: 'orders',
        columns: [
          { column: 'who', role: 'identifier', identifier: 'customer' },
          { column: 'day', role: 'time', format: 'iso' },
          { column: 'total', role: 'amount', format: '1234.56' },
        ],
      },
    });
    expect(rejected).toBe(60);
    const [who, day] = [column(quality.columns, 'who'), column(quality.columns, 'day')];
    expect(who).toMatchObject({ rows: 60, empty: 20, missing: 20, invalid: 0 });
    expect(day).toMatchObject({ rows: 80, empty: 20, missing: 20, invalid: 20 });
    const said = (one: string): string[] =>
      findingsOf({ quality, source: 0 } as QualityPoint, [])
        .filter((finding) => finding.column === one)
        .map(({ text }) => text);
    expect(said('who')).toEqual([
      '20 rows of 60 hold nothing where every row needs a value: they were rejected.',
    ]);
    expect(said('day').join()).toContain('20 rows of 80 hold what the column cannot: they were rejected.');
  });

  it('is kept with its history, and says what fell since the import before', async () => {
    const worse = people('b').map((line, i) => (i % 3 === 0 ? line.replace(/Berlin|Graz/, '') : line));
    await engine.call('intake.import', { file: file('people-2.csv', [HEAD, ...worse]), mapping: profiles });
    const { imports, changes } = await engine.call('quality.history', {});
    expect(imports.map(({ name }) => name)).toEqual(['people.csv', 'people-2.csv']);
    expect(changes.map(({ name, column, what }) => [name, column, what])).toEqual([
      ['people-2.csv', 'city', 'complete'],
    ]);
    await expect(engine.call('quality.history', { source: 99 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('tells which share of the people is known from sources of other kinds', async () => {
    const orders = Array.from({ length: 60 }, (_, i) => `a${i + 170},2026-03-0${1 + (i % 9)},5`);
    const { source } = await engine.call('intake.import', {
      file: file('orders.csv', ['who,when,paid', ...orders]),
      mapping: {
        version: 1,
        kind: 'orders',
        columns: [
          { column: 'who', role: 'identifier' },
          { column: 'when', role: 'time', format: 'iso' },
          { column: 'paid', role: 'amount', format: '1234.56' },
        ],
      },
    });
    const answer = await engine.call('quality.consistency', { source: source ?? 0 });
    expect(answer).toMatchObject({ people: 60, anywhere: 30 });
    expect(answer.elsewhere.find(({ kind }) => kind === 'profiles')?.people).toBe(30);
  });

  it('goes with a column that is dropped', async () => {
    await engine.call('officer.enter', { passphrase: PASSPHRASE });
    await engine.call('column.drop', { kind: 'profiles', name: 'city', reason: 'not needed' });
    const { imports } = await engine.call('quality.history', {});
    expect(imports.flatMap(({ quality }) => quality.columns.map(({ column }) => column))).not.toContain(
      'city',
    );
  });
});
