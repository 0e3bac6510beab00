/** An encoding that the bytes do not prove: a guess beyond Windows-1252 has to be said, and then all of the file is read. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../../engine/engine.ts';
import { newVault, scratch, write } from '../../end-to-end/scratch.ts';
import { TEXTS, textIn } from './csv/written-elsewhere.ts';

const { folder, remove } = scratch();
let engine: Engine;
beforeAll(async () => {
  engine = await newVault(folder, 'said');
});
afterAll(() => {
  engine.close();
  remove();
});
const load = (file: string, column: string, format?: { encoding: string }) =>
  engine.call('intake.import', {
    file,
    mapping: {
      version: 1,
      kind: 'profiles',
      columns: [
        { column, role: 'identifier', identifier: 'customer' },
        { column: 'город', role: 'attribute' },
      ].slice(0, column === 'клиент' ? 2 : 1) as never,
    },
    dryRun: true,
    ...(format === undefined ? {} : { format }),
  });

describe('a file in KOI8-R', () => {
  const russian = () => write(folder, 'russian.csv', textIn('koi8-r', 'Russian'));

  it('is asked about: what fits, with what it makes of the header and the letters, and no value of a row', async () => {
    const { encoding, encodings } = await engine.call('intake.inspect', { file: russian() });
    expect(encoding).toBe('koi8-r (a guess)');
    expect(encodings.map((one) => one.encoding).slice(0, 2)).toEqual(['koi8-r', 'windows-1251']);
    expect(encodings[0].names).toEqual(['клиент', 'имя', 'город']);
    expect(encodings[0].why).toMatch(/of 112 characters .* 112 are letters of Russian/);
    const told = JSON.stringify(encodings);
    for (const value of ['Петров', 'Москва', 'Ольга']) expect(told).not.toContain(value);
  });

  it('is not imported on a guess: the error names what fits; said, in any of its names, it is', async () => {
    const error = await load(russian(), 'клиент').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'MAPPING_INVALID',
      message: expect.stringMatching(/looks like koi8-r: .*may also be windows-1251/),
      next: expect.stringContaining('--encoding koi8-r'),
    });
    const taken = await load(russian(), 'клиент', { encoding: 'KOI8' });
    expect([taken.accepted, taken.rejected, taken.stored]).toEqual([4, 0, ['клиент', 'город']]);
    const looked = await engine.call('intake.inspect', { file: russian(), format: { encoding: 'koi8-r' } });
    // The choice can be changed afterwards.
    expect([looked.encoding, looked.encodings.length > 1]).toEqual(['koi8-r', true]);
  });
});

it('a table in Shift_JIS is read to the last field, and a faulty record is told at its byte', async () => {
  const good = textIn('shift_jis', 'Japanese');
  const file = write(folder, 'japanese.csv', Buffer.concat([good, Buffer.from('C4,x\n')]));
  const taken = await load(file, '顧客番号', { encoding: 'shift_jis' });
  expect([taken.accepted, taken.rejected]).toEqual([3, 1]);
  expect(taken.rejects[0]).toMatchObject({ line: 5, offset: good.length });
});

it('what was said against the proof of the bytes is done and told', async () => {
  const file = write(folder, 'proved.csv', TEXTS.German);
  const taken = await load(file, 'kunde', { encoding: 'windows-1252' });
  expect(taken.warnings.join()).toMatch(/read as windows-1252, as was said, but is utf-8/);
  const plain = write(folder, 'plain.csv', 'kunde\nK1\n');
  expect((await load(plain, 'kunde', { encoding: 'windows-1252' })).warnings.join()).not.toContain('but is');
});
