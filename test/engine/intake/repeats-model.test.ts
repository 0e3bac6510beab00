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

/** Rows of `rows` that are not among `held`, copy for copy. */
const without = (rows: readonly Row[], held: readonly Row[]): Row[] => {
  const left = held.map(text);
  return rows.filter((row) => {
    const at = left.indexOf(text(row));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
};

/** What the vault should hold after files come one after the other, each as a run of rows in their order. */
const model = (kind: Kind, files: readonly (readonly Row[])[]): string[] => {
  let runs: Row[][] = [];
  const gone = new Set<string>();
  const hasLines = (rows: readonly Row[]): boolean =>
    rows.some(({ id }, i) => i > 0 && id !== 0 && rows[i - 1].id === id);
  const isCut = (id: number, file: readonly Row[]): boolean =>
    runs.some(
      (held) =>
        (hasLines(file) || hasLines(held)) &&
        ((file[0].id === id && held.at(-1)?.id === id) || (file.at(-1)?.id === id && held.at(0)?.id === id)),
    );
  for (const file of files) {
    const earlier = runs;
    const heldOf = (id: number): Row[] => earlier.flat().filter((row) => row.id === id);
    const leaving = new Set<number>();
    const stays = new Set<Row>();
    for (const id of new Set(file.map((row) => row.id))) {
      const rows = file.filter((row) => row.id === id);
      const before = heldOf(id);
      if (id === 0) for (const row of without(rows, before)) stays.add(row);
      else if (kind === 'events') {
        let [current, own] = [before, false];
        for (const one of rows) {
          if (version(current) === version([one]) || gone.has(version([one]))) continue;
          if (current.length > 0) gone.add(version(current));
          if (!own && before.length > 0) leaving.add(id);
          if (own) stays.delete(current[0]);
          [current, own] = [[one], true];
          stays.add(one);
        }
      } else if (version(before) !== version(rows) && !gone.has(version(rows))) {
        const fresh = without(rows, before);
        const isPart = fresh.length === rows.length && (before.length !== rows.length || isCut(id, file));
        if (before.length > 0) gone.add(version(before));
        if (isPart && before.length > 0) gone.add(version(rows));
        else if (before.length > 0) leaving.add(id);
        for (const row of rows) stays.add(row);
      }
    }
    runs = [
      ...earlier.map((held) => held.filter((row) => row.id === 0 || !leaving.has(row.id))),
      file.filter((row) => stays.has(row)),
    ].filter((held) => held.length > 0);
  }
  return runs.flat().map(text).sort();
};

const row = fc.record({ id: fc.nat(4), person: fc.nat(2), time: fc.nat(2) });
const fileOf = fc.array(row, { minLength: 1, maxLength: 12 });

describe('settling what comes again', () => {
  for (const kind of ['events', 'orders'] as const)
    it(`of ${kind} leaves what the model leaves, in however many parts`, () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(fileOf, { minLength: 1, maxLength: 4 }),
          fc.constantFrom(1, 4, 100),
          (files, most) =>
            withVault(async ({ db }) => {
              const mapping: Mapping = {
                version: 1,
                kind,
                // Whoever names a stream has said that its numbers are its own: none of these files is refused.
                stream: 'model',
                columns: [
                  { column: 'id', role: 'reference' },
                  { column: 'who', role: 'identifier' },
                ],
              };
              for (const rows of files) {
                const source = addRun(db, kind, mapping, rows);
                const { told } = await runJob({}, (run) =>
                  settleRepeats(db, source, mapping, { records: rows.length, repeated: 0 }, run, most),
                );
                expect(told.fresh + told.joined + told.corrected + told.same + told.older).toBe(rows.length);
              }
              expect(heldIn(db, kind)).toEqual(model(kind, files));
            }),
        ),
        { numRuns: 40 },
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
