/** Files that are not text, told by their first bytes, and what to do with each. */
import { CloisterError } from '../../../shared/errors.ts';

type Signature = { what: string; next: string };

const UNPACK = 'Unpack it and import the file inside.';

/** First bytes (hexadecimal), what has them, and what to do. `text` marks those that text could begin with too. */
const SIGNATURES: readonly { hex: string; what: string; next: string; text?: true }[] = [
  {
    hex: '25504446',
    what: 'a PDF document',
    next: 'Ask for the data as CSV: a PDF holds pages, not a table.',
  },
  { hex: '89504e470d0a1a0a', what: 'a PNG picture', next: 'Choose the data file.' },
  { hex: 'ffd8ff', what: 'a JPEG picture', next: 'Choose the data file.' },
  {
    hex: '53514c69746520666f726d6174203300',
    what: 'an SQLite database',
    next: 'Export the table you need as CSV.',
  },
  {
    hex: '50415231',
    what: 'a Parquet file that is cut off',
    next: 'Copy or download it again, to its end.',
    text: true,
  },
  {
    hex: 'd0cf11e0a1b11ae1',
    what: 'an old Excel workbook (.xls) or one protected with a password',
    next: 'Open it and save it without a password as .xlsx or "CSV UTF-8", then import that file.',
  },
  { hex: '504b0304', what: 'a ZIP archive inside another one', next: UNPACK },
  { hex: '1f8b', what: 'a gzip archive inside another one', next: UNPACK },
  { hex: '377abcaf271c', what: 'a 7-Zip archive', next: UNPACK },
  { hex: '28b52ffd', what: 'a Zstandard archive', next: UNPACK },
  { hex: 'fd377a585a00', what: 'an xz archive', next: UNPACK },
  { hex: '425a68', what: 'a bzip2 archive', next: UNPACK, text: true },
  { hex: '7f454c46', what: 'a program', next: 'Choose the data file.' },
  { hex: 'fffe0000', what: 'UTF-32 text', next: 'Export it again as UTF-8.' },
  { hex: '0000feff', what: 'UTF-32 text', next: 'Export it again as UTF-8.' },
];

/** What a file that begins with `head` is, or null. `notText`: bytes were seen that plain UTF-8 does not have. */
export const signatureOf = (head: Uint8Array, notText: boolean): Signature | null => {
  const start = Buffer.from(head.subarray(0, 16)).toString('hex');
  for (const { hex, what, next, text } of SIGNATURES)
    if (start.startsWith(hex) && (text !== true || notText)) return { what, next };
  return null;
};

/** The refusal of a file that is not text. */
export const refuseBinary = (signature: Signature | null): CloisterError =>
  new CloisterError(
    'INPUT_BINARY',
    signature === null
      ? 'The file is not text: it holds bytes that no text has.'
      : `The file looks like ${signature.what}, not like a table of records.`,
    signature?.next ?? 'Choose a table: CSV, JSON, XLSX or Parquet.',
  );
