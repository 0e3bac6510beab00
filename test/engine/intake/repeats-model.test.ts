/** Random imports, settled over chunks, against a model over plain maps; and the sorted keys against a plain list. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allocate,
  type ColumnType,
  ensureColumn,
  loadColumns,
  writeRun,
} from '../../../engine/columns/columns.ts';
import { settleRepeats } from '../../../engine/intake/repeats/repeats.ts';
import { pickKeys, sortKeys } from '../../../engine/intake/repeats/sorted-keys.ts';
import { runJob } from '../../../engine/jobs/job.ts';
import type { Connection } from '../../../engine/vault/database.ts';
import type { Mapping } from '../../../shared/mapping.ts';
import { addSource, withVault } from '../vault/fixture.ts';

type Row = { id: number; person: number; time: number };
type Kind = 'orders' | 'events';

const addRun = (db: Connection, kind: Kind, mapping: Mapping, rows: readonly Row[]): number => {
  const source = addSource(db, kind);
  db.prepare('UPDATE source SET mapping = ? WHERE id = ?').run(JSON.stringify(mapping), source);
  const define = (name: string, type: ColumnType) =>
    ensureColumn(db, { kind, name, label: name, type, role: 'attribute', class: null });
  const definitions = [define('person', 'person'), define('time', 'time'), define('reference', 'hash')];
  const arrays = definitions.map(({ type }) => allocate(type, rows.length));
  rows.forEach(({ id, person, time }, i) => {
    arrays[0][i] = person;
    arrays[1][i] = time;
    // The highest bits tell keys apart first, as those of a hash do; 0 is no number.
    arrays[2][2 * i] = id;
    arrays[2][2 * i + 1] = Math.imul(id, 0x9e37_79b1) >>> 0;
  });
  const run = writeRun(db, source, kind, definitions);
  run.append(arrays, rows.length);
  run.finish();
  return source;
};

const heldIn = (db: Connection, kind: Kind): string[] => {
  const { rows, columns } = loadColumns(db, kind);
  return Array.from({ length: rows }, (_, i) =>
    [columns.get('reference')?.[2 * i], columns.get('person')?.[i], columns.get('time')?.[i]].join(' '),
  ).sort();
};

const text = ({ id, person, time }: Row): string => `${id} ${person} ${time}`;
const version = (rows: readonly Row[]): string => rows.map(text).sort().join('|');

/** What the vault should hold after files come one after the other. */
const model = (kind: Kind, files: readonly (readonly Row[])[]): string[] => {
  const held = new Map<number, Row[]>();
  const gone = new Set<string>();
  let plain: Row[] = [];
  const offer = (id: number, rows: Row[]): void => {
    const before = held.get(id);
    if (before !== undefined && version(before) === version(rows)) return;
    if (gone.has(version(rows))) return;
    if (before !== undefined) gone.add(version(before));
    held.set(id, rows);
  };
  for (const file of files) {
    const ids = [...new Set(file.map(({ id }) => id))].filter((id) => id !== 0);
    if (kind === 'events') for (const row of file.filter(({ id }) => id !== 0)) offer(row.id, [row]);
    else
      for (const id of ids)
        offer(
          id,
          file.filter((row) => row.id === id),
        );
    const counts = new Map<string, number>();
    for (const row of plain) counts.set(text(row), (counts.get(text(row)) ?? 0) + 1);
    const fresh: Row[] = [];
    for (const row of file.filter(({ id }) => id === 0)) {
      const left = counts.get(text(row)) ?? 0;
      if (left > 0) counts.set(text(row), left - 1);
      else fresh.push(row);
    }
    plain = [...plain, ...fresh];
  }
  return [...[...held.values()].flat(), ...plain].map(text).sort();
};

const row = fc.record({ id: fc.nat(4), person: fc.nat(2), time: fc.nat(2) });
const fileOf = fc.array(row, { minLength: 1, maxLength: 12 });

describe('settling what comes again', () => {
  for (const kind of ['events', 'orders'] as const)
    it(`of ${kind} leaves what the model leaves`, () =>
      fc.assert(
        fc.asyncProperty(fc.array(fileOf, { minLength: 1, maxLength: 4 }), (files) =>
          withVault(async ({ db }) => {
            const mapping: Mapping = {
              version: 1,
              kind,
              columns: [
                { column: 'id', role: 'reference' },
                { column: 'who', role: 'identifier' },
              ],
            };
            for (const rows of files) {
              const source = addRun(db, kind, mapping, rows);
              const { told } = await runJob({}, (run) => settleRepeats(db, source, mapping, run));
              expect(told.fresh + told.corrected + told.same + told.older).toBe(rows.length);
            }
            expect(heldIn(db, kind)).toEqual(model(kind, files));
          }),
        ),
        { numRuns: 25 },
      ));
});

describe('sorted keys', () => {
  it('find every key and no other, also when they are crowded', () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(3), fc.integer({ min: 0, max: 0xffff_ffff })), { maxLength: 60 }),
        (pairs) => {
          const keys = sortKeys(Uint32Array.from(pairs.flat()));
          for (const [low, high] of pairs) {
            const place = keys.find(low, high);
            expect([keys.words[2 * place], keys.words[2 * place + 1]]).toEqual([low, high]);
          }
          expect(keys.find(4, 7)).toBe(-1);
          const counted = new Map<string, number>();
          for (const pair of pairs) counted.set(pair.join(), (counted.get(pair.join()) ?? 0) + 1);
          expect(pickKeys(keys, (_, count) => count > 1).size).toBe(
            [...counted.values()].filter((n) => n > 1).length,
          );
        },
      ),
    ));
});
