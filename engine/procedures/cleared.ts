/**
 * The one place where counts of people pass from the engine to a screen, a script or a socket: in every answer a count
 * from 1 to 10 becomes FEW, and in lists that add up to a printed total the counts that would give it away become
 * HIDDEN, decided by the function that decides it for a package. What is never shown here cannot be saved, copied or
 * hovered there.
 */
import type { Answer, ProcedureName } from '../../shared/contract/contract.ts';
import { clearCount, LEAST_CELL } from '../../shared/counts.ts';
import { markCells } from '../privacy/gate/cells.ts';

/**
 * Answers that count no group of people: the vault as a whole, rows of a file, what an officer did to one person, what
 * went through the gate already.
 */
const NOT_ABOUT_GROUPS =
  /^(vault|sample|intake|officer|keys|audit|history|files|settings|selftest|release|package|subject)\.|^quality\.(history|mapping|rejects|report|mend)$|^watch\.|^consent\.(change|declare)$/;

/** Names under which answers carry a number of people. */
const PEOPLE = new Set(['people', 'known', 'admitted', 'missing', 'withoutOrders', 'entered', 'left', 'of']);
/** Lists of groups that add up to a number in the same answer, each with the number that belongs to it beside it. */
const ADDITIVE: Readonly<Record<string, string | null>> = {
  leftOut: null,
  levels: null,
  clusters: 'noise',
  cells: null,
  bands: null,
  segments: 'withoutOrders',
};

type Plain = Record<string, unknown>;

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0;

const peopleOf = (item: unknown): number | null => {
  const people = (item as { people?: unknown } | null)?.people;
  return isCount(people) ? people : null;
};

/** Marks in place of the counts of an additive list, and of the one beside it; null where it is none. */
const marksOf = (items: readonly unknown[], beside: number | null): number[] | null => {
  const counts = items.map(peopleOf);
  if (counts.length === 0 || counts.includes(null)) return null;
  return markCells([...(counts as number[]), ...(beside === null ? [] : [beside])], LEAST_CELL);
};

const clearObject = (value: Plain): Plain => {
  const cleared: Plain = {};
  const pair =
    isCount(value.known) && isCount(value.missing) ? marksOf([{ people: value.known }], value.missing) : null;
  for (const [key, inner] of Object.entries(value))
    cleared[key] = PEOPLE.has(key) && isCount(inner) ? clearCount(inner) : clear(inner);
  if (pair !== null) [cleared.known, cleared.missing] = pair;
  // The mean of one person is that person's value; a centile of few is somebody's.
  if (isCount(value.known) && value.known < LEAST_CELL)
    for (const key of ['mean', 'centiles']) if (Object.hasOwn(value, key)) cleared[key] = null;
  for (const [key, beside] of Object.entries(ADDITIVE)) {
    const items = value[key];
    if (!Array.isArray(items)) continue;
    const other = beside === null ? null : value[beside];
    // Segments of an analyst overlap and add up to nothing; those of RFM stand beside the people without orders.
    if (beside === 'withoutOrders' && !isCount(other)) continue;
    const marks = marksOf(items, isCount(other) ? other : null);
    if (marks === null) continue;
    cleared[key] = (cleared[key] as Plain[]).map((item, i) => ({ ...item, people: marks[i] }));
    if (beside !== null && isCount(other)) cleared[beside] = marks[items.length];
  }
  return cleared;
};

const clear = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(clear);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  return clearObject(value as Plain);
};

/** The answer as it may be shown. */
export const clearAnswer = <N extends ProcedureName>(name: N, answer: Answer<N>): Answer<N> =>
  NOT_ABOUT_GROUPS.test(name) ? answer : (clear(answer) as Answer<N>);
