/** Links between numbers that an import finds: two numbers are linked once, and a link that was cut stays cut. */
import type { IdentifierType } from '../../../shared/vocabulary.ts';
import { now } from '../../audit/audit.ts';
import type { Connection } from '../../vault/database.ts';

/** Numbers stay below it: two of them make one exact double. */
const SPAN = 2 ** 26;

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
  let known: Set<number> | null = null;
  const pairs: number[] = [];
  const types: IdentifierType[] = [];
  const sources: (number | null)[] = [];
  const load = (): Set<number> => {
    const found = new Set<number>();
    const rows = db.prepare('SELECT low, high FROM identity_link').raw().iterate();
    for (const [low, high] of rows as Iterable<[number, number]>) found.add(low * SPAN + high);
    return found;
  };
  return {
    add: (one, oneType, other, otherType, by = source) => {
      if (one === other) return;
      known ??= load();
      const [low, high, lowType, highType] =
        one < other ? [one, other, oneType, otherType] : [other, one, otherType, oneType];
      const pair = low * SPAN + high;
      if (known.has(pair)) return;
      known.add(pair);
      pairs.push(pair);
      types.push(lowType, highType);
      sources.push(by);
    },
    get added() {
      return pairs.length;
    },
    flush: () => {
      const insert = db.prepare(
        `INSERT INTO identity_link(low, high, low_type, high_type, kind, source, at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
      );
      const importedAt = db.prepare('SELECT imported_at FROM source WHERE id = ?').pluck();
      const times = new Map<number | null, number>();
      const kind = source === null ? 'confirmed' : 'record';
      const at = now();
      pairs.forEach((pair, i) => {
        const low = Math.floor(pair / SPAN);
        const by = sources[i];
        if (!times.has(by)) times.set(by, by === source ? at : (importedAt.get(by) as number));
        insert.run(low, pair - low * SPAN, types[2 * i], types[2 * i + 1], kind, by, times.get(by));
      });
    },
  };
};
