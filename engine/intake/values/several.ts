/**
 * Cells that hold several values of a list, such as the boxes that somebody ticked: which sign parts them, and how many
 * records hold each value. Raw, for recognition; what may be shown of it is decided in `recognise/listed.ts`.
 */
import { SEPARATORS, type Separator } from '../../../shared/vocabulary.ts';

/** A list of choices is shorter than this, and so is each of its values. */
const MOST_PARTS = 300;
const LONGEST_PART = 60;

/** What one sign parts a column into. */
export type Several = {
  separator: Separator;
  /** Records with at least two values. */
  parted: number;
  /** How many records hold each value, in the order in which the values first came. */
  held: ReadonlyMap<string, number>;
};

/** The values of a cell, each once; empty ones between two signs are none. */
export const partsOf = (text: string, separator: Separator): string[] => {
  if (!text.includes(separator)) return text.trim() === '' ? [] : [text.trim()];
  const parts = text.split(separator).map((part) => part.trim());
  return [...new Set(parts.filter((part) => part !== ''))];
};

/** Counts the values within the cells of one column; a column with too many of them is no list and is given up. */
export const createSeveral = (): {
  add(text: string, times: number): void;
  /** Whether the column may still be a list. */
  isOpen(): boolean;
  found(): Several[];
} => {
  let open = SEPARATORS.map((separator) => ({ separator, parted: 0, held: new Map<string, number>() }));
  return {
    add: (text, times) => {
      for (const one of open) {
        const parts = partsOf(text, one.separator);
        if (parts.length > 1) one.parted += times;
        for (const part of parts) one.held.set(part, (one.held.get(part) ?? 0) + times);
        if (one.held.size > MOST_PARTS || parts.some((part) => part.length > LONGEST_PART))
          open = open.filter((other) => other !== one);
      }
    },
    isOpen: () => open.length > 0,
    found: () => open.filter(({ parted }) => parted > 0).sort((a, b) => b.parted - a.parted),
  };
};
