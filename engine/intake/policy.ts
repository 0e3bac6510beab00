/**
 * The column policy at the door: what a mapping wants to keep is compared with what the columns are, and with
 * what was decided before. A weaker class than the evidence shows, and special categories altogether, need the
 * privacy officer's decision; a column that was dropped stays out; one that was made coarser comes in coarser.
 */
import { columnName } from '../../shared/column-name.ts';
import {
  attributeClassOf,
  type Coarsening,
  type ColumnPolicy,
  classOfRole,
  DATA_CLASS_WORDS,
  type DataClass,
  isDowngrade,
} from '../../shared/column-policy.ts';
import { CloisterError } from '../../shared/errors.ts';
import type { ColumnMapping, Mapping } from '../../shared/mapping.ts';
import type { Inspection } from './inspect.ts';
import { aboutHeader } from './recognise/column-role.ts';
import { listedClass } from './recognise/listed.ts';
import { identifierIn } from './scan.ts';

/** What becomes of a mapping under the policy. */
export type Admission = {
  /** The mapping with dropped columns out and classes filled in. */
  mapping: Mapping;
  /** Decisions to be added, for columns whose class was decided by this import. */
  decided: ColumnPolicy[];
  /** Decisions of the officer, by name of the column. */
  signedOff: ReadonlyMap<string, ColumnPolicy>;
  /** How columns come in coarser, by name. */
  coarser: ReadonlyMap<string, Coarsening>;
};

/** The one value that an attribute is about, where its column holds several a cell. */
const listedOf = ({ role, separator, values }: ColumnMapping): { value: string; name: string } | null => {
  if (role !== 'attribute' || separator === undefined) return null;
  const [one] = Object.entries(values ?? {});
  return one === undefined ? null : { value: one[0], name: one[1] };
};

/** A column with several values a cell as one for each value, so that each has a class and decisions of its own. */
const eachListed = (column: ColumnMapping): ColumnMapping[] =>
  listedOf(column) !== null
    ? Object.entries(column.values ?? {}).map(([value, name]) => ({ ...column, values: { [value]: name } }))
    : [column];

/** Values of one column and class as one entry again. */
const rejoined = (columns: readonly ColumnMapping[]): ColumnMapping[] => {
  const joined: ColumnMapping[] = [];
  for (const column of columns) {
    const same = joined.find(
      (one) => listedOf(column) !== null && one.column === column.column && one.class === column.class,
    );
    if (same === undefined) joined.push({ ...column });
    else same.values = { ...same.values, ...column.values };
  }
  return joined;
};

/**
 * The mapping as it is kept with its source: lists of values in the entries and classes they were given in, since each value
 * gets its own class anew whenever the mapping is used.
 * @param admitted the same after the policy: what was dropped is out
 */
export const keptMapping = (given: Mapping, admitted: Mapping): Mapping => ({
  ...admitted,
  columns: given.columns.flatMap((entry) => {
    // A column is dropped without being mentioned, too; the name of one that names somebody is not even kept.
    if (entry.role === 'dropped' && identifierIn(entry.column) !== null) return [];
    const own = admitted.columns.filter(({ column }) => column === entry.column);
    if (listedOf(entry) === null) return own;
    const left = new Set(own.flatMap(({ values = {} }) => Object.keys(values)));
    const values = Object.entries(entry.values ?? {}).filter(([value]) => left.has(value));
    if (values.length === 0) return [];
    const { class: _, ...rest } = own[0];
    const dataClass = entry.class === undefined ? {} : { class: entry.class };
    return [{ ...rest, ...dataClass, values: Object.fromEntries(values) }];
  }),
});

/** Name in the vault of what a column of the mapping becomes; null where nothing of its own is stored. */
const storedName = (column: ColumnMapping): string | null => {
  switch (column.role) {
    case 'attribute':
      return listedOf(column)?.name ?? column.name ?? columnName(column.column);
    case 'time':
    case 'amount':
    case 'name':
    case 'reference':
      return column.role;
    default:
      return null;
  }
};

const NECESSITY: Partial<Record<ColumnMapping['role'], string>> = {
  time: 'says when; every window and every as-of date needs it',
  amount: 'the value of an order',
  name: 'the kind of an event',
  reference: 'joins the lines of one order; kept as a keyed hash',
  attribute: 'describes people',
};

const refuse = (file: string, column: string, is: DataClass, said: string, command: string): CloisterError =>
  new CloisterError(
    'PRIVACY_REFUSED',
    `The column "${column}" of ${file} is ${DATA_CLASS_WORDS[is].label} data, and ${said}. Nothing was imported.`,
    `Drop the column, or let the privacy officer sign it off with a reason: cloister column VAULT ${command}`,
  );

/** The values of a file that an entry of a mapping repeats. Of a list each has its own class. */
const repeatedIn = ({ role, steps = [], values, leaveOut = [], only = [] }: ColumnMapping): string[] => [
  ...steps.flatMap((step) => (step.step === 'map' ? Object.entries(step.values).flat() : [])),
  ...(role === 'attribute' ? [] : Object.keys(values ?? {})),
  ...leaveOut,
  ...only,
];

/**
 * A mapping is kept with its source, and its values stand in reports: none of them may name somebody, nor the name of a column.
 * @throws CloisterError PRIVACY_REFUSED naming the column
 */
const requireNobodyNamed = (file: string, { columns }: Mapping): void => {
  for (const column of columns) {
    if (column.role === 'dropped' && repeatedIn(column).length === 0) continue;
    const named = identifierIn(column.column);
    if (named !== null)
      throw new CloisterError(
        'PRIVACY_REFUSED',
        `The name of a column of ${file} holds ${named}, and would be shown and released with it. Nothing was imported.`,
        'Rename the column in the file, or drop it.',
      );
    const about = aboutHeader(column.column);
    const found = repeatedIn(column)
      .map((value) => identifierIn(value, about))
      .find((what) => what !== null);
    if (found !== undefined)
      throw new CloisterError(
        'PRIVACY_REFUSED',
        `The mapping repeats values of the column "${column.column}" of ${file} that are ${found}, and is kept as it is. Nothing was imported.`,
        'Take them out of the mapping. Records of single people are left out by a column of words, such as one that says which are tests; or take them out of the file.',
      );
  }
};

/**
 * Applies the policy to a mapping.
 * @param policies the newest decision of every column
 * @param at when decisions of this import are made, UTC epoch milliseconds
 * @throws CloisterError PRIVACY_REFUSED naming the column and what the officer can do
 */
export const admitColumns = (
  file: string,
  given: Mapping,
  inspection: Inspection,
  policies: readonly ColumnPolicy[],
  at: number,
): Admission => {
  const { kind } = given;
  requireNobodyNamed(file, given);
  const held = new Map(
    policies.filter((policy) => policy.kind === kind).map((policy) => [policy.name, policy]),
  );
  const signedOff = new Map([...held].filter(([, { decidedBy }]) => decidedBy === 'officer'));
  const named = given.format?.columns;
  const found = new Map(
    inspection.columns.map((column, i) => [named?.[i] ?? column.name, column.classification]),
  );
  const decided: ColumnPolicy[] = [];
  const columns = given.columns.flatMap(eachListed).flatMap((column): ColumnMapping | [] => {
    const name = storedName(column);
    const listed = listedOf(column);
    const classification =
      listed === null ? found.get(column.column) : listedClass(column.column, listed.value);
    if (name === null || classification === undefined || (kind !== 'profiles' && column.role === 'attribute'))
      return column;
    const before = held.get(name);
    if (before?.action === 'drop') return listed === null ? { column: column.column, role: 'dropped' } : [];
    const header = listed === null ? column.column : `${column.column}: ${listed.value}`;
    const isAttribute = column.role === 'attribute';
    let dataClass =
      isAttribute && column.class === undefined
        ? classification.class
        : classOfRole(column.role, column.class ?? null);
    // What was not understood is for the analyst to say; numbers of things are no attributes of people either way.
    if (dataClass === 'unclassified' || dataClass === 'technical') dataClass = classOfRole(column.role, null);
    // Values of one list differ in what they tell: the class of the list is the least that holds for each.
    // A mapping that was saved when its column was not yet known to narrow people down says what was suggested then.
    const isEarlier = before?.decidedBy === 'auto' && before.class === dataClass;
    const isRaised = listed !== null || (isAttribute && isEarlier);
    if (isRaised && classification.class === 'quasi_id' && isDowngrade('quasi_id', dataClass))
      dataClass = 'quasi_id';
    const officer = signedOff.get(name);
    if (officer !== undefined) dataClass = officer.class;
    const target = `classify ${kind}.${name} --class`;
    if (
      isAttribute &&
      (dataClass === 'sensitive' || (classification.class === 'sensitive' && officer === undefined))
    )
      if (officer === undefined || (officer.class === 'sensitive' && officer.specialBasis === null))
        throw refuse(
          file,
          header,
          'sensitive',
          'special categories are off',
          `${target} sensitive --basis explicit_consent`,
        );
    const strict = ['direct_id', 'free_text', 'quasi_id'].includes(classification.class);
    if (isAttribute && officer === undefined && strict && isDowngrade(classification.class, dataClass))
      throw refuse(
        file,
        header,
        classification.class,
        `the mapping would keep it as ${DATA_CLASS_WORDS[dataClass].label}`,
        `${target} ${dataClass}`,
      );
    if (isAttribute && officer === undefined && ['direct_id', 'free_text'].includes(dataClass))
      throw refuse(file, header, dataClass, 'no attribute may hold that', `${target} behavioural`);
    const next: ColumnPolicy = {
      kind,
      name,
      header,
      class: dataClass,
      evidence:
        isAttribute && column.class !== undefined && classification.class !== dataClass
          ? [...classification.evidence, { kind: 'mapping', said: column.class }]
          : classification.evidence,
      confidence: classification.confidence,
      action: column.role === 'reference' ? 'hmac' : (before?.action ?? 'keep'),
      coarsening: before?.coarsening ?? null,
      purposes: before?.purposes ?? null,
      specialBasis: before?.specialBasis ?? null,
      necessity: before?.necessity ?? NECESSITY[column.role] ?? '',
      decidedBy: dataClass === classification.class ? 'auto' : 'analyst',
      decidedAt: at,
      reason: null,
    };
    if (before === undefined || (officer === undefined && before.class !== dataClass)) decided.push(next);
    return isAttribute ? { ...column, class: attributeClassOf(dataClass) } : column;
  });
  return {
    mapping: { ...given, columns: rejoined(columns) },
    decided,
    signedOff,
    coarser: new Map(
      [...held].flatMap(([name, { action, coarsening }]): [string, Coarsening][] =>
        action === 'coarsen' && coarsening !== null ? [[name, coarsening]] : [],
      ),
    ),
  };
};
