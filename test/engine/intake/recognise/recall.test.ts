/** How many personal columns of labelled data are recognised, and what is not taken for one. */
import { describe, expect, it } from 'vitest';
import { lookAt } from '../../../../engine/intake/recognise/column-role.ts';
import { suggest } from '../../../../engine/intake/recognise/suggest.ts';
import { detectColumn } from '../../../../engine/intake/values/column.ts';
import { sightOf } from '../../../../engine/intake/values/personal.ts';
import type { DataClass } from '../../../../shared/column-policy.ts';
import { labelledColumns } from './labelled.ts';

const CUSTOMER = Array.from({ length: 400 }, (_, i) => `C${i}`);

/** The class of a column that stands in a file of profiles beside a customer number. */
const classOf = (header: string, values: readonly string[]): DataClass => {
  const evidence = [detectColumn(CUSTOMER), detectColumn(values)];
  return suggest(['customer_id', header], evidence, 'profiles').columns[1].classification.class;
};

describe('recall on labelled columns', () => {
  const found = [1, 2]
    .flatMap(labelledColumns)
    .map((column) => ({ ...column, is: classOf(column.header, column.values) }));
  const missed = (label: string, right: DataClass) =>
    found
      .filter((column) => column.label === label && column.is !== right)
      .map(({ header, what, is }) => `${what} as "${header}": ${is}`);
  const total = (label: string): number => found.filter((column) => column.label === label).length;

  it('finds at least 98 of 100 columns of identifiers', () => {
    const wrong = missed('personal', 'direct_id');
    expect(total('personal')).toBeGreaterThan(250);
    expect(1 - wrong.length / total('personal'), wrong.join('\n')).toBeGreaterThanOrEqual(0.98);
  });
  it('finds at least 98 of 100 columns of special categories', () => {
    const wrong = missed('sensitive', 'sensitive');
    expect(total('sensitive')).toBeGreaterThan(60);
    expect(1 - wrong.length / total('sensitive'), wrong.join('\n')).toBeGreaterThanOrEqual(0.98);
  });
  it('calls at most 2 of 100 harmless columns identifiers or special', () => {
    const wrong = found.filter(
      ({ label, is }) => label === 'harmless' && (is === 'direct_id' || is === 'sensitive'),
    );
    expect(total('harmless')).toBeGreaterThan(150);
    expect(wrong.length / total('harmless'), wrong.map(({ what }) => what).join('\n')).toBeLessThanOrEqual(
      0.02,
    );
  });
});

describe('what a header or a value does not make of a column', () => {
  it('I7: a count of e-mails is none, a GUID no telephone number, "public_policy" no licence', () => {
    expect(
      classOf(
        'email_count',
        CUSTOMER.map((_, i) => String(i % 7)),
      ),
    ).toBe('behavioural');
    const guids = CUSTOMER.map((_, i) => `6f9619ff-8b86-d011-b42d-00c04fc9${String(i).padStart(4, '0')}`);
    expect(lookAt('guid', detectColumn(guids)).identifier).toBeNull();
    expect(
      classOf(
        'public_policy',
        CUSTOMER.map((_, i) => ['yes', 'no'][i % 2]),
      ),
    ).toBe('behavioural');
  });
  it('I6: one hit among fifty thousand is not averaged away, nor is it one in a thousand', () => {
    const words = Array.from({ length: 50_000 }, (_, i) => ['good', 'fair', 'poor'][i % 3]);
    words[31_007] = '123-45-6789';
    expect(classOf('grade', words)).toBe('behavioural');
    words[31_008] = '123-45-6780';
    words[5] = '223-45-6789';
    expect(classOf('grade', words)).toBe('direct_id');
  });
});

describe('detectors', () => {
  it('do not run away on hostile text', () => {
    const began = performance.now();
    for (const unit of ['a', '1', '@', '.', 'a@', 'a.', '1-', '756.', 'ab@cd.', ' ', '::', 'A1', '@b.com '])
      sightOf(unit.repeat(60_000 / unit.length));
    expect(performance.now() - began).toBeLessThan(2000);
  });
});
