/** Columns of fixed width as a person writes them, "1-10, 11-20", and as the engine reads them. */

/** Where columns begin, counted from 0, as ranges counted from 1; the last one is open. */
export const cutsText = (cuts: readonly number[]): string =>
  cuts.map((cut, i) => (i + 1 < cuts.length ? `${cut + 1}-${cuts[i + 1]}` : `${cut + 1}-`)).join(', ');

/**
 * The beginnings of ranges written as "1-10, 11-20" or as their first characters, "1, 11"; null where they do not
 * follow one another. A gap between two ranges belongs to the column before it.
 */
export const parseCuts = (text: string): number[] | null => {
  const cuts: number[] = [];
  let end = 0;
  for (const part of text.split(/[,;]/)) {
    const match = /^\s*(\d{1,6})\s*(?:[-–]\s*(\d{0,6})\s*)?$/.exec(part);
    if (match === null) return null;
    const from = Number(match[1]);
    const to = match[2] ? Number(match[2]) : from;
    if (from <= end || to < from) return null;
    cuts.push(from - 1);
    end = to;
  }
  return cuts;
};
