/** What JSON holds: objects in a list or one a line, and their names. */
import { CloisterError } from '../../../../shared/errors.ts';
import { nameColumns } from '../../csv/header.ts';
import type { Part } from '../../input/part.ts';
import type { Chosen, FormatOptions } from '../choose.ts';
import { readText } from '../records.ts';
import { JsonFault } from './escapes.ts';
import { readObject, skipBlanks } from './object.ts';
import { createJsonReader } from './reader.ts';

const SAMPLE_RECORDS = 50_000;
const OPEN = 123;
const LIST = 91;

/** How JSON is laid out, or null for what is none. */
export const jsonLayout = (sample: Uint8Array): { lines: boolean } | null => {
  const at = skipBlanks(sample, 0, sample.length);
  if (sample[at] === LIST) {
    const inside = sample[skipBlanks(sample, at + 1, sample.length)];
    return inside === OPEN || inside === 93 ? { lines: false } : null;
  }
  if (sample[at] !== OPEN) return null;
  const inside = sample[skipBlanks(sample, at + 1, sample.length)];
  if (inside !== 34 && inside !== 125) return null;
  const lineEnd = sample.indexOf(10, at);
  const stop = lineEnd < 0 ? sample.length : lineEnd;
  try {
    const behind = readObject(
      sample,
      at,
      stop,
      () => -1,
      () => {},
    );
    return { lines: skipBlanks(sample, behind, stop) === stop };
  } catch (thrown) {
    if (!(thrown instanceof JsonFault)) throw thrown;
    // The first line may be the faulty one: a second that opens an object speaks for lines, too.
    const next = skipBlanks(sample, stop, sample.length);
    return { lines: lineEnd >= 0 && sample[next] === OPEN && stop - at > 2 };
  }
};

/**
 * JSON as a source: a column for each name, objects inside laid flat.
 * @throws CloisterError INPUT_EMPTY where no object has a name
 */
export const chooseJson = async (
  parts: readonly Part[],
  lines: boolean,
  options: FormatOptions,
): Promise<Chosen> => {
  const names = new Set<string>();
  const missing = new Set<string>(options.names ?? []);
  let records = 0;
  const onName = (name: string): void => {
    if (records < SAMPLE_RECORDS || missing.has(name)) names.add(name);
    missing.delete(name);
  };
  // A name that a mapping speaks of and the sample does not have is looked for to the end before it is no column.
  for (const part of parts) {
    if (records > 0 && missing.size === 0) break;
    await readText(
      part,
      createJsonReader({ lines, columns: [], onName }),
      {
        onBatch: ({ count }) => {
          records += count;
        },
        enough: () => records >= SAMPLE_RECORDS && missing.size === 0,
        partial: options.partial,
      },
      false,
    );
  }
  // Of a stream the end is not known yet.
  if (options.partial) for (const name of missing) names.add(name);
  if (records === 0 || names.size === 0)
    throw new CloisterError(
      'INPUT_EMPTY',
      'The file holds no objects with names.',
      'Export it again and check that it has rows.',
    );
  const { columns, warnings } = nameColumns([...names], names.size);
  return {
    format: { type: 'json', lines, columns: [...names] },
    columns,
    header: true,
    evidence: [
      lines ? 'Each line is a JSON object.' : 'It is JSON: objects in a list, or one after the other.',
      `The first ${Math.min(records, SAMPLE_RECORDS)} objects have ${names.size} different names; objects inside them are laid flat.`,
    ],
    warnings,
    above: 0,
    records: null,
    sheets: [],
  };
};
