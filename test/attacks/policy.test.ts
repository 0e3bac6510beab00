/** Attacks on the column policy: columns that hold what their names do not say, special categories, weaker classes. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../engine/engine.ts';
import type { CloisterError } from '../../shared/errors.ts';
import type { ColumnMapping, Mapping } from '../../shared/mapping.ts';
import { newVault, scratch } from '../end-to-end/scratch.ts';

const { folder, remove } = scratch();
let engine: Engine;
beforeAll(async () => {
  engine = await newVault(folder, 'policy');
});
afterAll(() => {
  engine.close();
  remove();
});

const ID: ColumnMapping = { column: 'customer', role: 'identifier' };
let files = 0;

/** Imports rows of one attribute under a mapping; each file is new, so that none is taken for a repetition. */
const importColumn = (header: string, values: readonly string[], column: Partial<ColumnMapping> = {}) => {
  files += 1;
  const file = join(folder, `file${files}.csv`);
  const rows = values.map((value, i) => `F${files}-${i},${value}`).join('\n');
  writeFileSync(file, `customer,${header}\n${rows}\n`);
  const mapping: Mapping = {
    version: 1,
    kind: 'profiles',
    columns: [ID, { column: header, role: 'attribute', type: 'text', ...column }],
  };
  return engine.call('intake.import', { file, mapping });
};
const refused = async (
  header: string,
  values: readonly string[],
  column?: Partial<ColumnMapping>,
): Promise<CloisterError> =>
  importColumn(header, values, column).then(
    () => {
      throw new Error('the import was not refused');
    },
    (error: CloisterError) => error,
  );

const words = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => ['red', 'green', 'blue'][i % 3]);

describe('a column that holds what its name does not say', () => {
  it('I6: three social security numbers behind the sample of an inspection stop the import', async () => {
    const values = words(60_000);
    for (const row of [55_001, 55_002, 59_999]) values[row] = '123-45-6789';
    const error = await refused('colour', values);
    expect(error).toMatchObject({ code: 'PRIVACY_REFUSED' });
    expect(error.message).toMatch(/"colour".*3 of its 60000 values/);
    expect(error.message).not.toContain('123-45');
    const status = await engine.call('vault.status', {});
    expect(status.people).toBe(0);
    expect(status.sources).toEqual([]);
  });
  it('I9: addresses under an innocent name are refused as an attribute and taken as a link', async () => {
    const values = Array.from({ length: 40 }, (_, i) => `anna${i}@mail.example.com`);
    expect(await refused('ref', values)).toMatchObject({ code: 'PRIVACY_REFUSED' });
    const taken = await importColumn('ref', values, { role: 'link', identifier: 'email' });
    expect(taken.accepted).toBe(40);
  });
  it('card numbers kept as figures are refused', async () => {
    const cards = Array.from({ length: 30 }, () => '4111111111111111');
    const error = await refused('level', [...words(0), ...cards], { type: 'number' });
    expect(error.code).toBe('PRIVACY_REFUSED');
  });
});

describe('special categories', () => {
  it('are refused whatever class the mapping gives them', async () => {
    for (const given of [{}, { class: 'ordinary' as const }, { class: 'sensitive' as const }])
      expect(await refused('religion', ['a', 'b', 'c', 'a'], given)).toMatchObject({
        code: 'PRIVACY_REFUSED',
      });
  });
});

describe('a weaker class than the evidence', () => {
  it('is refused without the officer, and a stronger one is taken', async () => {
    const towns = Array.from({ length: 40 }, (_, i) => ['Ulm', 'Lyon', 'Gent'][i % 3]);
    const error = await refused('city', towns, { class: 'ordinary' });
    expect(error).toMatchObject({ code: 'PRIVACY_REFUSED' });
    expect(error.next).toMatch(/officer.*cloister column/);
    expect((await importColumn('city', towns)).accepted).toBe(40);
    const { columns } = await engine.call('vault.status', {});
    expect(columns.find(({ name }) => name === 'city')?.class).toBe('quasi-identifier');
    expect((await importColumn('shade', words(30), { class: 'quasi-identifier' })).accepted).toBe(30);
  });
});
