/** Duplicates in FEBRL 1 (Christen, ANU): what is proposed with the settings as they are, against the known pairs. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fieldsOf } from '../../engine/intake/duplicates/fields.ts';
import { findDuplicates } from '../../engine/intake/duplicates/find.ts';

const FILE = resolve(import.meta.dirname, '../../../shared/data/febrl/dataset1.csv');
const present = existsSync(FILE);
if (!present) console.warn('skipped: FEBRL is not beside the project (../shared/data/febrl)');

describe.skipIf(!present)('FEBRL 1: 500 people, each with one corrupted copy', () => {
  const [header, ...rows] = readFileSync(FILE, 'utf8')
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(',').map((value) => value.trim()));
  const fields = fieldsOf(header);
  const values = rows.map((row) => fields.map(({ at }) => row[at]));
  const personOf = (row: number): string => rows[row][0].split('-')[1];

  it('precision of at least 0.99 at a recall of at least 0.95, by names, address, postcode and birth alone', () => {
    expect(fields.map(({ header: name }) => name)).toEqual(header.slice(1, -1));
    const found = findDuplicates(fields, values);
    const right = found.filter(({ first, second }) => personOf(first) === personOf(second)).length;
    expect(right / found.length).toBeGreaterThanOrEqual(0.99);
    expect(right / 500).toBeGreaterThanOrEqual(0.95);
  });

  it('the same pairs in any order of the records', () => {
    const named = (order: readonly number[]): string[] =>
      findDuplicates(
        fields,
        order.map((row) => values[row]),
      )
        .map(({ first, second }) => [rows[order[first]][0], rows[order[second]][0]].sort().join(' '))
        .sort();
    const straight = named(rows.map((_, row) => row));
    const reversed = named(rows.map((_, row) => rows.length - 1 - row));
    const differ = straight.filter((pair) => !reversed.includes(pair)).length;
    // The pairs that strangers are drawn from differ, so a pair at the threshold may.
    expect(differ).toBeLessThanOrEqual(3);
  });

  it('people who share a home and a name but nothing of their own are not proposed', () => {
    const originals = values.filter((_, row) => rows[row][0].endsWith('org')).slice(0, 200);
    const given = fields.findIndex(({ kind }) => kind === 'given name');
    const birth = fields.findIndex(({ kind }) => kind === 'birth');
    const families = originals.map((one, i) => {
      const other = originals[(i + 7) % originals.length];
      return one.map((value, field) => (field === given || field === birth ? other[field] : value));
    });
    const found = findDuplicates(fields, [...originals, ...families]);
    const households = found.filter(({ first, second }) => second === first + 200);
    // Some given names and birthdays are missing or happen to be alike.
    expect(households.length).toBeLessThanOrEqual(2);
  });
});
