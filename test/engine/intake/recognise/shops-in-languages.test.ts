/**
 * Exports of shops in thirty languages become what they would in English: who somebody is becomes a key or is left out, what is
 * special is never kept, what narrows people down is kept as that, and what describes nobody is kept.
 */
import { describe, expect, it } from 'vitest';
import { type ColumnSuggestion, suggest } from '../../../../engine/intake/recognise/suggest.ts';
import { detectColumn } from '../../../../engine/intake/values/column.ts';
import { SHOPS } from './shops-in-languages.ts';

const ROWS = 400;
type Words = Record<'yes' | 'no' | 'words' | 'cities' | 'names', string[]>;
type Export = { language: string; words: Words; kind: 'profiles' | 'orders'; columns: [string, string][] };

const EXPORTS: Export[] = SHOPS.trim()
  .split(/\n(?=#)/)
  .flatMap((part) => {
    const [first, ...files] = part.replaceAll(/;\n +/g, '; ').split('\n');
    const found = first.matchAll(/(yes|no|words|cities|names)=(.*?)(?= (?:no|words|cities|names)=|$)/g);
    const words = Object.fromEntries([...found].map(([, key, list]) => [key, list.split('|')])) as Words;
    return files.map((file): Export => {
      const kind = file.startsWith('orders') ? 'orders' : 'profiles';
      const columns = file
        .slice(kind.length + 1)
        .split('; ')
        .map((column): [string, string] => [
          column.slice(0, column.indexOf(':')),
          column.slice(column.indexOf(':') + 1),
        ]);
      return { language: first.slice(2, first.indexOf(' yes=')), words, kind, columns };
    });
  });

/** The value of a column that is so, in a record. */
const cellOf = (is: string, i: number, { words, kind }: Export): string => {
  const pick = (list: readonly string[], at = i): string => list[(at * 7919 + (at >> 3)) % list.length];
  switch (is) {
    case 'id':
      return String(100_000 + (kind === 'profiles' ? i : i % 130));
    case 'email':
      return `p${i}@example.org`;
    case 'phone':
      return `+4915112${10_000 + i}`;
    case 'name':
    case 'person':
      return pick(words.names);
    case 'birth':
      return `19${50 + (i % 50)}-0${1 + (i % 9)}-1${i % 10}`;
    case 'quasi':
      return pick(words.cities);
    case 'post':
      return String(101_000 + (i % 60) * 37);
    case 'address':
      return `${pick(words.cities)} ${i}`;
    case 'figure':
      return String((i * 13) % 90);
    case 'money':
    case 'price':
    case 'amount':
      return `${10 + ((i * 17) % 900)}.${10 + (i % 90)}`;
    case 'date':
    case 'time':
      return `2025-0${1 + (i % 9)}-1${i % 10}`;
    case 'consent':
      return i % 3 === 0 ? words.no[0] : words.yes[0];
    case 'text':
      return `${pick(words.words)} ${pick(words.cities)} x${i} ${pick(words.words, i + 1)} ${i}`;
    case 'special':
      return ['qa', 'qb', 'qc', 'qd'][i % 4];
    case 'official':
      return `A${i % 7}`;
    case 'account':
      return `wx${i}`;
    case 'order':
      return String(500_000 + i);
    case 'qty':
      return String(1 + (i % 5));
    case 'currency':
      return 'EUR';
    default:
      return pick(words.words);
  }
};

/** What a column became, in a word. */
const became = (column: ColumnSuggestion): string => {
  const { role, attributeClass, identifierType, classification } = column;
  if (role === 'attribute') return `kept ${attributeClass}`;
  if (role === 'link') return `link ${identifierType}`;
  if (role === 'consent' || column.aboutConsent === true) return 'consent';
  return role === 'dropped' ? `dropped ${classification.class}` : role;
};

/** What each may become. */
const PROFILES: Record<string, string[]> = {
  id: ['identifier'],
  email: ['link email'],
  phone: ['link phone'],
  name: ['dropped direct_id', 'dropped unclassified'],
  person: ['dropped direct_id'],
  address: ['dropped direct_id'],
  official: ['dropped direct_id'],
  account: ['dropped direct_id'],
  birth: ['dropped quasi_id'],
  text: ['dropped free_text'],
  date: ['dropped behavioural'],
  special: ['dropped sensitive'],
  quasi: ['kept quasi-identifier'],
  post: ['kept quasi-identifier'],
  consent: ['consent'],
  shop: ['kept ordinary'],
  figure: ['kept ordinary'],
  money: ['kept ordinary'],
};
const dropped = (...classes: string[]): string[] => classes.map((one) => `dropped ${one}`);
const LEFT_OUT = dropped('unclassified', 'behavioural', 'technical', 'free_text', 'direct_id');
const ORDERS: Record<string, string[]> = {
  id: ['identifier'],
  order: ['reference'],
  time: ['time'],
  amount: ['amount'],
  name: dropped('direct_id'),
  address: dropped('direct_id'),
  phone: ['link phone'],
};

describe.each(EXPORTS)('$kind in $language, $columns.0.1', (one) => {
  const { kind, columns } = one;
  const evidence = columns.map(([is]) =>
    detectColumn(Array.from({ length: ROWS }, (_, i) => cellOf(is, i, one))),
  );
  const names = columns.map(([, header]) => header);
  const suggestion = suggest(names, evidence);

  it('are known for what they are', () => {
    expect([suggestion.kind, suggestion.recognised]).toEqual([kind, true]);
    if (kind === 'orders' && columns.some(([is]) => is === 'currency'))
      expect(suggestion.columns.find(({ role }) => role === 'amount')?.currency).toBeDefined();
  });
  it('each column becomes what a person would make of it', () => {
    const wrong = suggestion.columns.flatMap((column, place) => {
      const [is, header] = columns[place];
      const may = (kind === 'profiles' ? PROFILES : ORDERS)[is] ?? LEFT_OUT;
      return may.includes(became(column)) ? [] : [`${header} (${is}): ${became(column)}`];
    });
    expect(wrong).toEqual([]);
    for (const { header, valueFormat } of suggestion.columns)
      if (columns.some(([is, name]) => is === 'post' && name === header && kind === 'profiles'))
        expect(valueFormat, header).toEqual({ type: 'text' });
  });
  it('nothing that is special, a name or an address is kept under a misspelt name or in capitals', () => {
    for (const change of [(header: string) => header.toUpperCase(), (header: string) => ` ${header}: `])
      for (const column of suggest(names.map(change), evidence, kind).columns) {
        const [is] = columns[column.column];
        if (['special', 'name', 'address', 'official', 'person', 'birth'].includes(is))
          expect(became(column), column.header).toMatch(/^dropped/);
      }
  });
});
