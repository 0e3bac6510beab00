/** Attacks on what is said of people and on consent: percentages read back, questions asked again, a yes that is none. */
import { describe, expect, it } from 'vitest';
import { computeFeatures } from '../../engine/features/features.ts';
import { describeLens, describeSegment } from '../../engine/personas/describe.ts';
import { clearRelease } from '../../engine/privacy/gate/gate.ts';
import { clearShare } from '../../engine/privacy/gate/persona.ts';
import { POLICY_DEFAULT, resolvePolicy } from '../../engine/privacy/gate/policy.ts';
import { publishedCount } from '../../engine/privacy/gate/suppress.ts';
import { openLens } from '../../engine/privacy/lens.ts';
import { createEvaluator } from '../../engine/segments/membership.ts';
import { DAY } from '../../shared/vocabulary.ts';
import { addConsents, addOrders, addPeople, addProfiles, consent } from '../engine/privacy/fixture.ts';
import { draftOf, shop } from '../engine/privacy/gate/population.ts';
import { withVault } from '../engine/vault/fixture.ts';

const AS_OF = 1000 * DAY;

describe('attacks on what is said of people', () => {
  it('D10: one person with many rows counts once', async () => {
    await withVault(({ db }) => {
      addPeople(db, 3);
      addConsents(
        db,
        [0, 1, 2].map((person) => consent({ person, basis: 'contract' })),
      );
      addOrders(db, [
        ...Array.from({ length: 50 }, (_, i) => ({ person: 0, time: i * DAY, amount: 10 })),
        { person: 1, time: 5, amount: 1 },
      ]);
      addProfiles(
        db,
        Array.from({ length: 40 }, () => ({ person: 2, plan: 'pro' })),
        { plan: 'code' },
      );
      const table = computeFeatures(openLens(db, 'analytics', AS_OF));
      const evaluator = createEvaluator(table);
      expect(evaluator.count({ op: 'count', of: 'orders', is: '>=', value: 1 })).toBe(2);
      expect(evaluator.count({ op: 'compare', field: 'profile.plan', is: '=', value: 'pro' })).toBe(1);
      const persona = describeSegment(
        table,
        describeLens(table),
        evaluator.evaluate({ op: 'compare', field: 'frequency', is: '>=', value: 0 }),
        [],
        null,
        new Set(),
      );
      expect(persona.levels[0]).toMatchObject({ people: [1], known: 1 });
    });
  });

  it('D11: people without a value are no class of their own', async () => {
    await withVault(({ db }) => {
      addPeople(db, 50);
      const everyone = Array.from({ length: 50 }, (_, person) => person);
      addConsents(
        db,
        everyone.map((person) => consent({ person, basis: 'contract' })),
      );
      addProfiles(
        db,
        everyone.map((person) => ({ person, plan: person < 20 ? 'pro' : null })),
        { plan: 'code' },
      );
      const table = computeFeatures(openLens(db, 'analytics', AS_OF));
      const all = createEvaluator(table).evaluate({
        op: 'not',
        of: { op: 'compare', field: 'profile.plan', is: '=', value: 'nothing' },
      });
      expect(describeSegment(table, describeLens(table), all, [], null, new Set()).levels).toEqual([
        expect.objectContaining({ levels: ['pro'], people: [20], known: 20, lensKnown: 20 }),
      ]);
    });
  });

  it('D4: a published percentage never tells the one number behind it', () => {
    // Everyone who knows the printed share and the printed base tries every number of people.
    for (const whole of [40, 41, 57, 100, 333, 1000])
      for (let part = POLICY_DEFAULT.minCell; part <= whole - POLICY_DEFAULT.minCell; part++) {
        const printed = JSON.stringify(clearShare(part, whole, POLICY_DEFAULT));
        const fits = Array.from({ length: whole + 1 }, (_, n) => n).filter(
          (n) =>
            JSON.stringify(clearShare(n, whole, POLICY_DEFAULT)) === printed &&
            publishedCount(n, POLICY_DEFAULT) === publishedCount(part, POLICY_DEFAULT),
        );
        expect(fits.length).toBeGreaterThan(1);
      }
  });

  it('D12: asking again gives the same bytes, so that nothing averages out', async () => {
    const table = shop(5, 800);
    const rules = [{ op: 'compare', field: 'frequency', is: '>', value: 2 }] as const;
    const once = JSON.stringify(await clearRelease(draftOf(table, rules), POLICY_DEFAULT));
    for (let i = 0; i < 5; i++)
      expect(JSON.stringify(await clearRelease(draftOf(table, rules), POLICY_DEFAULT))).toBe(once);
  });

  it('D14: no setting turns the gate off', async () => {
    const table = shop(6, 40);
    const rules = [{ op: 'compare', field: 'frequency', is: '>', value: 1 }] as const;
    for (const asked of [
      { minCell: 0, minSegment: 0 },
      { minCell: -1, minSegment: -1 },
      { minCell: 1, minSegment: 1 },
    ]) {
      const draft = draftOf(table, rules);
      expect(draft.segments[0].people).toBeLessThan(25);
      await expect(clearRelease(draft, resolvePolicy(asked).policy)).rejects.toThrow(/fewer than 25 people/);
    }
  });

  it('one person more or less does not change what is printed of a count inside its step', () => {
    for (let people = 100; people < 200; people++) {
      const printed = publishedCount(people, POLICY_DEFAULT);
      const same = [people - 2, people - 1, people + 1, people + 2].filter(
        (n) => publishedCount(n, POLICY_DEFAULT) === printed,
      );
      expect(same.length).toBeGreaterThan(0);
    }
  });
});

describe('attacks on consent', () => {
  const email = 'marketing.communications.email';
  const admitted = (events: Parameters<typeof consent>[0][], asOf = AS_OF): Promise<number[]> =>
    withVault(({ db }) => {
      addPeople(db, 1);
      addConsents(db, events.map(consent));
      return [...openLens(db, 'analytics', asOf).persons];
    });

  it('a consent dated in a far future admits nobody now', async () => {
    expect(await admitted([{ person: 0, occurredAt: Date.UTC(2099, 0) }])).toEqual([]);
    expect(
      await admitted([
        { person: 0, state: 'withdrawn', occurredAt: AS_OF - DAY },
        { person: 0, occurredAt: Date.UTC(2099, 0) },
      ]),
    ).toEqual([]);
  });

  it('an old yes that comes in later, or again, lifts nothing', async () => {
    const withdrawn = { person: 0, state: 'withdrawn' as const, occurredAt: 900 * DAY };
    expect(await admitted([withdrawn, { person: 0, occurredAt: 800 * DAY }])).toEqual([]);
    expect(await admitted([withdrawn, { person: 0, occurredAt: 900 * DAY }])).toEqual([]);
    expect(await admitted([withdrawn, { person: 0, occurredAt: null }])).toEqual([]);
    expect(await admitted([withdrawn, { person: 0, occurredAt: 901 * DAY }])).toEqual([0]);
  });

  it('a yes to one purpose is none to another', async () => {
    expect(await admitted([{ person: 0, purpose: email, occurredAt: 900 * DAY }])).toEqual([]);
  });

  it('a lens that is open keeps its ledger, and says which', async () => {
    await withVault(({ db }) => {
      addPeople(db, 1);
      addConsents(db, [consent({ person: 0, occurredAt: 900 * DAY })]);
      const lens = openLens(db, 'analytics', AS_OF);
      addConsents(db, [consent({ person: 0, state: 'withdrawn', occurredAt: 950 * DAY })]);
      expect([lens.people, lens.consentSeq]).toEqual([1, 1]);
      const after = openLens(db, 'analytics', AS_OF);
      expect([after.people, after.consentSeq]).toEqual([0, 2]);
      // A withdrawal binds an analysis of an earlier date too.
      expect(openLens(db, 'analytics', 920 * DAY).people).toBe(0);
    });
  });
});
