/** What a column begins with in the role somebody chose, and what changes with what it identifies by. */
import { describe, expect, test } from 'vitest';
import { columnAs, identifiedBy } from '../../renderer/screens/sources/role-choice.ts';
import { type ColumnMapping, parseMapping } from '../../shared/mapping.ts';

const suggested: ColumnMapping = {
  column: 'distinct_id',
  role: 'identifier',
  identifier: 'device',
  emails: true,
};
/** A mapping that holds the column beside a customer number. @throws CloisterError where it may not */
const mappingWith = (entry: ColumnMapping) =>
  parseMapping({
    version: 1,
    kind: 'events',
    columns: [
      entry,
      ...(entry.role === 'identifier' ? [] : [{ column: 'user', role: 'identifier' }]),
      { column: 'name', role: 'name' },
      { column: 'at', role: 'time' },
    ],
  });
const without = (entry: object) => JSON.parse(JSON.stringify(entry)) as ColumnMapping;

describe('a column of numbers among which are e-mail addresses', () => {
  test('keeps what was suggested as identifier and as link', () => {
    for (const role of ['identifier', 'link'] as const) {
      const entry = columnAs('distinct_id', role, suggested, suggested);
      expect(entry).toEqual({ ...suggested, role });
      mappingWith(entry);
    }
    expect(columnAs('distinct_id', 'dropped', suggested, suggested)).toEqual({
      column: 'distinct_id',
      role: 'dropped',
    });
  });

  test('identified by its addresses alone says no more of them, and takes back what was suggested with its type', () => {
    const byEmail = without({ ...suggested, ...identifiedBy(suggested, 'email', suggested) });
    expect(byEmail).toEqual({ column: 'distinct_id', role: 'identifier', identifier: 'email' });
    mappingWith(byEmail);
    const again = without({ ...byEmail, ...identifiedBy(byEmail, 'customer', suggested) });
    expect(again.emails).toBe(true);
    mappingWith(again);
  });

  test('loses a prefix and steps that do not fit what it identifies by', () => {
    const entry: ColumnMapping = {
      column: 'n',
      role: 'link',
      identifier: 'customer',
      prefix: 'shop-b:',
      steps: [{ step: 'case', to: 'lower' }],
    };
    const phone = without({ ...entry, ...identifiedBy(entry, 'phone', undefined) });
    expect(phone.prefix).toBeUndefined();
    expect(phone.steps).toBeUndefined();
    const number = without({ ...phone, steps: [{ step: 'phone', region: 'DE' }] });
    expect(without({ ...number, ...identifiedBy(number, 'email', undefined) }).steps).toBeUndefined();
  });
});
