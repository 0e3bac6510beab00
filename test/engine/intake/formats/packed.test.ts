/** gzip and zip, made by others (node's zlib, fflate), whole, cut, damaged and made to harm. */
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { collect, failure, file } from './collect.ts';

const lines = (count: number, from = 0): string =>
  Array.from({ length: count }, (_, i) => `k${from + i},${i % 7}\n`).join('');
const TEXT = `id,plan\n${lines(5000)}`;

describe('gzip', () => {
  it('reads several members as one text, in any encoding', async () => {
    const members = Buffer.concat([
      gzipSync('id,plan\n'),
      gzipSync(lines(3000)),
      gzipSync(lines(2000, 3000)),
    ]);
    const { inspection, rows } = await collect(file('members.csv', members));
    expect(inspection).toMatchObject({ packing: 'gzip', bytes: members.length });
    expect(rows).toHaveLength(5000);
    const utf16 = gzipSync(Buffer.from(`\ufeffid;ort\nx;Köln\n`, 'utf16le'));
    expect((await collect(file('utf16.gz', utf16))).rows).toEqual([['x', 'Köln']]);
  });

  it('tells a cut or damaged one, and does not take what it could read', async () => {
    const whole = gzipSync(TEXT);
    const cut = await failure(collect(file('cut.gz', whole.subarray(0, whole.length - 9))));
    expect(cut).toMatchObject({ code: 'INPUT_FORMAT' });
    expect(cut.message).toContain('cut.gz is cut off');
    const wrong = Buffer.from(whole);
    wrong[wrong.length - 6] ^= 1;
    expect((await failure(collect(file('wrong.gz', wrong)))).message).toContain('checksum');
    expect((await failure(collect(file('twice.gz', gzipSync(whole))))).message).toContain('inside another');
  });

  it('I3: refuses one that grows without measure', async () => {
    const bomb = gzipSync(Buffer.alloc(300 * 1024 * 1024, 'a,b\n'));
    expect((await failure(collect(file('bomb.gz', bomb)))).message).toContain('200 times');
  }, 30_000);
});

describe('zip', () => {
  const archive = (entries: Record<string, string>, level: 0 | 6 = 6): Uint8Array =>
    zipSync(Object.fromEntries(Object.entries(entries).map(([name, text]) => [name, strToU8(text)])), {
      level,
    });

  it('reads one entry, or all as one source', async () => {
    for (const level of [0, 6] as const) {
      const path = file(
        'days.zip',
        archive(
          {
            'days/b.csv': `id,plan\n${lines(10, 10)}`,
            'days/a.csv': `id,plan\n${lines(10)}`,
            '__MACOSX/._a.csv': 'x',
          },
          level,
        ),
      );
      const first = await collect(path);
      expect(first.inspection).toMatchObject({
        packing: 'zip',
        entries: ['days/a.csv', 'days/b.csv'],
        entry: 'days/a.csv',
      });
      expect(first.rows[0]).toEqual(['k0', '0']);
      expect((await collect(path, { entry: 'days/b.csv' })).rows[0]).toEqual(['k10', '0']);
      expect((await collect(path, { entry: '*' })).rows).toHaveLength(20);
      expect((await failure(collect(path, { entry: 'c.csv' }))).code).toBe('MAPPING_INVALID');
    }
  });

  it('looks at the first entry that holds a table where nobody chose one', async () => {
    const path = file(
      'noted.zip',
      archive({ 'README.txt': 'hello\n', 'a.pdf': '%PDF-1.7 1 0 obj', 'people.csv': TEXT }),
    );
    const { inspection } = await collect(path);
    expect(inspection).toMatchObject({
      entries: ['README.txt', 'a.pdf', 'people.csv'],
      entry: 'people.csv',
    });
    expect((await failure(collect(path, { entry: 'README.txt' }))).code).toBe('INPUT_EMPTY');
    const none = file('none.zip', archive({ 'README.txt': 'hello\n', 'a.pdf': '%PDF-1.7 1 0 obj' }));
    expect((await failure(collect(none))).code).toBe('INPUT_EMPTY');
  });

  it('knows an entry by its content: the same text, packed otherwise, is the same source', async () => {
    const hash = async (bytes: Uint8Array): Promise<string> =>
      (await collect(file('one', bytes))).inspection.sha256;
    expect(await hash(archive({ 'x.csv': TEXT }))).toBe(await hash(Buffer.from(TEXT)));
  });

  it('holds entries to the columns of the first', async () => {
    const path = file(
      'mixed.zip',
      archive({ 'a.csv': 'id,plan\n1,2\n2,3\n', 'b.csv': 'id,city\n1,x\n2,y\n' }),
    );
    const error = await failure(collect(path, { entry: '*' }));
    expect(error.code).toBe('INPUT_HEADER');
    expect(error.message).toContain('b.csv');
  });

  it('I3: refuses what is encrypted, cut, empty, or longer than it says', async () => {
    const whole = Buffer.from(archive({ 'x.csv': TEXT }));
    const entry = whole.lastIndexOf(Buffer.from('504b0102', 'hex'));
    const changed = (change: (bytes: Buffer) => void): Buffer => {
      const bytes = Buffer.from(whole);
      change(bytes);
      return bytes;
    };
    const refused = async (bytes: Uint8Array): Promise<string> =>
      (await failure(collect(file('bad.zip', bytes)))).message;
    expect(await refused(changed((bytes) => bytes.writeUInt16LE(1, entry + 8)))).toContain('password');
    expect(await refused(changed((bytes) => bytes.writeUInt16LE(12, entry + 10)))).toContain('method 12');
    expect(await refused(changed((bytes) => bytes.writeUInt32LE(100, entry + 24)))).toContain('damaged');
    expect(await refused(changed((bytes) => (bytes[60] ^= 255)))).toContain('damaged');
    expect(await refused(whole.subarray(0, whole.length - 30))).toContain('no whole zip');
    expect(await refused(archive({}))).toContain('no file');
  });

  it('never throws anything but an error for people, whatever bytes are changed', async () => {
    const whole = Buffer.from(archive({ 'x.csv': `id,plan\n${lines(50)}` }));
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const bytes = Buffer.from(whole);
        bytes[at] ^= flip;
        await collect(file('fuzz.zip', bytes)).then(
          () => {},
          (error: unknown) => expect(error).toMatchObject({ name: 'CloisterError' }),
        );
      }),
      { numRuns: 150 },
    );
  });
});
