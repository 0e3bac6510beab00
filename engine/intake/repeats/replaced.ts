/** Versions that were replaced: what is asked before a version is taken, and where one is written down that leaves. */
import type { Kind } from '../../../shared/vocabulary.ts';
import type { Connection } from '../../vault/database.ts';
import { createRowSet } from '../row-set.ts';
import { finishMix, mix } from './content.ts';

/** A version is the number of its record and the two words of its content. */
export type Replaced = {
  has(key: readonly [number, number], low: number, high: number): boolean;
  add(key: readonly [number, number], low: number, high: number, person: number): void;
  /** Writes down what was added. */
  flush(): void;
};

const PIECE = 65_536;

/** Opens what was replaced of a kind; numbers of another stream never meet those of this one. */
export const openReplaced = (db: Connection, kind: Kind, stream: string): Replaced => {
  const seed = new Uint32Array(2);
  for (let i = 0; i < stream.length; i++) mix(seed, stream.charCodeAt(i));
  const pair = new Uint32Array(2);
  /** 52 bits, so that a number holds them exactly. */
  const hashOf = (key: readonly [number, number], low: number, high: number): number => {
    pair.set(seed);
    for (const word of [...key, low, high]) mix(pair, word);
    finishMix(pair);
    return pair[0] + (pair[1] >>> 12) * 0x1_0000_0000;
  };
  /** Read when it is first asked: most files bring nothing again. */
  let held: ReturnType<typeof createRowSet> | null = null;
  /** As the set wants them: the lowest byte and the upper half of the second word count. */
  const parts = (hash: number): [number, number] => {
    const top = Math.floor(hash / 0x1_0000_0000);
    return [hash >>> 0, (top & 0xff) | ((top >>> 8) << 16)];
  };
  const known = (): ReturnType<typeof createRowSet> => {
    if (held !== null) return held;
    held = createRowSet();
    for (const hash of db.prepare('SELECT hash FROM replaced_row WHERE kind = ?').pluck().iterate(kind))
      held.add(...parts(hash as number));
    return held;
  };
  /** Hashes and the people they belong to, in pieces: growing by copies would hold them twice. */
  const pieces: { hashes: Float64Array; people: Int32Array }[] = [];
  let added = 0;
  return {
    has: (key, low, high) => known().has(...parts(hashOf(key, low, high))),
    add: (key, low, high, person) => {
      const hash = hashOf(key, low, high);
      if (!known().add(...parts(hash))) return;
      const at = added % PIECE;
      if (at === 0) pieces.push({ hashes: new Float64Array(PIECE), people: new Int32Array(PIECE) });
      const { hashes, people } = pieces[pieces.length - 1];
      hashes[at] = hash;
      people[at] = person;
      added += 1;
    },
    flush: () => {
      const insert = db.prepare('INSERT INTO replaced_row(kind, hash, person) VALUES (?, ?, ?)');
      // In the order of the table: at random places every row would write a page anew.
      const order = new Uint32Array(2 * added);
      for (let at = 0; at < added; at++) {
        order[2 * at] = at;
        order[2 * at + 1] = pieces[Math.floor(at / PIECE)].people[at % PIECE];
      }
      new BigUint64Array(order.buffer).sort();
      for (let i = 0; i < order.length; i += 2) {
        const { hashes, people } = pieces[Math.floor(order[i] / PIECE)];
        insert.run(kind, hashes[order[i] % PIECE], people[order[i] % PIECE]);
      }
    },
  };
};
