/** Made-up columns that the tests of suggestions look at. */
import {
  type ColumnSuggestion,
  type Suggestion,
  suggest,
} from '../../../../engine/intake/recognise/suggest.ts';
import { detectColumn } from '../../../../engine/intake/values/column.ts';
import { createRandom } from '../../../../shared/random.ts';

export const ROWS = 400;
export const RUNS = 800;
export type Make = (row: number) => string | number;
export const pick =
  (...levels: string[]): Make =>
  (row) =>
    levels[(row * 7919) % levels.length];
export const fill = (make: Make): string[] => Array.from({ length: ROWS }, (_, row) => String(make(row)));
export const of = (columns: Record<string, Make>): Suggestion => {
  const headers = Object.keys(columns);
  return suggest(
    headers,
    headers.map((header) => detectColumn(fill(columns[header]))),
  );
};
export const roleOf = (suggestion: Suggestion, header: string): ColumnSuggestion => {
  const found = suggestion.columns.find((column) => column.header === header);
  if (found === undefined) throw new Error(`no column ${header}`);
  return found;
};
/** What a column becomes in a list of people. */
export const inProfiles = (header: string, make: Make): ColumnSuggestion =>
  roleOf(of({ kundennummer: (row) => `K${row}`, [header]: make }), header);

export const random = createRandom('names');
export const words = [
  'walks',
  'the',
  'dog',
  'likes',
  'blue',
  'boots',
  'never',
  'called',
  'again',
  'ships',
  'to',
  'work',
];
export const prose: Make = () => Array.from({ length: 9 }, () => words[random.int(words.length)]).join(' ');
export const email: Make = (row) => `p${row}@example.org`;
export const card: Make = (row) => ['4111111111111111', '5555555555554444', '378282246310005'][row % 3];
