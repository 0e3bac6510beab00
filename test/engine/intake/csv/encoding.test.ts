import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { detectEncoding, type Encoding } from '../../../../engine/intake/csv/encoding.ts';
import { openUtf8 } from '../../../../engine/intake/csv/reader.ts';
import { CloisterError } from '../../../../shared/errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'cloister-encoding-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (bytes: Uint8Array): string => {
  const path = join(folder, 'input');
  writeFileSync(path, bytes);
  return path;
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
const readAll = (source: string | Uint8Array, encoding: Encoding, chunkBytes?: number): string => {
  const reader = openUtf8(source, encoding, chunkBytes === undefined ? {} : { chunkBytes });
  const parts: Buffer[] = [];
  for (let chunk = reader.read(); chunk !== null; chunk = reader.read()) parts.push(Buffer.from(chunk));
  reader.close();
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
      const path = file(bytes);
      expect(detectEncoding(path)).toMatchObject({ encoding, bom, guessed, bytes: bytes.length });
      expect(detectEncoding(bytes)).toEqual(detectEncoding(path));
      for (const size of [4, 7, undefined]) expect(readAll(path, encoding, size)).toBe(TEXT);
    });

  it('gives the SHA-256 of the file as stored', () => {
    const bytes = Buffer.from(`\ufeff${TEXT}`);
    expect(detectEncoding(bytes).sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  it('looks at the whole file: one byte at its end decides', () => {
    const bytes = Buffer.concat([Buffer.alloc(9_000_000, 'a,b\n'), Buffer.from([0xe9, 10])]);
    expect(detectEncoding(file(bytes))).toMatchObject({ encoding: 'windows-1252', guessed: true });
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
      fc.property(bytes, fc.integer({ min: 4, max: 8 }), (raw, size) => {
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
    expect(failure(() => readAll(Buffer.from([0x00, 0xd8, 0x41, 0x00]), 'utf-16le')).code).toBe(
      'INPUT_FORMAT',
    );
  });

  it('reads a stream that has a mark and maps back to the file', () => {
    const reader = openUtf8(Buffer.from(`\ufeff${TEXT}`), 'utf-8');
    expect(Buffer.from(reader.peek() ?? []).toString()).toBe(TEXT);
    expect(reader.originalOffset(0)).toBe(3);
    expect(Buffer.from(reader.read() ?? []).toString()).toBe(TEXT);
    expect(reader.read()).toBeNull();
    expect(openUtf8(Buffer.from('a'), 'windows-1252').originalOffset(0)).toBeNull();
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
    ['a workbook', Buffer.concat([hex('504b0304'), Buffer.from('[Content_Types].xml')]), /workbook/],
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
      const error = failure(() => detectEncoding(file(bytes)));
      expect(error.code).toBe('INPUT_BINARY');
      expect(error.message).toMatch(words);
      expect(error.next.length).toBeGreaterThan(10);
    });

  it('does not take the word PAR1 for Parquet', () => {
    expect(detectEncoding(Buffer.from('PAR1,PAR2\n1,2\n')).encoding).toBe('utf-8');
  });

  it('refuses an empty file, also one with nothing but a mark', () => {
    for (const bytes of [[], [0xef, 0xbb, 0xbf], [0xff, 0xfe]])
      expect(failure(() => detectEncoding(file(Uint8Array.from(bytes)))).code).toBe('INPUT_EMPTY');
  });

  it('refuses a folder', () => {
    expect(failure(() => detectEncoding(folder)).code).toBe('INPUT_FORMAT');
  });
});
