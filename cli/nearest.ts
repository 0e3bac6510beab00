/** Which known word someone meant by an unknown one. */

/**
 * Edit distance with insertions, deletions, substitutions and swaps of neighbours (optimal string alignment,
 * Damerau 1964).
 */
export const editDistance = (a: string, b: string): number => {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      row[j] = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    before = above;
    above = row;
  }
  return above[b.length];
};

/** The known word nearest to `word`, or null where none is near enough to be meant. The first of equals wins. */
export const nearest = (word: string, known: readonly string[]): string | null => {
  const wanted = word.toLowerCase();
  let best: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const begins = wanted.length >= 3 && candidate.startsWith(wanted);
    const distance = begins ? 1 : editDistance(wanted, candidate);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return least <= Math.max(1, Math.floor(wanted.length / 3)) ? best : null;
};

/** `; did you mean import?` or, where no word is near, a full stop. */
export const didYouMean = (word: string, known: readonly string[], prefix = ''): string => {
  const meant = nearest(word, known);
  return meant === null ? '.' : `; did you mean ${prefix}${meant}?`;
};
