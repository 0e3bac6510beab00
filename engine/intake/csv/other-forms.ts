/** Texts that are no delimited table, told by how they begin. */
import { CloisterError } from '../../../shared/errors.ts';

const FORMS: readonly [RegExp, string][] = [
  [/^\{\s*("|\})/, 'JSON'],
  [/^\[\s*\{/, 'JSON'],
  [/^\[\s*(\[|"|-?\d|true|false|null)/, 'a JSON list of something other than objects'],
  [/^<(!doctype|html|\?xml|table)/, 'HTML or XML'],
  [/^\{\\rtf/, 'RTF'],
];
/** What stands before each object of a JSON text sequence (RFC 7464). */
const RECORD_SEPARATOR = '\u001e';

/** @throws CloisterError INPUT_FORMAT naming what the text looks like */
export const refuseOtherForms = (sample: Uint8Array): void => {
  const start = Buffer.from(sample.buffer, sample.byteOffset, Math.min(sample.length, 256))
    .toString('utf8')
    .trimStart()
    .toLowerCase();
  const what = start.startsWith(RECORD_SEPARATOR)
    ? 'a JSON text sequence (RFC 7464)'
    : FORMS.find(([begins]) => begins.test(start))?.[1];
  if (what !== undefined)
    throw new CloisterError(
      'INPUT_FORMAT',
      `The file looks like ${what}, not like CSV.`,
      'Export it as CSV, or as JSON with one object a line.',
    );
};
