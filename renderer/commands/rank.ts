/** Which commands fit what was typed, best first, and which letters of theirs do. */

/** Letters of a label that match, as [from, to) ranges. */
export type Match = { score: number; ranges: [number, number][] };

const isStart = (text: string, at: number): boolean => at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1]);

/**
 * How well a label fits the words typed: every word must occur, at the start of a word (best), inside one, or
 * as letters in order. Null when one does not occur.
 */
export const matchLabel = (label: string, typed: string): Match | null => {
  const text = label.toLowerCase();
  const ranges: [number, number][] = [];
  let score = 0;
  for (const word of typed.toLowerCase().split(/\s+/).filter(Boolean)) {
    const starts = [...text.matchAll(new RegExp(word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'g'))].map(
      ({ index }) => index,
    );
    const best = starts.find((at) => isStart(text, at)) ?? starts[0];
    if (best !== undefined) {
      score += isStart(text, best) ? (best === 0 ? 4 : 3) : 2;
      ranges.push([best, best + word.length]);
      continue;
    }
    let at = -1;
    const letters: [number, number][] = [];
    for (const letter of word) {
      at = text.indexOf(letter, at + 1);
      if (at < 0) return null;
      letters.push([at, at + 1]);
    }
    // Letters strewn over a long label are rarely meant.
    if (word.length < 2 || letters[letters.length - 1][1] - letters[0][0] > 3 * word.length) return null;
    score += 1;
    ranges.push(...letters);
  }
  return { score, ranges: ranges.sort((a, b) => a[0] - b[0]) };
};

type Rankable = { id: string; label: string };

/** Commands that fit, best first; among equals the one used more often, then the order of the registry. */
export const rankCommands = <C extends Rankable>(
  commands: readonly C[],
  typed: string,
  uses: Readonly<Record<string, number>>,
): { command: C; ranges: [number, number][] }[] =>
  commands
    .flatMap((command, order) => {
      const match = matchLabel(command.label, typed);
      return match === null ? [] : [{ command, order, ...match }];
    })
    .sort(
      (a, b) =>
        b.score - a.score || (uses[b.command.id] ?? 0) - (uses[a.command.id] ?? 0) || a.order - b.order,
    )
    .map(({ command, ranges }) => ({ command, ranges }));

/** A label cut into parts that match and parts that do not. */
export const marked = (
  label: string,
  ranges: readonly [number, number][],
): { text: string; hit: boolean }[] => {
  const parts: { text: string; hit: boolean }[] = [];
  let at = 0;
  for (const [from, to] of ranges) {
    if (to <= at) continue;
    if (from > at) parts.push({ text: label.slice(at, from), hit: false });
    parts.push({ text: label.slice(Math.max(at, from), to), hit: true });
    at = to;
  }
  if (at < label.length) parts.push({ text: label.slice(at), hit: false });
  return parts;
};
