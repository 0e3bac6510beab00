/** What a file is taken for: its kind, and the questions it leaves open. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LEXICON } from '../../../../engine/intake/recognise/lexicon.ts';
import { suggest } from '../../../../engine/intake/recognise/suggest.ts';
import { detectColumn } from '../../../../engine/intake/values/column.ts';
import { parseMapping } from '../../../../shared/mapping.ts';

import { email, fill, type Make, of, pick, prose, RUNS, roleOf } from './table.ts';

describe('what a file is', () => {
  const time: Make = (row) => `2026-01-${10 + (row % 20)} 10:00:00`;
  const person: Make = (row) => `K${row % 120}`;
  const cases: [string, Record<string, Make>, string, Record<string, string>][] = [
    [
      'orders',
      {
        order_id: (row) => `O${row}`,
        customer_id: person,
        ordered_at: time,
        total: (row) => (row * 1.5).toFixed(2),
      },
      'orders',
      { order_id: 'reference', customer_id: 'identifier', ordered_at: 'time', total: 'amount' },
    ],
    [
      'German orders',
      {
        Bestellnummer: (row) => `B${row}`,
        Kundennummer: person,
        Bestelldatum: (row) => `${13 + (row % 15)}.01.2026`,
        Betrag: (row) => `${row},50`,
      },
      'orders',
      { Bestellnummer: 'reference', Kundennummer: 'identifier', Bestelldatum: 'time', Betrag: 'amount' },
    ],
    [
      'French orders',
      { 'N° client': person, 'Date achat': time, Montant: (row) => `${row},5 €` },
      'orders',
      { 'N° client': 'identifier', 'Date achat': 'time', Montant: 'amount' },
    ],
    [
      'events',
      { user_id: person, timestamp: time, event: pick('view', 'click'), page: pick('/a', '/b') },
      'events',
      { user_id: 'identifier', timestamp: 'time', event: 'name', page: 'dropped' },
    ],
    [
      'consents',
      {
        customer_id: person,
        purpose: pick('analytics', 'personalize'),
        state: pick('given', 'refused'),
        recorded_at: time,
      },
      'consents',
      { customer_id: 'identifier', purpose: 'consent', state: 'consent', recorded_at: 'time' },
    ],
    [
      'profiles',
      { email, country: pick('DE', 'FR'), total_spent: (row) => (row * 1.1).toFixed(2), created_at: time },
      'profiles',
      { email: 'identifier', country: 'attribute', total_spent: 'attribute' },
    ],
  ];
  for (const [name, columns, kind, roles] of cases)
    it(`recognises ${name}`, () => {
      const suggestion = of(columns);
      expect(suggestion).toMatchObject({ kind, recognised: true });
      for (const [header, role] of Object.entries(roles))
        expect(roleOf(suggestion, header).role, header).toBe(role);
    });

  it('says so where no column tells whose records they are', () => {
    const suggestion = of({ product_id: (row) => `P${row}`, category: pick('a', 'b') });
    expect(suggestion.recognised).toBe(false);
    expect(suggestion.kindWhy).toContain('whose');
  });

  it('suggests at most one of each role that may stand once, for any headers, and the mapping parses', () => {
    const makers: Make[] = [
      email,
      person,
      time,
      pick('a', 'b'),
      pick('true', 'false'),
      (row) => row * 1.5,
      (row) => row % 7,
      prose,
      pick('given', 'withdrawn'),
    ];
    const column = fc.tuple(fc.constantFrom(...LEXICON.keys()), fc.constantFrom(...makers));
    const prepared = new Map(makers.map((make) => [make, detectColumn(fill(make))]));
    fc.assert(
      fc.property(
        fc.uniqueArray(column, { selector: ([header]) => header, minLength: 1, maxLength: 8 }),
        (columns) => {
          const headers = columns.map(([header]) => header);
          const evidence = columns
            .map(([, make]) => prepared.get(make))
            .filter((found) => found !== undefined);
          const suggestion = suggest(headers, evidence);
          for (const role of ['identifier', 'time', 'amount', 'reference', 'name'])
            expect(suggestion.columns.filter((found) => found.role === role).length).toBeLessThanOrEqual(1);
          if (!suggestion.recognised) return;
          parseMapping({
            version: 1,
            kind: suggestion.kind,
            columns: suggestion.columns.map(({ header, role, identifierType, attributeClass, consent }) => ({
              column: header,
              role,
              ...(identifierType === undefined ? {} : { identifier: identifierType }),
              ...(attributeClass === undefined ? {} : { class: attributeClass }),
              ...(consent?.part === undefined ? {} : { part: consent.part }),
              ...(consent?.purpose === undefined ? {} : { purpose: consent.purpose }),
              ...(consent?.values === undefined ? {} : { values: consent.values }),
            })),
          });
        },
      ),
      { numRuns: RUNS },
    );
  });
});
