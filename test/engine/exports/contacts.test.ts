/**
 * HubSpot lists and Braze audiences choose the people that the plain evaluator chooses on the as-of date. Two
 * small readers of the payloads stand in for the platforms; they know the documented meaning and nothing of ours.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeBraze } from '../../../engine/exports/braze.ts';
import { writeHubspot } from '../../../engine/exports/hubspot.ts';
import type { SegmentExport, TargetFields } from '../../../engine/exports/targets.ts';
import { matches } from '../../../shared/rules/evaluate.ts';
import type { Rule } from '../../../shared/rules/rule.ts';
import { DAY } from '../../../shared/vocabulary.ts';
import { lapsed, loyal, releaseOf, segmentOf } from './fixture.ts';
import { AT, personOf, type Row, row, rule } from './population.ts';

type Contact = Record<string, string | number | null>;

/** A contact as a CRM holds it: dates instead of days, and perhaps nothing instead of a zero. */
const contactOf = (person: Row, zeroes: boolean): Contact => {
  const { value, count } = personOf(person);
  const past = (rows: { at: number }[]): number[] => rows.map(({ at }) => at).filter((at) => at < AT);
  const orders = past(person.orders);
  const events = past(person.events);
  const zero = (found: number): number | null => (found === 0 && !zeroes ? null : found);
  return {
    plan: person.plan,
    age: person.age,
    last_order_date: orders.length === 0 ? null : Math.max(...orders),
    first_order_date: orders.length === 0 ? null : Math.min(...orders),
    last_event_date: events.length === 0 ? null : Math.max(...events),
    order_count: zero(value('frequency') as number),
    total_spend: zero(value('monetary') as number),
    average_order_value: (value('average_order') as number | undefined) ?? null,
    event_count: zero(value('event_count') as number),
    orders_30: zero(count('orders', undefined, 30)),
  };
};

/** Nothing happens at midnight sharp: there the platforms may answer otherwise, and the package says so. */
const offMidnight = (person: Row): Row => {
  const shift = <T extends { at: number }>(one: T): T =>
    one.at % DAY === 0 ? { ...one, at: one.at + 1 } : one;
  return { ...person, orders: person.orders.map(shift), events: person.events.map(shift) };
};

type Filter = {
  property: string;
  operation: {
    operationType: string;
    operator: string;
    value?: number | boolean;
    values?: string[];
    numberOfDays?: number;
    includeObjectsWithNoValueSet: boolean;
  };
};
type ListBody = { filterBranch: { filterBranches: { filters: Filter[] }[] } };

const hubspotFilter = ({ property, operation }: Filter, contact: Contact): boolean => {
  const held = contact[property];
  if (held === undefined) throw new Error(`no property ${property}`);
  const { operator, value, values = [], numberOfDays = Number.NaN } = operation;
  if (operator === 'IS_KNOWN') return held !== null;
  if (operator === 'IS_UNKNOWN') return held === null;
  if (held === null) return operation.includeObjectsWithNoValueSet;
  // Today is the as-of date; a calendar day so many days before it lies as many midnights away.
  const daysAgo = (AT - Math.floor((held as number) / DAY) * DAY) / DAY;
  const number = value as number;
  switch (`${operation.operationType} ${operator}`) {
    case 'ROLLING_DATE_RANGE IS_LESS_THAN_X_DAYS_AGO':
      return daysAgo <= numberOfDays;
    case 'ROLLING_DATE_RANGE IS_MORE_THAN_X_DAYS_AGO':
      return daysAgo > numberOfDays;
    case 'NUMBER IS_EQUAL_TO':
      return held === number;
    case 'NUMBER IS_NOT_EQUAL_TO':
      return held !== number;
    case 'NUMBER IS_LESS_THAN':
      return (held as number) < number;
    case 'NUMBER IS_LESS_THAN_OR_EQUAL_TO':
      return (held as number) <= number;
    case 'NUMBER IS_GREATER_THAN':
      return (held as number) > number;
    case 'NUMBER IS_GREATER_THAN_OR_EQUAL_TO':
      return (held as number) >= number;
    case 'ENUMERATION IS_ANY_OF':
    case 'MULTISTRING IS_EQUAL_TO':
      return values.includes(held as string);
    case 'ENUMERATION IS_NONE_OF':
    case 'MULTISTRING IS_NOT_EQUAL_TO':
      return !values.includes(held as string);
  }
  throw new Error(`HubSpot knows no ${operation.operationType} ${operator}`);
};

const hubspotAdmits = (body: ListBody, contact: Contact): boolean =>
  body.filterBranch.filterBranches.some(({ filters }) =>
    filters.every((filter) => hubspotFilter(filter, contact)),
  );

type Audience = {
  AND?: Audience[];
  OR?: Audience[];
  custom_attribute?: { custom_attribute_name: string; comparison: string; value?: string | number | boolean };
};

/** `negatives`: what a negative comparison answers for a missing attribute, which Braze does not document. */
const brazeAdmits = (audience: Audience, contact: Contact, negatives: boolean): boolean => {
  if (audience.AND !== undefined) return audience.AND.every((part) => brazeAdmits(part, contact, negatives));
  if (audience.OR !== undefined) return audience.OR.some((part) => brazeAdmits(part, contact, negatives));
  const filter = audience.custom_attribute;
  if (filter === undefined) throw new Error('an empty filter');
  const { custom_attribute_name: name, comparison, value } = filter;
  const held = contact[name];
  if (held === undefined) throw new Error(`no attribute ${name}`);
  if (comparison === 'exists') return held !== null;
  if (comparison === 'does_not_exist') return held === null;
  if (held === null) return comparison === 'not_equal' ? negatives : false;
  const age = (AT - (held as number)) / DAY;
  const number = value as number;
  switch (comparison) {
    case 'equals':
      return held === value;
    case 'not_equal':
      return held !== value;
    case 'greater_than':
      return (held as number) > number;
    case 'greater_than_or_equal_to':
      return (held as number) >= number;
    case 'less_than':
      return (held as number) < number;
    case 'less_than_or_equal_to':
      return (held as number) <= number;
    case 'less_than_x_days_ago':
      return age < number;
    case 'greater_than_x_days_ago':
      return age > number;
  }
  throw new Error(`Braze knows no ${comparison}`);
};

const FIELDS: TargetFields = { 'count.orders.30': { property: 'orders_30', type: 'number' } };

const payload = <T>({ files }: SegmentExport): T => JSON.parse(String(files[0].content)) as T;

describe('a definition as questions about a contact', () => {
  test('admits the same people in HubSpot and Braze', () => {
    let written = 0;
    let withheld = 0;
    let admitted = 0;
    fc.assert(
      fc.property(
        fc.array(row.map(offMidnight), { minLength: 1, maxLength: 12 }),
        rule,
        fc.boolean(),
        (people, one, flag) => {
          const release = releaseOf([segmentOf('one', one)]);
          const contacts = people.map((person) => contactOf(person, flag));
          const expected = people.map((person) => matches(one, personOf(person)));
          const list = writeHubspot(release, FIELDS).segments[0];
          const audience = writeBraze(release, FIELDS).segments[0];
          for (const { files, withheld: reason, unsupported } of [list, audience]) {
            expect(files.length === 0).toBe(reason !== null);
            if (unsupported.length > 0) expect(reason).toContain(unsupported[0].leaf);
            reason === null ? written++ : withheld++;
          }
          if (list.withheld === null)
            expect(contacts.map((contact) => hubspotAdmits(payload(list), contact))).toEqual(expected);
          if (audience.withheld === null)
            expect(contacts.map((contact) => brazeAdmits(payload(audience), contact, flag))).toEqual(
              expected,
            );
          if (list.withheld === null) admitted += expected.filter(Boolean).length;
        },
      ),
      { numRuns: 1500 },
    );
    expect(written).toBeGreaterThan(800);
    expect(withheld).toBeGreaterThan(100);
    expect(admitted).toBeGreaterThan(1000);
  }, 30_000);

  test('withholds a segment with the leaf that cannot be said', () => {
    const busy: Rule = { op: 'count', of: 'events', name: 'visit', days: 30, is: '>=', value: 3 };
    const release = releaseOf([segmentOf('busy', busy), segmentOf('lapsed', lapsed)]);
    for (const target of [writeHubspot(release), writeBraze(release)]) {
      expect(target.segments[0]).toMatchObject({ files: [], segment: 'busy' });
      expect(target.segments[0].withheld).toContain('at least 3 events “visit” in the last 30 days');
      expect(target.segments[0].withheld).toContain('count.events.30.visit');
      expect(target.segments[1].withheld).toBeNull();
      expect(target.segments[1].approximated[0].note).toContain('last_order_date');
    }
    const named = writeHubspot(release, {
      'count.events.30.visit': { property: 'visits_30d', type: 'number' },
    });
    expect(named.segments[0]).toMatchObject({ withheld: null, unsupported: [], approximated: [] });
  });

  test('refuses a rule that grows beyond 250 filters, and one that asks nothing', () => {
    const pair = (at: number): Rule => ({
      op: 'any',
      of: [
        { op: 'compare', field: 'monetary', is: '>', value: at },
        { op: 'compare', field: 'profile.age', is: '>', value: at },
      ],
    });
    const wide: Rule = { op: 'all', of: [1, 2, 3, 4, 5, 6].map(pair) };
    const always: Rule = { op: 'compare', field: 'recency', is: '>=', value: 0, missing: true };
    const hubspot = writeHubspot(releaseOf([segmentOf('wide', wide), segmentOf('always', always)]));
    expect(hubspot.segments[0].withheld).toContain('250');
    expect(hubspot.segments[1].withheld).toContain('every contact');
    expect(writeBraze(releaseOf([segmentOf('wide', wide)])).segments[0].withheld).toBeNull();
  });

  test('asks for consent in every alternative where a consent property is named', () => {
    const release = releaseOf([segmentOf('either', { op: 'any', of: [lapsed, loyal] })]);
    const body = payload<ListBody>(
      writeHubspot(release, { consent: { property: 'gdpr_ok', type: 'bool' } }).segments[0],
    );
    expect(body.filterBranch.filterBranches).toHaveLength(2);
    for (const { filters } of body.filterBranch.filterBranches)
      expect(filters[0]).toMatchObject({
        property: 'gdpr_ok',
        operation: { operationType: 'BOOL', value: true },
      });
  });

  test('never lets two fields fall on one property', () => {
    const release = releaseOf([segmentOf('loyal', loyal)]);
    const { segments } = writeHubspot(release, {
      'profile.plan': { property: 'order_count', type: 'enumeration' },
    });
    expect(segments[0].unsupported.map(({ note }) => note).join()).toContain('same property order_count');
  });
});
