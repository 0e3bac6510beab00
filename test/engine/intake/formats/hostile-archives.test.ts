/**
 * Archives that mean harm or are odd (attack I3): names that stand twice, comments that look like directories, entries
 * that share their bytes, ZIP64, archives in archives. Made by fflate, by Python's zipfile, and by hand.
 */
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { collect, failure, file } from './collect.ts';
import { type Entry, entry, zipOf } from './zip.ts';

const rows = (mark: string, count = 50): string =>
  `id,plan\n${Array.from({ length: count }, (_, i) => `${mark}${i},basic\n`).join('')}`;

describe('I3: archives', () => {
  it('with one name twice are refused: nobody can say which is meant', async () => {
    const path = file('twice.zip', zipOf([entry('a.csv', rows('k')), entry('a.csv', rows('z'))]));
    for (const options of [{}, { entry: '*' }]) {
      const error = await failure(collect(path, options));
      expect(error.message).toContain('two entries named "a.csv"');
    }
  });

  it('with a comment that looks like an empty directory are read by the true one', async () => {
    const fake = Buffer.concat([
      Buffer.from('so PK\u0005\u0006', 'latin1'),
      Buffer.alloc(18),
      Buffer.from('x'),
    ]);
    expect((await collect(file('comment.zip', zipOf([entry('a.csv', rows('k'))], fake)))).rows).toHaveLength(
      50,
    );
  });

  it('whose entries share their bytes are refused together, and read one by one', async () => {
    // 60 MB out of 60 KB is modest for one entry; two hundred of them are 12 GB.
    const one = entry('', Buffer.alloc(60 * 1024 * 1024, 'a,b\n'), 9);
    const shared = Array.from({ length: 200 }, (_, i): Entry => {
      return { ...one, name: `e${i}.csv`, ...(i === 0 ? {} : { offset: 0 }) };
    });
    const path = file('shared.zip', zipOf(shared));
    expect((await failure(collect(path, { entry: '*' }))).message).toContain('200 times');
  }, 30_000);

  it('of ZIP64, made by Python, are read', async () => {
    const path = fileURLToPath(new URL('../../../data/zip64.zip', import.meta.url));
    expect((await collect(path, { entry: 'b.csv' })).rows[7]).toEqual(['z7', 'basic']);
    expect((await collect(path, { entry: '*' })).rows).toHaveLength(100);
  });

  it('whose directory points outside the file are refused in words', async () => {
    for (const offset of [0x7fffffff, 0xfffffffe]) {
      const path = file(
        'outside.zip',
        zipOf([entry('a.csv', rows('k')), { ...entry('b.csv', rows('z')), offset }]),
      );
      expect((await collect(path, { entry: 'a.csv' })).rows).toHaveLength(50);
      expect((await failure(collect(path, { entry: 'b.csv' }))).message).toContain('no whole zip');
    }
    const large = Buffer.from(zipOf([entry('a.csv', rows('k'))]));
    const locator = Buffer.alloc(20);
    locator.writeUInt32LE(0x07064b50, 0);
    locator.writeBigUInt64LE(0xffffffffffffff00n, 8);
    const end = large.subarray(large.length - 22);
    end.writeUInt32LE(0xffffffff, 16);
    const bytes = Buffer.concat([large.subarray(0, large.length - 22), locator, end]);
    expect((await failure(collect(file('far.zip', bytes)))).message).toContain('no whole zip');
  });

  it('in archives, packed in ways that are not read, or with an empty entry among others, say so', async () => {
    const inner = zipSync({ 'a.csv': strToU8(rows('n')) });
    expect((await failure(collect(file('nested.zip', zipSync({ 'in.zip': inner }))))).message).toContain(
      'archive inside another',
    );
    const gz = gzipSync(rows('n'));
    expect((await failure(collect(file('gz.zip', zipSync({ 'a.csv.gz': gz }))))).message).toContain(
      'archive inside another',
    );
    for (const method of [12, 14, 93]) {
      const odd = { ...entry('a.csv', rows('k')), method };
      expect((await failure(collect(file('odd.zip', zipOf([odd]))))).message).toContain(`method ${method}`);
    }
    const empty = zipSync({ 'a.csv': strToU8(rows('k')), 'b.csv': new Uint8Array(0) });
    const error = await failure(collect(file('empty.zip', empty), { entry: '*' }));
    expect(error).toMatchObject({ code: 'INPUT_EMPTY' });
    expect(error.message).toContain('b.csv');
  });
});
