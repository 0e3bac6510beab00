/** The neutral definition against its published schema, by an independent validator, and the overview. */
import { createRequire } from 'node:module';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { policyChecks, readDefinition } from '../../../engine/exports/checks.ts';
import { csvCells, csvText, guardFormula, isFormula } from '../../../engine/exports/csv.ts';
import {
  canonicalText,
  definitionOf,
  schemaText,
  writeDefinition,
} from '../../../engine/exports/definition.ts';
import { writeOverview } from '../../../engine/exports/overview.ts';
import type { Release } from '../../../shared/release.ts';
import { autumn, lapsed, rawRelease, releaseOf, segmentOf } from './fixture.ts';
import { rule } from './population.ts';

// Papa Parse ships no types.
const Papa = createRequire(import.meta.url)('papaparse') as {
  parse(text: string, options: { newline: string; skipEmptyLines: boolean }): { data: string[][] };
};

const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true });
const validate = ajv.compile(JSON.parse(schemaText()));
const document = (): Record<string, unknown> =>
  JSON.parse(String(writeDefinition(autumn())[0].content)) as Record<string, unknown>;

/** Every place of a document, as a way to its parent and a key. */
const places = (value: unknown, path: (string | number)[] = []): (string | number)[][] =>
  typeof value !== 'object' || value === null
    ? [path]
    : [path, ...Object.entries(value).flatMap(([key, inner]) => places(inner, [...path, key]))];

const parentOf = (root: unknown, path: (string | number)[]): Record<string, unknown> =>
  path.slice(0, -1).reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], root) as Record<
    string,
    unknown
  >;

describe('segments.json', () => {
  test('keeps to its schema, here and by ajv', () => {
    expect(validate(document()), JSON.stringify(validate.errors)).toBe(true);
    expect(readDefinition(canonicalText(document())).check.passed).toBe(true);
  });

  test('does so for any rule of the language', () => {
    fc.assert(
      fc.property(rule, (one) => {
        const text = String(writeDefinition(releaseOf([segmentOf('one', one)]))[0].content);
        expect(validate(JSON.parse(text)), JSON.stringify(validate.errors)).toBe(true);
        expect(readDefinition(text).check).toMatchObject({ passed: true });
      }),
      { numRuns: 200 },
    );
  });

  test('fails both validators when any one place is lost or of another type', () => {
    for (const path of places(document()).filter(({ length }) => length > 0)) {
      const key = path.at(-1) as string;
      const lost = document();
      const parent = parentOf(lost, path);
      if (!Array.isArray(parent) && !(path.includes('rule') && ['missing', 'days', 'name'].includes(key))) {
        delete parent[key];
        expect(validate(lost), `without ${path.join('.')}`).toBe(false);
        expect(readDefinition(JSON.stringify(lost)).check.passed, `without ${path.join('.')}`).toBe(false);
      }
      const odd = document();
      parentOf(odd, path)[key] = { odd: true };
      expect(validate(odd), `odd ${path.join('.')}`).toBe(false);
      expect(readDefinition(canonicalText(odd)).check.passed, `odd ${path.join('.')}`).toBe(false);
      const extra = document();
      const at = path.reduce<unknown>((inner, step) => (inner as Record<string, unknown>)[step], extra);
      if (typeof at === 'object' && at !== null && !Array.isArray(at)) {
        Object.assign(at, { pseudonym: 'p1' });
        expect(validate(extra), `extra in ${path.join('.')}`).toBe(false);
        expect(readDefinition(canonicalText(extra)).check.passed, `extra in ${path.join('.')}`).toBe(false);
      }
    }
  });

  test('is canonical by the examples of RFC 8785', () => {
    // RFC 8785, section 3.2.3 and appendix B.
    expect(canonicalText({ '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '😀': 5, '\u0080': 6, ö: 7 })).toBe(
      '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}',
    );
    expect(canonicalText([JSON.parse('333333333.33333329'), 1e30, 4.5, 2e-3, 1e-27, -0, 5e-324])).toBe(
      '[333333333.3333333,1e+30,4.5,0.002,1e-27,0,5e-324]',
    );
    const text = String(writeDefinition(autumn())[0].content);
    expect(readDefinition(` ${text}`).check).toMatchObject({ passed: false });
  });

  test('is only written of a cleared release', () => {
    expect(() => writeDefinition(rawRelease([]) as never)).toThrow(/did not pass the gate/);
    expect(() => writeDefinition({ ...autumn() } as never)).toThrow(/did not pass the gate/);
  });
});

describe('the floors of the policy', () => {
  const failing = (parts: Partial<Release>, people = 300): string[] => {
    const definition = definitionOf(rawRelease([segmentOf('one', lapsed, { people })], parts));
    const read = readDefinition(canonicalText(definition)).definition;
    if (read === null) throw new Error('not a definition');
    return policyChecks(read).flatMap(({ check, passed }) => (passed ? [] : [check]));
  };
  const { policy, population } = rawRelease([]);

  test('hold for every count and share', () => {
    expect(failing({})).toEqual([]);
    expect(failing({}, 95)).toEqual(['every count is at or above the policy']);
    expect(failing({}, 301)).toEqual(['every count is rounded']);
    for (const softer of [{ minCell: 2 }, { minSegment: 20 }, { roundTo: 1 }, { dominance: 1 }])
      expect(failing({ policy: { ...policy, ...softer } })).toEqual(['the policy is at or above the floors']);
    expect(failing({ policy: { ...policy, shareBounds: [0, 1] } })).toEqual([
      'the policy is at or above the floors',
    ]);
    expect(failing({ population: { ...population, leftOut: [{ reason: 'EXPIRED', people: 5 }] } })).toEqual([
      'every count is at or above the policy',
    ]);
    expect(failing({ policy: { ...policy, shareBounds: [0.25, 0.75] } })).toEqual([
      'every share is within the bounds of the policy',
    ]);
  });
});

describe('segments.csv', () => {
  const HOSTILE = [
    '=1+1',
    '+1',
    '-2',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    ' =1',
    '\u200b=1',
    '\ufeff=1',
    '＝1',
    '＋1',
    '－1',
    '＠x',
    "=cmd|' /C calc'!A0",
    'a"b',
    'a,b',
    'a\r\nb',
    'a;=1',
    '"=1"',
  ];

  test('reads back cell by cell in two other readers, with no formula left', () => {
    const rows = HOSTILE.map((name, at) => segmentOf(`s${at}`, lapsed, { name, text: name }));
    const text = String(writeOverview(releaseOf(rows))[0].content);
    const expected = [
      ['id', 'name', 'people', 'share', 'rule'],
      ...HOSTILE.map((name, at) => [`s${at}`, guardFormula(name), '300', '20%', guardFormula(name)]),
    ];
    expect(parse(text, { record_delimiter: '\r\n' })).toEqual(expected);
    expect(Papa.parse(text, { newline: '\r\n', skipEmptyLines: true }).data).toEqual(expected);
    expect(csvCells(text)).toEqual(expected);
    for (const cell of expected.flat()) expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠]/u);
  });

  test('guards once, and only what must be guarded', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const guarded = guardFormula(text);
        expect(guardFormula(guarded)).toBe(guarded);
        expect(csvCells(csvText([[text, 5]]))).toEqual([[guardFormula(text.toWellFormed()), '5']]);
      }),
    );
    for (const plain of ['Loyal', 'a-b', '20%', '<5%', '“pro”', "'quoted"])
      expect(isFormula(plain)).toBe(false);
  });
});
