/** Duplicates of one file: similarities against published values, fields by header, and pairs confirmed in a vault. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../../../engine/engine.ts';
import {
  CLOSE,
  EXACT,
  isOneError,
  isTwoErrors,
  jaroWinkler,
  levelOf,
  MISSING,
  NONE,
} from '../../../../engine/intake/duplicates/compare.ts';
import { comparable, fieldsOf, masked } from '../../../../engine/intake/duplicates/fields.ts';
import type { Input } from '../../../../shared/contract/contract.ts';
import { MOST_PAIRS } from '../../../../shared/contract/identity.ts';
import { eachPair } from '../../../../shared/duplicate-pairs.ts';
import { parseMapping } from '../../../../shared/mapping.ts';
import { createRandom } from '../../../../shared/random.ts';
import { newVault, PASSPHRASE, scratch } from '../../../end-to-end/scratch.ts';

describe('how alike two values are', () => {
  it('Jaro and Winkler as published (Winkler 1994, table of examples)', () => {
    for (const [a, b, value] of [
      ['dwayne', 'duane', 0.84],
      ['dixon', 'dicksonx', 0.813],
      ['martha', 'marhta', 0.961],
      ['abroms', 'abrams', 0.922],
      ['jones', 'johnson', 0.832],
      ['massey', 'massie', 0.933],
      ['shackleford', 'shackelford', 0.982],
      ['jeraldine', 'geraldine', 0.926],
      ['julies', 'julius', 0.933],
      ['michelle', 'michael', 0.921],
    ] as const)
      expect(jaroWinkler(a, b)).toBeCloseTo(value, 2);
    expect(jaroWinkler('abc', 'xyz')).toBe(0);
  });

  it('one error is one, two are not', () => {
    for (const [a, b] of [
      ['4999', '4909'],
      ['499', '4999'],
      ['4989', '4998'],
      ['a', ''],
    ])
      expect(isOneError(a, b)).toBe(true);
    for (const [a, b] of [
      ['4999', '4000'],
      ['12', '21 '],
      ['1234', '2143'],
      ['', 'ab'],
    ])
      expect(isOneError(a, b)).toBe(false);
  });

  it('two errors are as in the whole table of costs (optimal string alignment)', () => {
    const alignment = (a: string, b: string): number => {
      const cost = Array.from({ length: a.length + 1 }, (_, i) =>
        Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
      );
      for (let i = 1; i <= a.length; i++)
        for (let j = 1; j <= b.length; j++)
          cost[i][j] = Math.min(
            cost[i - 1][j] + 1,
            cost[i][j - 1] + 1,
            cost[i - 1][j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1),
            i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
              ? cost[i - 2][j - 2] + 1
              : Number.POSITIVE_INFINITY,
          );
      return cost[a.length][b.length];
    };
    const digits = fc.string({ unit: fc.constantFrom('1', '2', '3'), minLength: 5, maxLength: 9 });
    fc.assert(
      fc.property(digits, digits, (a, b) => {
        expect(isTwoErrors(a, b)).toBe(alignment(a, b) <= 2);
      }),
      { numRuns: 2000 },
    );
  });

  it('levels by what a field is', () => {
    expect(levelOf('birth', '19850614', '19851406')).toBe(CLOSE);
    expect(levelOf('birth', '19850614', '19610831')).toBe(NONE);
    expect(levelOf('postcode', '', '2600')).toBe(MISSING);
    expect(levelOf('email', 'anna.berg18@mail.example', 'anna.breg18@mail.example')).toBe(CLOSE);
    expect(levelOf('email', 'anna.berg18@mail.example', 'anna.berg19@mail.example')).toBe(NONE);
    expect(levelOf('email', 'anna.berg18@mail.example', 'anna.burg7@mail.example')).toBe(NONE);
    expect(
      levelOf('phone', comparable('phone', '+49 30 123 456 78'), comparable('phone', '030/12345678')),
    ).toBe(EXACT);
    expect(comparable('family name', 'Müller-Weiß ')).toBe('muller weiss');
    expect(masked('family name', "O'Brien 12")).toBe("O'aaaaa 99");
    expect(masked('official number', '078-05-1120')).toBe('999-99-9999');
  });

  it('fields by headers of several systems and languages', () => {
    const kinds = (...headers: string[]): string[] => fieldsOf(headers).map(({ kind }) => kind);
    expect(kinds('First Name', 'Last Name', 'Email Address', 'Phone', 'Zip')).toEqual([
      'given name',
      'family name',
      'email',
      'phone',
      'postcode',
    ]);
    expect(kinds('Vorname', 'Nachname', 'Geburtsdatum', 'PLZ', 'Ort', 'Straße')).toEqual([
      'given name',
      'family name',
      'birth',
      'postcode',
      'town',
      'address',
    ]);
    expect(kinds('rec_id', 'total', 'product_name', 'tax', 'customer_number')).toEqual([]);
    expect(kinds('soc_sec_id', 'SSN', 'National Insurance Number', 'Steuer-ID')).toEqual(
      Array(4).fill('official number'),
    );
  });
});

describe('pairs of a file', () => {
  const { folder, remove } = scratch();
  const file = join(folder, 'people.csv');
  const NAMES = ['anna', 'bernd', 'clara', 'david', 'emma', 'felix', 'greta', 'henrik', 'ida', 'jonas'];
  const TOWNS = ['kiel', 'mainz', 'essen', 'halle', 'trier'];
  const random = createRandom('people');
  const pick = (words: readonly string[]): string => words[random.int(words.length)];
  const people = Array.from({ length: 120 }, () => ({
    first: pick(NAMES),
    last: `${pick(NAMES)}sen${pick(['', 'a', 'o', 'berg', 'holm'])}`,
    town: pick(TOWNS),
    zip: String(20_000 + random.int(4000) * 17),
    born: `19${50 + random.int(45)}-0${1 + random.int(9)}-1${random.int(10)}`,
  }));
  const person = (i: number) => people[i];
  const mapping = parseMapping({
    version: 1,
    kind: 'profiles',
    columns: [{ column: 'id', role: 'identifier', identifier: 'customer' }],
  });
  let engine: Engine;
  /** The pairs that a search finds, one by one. */
  const listOf = async (search: Input<'identity.duplicates'>) => {
    const { pairs, ...found } = await engine.call('identity.duplicates', search);
    return { ...found, pairs: [...eachPair(pairs)] };
  };
  beforeAll(async () => {
    const lines = Array.from({ length: 120 }, (_, i) => {
      const { first, last, town, zip, born } = person(i);
      return `A${i},${first},${last},${town},${zip},${born}`;
    });
    // Twenty come again under another number, with an error in the surname.
    const again = Array.from({ length: 20 }, (_, i) => {
      const { first, last, town, zip, born } = person(i * 5);
      return `B${i},${first},${last.slice(0, 2)}x${last.slice(2)},${town},${zip},${born}`;
    });
    writeFileSync(file, `id,first_name,last_name,city,zip,dob\n${[...lines, ...again].join('\n')}\n`);
    engine = await newVault(folder, 'people');
    await engine.call('intake.import', { file, mapping });
  }, 60_000);
  afterAll(() => {
    engine.close();
    remove();
  });

  it('are found across the files of one source, each record told with its file', async () => {
    const [head, ...lines] = readFileSync(file, 'utf8').trim().split('\n');
    const parts = [lines.slice(0, 60), lines.slice(60)].map((part, i) => {
      const path = join(folder, `part-${i}.csv`);
      writeFileSync(path, `${[head, ...part].join('\n')}\n`);
      return path;
    });
    const whole = await listOf({ file, mapping });
    const joined = await listOf({ file: parts[0], also: [parts[1]], mapping });
    const rowOf = (record: number, name: string): number => (name === 'part-0.csv' ? record : 60 + record);
    expect(
      joined.pairs.map(({ records, files = [] }) => records.map((record, i) => rowOf(record, files[i]))),
    ).toEqual(whole.pairs.map(({ records }) => records));
    expect(joined.pairs.filter(({ files = [] }) => files[0] !== files[1]).length).toBeGreaterThan(5);
    expect(whole.pairs.some(({ files }) => files !== undefined)).toBe(false);
  });

  it('are explained by filters too, which show no value', async () => {
    const found = await listOf({ file, mapping, method: 'clk' });
    expect(found.pairs.length).toBeGreaterThanOrEqual(20);
    const [{ fields, score }] = found.pairs;
    expect(score).toBeGreaterThan(0.9);
    expect(fields.map(({ field, agreement, values }) => [field, agreement, values])).toEqual([
      ['first_name', 'equal', null],
      ['last_name', 'alike', null],
      ['dob', 'equal', null],
      ['city', 'equal', null],
      ['zip', 'equal', null],
    ]);
  });

  it('are explained and masked, kept nowhere, and linked only when an officer confirms them', async () => {
    const found = await listOf({ file, mapping });
    const expected = Array.from({ length: 20 }, (_, i) => `${i * 5 + 1} ${121 + i}`).sort();
    const pairsFound = found.pairs.map(({ records }) => records.join(' '));
    expect(pairsFound).toEqual(expect.arrayContaining(expected));
    // Ten names and five towns: now and then two strangers look like one person.
    expect(pairsFound.length).toBeLessThanOrEqual(expected.length + 2);
    const [{ fields }] = found.pairs;
    expect(fields.map(({ field, agreement }) => `${field} ${agreement}`)).toEqual([
      'first_name equal',
      'last_name alike',
      'city equal',
      'zip equal',
      'dob equal',
    ]);
    expect(JSON.stringify(found)).not.toMatch(/anna|bernd|kiel|mainz|sen/);
    expect((await engine.call('vault.status', {})).people).toBe(140);

    const pairs = found.pairs.slice(0, 15).map(({ pair }) => pair);
    const said = { file, mapping, pairs, sha256: found.sha256, reason: 'looked at each' };
    await expect(engine.call('identity.confirm', said)).rejects.toMatchObject({ code: 'OFFICER_NEEDED' });
    await engine.call('officer.enter', { passphrase: PASSPHRASE });
    const other = { ...said, sha256: '0'.repeat(64) };
    await expect(engine.call('identity.confirm', other)).rejects.toMatchObject({ code: 'INPUT_VALUE' });
    expect(await engine.call('identity.confirm', said)).toEqual({
      confirmed: 15,
      linked: 15,
      unknown: 0,
      people: 125,
    });
    expect(await engine.call('identity.confirm', said)).toMatchObject({ linked: 0, people: 125 });
  });

  it('are told up to as many as somebody could decide, and how many more there were', async () => {
    const alike = Array.from({ length: 1500 }, (_, i) => {
      const { first, last, town, zip, born } = person(i % 5);
      return `C${i},${first},${last},${town},${zip},${born}`;
    });
    const many = join(folder, 'alike.csv');
    writeFileSync(many, `id,first_name,last_name,city,zip,dob\n${alike.join('\n')}\n`);
    const { pairs, more } = await engine.call('identity.duplicates', { file: many, mapping });
    expect(pairs.count).toBe(MOST_PAIRS);
    expect(pairs.count + more).toBeGreaterThanOrEqual((5 * 300 * 299) / 2);
  });
});
