/** The encoding of a file by its bytes, and what is no text. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEncodingDetector, type EncodingReport } from '../../../../engine/intake/csv/encoding.ts';
import { createUtf8Stream } from '../../../../engine/intake/csv/utf8-stream.ts';
import type { Encoding } from '../../../../shared/encodings.ts';
import { CloisterError } from '../../../../shared/errors.ts';

/** Bytes in chunks of a given size, each in memory that is used again for the next. */
function* chunks(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  const buffer = new Uint8Array(Math.min(size, bytes.length));
  for (let at = 0; at < bytes.length; at += size) {
    const chunk = bytes.subarray(at, at + size);
    buffer.set(chunk);
    yield buffer.subarray(0, chunk.length);
  }
}
const detectEncoding = (bytes: Uint8Array, size = 4 * 1024 * 1024): EncodingReport => {
  const detector = createEncodingDetector();
  for (const chunk of chunks(bytes, size)) detector.push(chunk);
  return detector.report();
};
const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
const failure = (work: () => unknown): CloisterError => {
  try {
    work();
  } catch (error) {
    if (error instanceof CloisterError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
};
const readAll = (bytes: Uint8Array, encoding: Encoding, size = bytes.length): string => {
  const stream = createUtf8Stream(encoding);
  const parts: Buffer[] = [];
  for (const chunk of chunks(bytes, size)) parts.push(Buffer.from(stream.push(chunk)));
  parts.push(Buffer.from(stream.end()));
  return Buffer.concat(parts).toString('utf8');
};

const TEXT = 'name;stadt\r\nJürgen;Köln\r\n"Zoë ""Z""";São Paulo\r\n';

describe('the encoding of a file', () => {
  const cases: [string, Buffer, Encoding, boolean, boolean][] = [
    ['UTF-8', Buffer.from(TEXT), 'utf-8', false, false],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${TEXT}`), 'utf-8', true, false],
    ['UTF-16 little endian with a mark', Buffer.from(`\ufeff${TEXT}`, 'utf16le'), 'utf-16le', true, false],
    ['UTF-16 big endian with a mark', utf16be(`\ufeff${TEXT}`), 'utf-16be', true, false],
    ['UTF-16 little endian', Buffer.from(TEXT, 'utf16le'), 'utf-16le', false, true],
    ['UTF-16 big endian', utf16be(TEXT), 'utf-16be', false, true],
    ['windows-1252', Buffer.from(TEXT, 'latin1'), 'windows-1252', false, true],
  ];
  for (const [name, bytes, encoding, bom, guessed] of cases)
    it(`tells ${name}, and reads it as the same text`, () => {
      const found = detectEncoding(bytes);
      expect(found).toMatchObject({ encoding, bom, guessed });
      // Nobody is asked how a text is written whose mark or NUL bytes say it.
      if (encoding.startsWith('utf-')) expect(found.choices).toEqual([]);
      for (const size of [1, 2, 4, 7, undefined]) expect(readAll(bytes, encoding, size)).toBe(TEXT);
    });

  it('looks at the whole file: one byte at its end decides', () => {
    const bytes = Buffer.concat([Buffer.alloc(9_000_000, 'a,b\n'), Buffer.from([0xe9, 10])]);
    expect(detectEncoding(bytes)).toMatchObject({ encoding: 'windows-1252', guessed: true });
    expect(detectEncoding(bytes).why).toContain('9000000');
  });

  it('is not misled by a character across the border of two chunks', () => {
    const border = 4 * 1024 * 1024;
    for (const back of [1, 2, 3]) {
      const bytes = Buffer.concat([Buffer.alloc(border - back, 'a'), Buffer.from('😀\n')]);
      expect(detectEncoding(bytes).encoding).toBe('utf-8');
    }
  });

  it('agrees with a fatal decoder about what UTF-8 is, in chunks of any size', () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 24 }).map((raw) => raw.map((byte) => byte || 65));
    fc.assert(
      fc.property(bytes, fc.integer({ min: 1, max: 8 }), (raw, size) => {
        let expected: string | null = null;
        try {
          expected = new TextDecoder('utf-8', { fatal: true }).decode(raw);
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError);
        }
        if (expected === null)
          expect(failure(() => readAll(raw, 'utf-8', size))).toMatchObject({ code: 'INPUT_FORMAT' });
        else expect(readAll(raw, 'utf-8', size)).toBe(expected);
      }),
      { numRuns: 1000 },
    );
  });

  it('names the first byte that is not of the encoding, and never writes U+FFFD', () => {
    const error = failure(() => readAll(Buffer.from('Jürgen,Köln\n', 'latin1'), 'utf-8'));
    expect(error.message).toContain('byte 1');
    const half = Buffer.from([0x41, 0x00, 0x00, 0xd8, 0x41, 0x00]);
    expect(failure(() => readAll(half, 'utf-16le')).message).toContain('byte 2');
  });

  it('warns of text that was lost before', () => {
    expect(detectEncoding(Buffer.from('a,\ufffd\n')).warnings.join()).toContain('U+FFFD');
  });

  it('takes a stray NUL in a text for what it is, with a warning', () => {
    expect(detectEncoding(Buffer.from('na\0me,age\nx,1\ny,2\n'))).toMatchObject({ encoding: 'utf-8' });
  });
});

describe('what is no text', () => {
  const hex = (text: string): Buffer => Buffer.concat([Buffer.from(text, 'hex'), Buffer.alloc(64)]);
  const cases: [string, Buffer, RegExp][] = [
    ['a ZIP archive', hex('504b0304'), /ZIP/],
    ['gzip', gzipSync('a,b\n'), /gzip/],
    ['a PDF', Buffer.from('%PDF-1.7\n%âãÏÓ\n'), /PDF/],
    ['a PNG', hex('89504e470d0a1a0a'), /PNG/],
    ['an SQLite database', hex('53514c69746520666f726d6174203300'), /SQLite/],
    ['Parquet', hex('50415231'), /Parquet/],
    ['an old workbook', hex('d0cf11e0a1b11ae1'), /\.xls/],
    ['noise', createHash('sha512').update('x').digest(), /not text/],
    ['NULs', Buffer.alloc(100), /not text/],
  ];
  for (const [name, bytes, words] of cases)
    it(`refuses ${name} and says so`, () => {
      const error = failure(() => detectEncoding(bytes));
      expect(error.code).toBe('INPUT_BINARY');
      expect(error.message).toMatch(words);
      expect(error.next.length).toBeGreaterThan(10);
    });

  it('does not take the word PAR1 for Parquet', () => {
    expect(detectEncoding(Buffer.from('PAR1,PAR2\n1,2\n')).encoding).toBe('utf-8');
  });

  it('refuses an empty file, also one with nothing but a mark', () => {
    for (const bytes of [[], [0xef, 0xbb, 0xbf], [0xff, 0xfe]])
      expect(failure(() => detectEncoding(Uint8Array.from(bytes))).code).toBe('INPUT_EMPTY');
  });
});
