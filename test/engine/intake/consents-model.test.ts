/** What an import writes into the ledger, against a plain reading of the same records one by one. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ConsentPlan } from '../../../engine/intake/consent-plan.ts';
import { openConsents } from '../../../engine/intake/consents.ts';
import type { LoadBatch } from '../../../engine/intake/layout.ts';
import type { ImportPlan } from '../../../engine/intake/mapping.ts';
import { precisionOf } from '../../../engine/privacy/consent/ledger.ts';
import { PSEUDONYM_BYTES } from '../../../engine/privacy/pseudonyms.ts';
import type { Connection } from '../../../engine/vault/database.ts';
import { DAY } from '../../../shared/vocabulary.ts';
import { addPeople } from '../privacy/fixture.ts';
import { addSource, withVault } from '../vault/fixture.ts';

const RECORDED_AT = Date.UTC(2026, 10, 1, 12);
const PEOPLE = 5;
const TEXTS = {
  answer: ['yes', 'no', 'later', 'huh'],
  purpose: ['analytics', 'newsletter', 'odd'],
  notice: ['2024-1', '2025-1'],
  method: ['form', 'phone'],
  reason: ['because', 'too many'],
  region: ['DE', 'US', 'nowhere at all'],
  flag: ['on', 'off', 'what'],
};
type Name = keyof typeof TEXTS;
const NAMES = Object.keys(TEXTS) as Name[];
const MEANINGS: Record<string, string> = { yes: 'given', no: 'refused', later: 'nothing' };
const PLACES: Record<string, [string, string | null]> = {
  DE: ['EU-GDPR', 'DE'],
  US: ['US', 'US'],
  'nowhere at all': ['UNKNOWN', null],
};

const code = fc.option(fc.nat(3), { freq: 3, nil: -1 });
const time = fc.option(
  fc.constantFrom(
    RECORDED_AT - 3 * DAY,
    Date.UTC(2026, 2, 4),
    Date.UTC(2026, 2, 5, 6),
    RECORDED_AT + 9 * DAY,
  ),
  { freq: 4, nil: Number.NaN },
);
const record = fc.record({
  person: fc.nat(PEOPLE - 1),
  toldBy: fc.nat(1),
  codes: fc.tuple(code, code, code, code, code, code, code),
  at: time,
  until: fc.option(time, { freq: 1, nil: Number.NaN }),
});
type Said = typeof record extends fc.Arbitrary<infer T> ? T : never;

const mapped = fc.record({
  fixed: fc.boolean(),
  with: fc.record({
    notice: fc.boolean(),
    method: fc.boolean(),
    reason: fc.boolean(),
    region: fc.boolean(),
    until: fc.boolean(),
    flag: fc.boolean(),
    everyone: fc.option(fc.constantFrom('given', 'withdrawn', 'nothing')),
  }),
});
type Mapped = typeof mapped extends fc.Arbitrary<infer T> ? T : never;

const slotOf = (name: Name): number => NAMES.indexOf(name);
const wordOf = ({ codes }: Said, name: Name): string | null => {
  const words = TEXTS[name];
  const one = codes[slotOf(name)];
  return one < 0 ? null : words[one % words.length];
};

const planOf = ({ fixed, with: has }: Mapped): ConsentPlan => ({
  everyone:
    has.everyone === null
      ? null
      : { state: has.everyone as 'given', purpose: 'personalize', basis: 'consent', dated: 0, asked: 1 },
  states: [
    {
      column: 'answer',
      state: slotOf('answer'),
      states: MEANINGS,
      purpose: fixed
        ? 'marketing.advertising'
        : { slot: slotOf('purpose'), values: { newsletter: 'marketing.communications.email' } },
      basis: 'explicit_consent',
      dated: 0,
    },
    {
      column: 'again',
      state: slotOf('answer'),
      states: { no: 'withdrawn' },
      purpose: 'analytics',
      basis: 'consent',
      dated: null,
    },
  ],
  signals: [],
  gpc: has.flag ? [{ column: 'flag', slot: slotOf('flag'), values: { on: 'on', off: 'off' }, dated: 0 }] : [],
  region: has.region ? { column: 'region', slot: slotOf('region'), values: {}, dated: null } : null,
  minor: null,
  notice: has.notice ? slotOf('notice') : null,
  method: has.method ? slotOf('method') : null,
  reason: has.reason ? slotOf('reason') : null,
  until: has.until ? 1 : null,
});

/** The first 48 bits of the pseudonym of a row. */
const pseudonymOf = (person: number): Uint8Array => {
  const bytes = new Uint8Array(PSEUDONYM_BYTES).fill(7);
  bytes.set([200, person, 3, 250, 1, person]);
  return bytes;
};
const subjectOf = (person: number): number =>
  Number(`0x${Buffer.from(pseudonymOf(person).subarray(0, 6)).toString('hex')}`);
const orNull = (one: number): number | null => (Number.isNaN(one) ? null : one);
/** The events of records, read one by one. */
const model = (records: readonly Said[], { fixed, with: has }: Mapped): unknown[] =>
  records.flatMap((one, i) => {
    const told = (name: Name): string | null => wordOf(one, name);
    const word = has.region ? told('region') : null;
    const [regime, jurisdiction] = word === null ? [null, null] : PLACES[word];
    const notice = has.notice ? told('notice') : null;
    const method = has.method ? told('method') : null;
    const reason = has.reason ? told('reason') : null;
    const event = (
      purpose: string,
      state: string,
      basis: string,
      at: number | null,
      how: string,
      grade: number,
      why = reason,
    ): unknown => ({
      person: one.person,
      purpose,
      state,
      basis,
      occurred_at: at,
      valid_until: has.until ? orNull(one.until) : null,
      method: how,
      notice,
      evidence_grade: at === null ? 0 : grade,
      row_number: i + 1,
      reason: why,
      subject: subjectOf(one.person),
      pid_type: one.toldBy === 0 ? 'customer' : 'email',
      regime,
      jurisdiction,
      occurred_precision: precisionOf(at, RECORDED_AT),
    });
    const grade = notice === null ? 1 : 2;
    const at = orNull(one.at);
    const events: unknown[] = [];
    const answer = told('answer');
    if (answer !== null) {
      const named = told('purpose');
      const purpose = fixed
        ? 'marketing.advertising'
        : named === 'newsletter'
          ? 'marketing.communications.email'
          : named === 'analytics'
            ? named
            : null;
      const state = MEANINGS[answer] ?? 'unknown';
      if (state !== 'nothing' && purpose !== null)
        events.push(event(purpose, state, 'explicit_consent', at, method ?? 'import_column', grade));
      const second = answer === 'no' ? 'withdrawn' : 'unknown';
      events.push(event('analytics', second, 'consent', null, method ?? 'import_column', grade));
    }
    if (has.everyone !== null) {
      const how = method ?? 'import_file';
      if (has.everyone !== 'nothing')
        events.push(event('personalize', has.everyone, 'consent', at, how, grade));
      const asked = orNull(one.until);
      if (asked !== null)
        events.push(event('personalize', 'requested', 'consent', asked, 'import_file', grade, null));
    }
    if (has.flag && told('flag') !== null && told('flag') !== 'off')
      events.push(event('third_party_sharing', 'opted_out', 'none', at, 'gpc', 1));
    return events;
  });
const batchOf = (records: readonly Said[], first: number, texts: (name: Name) => string[]): LoadBatch => {
  const bytes = new Uint8Array(records.length * PSEUDONYM_BYTES);
  records.forEach(({ person }, i) => {
    bytes.set(pseudonymOf(person), i * PSEUDONYM_BYTES);
  });
  return {
    rows: records.length,
    identifiers: { bytes, earlier: [], toldBy: Uint8Array.from(records, ({ toldBy }) => toldBy) },
    times: [Float64Array.from(records, ({ at }) => at), Float64Array.from(records, ({ until }) => until)],
    texts: NAMES.map((name) => ({
      codes: Int32Array.from(records, ({ codes }) => {
        const one = codes[slotOf(name)];
        return one < 0 ? -1 : one % texts(name).length;
      }),
      added: [],
    })),
    records: Float64Array.from(records, (_, i) => first + i + 1),
  } as unknown as LoadBatch;
};

const COLUMNS = `person, purpose, state, basis, occurred_at, valid_until, method, notice, evidence_grade, row_number,
  reason, subject, pid_type, regime, jurisdiction, occurred_precision`;
const written = (db: Connection): unknown[] =>
  db.prepare(`SELECT ${COLUMNS} FROM consent_event ORDER BY seq`).all();

/** Takes records in, a batch after the other. */
const take = (
  db: Connection,
  batches: readonly (readonly Said[])[],
  consent: ConsentPlan,
  texts: (name: Name) => string[],
  heard?: (records: number) => void,
) => {
  addPeople(db, PEOPLE);
  const plan = {
    consent,
    mapping: { version: 1, kind: 'profiles', columns: [] },
    layout: { identifier: { type: 'customer' }, links: [{ type: 'email' }] },
  } as unknown as ImportPlan;
  return db.transaction(() => {
    const consents = openConsents(db, addSource(db, 'profiles'), plan, RECORDED_AT);
    let first = 0;
    for (const records of batches) {
      const people = Int32Array.from(records, ({ person }) => person);
      consents.take(batchOf(records, first, texts), people, NAMES.map(texts));
      first += records.length;
      heard?.(first);
    }
    return consents.finish();
  })();
};

it('writes what every record says, in the order of the records', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(record, { maxLength: 400, size: 'max' }), { maxLength: 3 }),
      mapped,
      (batches, given) =>
        withVault(({ db }) => {
          const preview = take(db, batches, planOf(given), (name) => TEXTS[name]);
          const events = model(batches.flat(), given) as { state: string; occurred_precision: string }[];
          expect(written(db)).toEqual(events);
          const against = events.filter(({ state }) => ['refused', 'withdrawn', 'opted_out'].includes(state));
          const future = events.filter((event) => event.occurred_precision === 'future');
          expect([preview.events, preview.against, preview.future]).toEqual(
            [events, against, future].map(({ length }) => length),
          );
          const [answers] = preview.columns.filter(({ column }) => column === 'answer');
          expect((answers?.values ?? []).reduce((sum, { records }) => sum + records, 0)).toBe(
            batches.flat().filter((one) => wordOf(one, 'answer') !== null).length,
          );
          const wordings = db.prepare('SELECT count(*) FROM consent_wording').pluck().get();
          expect(wordings).toBeLessThanOrEqual(events.length);
        }),
    ),
    { numRuns: 20, seed: 1 },
  );
});

/** A record that answers, and says nothing else. */
const ONE: Said = {
  person: 1,
  toldBy: 0,
  codes: [0, -1, -1, -1, -1, -1, -1],
  at: RECORDED_AT - 3 * DAY,
  until: Number.NaN,
};
/** A plan of one column of answers, with a column of notices or without. */
const planOfAnswers = (notice: boolean): ConsentPlan => {
  const has = { notice, method: false, reason: false, region: false, until: false, flag: false };
  const plan = planOf({ fixed: true, with: { ...has, everyone: null } });
  return { ...plan, states: plan.states.slice(0, 1) };
};

it('tells records apart whose notices are all different, more of them than it remembers', () =>
  withVault(({ db }) => {
    const notices = Array.from({ length: 70_000 }, (_, i) => `notice ${i}`);
    const records = notices.map((_, i): Said => ({ ...ONE, codes: [0, 0, i, -1, -1, -1, -1] }));
    take(db, [records], planOfAnswers(true), (name) => (name === 'notice' ? notices : TEXTS[name]));
    expect(db.prepare('SELECT notice, row_number FROM consent_event ORDER BY seq').raw().all()).toEqual(
      notices.map((notice, i) => [notice, i + 1]),
    );
  }));

it('has written what a batch says before anything else is', () =>
  withVault(({ db }) => {
    const seen: number[] = [];
    take(
      db,
      [[ONE, ONE], [ONE]],
      planOfAnswers(false),
      (name) => TEXTS[name],
      () => seen.push(db.prepare('SELECT count(*) FROM consent_event').pluck().get() as number),
    );
    expect(seen).toEqual([2, 3]);
  }));
