/**
 * How unlike each other students of political science found twelve countries in 1968 (L. Kaufman & P. Rousseeuw, Finding
 * Groups in Data, 1990, chapter 2; P. Rousseeuw 1987, table 1). Each row: the distances to the countries before it.
 */
export const COUNTRIES = [
  'Belgium',
  'Brazil',
  'China',
  'Cuba',
  'Egypt',
  'France',
  'India',
  'Israel',
  'USA',
  'USSR',
  'Yugoslavia',
  'Zaire',
] as const;

export const COUNTRIES_APART: readonly (readonly number[])[] = [
  [],
  [5.58],
  [7, 6.5],
  [7.08, 7, 3.83],
  [4.83, 5.08, 8.17, 5.83],
  [2.17, 5.75, 6.67, 6.92, 4.92],
  [6.42, 5, 5.58, 6, 4.67, 6.42],
  [3.42, 5.5, 6.42, 6.42, 5, 3.92, 6.17],
  [2.5, 4.92, 6.25, 7.33, 4.5, 2.25, 6.33, 2.75],
  [6.08, 6.67, 4.25, 2.67, 6, 6.17, 6.17, 6.92, 6.17],
  [5.25, 6.83, 4.5, 3.75, 5.75, 5.42, 6.08, 5.83, 6.67, 3.67],
  [4.75, 3, 6.08, 6.67, 5, 5.58, 4.83, 6.17, 5.67, 6.5, 6.92],
];
