/** Links between numbers that an import finds: two numbers are linked once, and a link that was cut stays cut. */
import type { IdentifierType } from '../../../shared/vocabulary.ts';
import { now } from '../../audit/audit.ts';
import type { Connection } from '../../vault/database.ts';

/** Two numbers below it make one exact double. */
const SPAN = 2 ** 26;
/** Numbers are 32 bits with a sign, so there are so many spans of them. */
const SPANS = 2 ** 5;
/** A `Set` holds 2^24 values at most, so those of one span lie in so many sets. */
const PARTS = 64;

/** Pairs of numbers, whatever their size: a set for each pair of spans and part of them. */
const createPairs = (): ((low: number, high: number) => boolean) => {
  const sets = new Map<number, Set<number>>();
  return (low, high) => {
    const spans = Math.floor(low / SPAN) * SPANS + Math.floor(high / SPAN);
    const which = spans * PARTS + (low % PARTS);
    const known = sets.get(which) ?? new Set();
    if (known.size === 0) sets.set(which, known);
    const before = known.size;
    known.add((low % SPAN) * SPAN + (high % SPAN));
    return known.size > before;
  };
};

export type LinkWriter = {
  /** @param by the source that said it, where it is an earlier one */
  add(
    one: number,
    oneType: IdentifierType,
    other: number,
    otherType: IdentifierType,
    by?: number | null,
  ): void;
  readonly added: number;
  flush(): void;
};

/**
 * Opens the links for what a source says, or, without a source, for what a person confirmed.
 * The caller holds the transaction.
 */
export const openLinks = (db: Connection, source: number | null): LinkWriter => {
  let isNew: ReturnType<typeof createPairs> | null = null;
  const ends: number[] = [];
  const types: IdentifierType[] = [];
  const sources: (number | null)[] = [];
  const load = (): ReturnType<typeof createPairs> => {
    const add = createPairs();
    const rows = db.prepare('SELECT low, high FROM identity_link').raw().iterate();
    for (const [low, high] of rows as Iterable<[number, number]>) add(low, high);
    return add;
  };
  return {
    add: (one, oneType, other, otherType, by = source) => {
      if (one === other) return;
      isNew ??= load();
      const [low, high, lowType, highType] =
        one < other ? [one, other, oneType, otherType] : [other, one, otherType, oneType];
      if (!isNew(low, high)) return;
      ends.push(low, high);
      types.push(lowType, highType);
      sources.push(by);
    },
    get added() {
      return sources.length;
    },
    flush: () => {
      const insert = db.prepare(
        `INSERT INTO identity_link(low, high, low_type, high_type, kind, source, at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
      );
      const importedAt = db.prepare('SELECT imported_at FROM source WHERE id = ?').pluck();
      const times = new Map<number | null, number>();
      const kind = source === null ? 'confirmed' : 'record';
      const at = now();
      sources.forEach((by, i) => {
        if (!times.has(by)) times.set(by, by === source ? at : (importedAt.get(by) as number));
        insert.run(ends[2 * i], ends[2 * i + 1], types[2 * i], types[2 * i + 1], kind, by, times.get(by));
      });
    },
  };
};
