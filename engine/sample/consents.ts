/** What a customer allowed, refused, took back or objected to, purpose by purpose, as a ledger of events. */
import type { Random } from '../../shared/random.ts';
import { type ConsentState, PURPOSES } from '../../shared/vocabulary.ts';
import { DATES, DAYS, drawClock } from './calendar.ts';
import { between, chance, choose, cumulate, pick } from './draw.ts';
import { orMissing, type Person } from './person.ts';

export const CONSENT_COLUMNS = [
  'customer_id',
  'purpose',
  'state',
  'recorded_at',
  'notice_version',
  'method',
] as const;

/** How readily people agree to each purpose, relative to the rate of their country. */
const READINESS: Record<string, number> = {
  analytics: 1.15,
  personalize: 1,
  'marketing.communications.email': 1.05,
  'marketing.communications.sms': 0.55,
  'marketing.advertising': 0.42,
};

const METHODS = ['web_form', 'checkout', 'app', 'store_form', 'phone'];
const METHOD_SHARES = cumulate([38, 30, 18, 10, 4]);

/** The privacy notice in force, by the day from which it was. */
const NOTICES: readonly (readonly [number, string])[] = [
  [0, '2023-2'],
  [240, '2024-1'],
  [600, '2025-1'],
  [900, '2026-1'],
];

const noticeOn = (day: number): string => {
  let version = NOTICES[0][1];
  for (const [from, name] of NOTICES) if (day >= from) version = name;
  return version;
};

/** The CSV records of a person's ledger, and whether e-mail marketing is allowed at its end. */
export type Ledger = { records: string[]; email: boolean };

/** Draws the ledger of a person; about 4 in 100 people were never asked anything and have none. */
export const drawLedger = (random: Random, person: Person): Ledger => {
  const ledger: Ledger = { records: [], email: false };
  if (chance(random, 0.04)) return ledger;
  for (const purpose of PURPOSES) {
    if (chance(random, 0.05)) continue;
    let state: ConsentState = 'unknown';
    let day = person.signup;
    const record = (next: ConsentState, on: number): void => {
      state = next;
      day = on;
      const notice = orMissing(random, noticeOn(on));
      const method = orMissing(random, METHODS[pick(random, METHOD_SHARES)]);
      ledger.records.push(
        `${person.id},${purpose.id},${next},${DATES[on]}${drawClock(random)},${notice},${method}`,
      );
    };
    const later = (): number => between(random, day + 1, DAYS - 1);
    const readiness = person.country.consent * person.archetype.trust * (READINESS[purpose.id] ?? 1);
    const yes = Math.min(0.97, readiness);
    const answer: ConsentState = chance(random, 0.008)
      ? 'unknown'
      : chance(random, yes)
        ? 'given'
        : 'refused';
    record(answer, person.signup);
    if (day + 2 < DAYS) {
      if (answer === 'given') {
        // More than half of those whose consent is old are asked again before their consent runs out.
        if (DAYS - day > 420 && chance(random, 0.55)) record('given', between(random, day + 360, DAYS - 1));
        if (day + 2 < DAYS && chance(random, 0.09)) {
          record('withdrawn', later());
          if (day + 2 < DAYS && chance(random, 0.1)) record('given', later());
        } else if (day + 2 < DAYS && chance(random, 0.03)) record('objected', later());
      } else if (chance(random, 0.05)) record(choose(random, ['given', 'objected'] as const), later());
    }
    if (purpose.id === 'marketing.communications.email') ledger.email = (state as ConsentState) === 'given';
  }
  return ledger;
};
