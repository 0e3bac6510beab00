/** Links between numbers that an import finds: two numbers are linked once, and a link that was cut stays cut. */
import type { IdentifierType } from '../../../shared/vocabulary.ts';
import { now } from '../../audit/audit.ts';
import type { Connection } from '../../vault/database.ts';
import { openRows } from '../../vault/many.ts';
import { createPairs, type Pairs } from './pairs.ts';

export type LinkWriter = {
  /** @param by the source that said it, where it is an earlier one */
  add(
    one: number,
    oneType: IdentifierType,
    other: number,
    otherType: IdentifierType,
    by?: number | null,
  ): void;
  /** Writes the links that are not held yet, and answers how many. */
  flush(): number;
};

/** Links between numbers of two types that one source said. */
type Said = { lowType: IdentifierType; highType: IdentifierType; by: number | null; pairs: Pairs };

/**
 * Opens the links for what a source says, or, without a source, for what a person confirmed.
 * The caller holds the transaction.
 */
export const openLinks = (db: Connection, source: number | null): LinkWriter => {
  const said = new Map<string, Said>();
  return {
    add: (one, oneType, other, otherType, by = source) => {
      if (one === other) return;
      const [low, high, lowType, highType] =
        one < other ? [one, other, oneType, otherType] : [other, one, otherType, oneType];
      const key = `${by} ${lowType} ${highType}`;
      let alike = said.get(key);
      if (alike === undefined) {
        alike = { lowType, highType, by, pairs: createPairs() };
        said.set(key, alike);
      }
      alike.pairs.add(low, high);
    },
    flush: () => {
      const importedAt = db.prepare('SELECT imported_at FROM source WHERE id = ?').pluck();
      const kind = source === null ? 'confirmed' : 'record';
      const at = now();
      let added = 0;
      // Of two sources that said the same the earlier one is named. In the order of the numbers each page of the table and of
      // its index is written once.
      const bySource = [...said.values()].sort((a, b) => (a.by ?? 0) - (b.by ?? 0));
      for (const { lowType, highType, by, pairs } of bySource) {
        const rows = openRows(
          db,
          2,
          (values) =>
            `INSERT INTO identity_link(low, high, low_type, high_type, kind, source, at)
             SELECT column1, column2, @lowType, @highType, @kind, @by, @at FROM (VALUES ${values}) WHERE true
             ON CONFLICT(low, high) DO NOTHING`,
          { lowType, highType, kind, by, at: by === source ? at : (importedAt.get(by) as number) },
        );
        pairs.each((low, high) => rows.add(low, high));
        added += rows.flush();
      }
      said.clear();
      return added;
    },
  };
};
