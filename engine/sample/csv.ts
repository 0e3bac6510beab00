/** CSV as RFC 4180 has it: CRLF after every record, quotes where a field needs them, UTF-8 without a mark. */
import { type FileHandle, open } from 'node:fs/promises';

/** A field that may hold anything, quoted if it must be. */
export const csvField = (text: string): string =>
  /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** One CSV file being written: `add` collects records, `flush` writes them when there are enough. */
export type CsvFile = {
  readonly name: string;
  /** Records so far, without the header. */
  readonly rows: number;
  readonly bytes: number;
  /** Appends one record, given without its line end; its fields are quoted already. */
  add(record: string): void;
  /** True when enough is collected to be worth a write. */
  readonly full: boolean;
  flush(): Promise<void>;
  close(): Promise<void>;
};

const ENOUGH = 1 << 18;

/** Opens a file for writing, empties it, and writes the header record. */
export const createCsvFile = async (
  path: string,
  name: string,
  columns: readonly string[],
): Promise<CsvFile> => {
  const file: FileHandle = await open(path, 'w');
  let pending = `${columns.map(csvField).join(',')}\r\n`;
  let rows = 0;
  let bytes = 0;
  const flush = async (): Promise<void> => {
    if (pending === '') return;
    const chunk = Buffer.from(pending);
    pending = '';
    bytes += chunk.length;
    await file.writeFile(chunk);
  };
  return {
    name,
    get rows() {
      return rows;
    },
    get bytes() {
      return bytes;
    },
    add: (record) => {
      pending += `${record}\r\n`;
      rows += 1;
    },
    get full() {
      return pending.length >= ENOUGH;
    },
    flush,
    close: () => file.close(),
  };
};
