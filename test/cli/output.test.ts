/** What people read: widths, wrapping, hostile names, progress, settings files. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseFeatures } from '../../cli/commands/cluster.ts';
import { mappingYaml } from '../../cli/mapping-file.ts';
import { didYouMean, editDistance, nearest } from '../../cli/nearest.ts';
import { createOut, displayWidth, harmless, tableLines, wrap } from '../../cli/output.ts';
import { bytesText, createTeller, progressText, secondsText } from '../../cli/progress.ts';
import { rounded } from '../../cli/run.ts';
import type { Progress } from '../../engine/jobs/job.ts';
import { parseYaml } from '../../engine/procedures/read-yaml.ts';
import type { InspectionAnswer } from '../../shared/contract/answers.ts';
import { parseMapping } from '../../shared/mapping.ts';

/** The distance as its definition has it, without a table: slow, and written differently. */
const slowDistance = (a: string, b: string): number => {
  if (a === '' || b === '') return a.length + b.length;
  const [x, y] = [a.slice(0, -1), b.slice(0, -1)];
  const found = Math.min(
    slowDistance(x, b) + 1,
    slowDistance(a, y) + 1,
    slowDistance(x, y) + (a.at(-1) === b.at(-1) ? 0 : 1),
  );
  return a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1)
    ? Math.min(found, slowDistance(a.slice(0, -2), b.slice(0, -2)) + 1)
    : found;
};

describe('the nearest word', () => {
  const short = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 5 });
  test('the distance is the one of its definition', () => {
    fc.assert(
      fc.property(short, short, (a, b) => {
        expect(editDistance(a, b)).toBe(slowDistance(a, b));
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['imprt', 'import'],
    ['improt', 'import'],
    ['IMPORT', 'import'],
    ['seg', 'segment'],
    ['banana', null],
    ['x', null],
  ])('%s', (word, meant) => {
    expect(nearest(word, ['import', 'inspect', 'segment', 'lens'])).toBe(meant);
    expect(didYouMean(word, ['import', 'segment'])).toBe(meant === null ? '.' : `; did you mean ${meant}?`);
  });
});

describe('lines and tables', () => {
  const text = fc.array(
    fc.string({ minLength: 1, maxLength: 12 }).map((word) => word.replaceAll(' ', '')),
    {
      maxLength: 20,
    },
  );

  test('wrapping keeps every character and no line is too wide', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 4, max: 40 }), (words, width) => {
        const whole = words.join(' ');
        const lines = wrap(whole, width);
        expect(lines.join('').replaceAll(' ', '')).toBe(whole.replaceAll(' ', ''));
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
      }),
    );
  });

  test('a table that may wrap keeps to its room, and its columns line up', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(text, fc.nat()), { minLength: 1, maxLength: 8 }), (rows) => {
        const cells = rows.map(([words, count]) => [harmless(words.join(' ')), String(count)]);
        const lines = tableLines(
          [
            { head: 'what', wraps: 1 },
            { head: 'people', align: 'right' },
          ],
          cells,
          60,
        );
        const rule = lines[1];
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(displayWidth(rule));
        expect(displayWidth(rule)).toBeLessThanOrEqual(60);
      }),
    );
  });

  test('wide and combining characters are measured as a terminal shows them', () => {
    expect(displayWidth('Größe')).toBe(5);
    expect(displayWidth('Gro\u0308ße')).toBe(5);
    expect(displayWidth('東京')).toBe(4);
  });

  test('a hostile name cannot steer the terminal', () => {
    let written = '';
    const out = createOut((part) => (written += part));
    out.table([{ head: 'name', wraps: 1 }], [['\u001b[2Jgone\u0007\u009b31m\u202eabc\r\nnext']]);
    out.paragraph('\u001b]0;title\u0007');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    expect(written).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    expect(written).toContain('gone');
  });
});

describe('progress', () => {
  const progress = (part: Partial<Progress>): Progress => ({
    step: 'Importing a.csv',
    done: 0,
    total: 100,
    unit: 'records',
    rate: 0,
    left: null,
    ...part,
  });

  test('says share, count, rate and time left', () => {
    expect(
      progressText(progress({ done: 27_100_000, total: 54_200_000, unit: 'bytes', rate: 9e6, left: 3.01 })),
    ).toBe('Importing a.csv: 50 %, 27.1 MB of 54.2 MB, 9 MB/s, 3.01 s left');
    expect(progressText(progress({ total: null }))).toBe('Importing a.csv …');
  });

  test.each([
    [0.421, '0.42 s'],
    [9.999, '10.0 s'],
    [59.96, '1 min 00 s'],
    [125, '2 min 05 s'],
    [3725, '1 h 02 min'],
  ])('%f seconds', (seconds, said) => expect(secondsText(seconds)).toBe(said));

  test.each([
    [96, '96 bytes'],
    [812_345, '812 kB'],
    [1_234_567, '1.2 MB'],
    [2_345_678_901, '2.35 GB'],
  ])('%d bytes', (bytes, said) => expect(bytesText(bytes)).toBe(said));

  test('away from a terminal each step has at most one line, in the order of their ends', () => {
    let written = '';
    const teller = createTeller({ write: (text) => (written += text) });
    teller.tell(progress({ step: 'Outer', done: 1, total: 2 }));
    for (let round = 0; round < 3; round++)
      for (const done of [0, 50, 100]) teller.tell(progress({ step: 'Inner', done }));
    teller.tell(progress({ step: 'Looking', done: 0, total: null }));
    teller.stop();
    expect(written.split('\n').map((line) => line.split(':')[0])).toEqual(['Inner', 'Outer', '']);
  });

  test('at a terminal one line is written over, within its width, and cleared at the end', () => {
    let written = '';
    const teller = createTeller({ isTTY: true, columns: 30, write: (text) => (written += text) });
    teller.tell(progress({ step: 'A step with a very long name that does not fit', done: 10 }));
    teller.tell(progress({ done: 100 }));
    teller.stop();
    expect(written).not.toContain('\n');
    expect(written.endsWith('\r\u001b[K')).toBe(true);
    for (const line of written.split('\r')) expect(line.replaceAll('\u001b[K', '').length).toBeLessThan(30);
  });
});

describe('settings', () => {
  test('JSON and YAML, and an error with its place', () => {
    const rule = { named: 'rule', file: null, code: 'RULE_INVALID' as const };
    const read = (text: string): unknown => parseYaml(text, rule, (value) => value);
    expect(read('{"op":"known","field":"a"}')).toEqual({ op: 'known', field: 'a' });
    expect(() => read('a: [1\nb: 2')).toThrow(/rule cannot be read: .*line \d/);
    expect(() => read('a: 1\na: 2')).toThrow(/unique/);
  });

  test('a mapping that is wrong names its file, its line and what stands there', () => {
    const told = { named: 'mapping m.yaml', file: 'm.yaml', code: 'MAPPING_INVALID' as const };
    const head = 'version: 1\nkind: profiles\ncolumns:\n  - {column: id, role: identifier}\n';
    for (const [rest, message] of [
      ['  - column: a\n    role: atribute\n', /^m\.yaml, line 6: .* at columns\.1\.role: .*"atribute"\.$/],
      ['  - column: a\n    rolle: dropped\n', /^m\.yaml, line 6: .* at columns\.1\.rolle: nothing of this/],
      ['\n  - {role: dropped}\n', /^m\.yaml, line 6: .* at columns\.1\.column: it is missing\.$/],
      ['steps: []\n', /^m\.yaml, line 5: .* at steps: nothing of this name stands here\.$/],
      ['  - {column: id, role: dropped}\n', /^m\.yaml: The mapping names the column "id" twice\.$/],
    ] as const)
      expect(() => parseYaml(head + rest, told, parseMapping)).toThrow(message);
  });

  test('features with their scalings', () => {
    expect(parseFeatures('recency:log,profile.points')).toEqual([
      { feature: 'recency', scaling: 'log' },
      { feature: 'profile.points' },
    ]);
    expect(() => parseFeatures('recency:lgo')).toThrow('did you mean recency:log?');
    expect(() => parseFeatures('a,,b')).toThrow('cannot be read at ""');
  });

  test('a mapping file reads back as the mapping it was made from, whatever the headers', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(fc.string({ maxLength: 30 }), fc.string({ maxLength: 60 })), {
          minLength: 1,
          maxLength: 8,
          selector: ([column]) => column,
        }),
        (columns) => {
          const answer: InspectionAnswer = {
            file: 'a.csv',
            bytes: 1,
            sha256: '00',
            format: { type: 'delimited', name: 'delimited text', packing: null, why: [] },
            files: 1,
            choices: { entries: [], entry: null, sheets: [], sheet: null },
            counted: true,
            encoding: 'utf-8',
            encodings: [],
            delimiter: 'comma',
            header: true,
            system: null,
            kind: 'profiles',
            people: null,
            why: 'Each person\nstands in it once.',
            records: 1,
            columns: columns.map(([column, why]) => ({
              column,
              role: 'dropped',
              why,
              classification: { class: 'unclassified', confidence: 0.5, evidence: [] },
              shapes: ['a\n- b'],
              warnings: [why],
              several: [],
              readings: [{ format: 'dmy', reads: why }],
            })),
            warnings: ['Look\nhere: {'],
            mapping: {
              version: 1,
              kind: 'profiles',
              columns: columns.map(([column, value]) => ({
                column,
                role: 'consent',
                values: { [value === '__proto__' ? 'yes' : value]: 'given' },
              })),
            },
          };
          expect(parse(mappingYaml(answer))).toEqual(answer.mapping);
        },
      ),
      { numRuns: 200 },
    );
  });
});

test('figures printed as JSON have the digits they can carry; what somebody wrote has all of its own', () => {
  const printed = {
    mean: 12.345678901,
    sum: 1234567.891234,
    people: 1234567890,
    none: Number.NaN,
    days: [1 / 3],
  };
  expect(rounded(printed)).toEqual({ ...printed, mean: 12.3457, sum: 1234567.89, days: [0.333333] });
  const columns = [{ column: 'amount', role: 'amount', rates: { EUR: 1, JPY: 0.0060123456 } }];
  expect(rounded({ mapping: { columns } })).toEqual({ mapping: { columns } });
});
