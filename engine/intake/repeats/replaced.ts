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
  const known = createRowSet();
  /** As the set wants them: the lowest byte and the upper half of the second word count. */
  const parts = (hash: number): [number, number] => {
    const top = Math.floor(hash / 0x1_0000_0000);
    return [hash >>> 0, (top & 0xff) | ((top >>> 8) << 16)];
  };
  for (const hash of db.prepare('SELECT hash FROM replaced_row WHERE kind = ?').pluck().iterate(kind))
    known.add(...parts(hash as number));
  const added: { hash: number; person: number }[] = [];
  return {
    has: (key, low, high) => known.has(...parts(hashOf(key, low, high))),
    add: (key, low, high, person) => {
      const hash = hashOf(key, low, high);
      if (known.add(...parts(hash))) added.push({ hash, person });
    },
    flush: () => {
      const insert = db.prepare('INSERT INTO replaced_row(kind, hash, person) VALUES (?, ?, ?)');
      for (const { hash, person } of added) insert.run(kind, hash, person);
    },
  };
};
