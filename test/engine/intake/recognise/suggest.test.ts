/** What a column becomes: headers as whole words, and values. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lookAt } from '../../../../engine/intake/recognise/column-role.ts';
import { LEXICON } from '../../../../engine/intake/recognise/lexicon.ts';
import { type ColumnSuggestion, suggest } from '../../../../engine/intake/recognise/suggest.ts';
import { findWords, tokensOf } from '../../../../engine/intake/recognise/tokens.ts';
import { detectColumn } from '../../../../engine/intake/values/column.ts';
import { officialLook } from '../../../../engine/intake/values/official.ts';

import { card, email, fill, inProfiles, type Make, of, pick, prose, roleOf } from './table.ts';

describe('headers as whole words', () => {
  it('are parted at case, digits and signs, without accents', () => {
    expect(tokensOf('customerID')).toEqual(['customer', 'id']);
    expect(tokensOf('Prénom du client')).toEqual(['prenom', 'du', 'client']);
    expect(tokensOf('Straße_Nr.')).toEqual(['strasse', 'nr']);
    expect(tokensOf('HTTPServer')).toEqual(['http', 'server']);
  });
  it('are found longest first, none inside another', () => {
    expect(findWords(tokensOf('date_of_birth'), LEXICON)).toMatchObject([
      { concept: 'birth', word: 'date of birth' },
    ]);
    expect(findWords(tokensOf('public_policy'), LEXICON).map(({ word }) => word)).not.toContain('lic');
    for (const header of ['republic', 'union_square_x'.slice(0, 4), 'emailing', 'telephonist', 'shipping'])
      expect(findWords(tokensOf(header), LEXICON).map(({ concept }) => concept)).not.toContain('email');
  });
});

describe('what a column becomes', () => {
  const cases: [string, Make, Partial<ColumnSuggestion>][] = [
    ['email', email, { role: 'link', identifierType: 'email' }],
    ['ref', email, { role: 'link', identifierType: 'email' }],
    ['E-Mail-Adresse', email, { role: 'link', identifierType: 'email' }],
    ['email_count', (row) => row % 9, { role: 'attribute', attributeClass: 'ordinary' }],
    ['Telefon', (row) => `+49301234${1000 + row}`, { role: 'link', identifierType: 'phone' }],
    ['score', (row) => (row / 7).toFixed(3), { role: 'attribute', attributeClass: 'ordinary' }],
    ['plan', pick('basic', 'plus', 'pro'), { role: 'attribute', attributeClass: 'ordinary' }],
    ['active', pick('yes', 'no'), { role: 'attribute', attributeClass: 'ordinary' }],
    ['Land', pick('DE', 'FR', 'IT'), { role: 'attribute', attributeClass: 'quasi-identifier' }],
    ['ville', pick('Lyon', 'Paris'), { role: 'attribute', attributeClass: 'quasi-identifier' }],
    [
      'PLZ',
      (row) => `0${1000 + (row % 50)}`,
      { role: 'attribute', attributeClass: 'quasi-identifier', valueFormat: { type: 'text' } },
    ],
    ['age_band', pick('18-24', '25-34'), { role: 'attribute', attributeClass: 'quasi-identifier' }],
    ['sexo', pick('M', 'F'), { role: 'attribute', attributeClass: 'quasi-identifier' }],
    ['birth_year', (row) => 1950 + (row % 50), { role: 'attribute', attributeClass: 'quasi-identifier' }],
    ['Geburtsdatum', (row) => `19${50 + (row % 50)}-01-02`, { role: 'dropped' }],
    ['dob', (row) => `19${50 + (row % 50)}-01-02`, { role: 'dropped' }],
    ['Vorname', pick('Ann', 'Bob'), { role: 'dropped' }],
    ['achternaam', pick('Jansen', 'de Vries'), { role: 'dropped' }],
    ['indirizzo', (row) => `Via Roma ${row}`, { role: 'dropped' }],
    ['Bemerkungen', prose, { role: 'dropped' }],
    ['x', prose, { role: 'dropped' }],
    ['ip', (row) => `10.0.${row % 250}.7`, { role: 'dropped' }],
    ['origin_host', (row) => `10.0.${row % 250}.7`, { role: 'dropped' }],
    ['payment', card, { role: 'dropped' }],
    ['konto', () => 'DE89 3704 0044 0532 0130 00', { role: 'dropped' }],
    ['x1', (row) => `${100 + row}-45-6789`, { role: 'dropped' }],
    ['token_hash', (row) => row.toString(16).padStart(32, 'ab'), { role: 'dropped' }],
    ['serial', (row) => 100_000 + row * 17, { role: 'dropped' }],
    ['nick', (row) => `someone-${row}`, { role: 'dropped' }],
    ['religion', pick('x', 'y'), { role: 'dropped', attributeClass: 'sensitive' }],
    ['Konfession', pick('ev', 'rk'), { role: 'dropped', attributeClass: 'sensitive' }],
    ['union_member', pick('yes', 'no'), { role: 'dropped', attributeClass: 'sensitive' }],
    ['race', pick('a', 'b'), { role: 'dropped', attributeClass: 'sensitive' }],
    ['política', pick('a', 'b'), { role: 'dropped', attributeClass: 'sensitive' }],
    ['orientation sexuelle', pick('a', 'b'), { role: 'dropped', attributeClass: 'sensitive' }],
    ['fingerprint', pick('a', 'b'), { role: 'dropped', attributeClass: 'sensitive' }],
    ['handicap', pick('oui', 'non'), { role: 'dropped', attributeClass: 'sensitive' }],
    ['grp', pick('catholic', 'muslim', 'jewish'), { role: 'dropped', attributeClass: 'sensitive' }],
    [
      'newsletter',
      pick('true', 'false'),
      {
        role: 'consent',
        consent: {
          part: 'state',
          purpose: 'marketing.communications.email',
          values: { true: 'given', false: 'refused' },
        },
      },
    ],
    ['unsubscribed', pick('true', 'false'), { role: 'dropped' }],
    ['HasOptedOutOfEmail', pick('true', 'false'), { role: 'dropped' }],
    ['consent', pick('vielleicht', 'eher nicht'), { role: 'dropped' }],
    ['public_policy', pick('a', 'b'), { role: 'attribute' }],
    ['signup_date', (row) => `2025-01-${10 + (row % 20)}`, { role: 'dropped' }],
    ['empty', () => '', { role: 'dropped' }],
    ['always', () => 'same', { role: 'dropped' }],
  ];
  for (const [header, make, expected] of cases)
    it(`${header}: ${expected.role} ${expected.attributeClass ?? expected.identifierType ?? ''}`, () => {
      const column = inProfiles(header, make);
      expect(column).toMatchObject(expected);
      expect(column.why.length).toBeGreaterThan(5);
    });

  it('three addresses among thousands of innocent values are enough, whatever the header', () => {
    const values = Array.from({ length: 20_000 }, (_, i) => ['red', 'green', 'blue'][i % 3]);
    for (const at of [5, 9_000, 19_999]) values[at] = `p${at}@example.org`;
    const ids = values.map((_, i) => `C${i}`);
    const [, colour] = suggest(['customer_id', 'colour'], [detectColumn(ids), detectColumn(values)]).columns;
    expect(colour).toMatchObject({ role: 'dropped' });
    expect(colour.why).toContain('Contains identifiers');
  });

  it('a column of personal data is never an attribute, whatever its header says', () => {
    const headers = fc.oneof(
      fc.constantFrom(...LEXICON.keys()),
      fc.string({ maxLength: 12 }),
      fc.constantFrom('email_count', 'plan', 'age'),
    );
    const makers: Make[] = [
      email,
      card,
      (row) => `+4930123${1000 + row}`,
      (row) => `${100 + row}-45-6789`,
      (row) => (row % 50 === 0 ? `mail me: p${row}@example.org` : 'none'),
    ];
    fc.assert(
      fc.property(headers, fc.constantFrom(...makers), (header, make) => {
        const { columns } = suggest(
          ['customer_id', header],
          [detectColumn(fill((row) => `K${row}`)), detectColumn(fill(make))],
        );
        expect(['attribute', 'amount', 'time', 'name', 'reference', 'consent']).not.toContain(
          columns[1].role,
        );
      }),
      { numRuns: 300 },
    );
  });

  it('a format that is open is said and not chosen', () => {
    const suggestion = of({
      customer_id: (row) => `K${row % 90}`,
      order_date: (row) => `0${1 + (row % 9)}/02/2026`,
      amount: (row) => `${1 + (row % 9)}.234`,
    });
    for (const header of ['order_date', 'amount']) {
      const column = roleOf(suggestion, header);
      expect(column.valueFormat).toBeUndefined();
      expect(column.warnings.join(' ')).toContain('Say which');
    }
  });

  it('I8: headers of any kind do not run away (2 s)', () => {
    const began = performance.now();
    const evidence = detectColumn(['a', 'b']);
    for (const unit of [
      'a',
      'A',
      'aA',
      '_',
      'a_',
      'ä',
      '1',
      'a1',
      ' ',
      '"',
      'email',
      'email_',
      'ß',
      '\u0301',
    ])
      lookAt(unit.repeat(100_000), evidence);
    expect(performance.now() - began).toBeLessThan(2000);
  });
});

it('the number of an order that begins with its day stays one in a file of few orders, whatever digits follow', () => {
  // Two of five have the check digit of an official number by chance.
  const numbers = ['010123-0007', '020223-0008', '030323-0003', '040423-0004', '050523-0005'];
  expect(numbers.filter((text) => officialLook(text) === 'valid').length).toBeGreaterThan(1);
  const columns = {
    customer_id: ['C1', 'C2', 'C3', 'C4', 'C5'],
    order_date: ['2023-01-01', '2023-02-02', '2023-03-03', '2023-04-04', '2023-05-05'],
    amount: ['9.90', '19.90', '5.00', '7.25', '12.00'],
    order_no: numbers,
  };
  const { kind, columns: found } = suggest(
    Object.keys(columns),
    Object.values(columns).map((values) => detectColumn(values)),
  );
  expect(kind).toBe('orders');
  expect(found[3]).toMatchObject({ header: 'order_no', role: 'reference' });
});
