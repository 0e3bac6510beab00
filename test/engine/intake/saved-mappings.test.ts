/** Mappings kept under a name, what inspection leaves to be said, and columns by their characters. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Engine } from '../../../engine/engine.ts';
import { cutsText, parseCuts } from '../../../renderer/screens/sources/wizard/cuts.ts';
import type { Mapping } from '../../../shared/mapping.ts';
import { newVault, scratch, write } from '../../end-to-end/scratch.ts';

const { folder, remove } = scratch();
let engine: Engine;
beforeAll(async () => {
  engine = await newVault(folder, 'saved-mappings');
});
afterAll(() => {
  engine.close();
  remove();
});
const file = (name: string, text: string): string => write(folder, name, text);
const mapping: Mapping = {
  version: 1,
  kind: 'profiles',
  columns: [
    { column: 'id', role: 'identifier', identifier: 'customer' },
    { column: 'plan', role: 'attribute', name: 'plan', class: 'ordinary', type: 'text' },
  ],
};

it('is saved version by version; the same again is no version; YAML says the same', async () => {
  const save = (one: Mapping) => engine.call('mapping.save', { name: 'Monthly', mapping: one });
  expect(await save(mapping)).toMatchObject({ name: 'Monthly', version: 1 });
  expect(await save(mapping)).toMatchObject({ version: 1 });
  expect(await save({ ...mapping, kind: 'profiles', columns: mapping.columns.slice(0, 1) })).toMatchObject({
    version: 2,
  });
  expect((await engine.call('mapping.show', { name: 'Monthly', version: 1 })).mapping).toEqual(mapping);
  expect((await engine.call('mapping.list', {})).map(({ name, version }) => [name, version])).toEqual([
    ['Monthly', 2],
  ]);
  const { yaml } = await engine.call('mapping.write', { mapping });
  expect(await engine.call('mapping.read', { file: file('m.yaml', yaml) })).toEqual(mapping);
  await expect(engine.call('mapping.show', { name: 'Weekly' })).rejects.toMatchObject({
    code: 'MAPPING_INVALID',
  });
});

it('must say what two readings leave open, and inspection tells both', async () => {
  const path = file(
    'orders.csv',
    'order_id,customer_id,ordered_at,total\n1,a,03/04/2024,1.234\n2,b,05/06/2024,5.678\n',
  );
  const { columns } = await engine.call('intake.inspect', { file: path });
  expect(columns.flatMap(({ column, readings }) => readings.map(({ format }) => [column, format]))).toEqual([
    ['ordered_at', 'dmy'],
    ['ordered_at', 'mdy'],
    ['total', '1234.56'],
    ['total', '1.234,56'],
  ]);
  await expect(engine.call('intake.import', { file: path })).rejects.toMatchObject({
    code: 'MAPPING_INVALID',
  });
});

it('that names a column JSON does not have is refused, also where objects differ', async () => {
  const path = file('people.json', '{"id":"k1","plan":"a"}\n{"id":"k2"}\n');
  const wrong: Mapping = {
    ...mapping,
    columns: [mapping.columns[0], { ...mapping.columns[1], column: 'paln' }],
  };
  await expect(engine.call('intake.import', { file: path, mapping: wrong })).rejects.toThrow(
    'The file has no column "paln".',
  );
  expect(await engine.call('intake.import', { file: path, mapping, dryRun: true })).toMatchObject({
    accepted: 2,
  });
});

it('reads telephone numbers of the country that its step names', async () => {
  const path = file('phones.csv', 'phone,plan\n030 5550100,a\n+49 30 5550100,b\n');
  const phones = (region?: string): Mapping => ({
    ...mapping,
    columns: [
      {
        column: 'phone',
        role: 'identifier',
        identifier: 'phone',
        ...(region === undefined ? {} : { steps: [{ step: 'phone', region }] }),
      },
    ],
  });
  const take = (one: Mapping) => engine.call('intake.import', { file: path, mapping: one, dryRun: true });
  expect(await take(phones())).toMatchObject({ accepted: 1, rejected: 1 });
  expect(await take(phones('DE'))).toMatchObject({ accepted: 1, duplicates: 1, rejected: 0 });
});

it('writes cuts as ranges and reads them', () => {
  expect(cutsText([0, 10, 20])).toBe('1-10, 11-20, 21-');
  expect(parseCuts('1-10, 11-20, 21-')).toEqual([0, 10, 20]);
  expect(parseCuts('1, 11')).toEqual([0, 10]);
  for (const bad of ['', '5-1', '1-10, 5-20', 'a']) expect(parseCuts(bad)).toBeNull();
});

it('goes on where a column is known since to narrow people down: it is kept as that, unless the mapping is new', async () => {
  const of = (header: string): Promise<unknown> =>
    engine.call('intake.import', {
      file: file(
        `${header}.csv`,
        `id,${header}\n${Array.from({ length: 40 }, (_, i) => `p${i},${'abcd'[i % 4]}`).join('\n')}\n`,
      ),
      mapping: {
        ...mapping,
        columns: [
          mapping.columns[0],
          { column: header, role: 'attribute', name: 'trade', class: 'ordinary' },
        ],
      },
    });
  await expect(of('industry')).rejects.toMatchObject({ code: 'PRIVACY_REFUSED' });
  const held = async () => (await engine.call('column.list', {})).find(({ name }) => name === 'trade');
  await of('line');
  expect(await held()).toMatchObject({ class: 'behavioural', decidedBy: 'auto' });
  await of('industry');
  expect(await held()).toMatchObject({ class: 'quasi_id', decidedBy: 'auto' });
});
