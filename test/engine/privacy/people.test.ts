/** Who is one person: identifiers, links, shared identifiers, held to sets; tables that grow. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinPeople } from '../../../engine/privacy/identity/join.ts';
import { settleIdentity } from '../../../engine/privacy/identity/settle.ts';
import { countPeople, openPeople, personBehind } from '../../../engine/privacy/people.ts';
import type { Connection } from '../../../engine/vault/database.ts';
import type { Vault } from '../../../engine/vault/vault.ts';
import { addSource, withVault } from '../vault/fixture.ts';
import { pseudonymColumn } from './fixture.ts';

type Row = { id: string | null; email: string | null; phone: string | null };
const KINDS = ['customer', 'email', 'phone'] as const;
const word = (names: string) => fc.option(fc.constantFrom(...names.split('')), { freq: 3 });
const row: fc.Arbitrary<Row> = fc.record({ id: word('abcdefgh'), email: word('uvwx'), phone: word('xyz') });
const named = ({ id, email, phone }: Row): string[] =>
  [id, email, phone].flatMap((value, i) => (value === null ? [] : [`${KINDS[i]} ${value}`]));

/** The same with sets: identifiers as nodes, the first of a record linked with its others, shared ones without links. */
const reference = (rows: readonly Row[], most: number): string[] => {
  const edges = new Set<string>();
  for (const [main, ...links] of rows.map(named))
    for (const link of links) edges.add([main, link].sort().join('|'));
  const nodes = [...new Set(rows.flatMap(named))].sort();
  const neighbours = (node: string): string[] =>
    [...edges].map((edge) => edge.split('|')).flatMap(([a, b]) => (a === node ? [b] : b === node ? [a] : []));
  const shared = new Set(
    nodes.filter((node) =>
      KINDS.some((kind) => neighbours(node).filter((other) => other.startsWith(kind)).length > most),
    ),
  );
  const seen = new Set<string>();
  const groups: string[] = [];
  for (const node of nodes) {
    const group = [node];
    for (const one of group)
      for (const other of shared.has(one) ? [] : neighbours(one))
        if (!shared.has(other) && !group.includes(other)) group.push(other);
    if (!seen.has(node)) groups.push(group.sort().join(' + '));
    for (const one of group) seen.add(one);
  }
  return groups.sort();
};

/** Imports batches of rows, each import in its transaction, and answers who is one person by what leads to them. */
const imported = ({ db }: Vault, imports: readonly (readonly Row[])[], most: number): string[] => {
  db.prepare('UPDATE identity_setting SET most = ?').run(most);
  for (const rows of imports) {
    db.exec('BEGIN');
    const known = countPeople(db);
    const people = openPeople(db, addSource(db));
    const out = new Int32Array(rows.length);
    const [identifier, ...links] = [
      pseudonymColumn(
        'customer',
        rows.map(({ id }) => id),
      ),
      pseudonymColumn(
        'email',
        rows.map(({ email }) => email),
      ),
      pseudonymColumn(
        'phone',
        rows.map(({ phone }) => phone),
      ),
    ];
    people.resolve(identifier, links, rows.length, out);
    people.flush();
    const { created, merged } = joinPeople(db, people, known);
    expect(countPeople(db)).toBe(known + created - merged);
    db.exec('COMMIT');
  }
  return groupsOf(db, imports.flat());
};

const groupsOf = (db: Connection, rows: readonly Row[]): string[] => {
  const groups = new Map<number | string, string[]>();
  for (const node of [...new Set(rows.flatMap(named))].sort()) {
    const [kind, value] = node.split(' ') as [(typeof KINDS)[number], string];
    const found = personBehind(db, kind, pseudonymColumn(kind, [value]).bytes);
    // Nobody was said under an identifier that only a shared one brought along: it stands alone.
    const key = found?.person ?? node;
    groups.set(key, [...(groups.get(key) ?? []), node]);
  }
  return [...groups.values()].map((group) => group.join(' + ')).sort();
};

const HOUSED_LATER: Row[][] = [
  [
    { id: null, email: 'u', phone: null },
    { id: 'e', email: 'u', phone: null },
  ],
  [{ id: 'e', email: 'x', phone: null }],
];

describe('one person from many identifiers', () => {
  it('the components of the links, in any order of imports, and again the same', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(row, { maxLength: 9 }), { maxLength: 4 }),
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.nat(1000), { minLength: 4, maxLength: 4 }),
        async (imports, most, order) => {
          const expected = reference(imports.flat(), most);
          const shuffled = imports
            .map((rows, i) => ({ rows: [...rows].reverse(), key: order[i] }))
            .sort((a, b) => a.key - b.key)
            .map(({ rows }) => rows);
          await withVault((vault) => {
            expect(imported(vault, imports, most)).toEqual(expected);
            const people = countPeople(vault.db);
            expect(
              imported(
                vault,
                imports.map((rows) => rows.filter((one) => named(one).length > 0)),
                most,
              ),
            ).toEqual(expected);
            expect(countPeople(vault.db)).toBe(people);
          });
          await withVault((vault) => expect(imported(vault, shuffled, most)).toEqual(expected));
        },
      ),
      // A known person's second address, which makes theirs a shared identifier without a new link.
      { numRuns: 60, examples: [[HOUSED_LATER, 1, [0, 0, 0, 0]]] },
    );
  });

  it('a link that is cut parts them and stays cut; put back, all is as it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 4, maxLength: 14 }), fc.nat(40), (rows, which) =>
        withVault((vault) => {
          const { db } = vault;
          const before = imported(vault, [rows], 10);
          const ids = db.prepare('SELECT id FROM identity_link ORDER BY id').pluck().all() as number[];
          fc.pre(ids.length > 0);
          const state = (): unknown => db.prepare('SELECT * FROM merged ORDER BY number').all();
          const stood = state();
          const id = ids[which % ids.length];
          db.prepare('UPDATE identity_link SET cut_at = 1 WHERE id = ?').run(id);
          settleIdentity(db);
          const parted = groupsOf(db, rows);
          expect(parted.length - before.length).toBeGreaterThanOrEqual(0);
          expect(imported(vault, [rows.filter((one) => named(one).length > 0)], 10)).toEqual(parted);
          db.prepare('UPDATE identity_link SET cut_at = NULL WHERE id = ?').run(id);
          settleIdentity(db);
          expect(groupsOf(db, rows)).toEqual(before);
          expect(state()).toEqual(stood);
        }),
      ),
      { numRuns: 30 },
    );
  });

  it('grows beyond its first table, and knows everyone again', async () => {
    await withVault(({ db }) => {
      const count = 9000;
      const names = Array.from({ length: count }, (_, i) => `person ${i}`);
      db.exec('BEGIN');
      const first = openPeople(db, addSource(db));
      const out = new Int32Array(count);
      first.resolve(pseudonymColumn('email', names), [], count, out);
      first.flush();
      db.exec('COMMIT');
      expect([...out]).toEqual(names.map((_, i) => i));
      expect(db.prepare('SELECT sum(rows) FROM pseudonym_block').pluck().get()).toBe(count);
      const again = openPeople(db, addSource(db));
      const mixed = [...names.slice(4000).reverse(), 'somebody new'];
      const found = new Int32Array(mixed.length);
      again.resolve(pseudonymColumn('email', mixed), [], mixed.length, found);
      expect([...found]).toEqual([...names.keys()].slice(4000).reverse().concat(count));
      expect(again.created).toBe(1);
    });
  });

  it('keeps types apart and gives nobody a person of another type', async () => {
    await withVault(({ db }) => {
      const people = openPeople(db, addSource(db));
      const out = new Int32Array(1);
      people.resolve(pseudonymColumn('email', ['x']), [], 1, out);
      const bytes = pseudonymColumn('email', ['x']);
      people.resolve({ ...bytes, type: 'phone' }, [], 1, out);
      expect(out[0]).toBe(1);
    });
  });
});
