/**
 * Orders or events of chosen people before a date, sorted by person, then time: one counting sort over the
 * person column, then each person's rows by time. Every rule and feature is then one pass over typed arrays.
 */
import { allocate, type ColumnArray, type Loaded } from './columns.ts';

/** Which people to take: `rank[person]` is the row of a person in the result, -1 to leave out. */
export type Selection = { rank: Int32Array; people: number; before: number };

export type SortedRows = {
  /** Row range of the i-th chosen person. */
  offsets: Uint32Array;
  times: Float64Array;
  /** For each sorted row the row it came from. */
  source: Uint32Array;
};

const shared = (rows: number): Uint32Array => new Uint32Array(new SharedArrayBuffer(rows * 4));

/** Sorts the rows of the chosen people with a known time before `before`. */
export const sortRows = (loaded: Loaded, selection: Selection): SortedRows => {
  const person = (loaded.columns.get('person') ?? new Int32Array(0)) as Int32Array;
  const time = (loaded.columns.get('time') ?? new Float64Array(0)) as Float64Array;
  const { rank, people, before } = selection;
  const rows = Math.min(person.length, time.length);
  const offsets = shared(people + 1);
  for (let row = 0; row < rows; row++) {
    const at = rank[person[row]];
    if (at >= 0 && time[row] < before) offsets[at + 1] += 1;
  }
  for (let i = 0; i < people; i++) offsets[i + 1] += offsets[i];
  const kept = offsets[people];
  const source = shared(kept);
  const next = offsets.slice(0, people);
  for (let row = 0; row < rows; row++) {
    const at = rank[person[row]];
    if (at >= 0 && time[row] < before) source[next[at]++] = row;
  }
  for (let i = 0; i < people; i++) {
    const from = offsets[i];
    const to = offsets[i + 1];
    let ordered = true;
    for (let at = from + 1; at < to && ordered; at++) ordered = time[source[at - 1]] <= time[source[at]];
    if (!ordered) source.subarray(from, to).sort((a, b) => time[a] - time[b] || a - b);
  }
  const times = new Float64Array(new SharedArrayBuffer(kept * 8));
  for (let at = 0; at < kept; at++) times[at] = time[source[at]];
  return { offsets, times, source };
};

/** A column in the order of sorted rows; an empty array where the kind has no such column. */
export const gather = (loaded: Loaded, name: string, sorted: SortedRows): ColumnArray | null => {
  const definition = loaded.definitions.find((column) => column.name === name);
  const from = loaded.columns.get(name);
  if (definition === undefined || from === undefined) return null;
  const { source } = sorted;
  const to = allocate(definition.type, source.length);
  if (definition.type === 'hash')
    for (let at = 0; at < source.length; at++) {
      to[2 * at] = from[2 * source[at]];
      to[2 * at + 1] = from[2 * source[at] + 1];
    }
  else for (let at = 0; at < source.length; at++) to[at] = from[source[at]];
  return to;
};
