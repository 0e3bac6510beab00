/** How a CSV file is told to be written, what is refused, and hostile headers. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DELIMITERS, type Delimiter } from '../../../../engine/intake/csv/batch.ts';
import { type DialectOptions, detectDialect } from '../../../../engine/intake/csv/dialect.ts';
import { CloisterError } from '../../../../shared/errors.ts';

const detect = (text: string, options: Partial<DialectOptions> = {}) =>
  detectDialect(Buffer.from(text), { complete: true, ...options });
const failure = (work: () => unknown): CloisterError => {
  try {
    work();
  } catch (error) {
    if (error instanceof CloisterError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
};
const names = (text: string): string[] => detect(text).columns.map(({ name }) => name);

describe('the dialect', () => {
  it('counts a last record that no line end follows', () => {
    expect(detect('id,name\n1,Ann').evidence.join()).toContain('cuts 2 of the first 2 records');
  });

  const cases: [string, string, Delimiter, boolean, number][] = [
    ['commas', 'id,name,age\n1,Ann,30\n2,Bob,41\n', ',', true, 3],
    ['semicolons with decimal commas', 'id;price;qty\n1;2,50;3\n2;11,99;1\n', ';', true, 3],
    ['semicolons with decimal commas and no header', '1;2,50;3\n2;11,99;1\n3;4,00;9\n', ';', false, 3],
    [
      'semicolons beside addresses, decimal commas and no-break blanks',
      'email;price\nu1@x.org;1\u202f234,50 €\nu2@x.org;1\u00a0234,75 €\nu3@x.org;1\u202f999,00 €\n',
      ';',
      true,
      2,
    ],
    ['tabs', 'id\tname\n1\tAnn, Lee\n2\tBob, Roy\n', '\t', true, 2],
    ['bars', 'id|name\n1|Ann\n2|Bob\n', '|', true, 2],
    ['carets', 'id^plan\n1^basic\n2^pro\n', '^', true, 2],
    ['tildes', 'id~plan\n1~basic\n2~pro\n', '~', true, 2],
    ['control characters, as Hive writes', 'id\u0001plan\n1\u0001basic\n2\u0001pro\n', '\u0001', true, 2],
    ['times in one column, which no colon cuts', 'at\n10:00:01\n10:00:02\n', ',', true, 1],
    [
      'wide blanks between words',
      'id    plan   city\nk1    basic  Rome\nk2  pro      Oslo\n',
      'whitespace',
      true,
      3,
    ],
    ['blanks', ' 0001 19970101  2  29.33\n 0002 19970118  1   9.73\n', 'whitespace', false, 4],
    ['one column', 'email\na@x.org\nb@x.org\n', ',', true, 1],
    ['prose in one column', 'note\nso it goes\nno more of it\n', ',', true, 1],
    ['a line that names the delimiter', 'sep=;\r\na;b\r\n1;2\r\n', ';', true, 2],
    ['delimiters inside quotes', 'a,b\n"x;y;z",1\n"p;q;r",2\n', ',', true, 2],
    ['people without a header', 'ann@x.org,Ann,Rome\nbob@x.org,Bob,Oslo\n', ',', false, 3],
    ['words only', 'city,country\nRome,Italy\nOslo,Norway\n', ',', true, 2],
  ];
  for (const [name, text, delimiter, header, width] of cases)
    it(`finds ${name}`, () => {
      const dialect = detect(text);
      expect(dialect).toMatchObject({ delimiter, header });
      expect(dialect.columns).toHaveLength(width);
      expect(dialect.evidence.length).toBeGreaterThan(0);
    });

  it('finds the single quote where cells are wrapped in it', () => {
    expect(detect("'OBS' 'GPA'\n1 2.66\n2 2.89\n")).toMatchObject({ delimiter: 'whitespace', quote: "'" });
    expect(detect("name,n\n'tis,1\nO'Hara,2\n").quote).toBe('"');
  });

  it('takes quotes for themselves where no cell is wrapped in them, as in what PostgreSQL copies', () => {
    const copied = Array.from(
      { length: 20 },
      (_, i) => `k${i}\t\\N\t2026-01-0${1 + (i % 9)} 10:00:00+00\n`,
    ).join('');
    expect(detect(copied)).toMatchObject({ delimiter: '\t', quote: 'none', header: false });
    const inches = Array.from({ length: 20 }, (_, i) => `k${i}\t${i % 4 === 0 ? '"so' : 'x'}\t${i}\n`).join(
      '',
    );
    expect(detect(`id\tnote\tn\n${inches}`)).toMatchObject({ quote: 'none', header: true });
    expect(detect('id,note\nk1,"a, b"\nk2,"so\n').quote).toBe('"');
  });

  it('skips the header, and the line that names the delimiter', () => {
    expect(detect('a,b\n1,2\n').skip).toBe(1);
    expect(detect('sep=;\na;b\n1;2\n').skip).toBe(2);
    expect(detect('1,2\n3,4\n').skip).toBe(0);
  });

  it('finds the delimiter of any table of numbers with a header', () => {
    const cell = fc.integer({ min: 0, max: 99_999 });
    fc.assert(
      fc.property(
        fc.constantFrom(...DELIMITERS.filter((delimiter) => delimiter !== ':')),
        fc
          .integer({ min: 2, max: 8 })
          .chain((width) =>
            fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 2, maxLength: 20 }),
          ),
        (delimiter, rows) => {
          const mark = delimiter === 'whitespace' ? '  ' : delimiter;
          const header = rows[0].map((_, c) => `col${'abcdefgh'[c]}`);
          const text = [header, ...rows].map((row) => row.join(mark)).join('\n');
          const dialect = detect(text);
          expect(dialect).toMatchObject({ delimiter, header: true });
          expect(dialect.columns.map(({ name }) => name)).toEqual(header);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('what it refuses', () => {
  it('a given delimiter that does not divide the file, naming the one that would', () => {
    const error = failure(() => detect('a;b;c\n1;2;3\n4;5;6\n', { delimiter: ',' }));
    expect(error.code).toBe('INPUT_FORMAT');
    expect(`${error.message} ${error.next}`).toContain('semicolon');
  });
  it('a header and nothing else', () => {
    expect(failure(() => detect('id,name\n')).code).toBe('INPUT_EMPTY');
    expect(failure(() => detect('id,name')).code).toBe('INPUT_EMPTY');
  });
  it('blank lines and nothing else', () =>
    expect(failure(() => detect('\n\r\n \n')).code).toBe('INPUT_EMPTY'));
  it('JSON and HTML', () => {
    expect(failure(() => detect('[\n {"a": 1}\n]')).message).toContain('JSON');
    expect(failure(() => detect('{"a":1}\n{"a":2}\n')).message).toContain('JSON');
    expect(failure(() => detect('<!DOCTYPE html><table>')).message).toContain('HTML');
  });
  it('JSON that holds no objects, and a file of which no record can be read', () => {
    for (const text of ['[1,2,3]', '[["id","n"],["k1",1]]', '["a","b"]', '\u001e{"id":1}\n'])
      expect(failure(() => detect(text)).message).toContain('JSON');
    const faulty = failure(() => detect('"a"b,"c"d\n"a"b,"c"d\n', { quote: '"' }));
    expect(faulty.message).toContain('Line 1 (record 1, byte 0) has text between a closing quote');
  });
  it('more columns than can be', () => {
    const row = (n: number, cell: (c: number) => string): string =>
      Array.from({ length: n }, (_, c) => cell(c)).join(',');
    const table = (n: number): string => `${row(n, (c) => `h${c}`)}\n${row(n, String)}\n`;
    expect(failure(() => detect(table(2001))).code).toBe('INPUT_HEADER');
    expect(detect(table(2000)).columns).toHaveLength(2000);
  });
  it('a header that does not fit the rows', () => {
    const rows = Array.from({ length: 12 }, (_, i) => `${i},a,b`).join('\n');
    expect(failure(() => detect(`id,name\n${rows}\n`)).code).toBe('INPUT_HEADER');
  });
});

describe('hostile headers', () => {
  it('stay data, with ids of their own', () => {
    const hostile = [
      '__proto__',
      'constructor',
      'toString',
      '"x"" text); create table pwn(a); --"',
      "' OR 1=1 --",
    ];
    const dialect = detect(`${hostile.join(',')}\n1,2,3,4,5\n6,7,8,9,0\n`);
    expect(dialect.columns.map(({ id }) => id)).toEqual(['c0', 'c1', 'c2', 'c3', 'c4']);
    expect(dialect.columns.map(({ name }) => name)).toEqual([
      '__proto__',
      'constructor',
      'toString',
      'x" text); create table pwn(a); --',
      "' OR 1=1 --",
    ]);
    expect(({} as Record<string, unknown>)['pwn']).toBeUndefined();
  });
  it('are renamed visibly where they stand twice, past names already taken', () => {
    const dialect = detect('id,name,name,name_2,name\n1,2,3,4,5\n');
    expect(dialect.columns.map(({ name }) => name)).toEqual(['id', 'name', 'name_2', 'name_2_2', 'name_3']);
    expect(dialect.warnings.join(' ')).toContain('stands twice');
  });
  it('get a name where they have none', () => {
    expect(names('id,,x\n1,2,3\n')).toEqual(['id', 'column_2', 'x']);
    expect(names('1,2\n3,4\n')).toEqual(['column_1', 'column_2']);
  });
  it('lose what cannot be seen, and say so', () => {
    const dialect = detect('id,"a\u202eb\u0000c\nd",\u200bx\n1,2,3\n');
    expect(dialect.columns.map(({ name }) => name)).toEqual(['id', 'a b c d', 'x']);
    expect(dialect.columns[1].header).toBe('a\u202eb\u0000c\nd');
    expect(dialect.warnings.filter((text) => text.includes('cannot be seen'))).toHaveLength(2);
  });
  it('are always unique, of one line, and without control characters', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'binary', maxLength: 12 }), { minLength: 2, maxLength: 12 }),
        (headers) => {
          const line = headers.map((header) => `"${header.replaceAll('"', '""')}"`).join(',');
          const dialect = detect(`${line}\n${headers.map((_, c) => c + 10).join(',')}\n`, {
            delimiter: ',',
            header: true,
          });
          const shown = dialect.columns.map(({ name }) => name);
          expect(shown).toHaveLength(headers.length);
          expect(new Set(shown).size).toBe(shown.length);
          for (const name of shown) expect(name).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        },
      ),
    );
  });
});
