/** Links between numbers that an import finds: two numbers are linked once, and a link that was cut stays cut. */
import type { IdentifierType } from '../../../shared/vocabulary.ts';
import { now } from '../../audit/audit.ts';
import type { Connection } from '../../vault/database.ts';

/** Numbers stay below it: two of them make one exact double. */
const SPAN = 2 ** 26;

export type LinkWriter = {
  add(one: number, oneType: IdentifierType, other: number, otherType: IdentifierType): void;
  readonly added: number;
  flush(): void;
};

/**
 * Opens the links for what a source says, or, without a source, for what a person confirmed.
 * The caller holds the transaction.
 */
export const openLinks = (db: Connection, source: number | null): LinkWriter => {
  let known: Set<number> | null = null;
  const pairs: number[] = [];
  const types: IdentifierType[] = [];
  const load = (): Set<number> => {
    const found = new Set<number>();
    const rows = db.prepare('SELECT low, high FROM identity_link').raw().iterate();
    for (const [low, high] of rows as Iterable<[number, number]>) found.add(low * SPAN + high);
    return found;
  };
  return {
    add: (one, oneType, other, otherType) => {
      if (one === other) return;
      known ??= load();
      const [low, high, lowType, highType] =
        one < other ? [one, other, oneType, otherType] : [other, one, otherType, oneType];
      const pair = low * SPAN + high;
      if (known.has(pair)) return;
      known.add(pair);
      pairs.push(pair);
      types.push(lowType, highType);
    },
    get added() {
      return pairs.length;
    },
    flush: () => {
      const insert = db.prepare(
        `INSERT INTO identity_link(low, high, low_type, high_type, kind, source, at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
      );
      const kind = source === null ? 'confirmed' : 'record';
      const at = now();
      pairs.forEach((pair, i) => {
        const low = Math.floor(pair / SPAN);
        insert.run(low, pair - low * SPAN, types[2 * i], types[2 * i + 1], kind, source, at);
      });
    },
  };
};
