/**
 * The lens: purpose + as-of date. It is the one door to people's data: it hands out only rows of people whose
 * consent covers the purpose on the date, and only what happened strictly before it. Features, analysis,
 * segments and personas receive a lens and nothing else.
 */
import { type AttributeClass, EXCLUSIONS, type Exclusion, type Kind } from '../../shared/vocabulary.ts';
import { type Loaded, listColumns, loadColumns, readDictionary } from '../columns/columns.ts';
import { selectRows } from '../columns/select.ts';
import { gather, type Selection, sortRows } from '../columns/timeline.ts';
import type { Connection } from '../vault/database.ts';
import { type ColumnRules, columnRules, listPolicies, type NotAllowed } from './column-policy.ts';
import {
  consentVersion,
  countDecisions,
  decide,
  eligibility,
  NOBODY,
  type PurposeRule,
  requirePurpose,
} from './consent.ts';
import { countPeople, peopleBound } from './people.ts';

/** An attribute of the admitted people, in the order of the lens. */
export type LensAttribute =
  | { type: 'number'; name: string; label: string; class: AttributeClass; values: Float64Array }
  | {
      type: 'level';
      name: string;
      label: string;
      class: AttributeClass;
      levels: string[];
      codes: Int32Array;
    };

/** Rows of the admitted people before the as-of date, by person, then time. */
export type LensTimeline = {
  offsets: Uint32Array;
  times: Float64Array;
  amounts: Float64Array;
  codes: Int32Array;
  names: string[];
  references: Uint32Array;
};

export type Lens = {
  readonly purpose: PurposeRule;
  /** UTC epoch milliseconds. */
  readonly asOf: number;
  /** The version of the ledger and its rules that consent was read from. */
  readonly consentSeq: number;
  /** Everyone the vault knows. */
  readonly known: number;
  /** One above the highest person number; bitmaps over everyone have this length. */
  readonly bound: number;
  /** Everyone admitted; entry or row i of whatever the lens hands out is the i-th of them. */
  readonly people: number;
  /** By person number: 0 where admitted, 1 + the place of the reason where not. For counting alone. */
  readonly decisions: Uint8Array;
  /** Counts per reason, in the order of the vocabulary; they add up to known - people. */
  readonly leftOut: { reason: Exclusion; people: number }[];
  /** Person numbers of the admitted, ascending. */
  readonly persons: Int32Array;
  /** Columns that the policy keeps from this purpose; nothing of them is handed out. */
  readonly notAllowed: NotAllowed[];
  /** Attributes that the vault held once and whose columns were dropped. */
  readonly dropped: NotAllowed[];
  attributes(): LensAttribute[];
  orders(): LensTimeline;
  events(): LensTimeline;
  /** Which of the admitted also consent to another purpose (a channel): 1 or 0 per admitted person. */
  alsoConsent(purpose: string): Uint8Array;
};

/**
 * Leaves in a dictionary only the texts that the codes use, and renumbers the codes in place: a level that
 * only people outside the lens have is about them, so its name stays outside too.
 */
const keepUsed = (codes: Int32Array, texts: readonly string[]): string[] => {
  const renumbered = new Int32Array(texts.length).fill(-1);
  for (const code of codes) if (code >= 0) renumbered[code] = 0;
  const kept: string[] = [];
  for (let code = 0; code < texts.length; code++)
    if (renumbered[code] === 0) renumbered[code] = kept.push(texts[code]) - 1;
  for (let i = 0; i < codes.length; i++) if (codes[i] >= 0) codes[i] = renumbered[codes[i]];
  return kept;
};

const attributesOf = (
  db: Connection,
  loaded: Loaded,
  rules: ColumnRules,
  everyone: Int32Array,
  explicit: () => Int32Array,
  people: number,
): LensAttribute[] => {
  const person = loaded.columns.get('person') as Int32Array | undefined;
  if (person === undefined) return [];
  return loaded.definitions
    .filter(({ role, name }) => role === 'attribute' && rules.refusal('profiles', name) === null)
    .map((definition): LensAttribute => {
      const { name, label } = definition;
      const rank = rules.needsExplicit('profiles', name) ? explicit() : everyone;
      const source = loaded.columns.get(name)!;
      const shared = { name, label, class: definition.class ?? 'ordinary' };
      if (definition.type === 'code') {
        const codes = new Int32Array(new SharedArrayBuffer(people * 4)).fill(-1);
        for (let row = 0; row < person.length; row++) {
          const at = rank[person[row]];
          if (at >= 0 && source[row] >= 0) codes[at] = source[row];
        }
        return {
          ...shared,
          type: 'level',
          levels: keepUsed(codes, readDictionary(db, definition.id)),
          codes,
        };
      }
      const values = new Float64Array(new SharedArrayBuffer(people * 8)).fill(Number.NaN);
      for (let row = 0; row < person.length; row++) {
        const at = rank[person[row]];
        if (at >= 0 && !Number.isNaN(source[row])) values[at] = source[row];
      }
      return { ...shared, type: 'number', values };
    });
};

const timelineOf = (
  db: Connection,
  kind: 'orders' | 'events',
  loaded: Loaded,
  rules: ColumnRules,
  selection: Selection,
): LensTimeline => {
  for (const { name } of loaded.definitions)
    if (rules.refusal(kind, name) !== null) loaded.columns.delete(name);
  const sorted = sortRows(loaded, selection);
  const name = loaded.definitions.find((column) => column.role === 'name');
  const codes = (gather(loaded, 'name', sorted) as Int32Array | null) ?? new Int32Array(0);
  return {
    offsets: sorted.offsets,
    times: sorted.times,
    amounts: (gather(loaded, 'amount', sorted) as Float64Array | null) ?? new Float64Array(0),
    codes,
    names: name === undefined ? [] : keepUsed(codes, readDictionary(db, name.id)),
    references: (gather(loaded, 'reference', sorted) as Uint32Array | null) ?? new Uint32Array(0),
  };
};

/** Columns of the vault that the rules keep from a purpose. */
const notAllowed = (db: Connection, rules: ColumnRules): NotAllowed[] =>
  (['profiles', 'orders', 'events'] as const).flatMap((kind) =>
    listColumns(db, kind).flatMap(({ name, label, type }): NotAllowed[] => {
      const why = type === 'person' ? null : rules.refusal(kind, name);
      return why === null ? [] : [{ kind, name, label, why }];
    }),
  );

/** When a column was dropped, in words. */
export const droppedOn = ({ decidedAt }: { decidedAt: number }): string =>
  `dropped on ${new Date(decidedAt).toISOString().slice(0, 10)}`;

const droppedAttributes = (db: Connection): NotAllowed[] =>
  listPolicies(db)
    .filter(({ kind, action }) => kind === 'profiles' && action === 'drop')
    .map((policy) => ({
      kind: 'profiles',
      name: policy.name,
      label: policy.header,
      why: `was ${droppedOn(policy)}`,
    }));

/** People whose newest word on a purpose is explicit consent; whether they are admitted, `decide` says. */
const explicitConsent = (db: Connection, purpose: string): Set<number> =>
  new Set(
    db
      .prepare(
        `SELECT person FROM (
           SELECT coalesce(m.person, e.person) AS person, state, basis, row_number() OVER (
             PARTITION BY coalesce(m.person, e.person) ORDER BY coalesce(occurred_at, 0) DESC, seq DESC) AS newest
           FROM consent_event AS e LEFT JOIN merged AS m ON m.number = e.person
           WHERE purpose = ? AND e.person IS NOT NULL)
         WHERE newest = 1 AND state = 'given' AND basis = 'explicit_consent'`,
      )
      .pluck()
      .all(purpose) as number[],
  );

/**
 * Opens the door for one purpose and date. What it hands out is computed once and kept.
 * @param asOf UTC epoch milliseconds; everything strictly before it counts
 * @param only the number of the one person to be seen, for what is told to that person; everybody where it is left out
 * @throws CloisterError NOT_FOUND for an unknown purpose
 */
export const openLens = (db: Connection, purposeId: string, asOf: number, only?: number): Lens => {
  const purpose = requirePurpose(db, purposeId);
  const known = countPeople(db);
  const bound = peopleBound(db);
  const consentSeq = consentVersion(db);
  const decideFor = (id: string): Uint8Array => {
    if (only === undefined) return decide(db, bound, requirePurpose(db, id), asOf);
    const decisions = new Uint8Array(bound).fill(NOBODY);
    const exclusion = eligibility(db, only, id, asOf);
    decisions[only] = exclusion === null ? 0 : 1 + EXCLUSIONS.indexOf(exclusion);
    return decisions;
  };
  const decisions = decideFor(purpose.id);
  const load = (kind: Kind): Loaded =>
    only === undefined ? loadColumns(db, kind) : selectRows(db, kind, (person) => person === only);
  const counts = countDecisions(decisions);
  const people = counts[0];
  const rank = new Int32Array(bound).fill(-1);
  const persons = new Int32Array(people);
  for (let person = 0, at = 0; person < bound; person++)
    if (decisions[person] === 0) {
      persons[at] = person;
      rank[person] = at++;
    }
  const selection: Selection = { rank, people, before: asOf };
  const rules = columnRules(db, purpose.id);
  const explicit = (): Int32Array => {
    const agreed = explicitConsent(db, purpose.id);
    return rank.map((at, person) => (agreed.has(person) ? at : -1));
  };
  const once = <T>(make: () => T): (() => T) => {
    let made: { value: T } | undefined;
    return () => {
      made ??= { value: make() };
      return made.value;
    };
  };
  return {
    purpose,
    asOf,
    consentSeq,
    known,
    bound,
    people,
    persons,
    decisions,
    leftOut: EXCLUSIONS.map((reason, i) => ({ reason, people: counts[i + 1] })),
    notAllowed: notAllowed(db, rules),
    dropped: droppedAttributes(db),
    attributes: once(() => attributesOf(db, load('profiles'), rules, rank, explicit, people)),
    orders: once(() => timelineOf(db, 'orders', load('orders'), rules, selection)),
    events: once(() => timelineOf(db, 'events', load('events'), rules, selection)),
    alsoConsent: (id) => {
      const other = decideFor(id);
      return Uint8Array.from(persons, (person) => (other[person] === 0 ? 1 : 0));
    },
  };
};

/** Whether the vault holds rows of a kind at all, whoever they belong to. */
export const holdsKind = (db: Connection, kind: 'profiles' | 'orders' | 'events'): boolean =>
  listColumns(db, kind).length > 0;
