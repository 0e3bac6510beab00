/** How far groups tell the levels of an attribute apart: Pearson's χ² and what is read off it. */

/** People by group (rows) and level (columns). */
export type Contingency = number[][];

/**
 * Counts the levels in every group; a missing level and a row without a group are left out.
 * @param labels group of each row, 0 .. groups - 1; any other number is no group
 */
export const countLevels = (
  codes: Int32Array,
  levels: number,
  labels: Uint8Array,
  groups: number,
): Contingency => {
  const counts = new Float64Array(groups * levels);
  for (let i = 0; i < codes.length; i++)
    if (labels[i] < groups && codes[i] >= 0) counts[labels[i] * levels + codes[i]] += 1;
  return Array.from({ length: groups }, (_, g) => [...counts.subarray(g * levels, (g + 1) * levels)]);
};

/** The table with every level that fewer than `least` people have counted in one last column. */
export const mergeRare = (table: Contingency, least: number): Contingency => {
  const totals = table[0]?.map((_, level) => table.reduce((sum, row) => sum + row[level], 0)) ?? [];
  const rare = totals.map((people) => people < least);
  return table.map((row) => [
    ...row.filter((_, level) => !rare[level]),
    row.reduce((sum, people, level) => sum + (rare[level] ? people : 0), 0),
  ]);
};

export type Association = {
  chiSquare: number;
  freedom: number;
  /** Cramér's V, 0 to 1. */
  v: number;
};

/**
 * Pearson's χ² without continuity correction (K. Pearson, Phil. Mag. 50, 1900) and V (H. Cramér, Mathematical Methods
 * of Statistics, 1946, 21.9). Rows and columns without people do not count; all 0 where fewer than two are left.
 */
export const associate = (table: Contingency): Association => {
  const rows = table.filter((row) => row.some((people) => people > 0));
  const totals = (rows[0] ?? []).map((_, level) => rows.reduce((sum, row) => sum + row[level], 0));
  const columns = [...totals.keys()].filter((level) => totals[level] > 0);
  if (rows.length < 2 || columns.length < 2) return { chiSquare: 0, freedom: 0, v: 0 };
  const people = totals.reduce((sum, total) => sum + total, 0);
  let chiSquare = 0;
  for (const row of rows) {
    const own = row.reduce((sum, cell) => sum + cell, 0);
    for (const level of columns) {
      const expected = (own * totals[level]) / people;
      chiSquare += (row[level] - expected) ** 2 / expected;
    }
  }
  const least = Math.min(rows.length, columns.length) - 1;
  return {
    chiSquare,
    freedom: (rows.length - 1) * (columns.length - 1),
    v: Math.sqrt(chiSquare / (people * least)),
  };
};

/** Cohen's h: the difference of two shares on the arcsine scale, where it counts the same everywhere (Cohen 1988, 6.2). */
export const cohensH = (a: number, b: number): number =>
  2 * Math.asin(Math.sqrt(a)) - 2 * Math.asin(Math.sqrt(b));

/** Bounds of the 95 % score interval of a share (E. Wilson, J. Amer. Statist. Assoc. 22, 1927). */
export const wilson = (hits: number, people: number): [number, number] => {
  const z = 1.959963984540054;
  const share = hits / people;
  const centre = (share + (z * z) / (2 * people)) / (1 + (z * z) / people);
  const half =
    (z / (1 + (z * z) / people)) *
    Math.sqrt((share * (1 - share)) / people + (z * z) / (4 * people * people));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
};
