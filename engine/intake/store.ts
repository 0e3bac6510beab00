/** The writing side of an import: batches of the worker become people, ledger events and column chunks. */
import type { Coarsening } from '../../shared/column-policy.ts';
import type { Reject } from '../../shared/contract/answers.ts';
import type { ConsentPreview } from '../../shared/contract/consent.ts';
import type { Kind } from '../../shared/vocabulary.ts';
import { coarserNumber, coarserWord } from '../columns/coarsen.ts';
import {
  type ColumnArray,
  type ColumnDefinition,
  type ColumnType,
  type Dictionary,
  ensureColumn,
  openDictionary,
  type RunWriter,
  writeRun,
} from '../columns/columns.ts';
import { joinPeople } from '../privacy/identity/join.ts';
import { countPeople, openPeople } from '../privacy/people.ts';
import { openSuppression } from '../privacy/subjects/tombstones.ts';
import type { Connection } from '../vault/database.ts';
import type { Keys } from '../vault/keystore.ts';
import { openOrders } from './by-order.ts';
import { openConsents } from './consents.ts';
import type { LoadBatch } from './layout.ts';
import type { ImportPlan } from './mapping.ts';
import { quarantine } from './quarantine.ts';
import { OWN_PLACE, typeTold } from './whose.ts';

export type Stored = {
  /** People that the file brought, and how many known before turned out to be one with another. */
  created: number;
  merged: number;
  /** Links between people and identifiers that the file brought; identifiers whose links are refused. */
  linked: number;
  /** See `People`. */
  second: number;
  shared: number;
  consent: ConsentPreview;
  /** Profiles of a person that the same file had already brought. */
  repeated: number;
  amountTotal: number | null;
};

type Column = { definition: ColumnDefinition; array: (batch: LoadBatch, people: Int32Array) => ColumnArray };

/** Texts the worker has coded so far, per text column. */
type Texts = string[][];

/** Puts the codes of the vault's dictionary in the place of the worker's; a text enters it with its first row. */
const createCoder = (texts: readonly string[], dictionary: Dictionary, change: (word: string) => string) => {
  // One more than the code, 0 where the text had no row yet.
  let known = new Int32Array(256);
  return (codes: Int32Array, rows: number): Int32Array => {
    if (known.length < texts.length) {
      const more = new Int32Array(Math.max(texts.length, known.length * 2));
      more.set(known);
      known = more;
    }
    const out = new Int32Array(rows).fill(-1);
    for (let row = 0; row < rows; row++) {
      const code = codes[row];
      if (code < 0) continue;
      if (known[code] === 0) known[code] = dictionary.code(change(texts[code])) + 1;
      out[row] = known[code] - 1;
    }
    return out;
  };
};

/** Numbers or times as they are stored: as they came, or coarser. */
const changed = (values: Float64Array, rows: number, coarsening: Coarsening | undefined): Float64Array => {
  if (coarsening === undefined) return values;
  const change = coarserNumber(coarsening);
  for (let row = 0; row < rows; row++) if (!Number.isNaN(values[row])) values[row] = change(values[row]);
  return values;
};

/** Marks people of this file; the answer is how many of the rows had been marked before. */
const createMarks = (): ((people: Int32Array, rows: number) => number) => {
  let marks = new Uint8Array(1 << 16);
  return (people, rows) => {
    let repeated = 0;
    for (let row = 0; row < rows; row++) {
      const person = people[row];
      if (person >= marks.length) {
        const larger = new Uint8Array(Math.max(marks.length * 2, person + 1));
        larger.set(marks);
        // Pages that are read before they are written are mapped twice.
        larger.fill(0, marks.length);
        marks = larger;
      }
      if (marks[person] === 1) repeated += 1;
      marks[person] = 1;
    }
    return repeated;
  };
};

/** Opens the writing side for one source. The caller holds the transaction. */
export const createStore = (
  db: Connection,
  source: number,
  plan: ImportPlan,
  recordedAt: number,
  keys: Keys,
  coarser: ReadonlyMap<string, Coarsening>,
): {
  /** Keeps a batch; the answer is what was left out because the person had been erased. */
  take(batch: LoadBatch): Reject[];
  finish(): Stored;
} => {
  const { kind } = plan.mapping;
  const known = countPeople(db);
  const people = openPeople(db, source, keys.epoch, openSuppression(db, keys), {
    expected: plan.people * (1 + plan.layout.links.length),
    records: plan.records,
  });
  const byOrder = plan.layout.people === null || plan.layout.people === 'records' ? null : plan.layout.people;
  const orders = byOrder === null ? null : openOrders(db);
  const own = byOrder?.order ?? plan.layout.identifier;
  const consents = openConsents(db, source, plan, recordedAt);
  const texts: Texts = plan.layout.texts.map(() => []);
  const dictionaries: Dictionary[] = [];
  const columns: Column[] = [];
  const define = (
    name: string,
    type: ColumnType,
    role: ColumnDefinition['role'],
    label = name,
    privacyClass: ColumnDefinition['class'] = null,
  ): ColumnDefinition =>
    ensureColumn(db, { kind: kind as Kind, name, label, type, role, class: privacyClass });
  const addText = (definition: ColumnDefinition, slot: number): void => {
    const dictionary = openDictionary(db, definition.id);
    const coarsening = coarser.get(definition.name);
    const change = coarsening === undefined ? (word: string) => word : coarserWord(coarsening);
    const code = createCoder(texts[slot], dictionary, change);
    dictionaries.push(dictionary);
    columns.push({ definition, array: (batch) => code(batch.texts[slot].codes, batch.rows) });
  };
  if (kind !== 'consents') {
    columns.push({ definition: define('person', 'person', 'identifier'), array: (_, found) => found });
    const { amount, name } = plan;
    // Where the records have no time, that of their order is put behind the others.
    const time = plan.time ?? (orders === null ? null : plan.layout.times.length);
    if (time !== null)
      columns.push({
        definition: define('time', 'time', 'time'),
        array: (batch) => changed(batch.times[time], batch.rows, coarser.get('time')),
      });
    if (amount !== null)
      columns.push({
        definition: define('amount', 'number', 'amount'),
        array: (batch) => changed(batch.numbers[amount], batch.rows, coarser.get('amount')),
      });
    if (plan.layout.reference !== null)
      columns.push({
        definition: define('reference', 'hash', 'reference'),
        array: (batch) => batch.references,
      });
    if (name !== null) addText(define('name', 'code', 'name'), name);
    const { called } = plan.mapping;
    if (called !== undefined) {
      const definition = define('name', 'code', 'name');
      const dictionary = openDictionary(db, definition.id);
      dictionaries.push(dictionary);
      columns.push({
        definition,
        array: (_, found) => new Int32Array(found.length).fill(dictionary.code(called)),
      });
    }
    for (const attribute of plan.attributes) {
      const type = attribute.type === 'number' ? 'number' : 'code';
      const definition = define(
        attribute.name,
        type,
        'attribute',
        attribute.label,
        attribute.class ?? 'ordinary',
      );
      if (attribute.type === 'number')
        columns.push({
          definition,
          array: (batch) => changed(batch.numbers[attribute.slot], batch.rows, coarser.get(attribute.name)),
        });
      else addText(definition, attribute.slot);
    }
  }
  const run: RunWriter | null =
    columns.length === 0
      ? null
      : writeRun(
          db,
          source,
          kind,
          columns.map(({ definition }) => definition),
        );
  const mark = createMarks();
  /** The person of each row, or why it has none. */
  const peopleOf = (batch: LoadBatch): Int32Array => {
    if (orders !== null) {
      const found = orders.find(batch.orders, batch.rows);
      if (plan.time === null) batch.times.push(found.times);
      return found.people;
    }
    const resolved = new Int32Array(batch.rows);
    people.resolve(
      {
        type: typeTold(plan.layout, 0),
        ...batch.identifiers,
        present: batch.identifiers.toldBy.map((link) => (link === 0 ? 1 : 0)),
      },
      plan.layout.links.map(({ type }, i) => ({ type, ...batch.links[i] })),
      batch.rows,
      resolved,
    );
    return resolved;
  };
  let repeated = 0;
  let amountTotal = 0;
  return {
    take: (batch) => {
      const resolved = peopleOf(batch);
      batch.texts.forEach(({ added }, i) => {
        for (const text of added) texts[i].push(text);
      });
      const { people: found, rejects } = quarantine(batch, resolved, (own ?? OWN_PLACE).header);
      const { rows } = batch;
      if (kind === 'profiles') repeated += mark(found, rows);
      consents.take(batch, found, texts);
      if (plan.amount !== null)
        for (let row = 0; row < rows; row++) amountTotal += batch.numbers[plan.amount][row] || 0;
      run?.append(
        columns.map(({ array }) => array(batch, found)),
        rows,
      );
      return rejects;
    },
    finish: () => {
      people.flush();
      const joined = joinPeople(db, people, known);
      run?.finish();
      for (const dictionary of dictionaries) dictionary.flush();
      return {
        ...joined,
        linked: people.linked,
        second: people.second,
        consent: consents.finish(),
        repeated,
        amountTotal: plan.amount === null ? null : Math.round(amountTotal * 1e6) / 1e6,
      };
    },
  };
};
