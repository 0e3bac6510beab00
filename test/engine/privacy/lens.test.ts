/** The lens hands out the admitted, their rows before its date, and nothing of anyone else. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computeFeatures } from '../../../engine/features/features.ts';
import type { FeatureTable } from '../../../engine/features/table.ts';
import { holdsKind, type Lens, openLens } from '../../../engine/privacy/lens.ts';
import type { Connection } from '../../../engine/vault/database.ts';
import { DAY } from '../../../shared/vocabulary.ts';
import { codeOf, withVault } from '../vault/fixture.ts';
import {
  addConsents,
  addEvents,
  addOrders,
  addPeople,
  addProfiles,
  consent,
  type Event,
  type Order,
  type Profile,
} from './fixture.ts';

const AS_OF = 1000 * DAY;
const PEOPLE = 6;
const person = fc.nat(PEOPLE - 1);
const early = fc.integer({ min: 400, max: 999 }).map((day) => day * DAY + 7);
const time = fc.oneof(
  { weight: 4, arbitrary: early },
  { weight: 1, arbitrary: fc.constantFrom(AS_OF - 1, AS_OF, AS_OF + 1) },
);
const order: fc.Arbitrary<Order> = fc.record({
  person,
  time,
  amount: fc.option(fc.integer({ min: -400, max: 4000 }).map((cents) => cents / 4)),
  reference: fc.option(fc.nat(5)),
});
const event: fc.Arbitrary<Event> = fc.record({
  person,
  time,
  name: fc.option(fc.constantFrom('visit', 'click')),
});
const profile: fc.Arbitrary<Profile> = fc.record({
  person,
  plan: fc.option(fc.constantFrom('free', 'pro')),
  age: fc.option(fc.integer({ min: 18, max: 90 })),
});
const decision = fc.record({
  person,
  state: fc.constantFrom('given' as const, 'given' as const, 'withdrawn' as const),
  occurredAt: fc.constantFrom(900 * DAY, 950 * DAY, AS_OF + DAY),
});
const TYPES = { plan: 'code', age: 'number' } as const;

type World = {
  consents: (typeof decision extends fc.Arbitrary<infer T> ? T : never)[];
  orders: Order[];
  events: Event[];
  profiles: Profile[];
};
const world: fc.Arbitrary<World> = fc.record({
  consents: fc.array(decision, { maxLength: 8 }),
  orders: fc.array(order, { maxLength: 12 }),
  events: fc.array(event, { maxLength: 10 }),
  profiles: fc.array(profile, { maxLength: 8 }),
});

const fill = (db: Connection, { consents, orders, events, profiles }: World): void => {
  addConsents(db, consents.map(consent));
  addOrders(db, orders);
  addEvents(db, events);
  addProfiles(db, profiles, TYPES);
};
const open = (db: Connection): Lens => openLens(db, 'analytics', AS_OF);
const tableOf = (db: Connection): FeatureTable => computeFeatures(open(db));

describe('the lens', () => {
  it('lets nothing on or after its date, and nothing of anyone left out, change a figure', async () => {
    await fc.assert(
      fc.asyncProperty(world, world, (first, later) =>
        withVault(({ db }) => {
          addPeople(db, PEOPLE);
          fill(db, first);
          const lens = open(db);
          const admitted = new Set(lens.persons);
          const before = tableOf(db);
          addOrders(db, [
            ...later.orders.map((row) => ({ ...row, time: AS_OF + (row.time % (50 * DAY)) })),
            ...later.orders.filter((row) => !admitted.has(row.person)),
          ]);
          addEvents(db, [
            ...later.events.map((row) => ({ ...row, name: 'later', time: AS_OF + (row.time % (50 * DAY)) })),
            ...later.events
              .filter((row) => !admitted.has(row.person))
              .map((row) => ({ ...row, name: 'of others' })),
          ]);
          addProfiles(
            db,
            later.profiles
              .filter((row) => !admitted.has(row.person))
              .map((row) => ({ ...row, plan: 'secret' })),
            TYPES,
          );
          expect(tableOf(db)).toEqual(before);
        }),
      ),
      { numRuns: 40 },
    );
  });

  it('hands out exactly the admitted, and counts everyone once', async () => {
    await fc.assert(
      fc.asyncProperty(world, (rows) =>
        withVault(({ db }) => {
          addPeople(db, PEOPLE);
          fill(db, rows);
          const lens = open(db);
          expect(lens.known).toBe(PEOPLE);
          expect(lens.people + lens.leftOut.reduce((sum, { people }) => sum + people, 0)).toBe(PEOPLE);
          expect([...lens.persons]).toEqual([...lens.persons].sort((a, b) => a - b));
          const admitted = Array.from({ length: PEOPLE }, (_, id) => {
            const own = rows.consents.filter((row) => row.person === id);
            const no = Math.max(
              -1,
              ...own.filter(({ state }) => state !== 'given').map(({ occurredAt }) => occurredAt),
            );
            const past = own.filter(({ occurredAt }) => occurredAt < AS_OF);
            const pastNo = past.filter(({ state }) => state !== 'given').map(({ occurredAt }) => occurredAt);
            return (
              past.some((row) => row.state === 'given' && row.occurredAt > Math.max(-1, ...pastNo)) &&
              own.some((row) => row.state === 'given' && row.occurredAt > no)
            );
          });
          expect([...lens.persons]).toEqual([...admitted.keys()].filter((id) => admitted[id]));
          const orders = lens.orders();
          lens.persons.forEach((id, i) => {
            const times = rows.orders
              .filter((row) => row.person === id && row.time < AS_OF)
              .map((row) => row.time);
            expect([...orders.times.subarray(orders.offsets[i], orders.offsets[i + 1])]).toEqual(
              times.sort((a, b) => a - b),
            );
          });
          expect(orders.offsets[lens.people]).toBe(orders.times.length);
        }),
      ),
      { numRuns: 30 },
    );
  });

  it('does not depend on the order of import', async () => {
    const figures = (table: FeatureTable): unknown =>
      table.columns
        .map((column) => [
          column.id,
          column.type === 'number'
            ? [...column.values]
            : [...column.codes].map((code) => column.levels[code] ?? null),
        ])
        .sort();
    await fc.assert(
      fc.asyncProperty(world, async (rows) => {
        const profiles = rows.profiles.filter(
          (row, at) => rows.profiles.findIndex((other) => other.person === row.person) === at,
        );
        const results: unknown[] = [];
        for (const turn of [false, true])
          await withVault(({ db }) => {
            addPeople(db, PEOPLE);
            const turned = <T>(list: T[]): T[] => (turn ? [...list].reverse() : list);
            const half = Math.floor(rows.orders.length / 2);
            const parts = turned([rows.orders.slice(0, half), rows.orders.slice(half)]);
            for (const part of parts) addOrders(db, turned(part));
            addConsents(db, turned(rows.consents).map(consent));
            addEvents(db, turned(rows.events));
            addProfiles(db, turned(profiles), TYPES);
            const lens = open(db);
            results.push([lens.leftOut, [...lens.persons], figures(computeFeatures(lens))]);
          });
        expect(results[0]).toEqual(results[1]);
      }),
      { numRuns: 15 },
    );
  });

  it('knows no level and no event name that only others have', async () => {
    await withVault(({ db }) => {
      addPeople(db, 2);
      addConsents(db, [consent({ person: 0, occurredAt: 900 * DAY })]);
      addProfiles(
        db,
        [
          { person: 1, plan: 'a rare illness' },
          { person: 0, plan: 'pro' },
        ],
        { plan: 'code' },
      );
      addEvents(db, [
        { person: 1, time: 5, name: 'called the hotline' },
        { person: 0, time: 6, name: 'visit' },
      ]);
      const text = JSON.stringify(tableOf(db));
      expect(text).toContain('"pro"');
      expect(text).toContain('"visit"');
      expect(text).not.toContain('illness');
      expect(text).not.toContain('hotline');
    });
  });

  it('says who of the admitted consents to a channel too', async () => {
    await withVault(async ({ db }) => {
      addPeople(db, 4);
      const given = { occurredAt: 900 * DAY };
      const email = { ...given, purpose: 'marketing.communications.email' };
      addConsents(db, [
        consent({ person: 0, ...given }),
        consent({ person: 1, ...email }),
        consent({ person: 2, ...given }),
        consent({ person: 2, ...email }),
      ]);
      const lens = open(db);
      expect([...lens.persons]).toEqual([0, 2]);
      expect([...lens.alsoConsent('marketing.communications.email')]).toEqual([0, 1]);
      expect(await codeOf(() => lens.alsoConsent('nothing'))).toBe('NOT_FOUND');
      expect(holdsKind(db, 'orders')).toBe(false);
    });
  });

  it('is empty for an empty vault', async () => {
    await withVault(({ db }) => {
      const lens = open(db);
      expect([lens.known, lens.people, lens.attributes(), lens.orders().times.length]).toEqual([0, 0, [], 0]);
      expect(computeFeatures(lens).columns).toEqual([]);
    });
  });
});
