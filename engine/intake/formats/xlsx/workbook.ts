/** Opens a workbook (ECMA-376, Office Open XML): its sheets, its shared texts, what its styles make of numbers. */
import { CloisterError } from '../../../../shared/errors.ts';
import type { Part } from '../../input/part.ts';
import { openRandom, type RandomAccess } from '../../input/random.ts';
import { entryBytes, readDirectory, type ZipEntry } from '../../input/zip.ts';
import { CELL_LIMIT } from '../cells.ts';
import { lookOf, type NumberLook } from './dates.ts';
import { attribute, createXmlScanner, type XmlHandlers } from './xml.ts';

export type Sheet = { name: string; path: string; hidden: boolean };

export type Workbook = {
  sheets: Sheet[];
  from1904: boolean;
  /** Feeds the XML of a part of the workbook to `handlers`; `stop` ends it early. */
  scan(
    path: string,
    handlers: XmlHandlers,
    onStored?: (chunk: Uint8Array) => void,
    stop?: () => boolean,
  ): Promise<void>;
  has(path: string): boolean;
  close(): void;
};

/** Most bytes of the small parts together: what names sheets, relations and styles. */
const MOST_SMALL = 64 * 1024 * 1024;
/** Most bytes of all shared texts, which have to be in memory. */
const MOST_SHARED = 192 * 1024 * 1024;

/** Bytes of XML that are text at a time: little enough to be young when it is garbage. */
const TEXT_BYTES = 64 * 1024;

const openParts = (part: Part, file: RandomAccess): Pick<Workbook, 'scan' | 'has'> => {
  const entries = new Map<string, ZipEntry>();
  for (const entry of readDirectory(file, part.name)) entries.set(entry.name.replace(/^\/+/, ''), entry);
  return {
    has: (path) => entries.has(path),
    scan: async (path, handlers, onStored, stop) => {
      const entry = entries.get(path);
      if (entry === undefined)
        throw new CloisterError(
          'INPUT_FORMAT',
          `The workbook is damaged: its part ${path} is missing.`,
          'Open it, save it again, and import that file.',
        );
      const decoder = new TextDecoder('utf-8', { fatal: true });
      const xml = createXmlScanner(path, handlers);
      try {
        for await (const chunk of entryBytes(file, entry, `${part.name} (${path})`, onStored)) {
          for (let at = 0; at < chunk.length; at += TEXT_BYTES)
            xml.push(decoder.decode(chunk.subarray(at, at + TEXT_BYTES), { stream: true }));
          if (stop?.() === true) return;
        }
        xml.push(decoder.decode());
      } catch (cause) {
        if (!(cause instanceof TypeError)) throw cause;
        throw new CloisterError(
          'INPUT_FORMAT',
          `The workbook's part ${path} is not UTF-8.`,
          'Open it, save it again, and import that file.',
          { cause },
        );
      }
      xml.end();
    },
  };
};

/** A path as a relation names it, from the root of the archive. */
const resolvePath = (target: string): string =>
  target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`;

/**
 * Opens a workbook. Hidden sheets are told, not left out.
 * @throws CloisterError INPUT_FORMAT when it is damaged, encrypted or has no sheets
 */
export const openWorkbook = async (part: Part): Promise<Workbook> => {
  const file = openRandom(part);
  try {
    const parts = openParts(part, file);
    const small = limited(part.name, MOST_SMALL);
    const targets = new Map<string, string>();
    const sheets: Sheet[] = [];
    let from1904 = false;
    if (parts.has('xl/_rels/workbook.xml.rels'))
      await parts.scan('xl/_rels/workbook.xml.rels', {
        open: (name, attributes) => {
          small(attributes.length);
          if (name !== 'Relationship') return;
          targets.set(attribute(attributes, 'Id') ?? '', resolvePath(attribute(attributes, 'Target') ?? ''));
        },
      });
    await parts.scan('xl/workbook.xml', {
      open: (name, attributes) => {
        small(attributes.length);
        if (name === 'workbookPr') from1904 = /^(1|true)$/.test(attribute(attributes, 'date1904') ?? '');
        if (name !== 'sheet') return;
        const id = /(?:^|\s)(?:\w+:)?id\s*=\s*["']([^"']*)["']/.exec(attributes)?.[1] ?? '';
        const path = targets.get(id);
        if (path === undefined || !parts.has(path) || path.includes('chartsheets/')) return;
        sheets.push({
          name: attribute(attributes, 'name') ?? '',
          path,
          hidden: (attribute(attributes, 'state') ?? 'visible') !== 'visible',
        });
      },
    });
    if (sheets.length === 0)
      throw new CloisterError(
        'INPUT_EMPTY',
        `${part.name} has no sheet with cells.`,
        'Open it and see where the table is; export that as CSV or XLSX.',
      );
    return {
      sheets,
      from1904,
      ...parts,
      close: () => {
        try {
          file.check();
        } finally {
          file.close();
        }
      },
    };
  } catch (thrown) {
    file.close();
    throw thrown;
  }
};

/** Counts towards a limit. @throws CloisterError INPUT_FORMAT beyond it */
const limited = (name: string, most: number): ((size: number) => void) => {
  let all = 0;
  return (size) => {
    all += size;
    if (all > most)
      throw new CloisterError(
        'INPUT_FORMAT',
        `${name} holds more than ${most / 1024 / 1024} MB of texts that have to be in memory at once.`,
        'Save the sheet as CSV and import that.',
      );
  };
};

/** Texts that cells share: two million of them are not two million objects. */
export type SharedTexts = {
  readonly count: number;
  /** Hands the bytes of a text to `take`; of one that is too long for a cell, more than fit into one. */
  use<T>(place: number, take: (bytes: Buffer, start: number, end: number) => T): T;
};

/** `_x000D_` stands for a character that XML cannot hold (ECMA-376 part 1, 22.9.2.19). */
export const unescapeText = (text: string): string => {
  if (!text.includes('_x')) return text;
  const plain = text.replace(/_x([0-9a-fA-F]{4})_/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  // Half of a surrogate pair cannot be kept; it stays the escape that it is.
  return plain.isWellFormed() ? plain : text;
};

/** Most characters of a text that are kept; one so long is no cell, whatever its escapes stand for. */
export const MOST_TEXT = 8 * 1024 * 1024;

/** Bytes of one block of shared texts: blocks are added, none ever has to be copied into a larger one. */
const TEXT_BLOCK = 4 * 1024 * 1024;
/** Texts whose beginnings lie in one list. */
const BEGINNINGS = 65_536;
/** Bytes that it takes to find a text. */
const PLACE_BYTES = 4;

const createTexts = (): SharedTexts & { add(text: string): number } => {
  const blocks: Buffer[] = [];
  /** Where each block ends, and where each text begins, counted over all blocks. */
  const ends: number[] = [];
  const beginnings: Uint32Array[] = [];
  let count = 0;
  let used = TEXT_BLOCK;
  const beginningOf = (place: number): number =>
    beginnings[Math.floor(place / BEGINNINGS)][place % BEGINNINGS];
  return {
    get count() {
      return count;
    },
    /** Keeps a text and tells its bytes. */
    add: (text) => {
      const kept = text.length > CELL_LIMIT ? text.slice(0, CELL_LIMIT + 1) : text;
      if (TEXT_BLOCK - used < kept.length * 3 || blocks.length === 0) {
        blocks.push(Buffer.allocUnsafeSlow(TEXT_BLOCK));
        used = 0;
      }
      const block = blocks.length - 1;
      if (count % BEGINNINGS === 0) beginnings.push(new Uint32Array(BEGINNINGS));
      beginnings[beginnings.length - 1][count % BEGINNINGS] = block * TEXT_BLOCK + used;
      count += 1;
      const size = blocks[block].write(kept, used, 'utf8');
      used += size;
      ends[block] = block * TEXT_BLOCK + used;
      return size;
    },
    use: (place, take) => {
      const from = beginningOf(place);
      const block = Math.floor(from / TEXT_BLOCK);
      const to = place + 1 < count ? Math.min(beginningOf(place + 1), ends[block]) : ends[block];
      return take(blocks[block], from - block * TEXT_BLOCK, to - block * TEXT_BLOCK);
    },
  };
};

/**
 * Reads the texts that cells share.
 * @param most how many of them are asked for at most
 * @throws CloisterError INPUT_FORMAT where they are too many to be in memory
 */
export const readSharedTexts = async (
  workbook: Workbook,
  name: string,
  most = Number.POSITIVE_INFINITY,
): Promise<SharedTexts> => {
  const texts = createTexts();
  if (most === 0 || !workbook.has('xl/sharedStrings.xml')) return texts;
  const take = limited(name, MOST_SHARED);
  let text = '';
  let inText = false;
  let phonetic = 0;
  await workbook.scan(
    'xl/sharedStrings.xml',
    {
      open: (tag) => {
        if (tag === 'si') text = '';
        else if (tag === 'rPh') phonetic++;
        else if (tag === 't') inText = phonetic === 0;
      },
      text: (piece) => {
        if (inText && text.length <= MOST_TEXT) text += piece;
      },
      close: (tag) => {
        if (tag === 't') inText = false;
        else if (tag === 'rPh') phonetic--;
        if (tag === 'si') take(texts.add(unescapeText(text)) + PLACE_BYTES);
      },
    },
    undefined,
    () => texts.count >= most,
  );
  return texts;
};

/** What each cell style makes of a number. */
export const readLooks = async (workbook: Workbook, name: string): Promise<NumberLook[]> => {
  const small = limited(name, MOST_SMALL);
  const codes = new Map<number, string>();
  const looks: NumberLook[] = [];
  if (!workbook.has('xl/styles.xml')) return looks;
  let inCells = false;
  await workbook.scan('xl/styles.xml', {
    open: (tag, attributes) => {
      small(attributes.length + 16);
      if (tag === 'numFmt')
        codes.set(Number(attribute(attributes, 'numFmtId')), attribute(attributes, 'formatCode') ?? '');
      else if (tag === 'cellXfs') inCells = true;
      else if (tag === 'xf' && inCells) {
        const id = Number(attribute(attributes, 'numFmtId') ?? 0);
        looks.push(lookOf(id, codes.get(id)));
      }
    },
    close: (tag) => {
      if (tag === 'cellXfs') inCells = false;
    },
  });
  return looks;
};
