/** What a Parquet file holds: fields of its schema, and the names in its lists and maps. */
import { nameColumns } from '../../csv/header.ts';
import type { Part } from '../../input/part.ts';
import type { Chosen, FormatOptions } from '../choose.ts';
import type { ParquetField } from '../format.ts';
import { MOST_NAMES, NAMED_RECORDS } from '../json/in-cells.ts';
import { inspectParquet, readParquet } from './file.ts';

/** Most names that are told of what is left out. */
const MOST_TOLD = 10;

/**
 * Finds the names in lists and maps of the first records, and gives them columns behind the list itself, as a file of JSON
 * has them. A name that a mapping speaks of is looked for to the end.
 * @returns warnings about what has more names than columns are made of
 */
const nameNested = async (
  parts: readonly Part[],
  fields: readonly ParquetField[],
  asked: readonly string[],
): Promise<string[]> => {
  const found = new Map(fields.filter(({ isNested }) => isNested).map((field) => [field.name, field]));
  if (found.size === 0) return [];
  const isInside = (name: string): boolean => [...found.keys()].some((list) => name.startsWith(`${list}.`));
  const missing = new Set(asked.filter(isInside));
  const names = new Map([...found.values()].map((field) => [field, new Set(field.columns)]));
  const rich = new Set<string>();
  let records = 0;
  const isDone = (): boolean => records >= NAMED_RECORDS && missing.size === 0;
  for (const part of parts) {
    if (isDone()) break;
    const { fields: own } = await inspectParquet(part);
    await readParquet(part, {
      fields: own.map((field) => ({ ...field, columns: [] })),
      onBatch: () => {},
      onName: (place, name) => {
        const field = found.get(own[place].name);
        const known = field && names.get(field);
        if (field === undefined || known === undefined || known.has(name)) return;
        const isAsked = missing.delete(name);
        if (isAsked || (records < NAMED_RECORDS && known.size < MOST_NAMES)) known.add(name);
        else if (known.size >= MOST_NAMES) rich.add(field.name);
      },
      enough: () => {
        records += 1;
        return isDone();
      },
    });
  }
  for (const [field, known] of names) field.columns = [...known];
  return [...rich].map(
    (name) => `"${name}" holds more than ${MOST_NAMES} different names; the first of them are columns.`,
  );
};

/**
 * Parquet as a source: a column for each field, and for each name in its lists and maps.
 * @throws CloisterError INPUT_EMPTY, INPUT_FORMAT
 */
export const chooseParquet = async (parts: readonly Part[], options: FormatOptions): Promise<Chosen> => {
  const { fields, rows, left } = await inspectParquet(parts[0]);
  const rich = await nameNested(parts, fields, options.names ?? []);
  const names = fields.flatMap(({ columns }) => columns);
  const nested = fields.filter(({ isNested }) => isNested);
  const inside = nested.reduce(
    (sum, { name, columns }) => sum + columns.filter((one) => one !== name).length,
    0,
  );
  const { columns, warnings } = nameColumns(names, names.length);
  const lists = nested.map(({ name }) => `"${name}"`).join(', ');
  return {
    format: { type: 'parquet', fields },
    columns,
    header: true,
    evidence: [
      `It begins and ends with the mark of Parquet; it says that it holds ${rows} rows.`,
      ...(nested.length === 0
        ? []
        : [
            `Lists and maps are read as in JSON: ${lists}; the names in them are ${inside} columns of their own.`,
          ]),
    ],
    warnings: [
      ...(left.length === 0
        ? []
        : [
            `What no text stands for, or is nested too deeply, is left out: ${left.slice(0, MOST_TOLD).join(', ')}.`,
          ]),
      ...rich,
      ...warnings,
    ],
    above: 0,
    records: parts.length === 1 ? rows : null,
    sheets: [],
  };
};
