/**
 * Consent for everyone at once: the resolution of `resolve.ts` over typed arrays, which is what a lens is made of.
 * A purpose's events are read from the ledger once and kept beside the reading connection; later events are
 * appended, so that a withdrawal is seen at once and another date costs no reading at all.
 */
import { DAY, EXCLUSIONS, type Exclusion } from '../../../shared/vocabulary.ts';
import { mergedNumbers } from '../../columns/merged.ts';
import type { Connection } from '../../vault/database.ts';
import { vacatedNumbers } from '../people.ts';
import {
  addMonths,
  BASIS,
  basisIn,
  DAY_PRECISION,
  FOR,
  FUTURE_PRECISION,
  gradeIn,
  isPersonLevel,
  LAST_STRONG,
  NEVER,
  OPTED_OUT,
  precisionIn,
  REASON_OF,
  SILENT,
  severityIn,
} from './events.ts';
import { factsOf } from './facts.ts';
import { type Ledger, ledgerOf } from './ledger-arrays.ts';
import { allPurposes, noticeRules, type PurposeRule } from './purposes.ts';
import { isAbove } from './resolve.ts';

/** Decision for a number that is nobody: who had it was erased, or is known under a lower one. */
export const NOBODY = 255;

const codeOf = (reason: Exclusion): number => 1 + EXCLUSIONS.indexOf(reason);
const OBJECTED = codeOf('OBJECTED');
const MINOR = codeOf('MINOR');
const ART9 = codeOf('ART9');
const EXPIRED = codeOf('EXPIRED');
const WEAK_EVIDENCE = codeOf('WEAK_EVIDENCE');
const REVOKED = codeOf('REVOKED');
const REASON_CODES = REASON_OF.map((reason) => (reason === null ? 0 : codeOf(reason)));

/** Events of one purpose, and how they bear on the purpose that is asked about. */
type Layer = { ledger: Ledger; depth: number; own: boolean; signalsOnly: boolean; sale: boolean };

/** Room for the events of one person; most have one or two. */
const createRoom = () => {
  let size = 64;
  const make = () => ({
    severity: new Uint8Array(size),
    begins: new Float64Array(size),
    ends: new Float64Array(size),
    time: new Float64Array(size),
    until: new Float64Array(size),
    noticeEnd: new Float64Array(size),
    subject: new Float64Array(size),
    depth: new Int32Array(size),
    basis: new Uint8Array(size),
    personal: new Uint8Array(size),
    whole: new Uint8Array(size),
    evidence: new Uint8Array(size),
  });
  let room = make();
  return {
    get: () => room,
    grow: () => {
      const old = room;
      size *= 2;
      room = make();
      for (const key of Object.keys(old) as (keyof typeof old)[]) room[key].set(old[key]);
      return room;
    },
  };
};

/**
 * Decision for every number of a person: 0 admitted, 1 + the index of the reason in EXCLUSIONS, or NOBODY.
 * @param people one above the highest person number
 * @param at as-of date, UTC epoch milliseconds
 */
export const decide = (db: Connection, people: number, purpose: PurposeRule, at: number): Uint8Array => {
  const notices = noticeRules(db);
  const ends = [...notices.values()].some(({ endsAt }) => endsAt !== null);
  const covers = [...notices.values()].some((notice) => notice.covers.has(purpose.id));
  const layers = allPurposes(db).flatMap((other): Layer[] => {
    const above = isAbove(other.id, purpose.id);
    const sale = purpose.saleOrShare && other.saleOrShare;
    if (!above && !sale) return [];
    const own = other.id === purpose.id;
    const ledger = ledgerOf(db, other.id, people, ends || (covers && !own));
    return ledger.size === 0 ? [] : [{ ledger, depth: other.id.length, own, signalsOnly: !above, sale }];
  });
  const facts = factsOf(db, people);
  const decisions = new Uint8Array(people);
  const nothing = codeOf('NO_RECORD');
  const { ttlMonths, needsExplicit, needsConsent, minGrade } = purpose;
  const shortest = (ttlMonths ?? 0) * 28 * DAY;
  const longest = ((ttlMonths ?? 0) * 31 + 1) * DAY;
  const outlived = (time: number): boolean => {
    const age = at - time;
    if (ttlMonths === null || age < shortest) return false;
    return age > longest || addMonths(time, ttlMonths) <= at;
  };
  const store = createRoom();
  let room = store.get();

  const decideOne = (person: number): number => {
    const fact = facts(person);
    if (fact.objected) return OBJECTED;
    if (purpose.profiling && fact.minor) return MINOR;
    // A purpose that needs consent needs it under every regime.
    const optOut = fact.optOut && !needsConsent;
    let count = 0;
    let spoken = 0;
    let explicit = false;
    let invalidated = false;
    for (const { ledger, depth, own, signalsOnly, sale } of layers) {
      const last = ledger.offsets[person + 1];
      for (let at0 = ledger.offsets[person]; at0 < last; at0++) {
        const i = ledger.order === null ? at0 : ledger.order[at0];
        const mark = ledger.marks[i];
        const severity = severityIn(mark);
        if (ledger.invalidated !== null && ledger.invalidated[i] === 1) {
          if (own) invalidated = true;
          continue;
        }
        if (severity === SILENT || (signalsOnly && severity !== OPTED_OUT)) continue;
        const precision = precisionIn(mark);
        const time = ledger.times[i];
        const dated = !Number.isNaN(time);
        const notice =
          ledger.notices === null ? undefined : notices.get(ledger.names[ledger.notices[i]] ?? '');
        const grade = dated ? gradeIn(mark) : 0;
        const basis = basisIn(mark);
        let evidence = 0;
        if (severity === FOR) {
          // A wider purpose speaks for this one only where the notice lists it, and one from the future never.
          if (precision === FUTURE_PRECISION || (!own && notice?.covers.has(purpose.id) !== true)) continue;
          if (basis === BASIS.explicit) explicit = true;
          const consents = basis <= BASIS.explicit;
          evidence =
            (!needsExplicit || basis === BASIS.explicit) &&
            (!needsConsent || consents) &&
            basis !== BASIS.none &&
            (basis !== BASIS.optOut || optOut) &&
            (!consents || optOut || grade >= minGrade)
              ? 1
              : 0;
        }
        if (count === room.severity.length) room = store.grow();
        const unclear = !dated || precision === FUTURE_PRECISION;
        room.severity[count] = severity;
        room.begins[count] = unclear ? -NEVER : time;
        room.ends[count] = unclear
          ? severity === FOR
            ? -NEVER
            : NEVER
          : precision === DAY_PRECISION
            ? time + DAY - 1
            : time;
        room.time[count] = time;
        room.until[count] = ledger.untils[i];
        room.noticeEnd[count] = notice?.endsAt ?? NEVER;
        room.subject[count] = ledger.subjects[i];
        room.depth[count] = depth;
        room.basis[count] = basis;
        room.personal[count] = isPersonLevel(mark) && grade >= 2 ? 1 : 0;
        room.whole[count] = severity === OPTED_OUT && sale ? 1 : 0;
        room.evidence[count] = evidence;
        if (severity === FOR && room.ends[count] < at) spoken += 1;
        count += 1;
      }
    }
    if (needsExplicit && !explicit) return ART9;

    let worst = SILENT;
    for (let no = 0; no < count; no++) {
      const severity = room.severity[no];
      if (severity === FOR || severity >= worst) continue;
      if (severity > LAST_STRONG && room.begins[no] >= at) continue;
      let lifted = false;
      for (let yes = 0; yes < count && !lifted; yes++)
        lifted =
          room.evidence[yes] === 1 &&
          room.begins[yes] > room.ends[no] &&
          (room.begins[no] >= at || room.ends[yes] < at) &&
          (room.personal[yes] === 1 || (room.whole[no] === 0 && room.subject[yes] === room.subject[no])) &&
          (room.whole[no] === 1 || room.depth[yes] >= room.depth[no]);
      if (!lifted) worst = severity;
    }
    if (worst !== SILENT) return REASON_CODES[worst];

    let newest = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < count; i++)
      if (room.evidence[i] === 1 && room.ends[i] < at && room.begins[i] > newest) newest = room.begins[i];
    if (newest !== Number.NEGATIVE_INFINITY) {
      for (let i = 0; i < count; i++) {
        if (room.evidence[i] === 0 || room.ends[i] >= at || room.ends[i] < newest) continue;
        const lapsed =
          room.until[i] <= at ||
          room.noticeEnd[i] <= at ||
          (room.basis[i] <= BASIS.explicit && outlived(room.time[i]));
        if (lapsed) return EXPIRED;
      }
      return 0;
    }
    if (spoken > 0) return WEAK_EVIDENCE;
    if (invalidated) return REVOKED;
    return optOut && !needsExplicit ? 0 : nothing;
  };
  for (let person = 0; person < people; person++) decisions[person] = decideOne(person);
  for (const person of vacatedNumbers(db)) decisions[person] = NOBODY;
  const persons = mergedNumbers(db)?.persons ?? [];
  for (let number = 0; number < persons.length; number++)
    if (persons[number] !== number) decisions[number] = NOBODY;
  return decisions;
};
