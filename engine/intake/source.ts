/** Where an import reads from: a file or standard input, its name, and what inspection says of it. */
import { CloisterError } from '../../shared/errors.ts';
import type { Mapping } from '../../shared/mapping.ts';
import type { Kind } from '../../shared/vocabulary.ts';
import type { Run } from '../jobs/job.ts';
import { ENCODINGS, type Encoding } from './csv/encoding.ts';
import { CHUNK_BYTES, fill } from './csv/files.ts';
import type { Inspection } from './inspect.ts';
import type { InspectInput } from './inspect-worker.ts';

const INSPECTOR = new URL('./inspect-worker.ts', import.meta.url);

/** Standard input. */
const STDIN = '-';

/** A path, the bytes of a whole file in memory, or what was already taken from standard input. */
export type Source = string | { whole: Uint8Array } | { ahead: Uint8Array };

/** Whether a source can be read only once, so that its hash is known at its end. */
export const isStream = (source: Source): boolean => typeof source !== 'string' && 'ahead' in source;

/** A path as it is, or the bytes that stand for it; of standard input the first 4 MiB, which inspection needs. */
export const openSource = (file: string, bytes?: Uint8Array): Source => {
  if (bytes !== undefined) return { whole: bytes };
  if (file !== STDIN) return file;
  const buffer = new Uint8Array(CHUNK_BYTES);
  return { ahead: buffer.slice(0, fill(0, buffer)) };
};

/** The name of a source as messages and the record show it. */
export const nameOf = (file: string): string =>
  file === STDIN ? 'standard input' : (file.split(/[\\/]/).pop() ?? file);

/** The encoding a mapping names. @throws CloisterError MAPPING_INVALID for one that is not read */
const encodingOf = (mapping: Mapping | undefined): Encoding | undefined => {
  const named = mapping?.format?.encoding;
  const found = ENCODINGS.find((encoding) => encoding === named?.toLowerCase());
  if (named === undefined || found !== undefined) return found;
  throw new CloisterError(
    'MAPPING_INVALID',
    `The mapping names the encoding "${named}", which is not read.`,
    `Use one of ${ENCODINGS.join(', ')}.`,
  );
};

/** Inspects a file, in a worker. A stream is judged by its first 4 MiB. */
export const inspectSource = async (
  source: Source,
  mapping: Mapping | undefined,
  kind: Kind | undefined,
  run: Run,
): Promise<Inspection> => {
  const input: InspectInput = {
    source: typeof source === 'string' ? source : 'ahead' in source ? source.ahead : source.whole,
    options: {
      kind: kind ?? mapping?.kind,
      delimiter: mapping?.format?.delimiter,
      quote: mapping?.format?.quote,
      header: mapping?.format?.header,
      encoding: encodingOf(mapping),
      partial: typeof source !== 'string' && 'ahead' in source && source.ahead.length === CHUNK_BYTES,
    },
  };
  return run.pool.run<Inspection>(INSPECTOR, input, { signal: run.signal });
};

/** Codes of errors that lie in the file or in what was said of it. */
const IN_THE_FILE = /^(INPUT_|MAPPING_)/;

/** An error in a file as one that names it: a plan imports several. */
export const naming = (
  thrown: unknown,
  { file, mapping }: { file: string; mapping?: Mapping | undefined },
): unknown => {
  if (!(thrown instanceof CloisterError) || !IN_THE_FILE.test(thrown.code)) return thrown;
  const name = nameOf(file);
  if (thrown.message.includes(name)) return thrown;
  const said = mapping?.format?.encoding;
  const how = said === undefined || thrown.code === 'MAPPING_INVALID' ? '' : `, read as ${said} as was said`;
  return new CloisterError(thrown.code, `${name}${how}: ${thrown.message}`, thrown.next, { cause: thrown });
};
