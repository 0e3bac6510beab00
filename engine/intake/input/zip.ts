/**
 * Zip archives by their central directory (PKWARE APPNOTE 6.3.10, 4.3.12 to 4.3.16): what stands in front of an
 * entry is not believed, and nothing is unpacked that is not asked for.
 */
import { crc32 } from 'node:zlib';
import { CloisterError } from '../../../shared/errors.ts';
import { damaged, inflate, requireModest } from './inflate.ts';
import type { RandomAccess } from './random.ts';

export type ZipEntry = {
  name: string;
  /** Bytes in the archive and unpacked, as the directory says. */
  packed: number;
  size: number;
  offset: number;
  method: number;
  crc: number;
  encrypted: boolean;
  /** Whether it stands for another file, as Unix has it. */
  isLink: boolean;
};

const MOST_ENTRIES = 10_000;
/** The end record and the longest comment behind it. */
const TAIL_BYTES = 22 + 65_535;
const READ_BYTES = 64 * 1024;
const STORED = 0;
const DEFLATED = 8;
/** The system that made an entry, and its mark of a symbolic link in the attributes (APPNOTE 4.4.2, 4.4.15). */
const UNIX = 3;
const LINK = 0xa;

const broken = (name: string): CloisterError =>
  new CloisterError(
    'INPUT_FORMAT',
    `${name} is no whole zip archive: its directory is missing or damaged.`,
    'Copy or download it again, to its end.',
  );

type Directory = { entries: number; size: number; offset: number };

const findDirectory = (file: RandomAccess, name: string): Directory => {
  const from = Math.max(0, file.size - TAIL_BYTES);
  const bytes = file.read(from, file.size - from);
  const view = new DataView(bytes.buffer);
  const found: number[] = [];
  for (let at = bytes.length - 22; at >= 0; at--) if (view.getUint32(at, true) === 0x06054b50) found.push(at);
  // A comment may hold the mark, too: the end record is the one whose comment ends where the file does.
  const [at] = [
    ...found.filter((one) => one + 22 + view.getUint16(one + 20, true) === bytes.length),
    ...found,
  ];
  if (at !== undefined) {
    const end = {
      entries: view.getUint16(at + 10, true),
      size: view.getUint32(at + 12, true),
      offset: view.getUint32(at + 16, true),
    };
    const isLarge = end.entries === 0xffff || end.offset === 0xffffffff || end.size === 0xffffffff;
    if (!isLarge) return end;
    if (at < 20 || view.getUint32(at - 20, true) !== 0x07064b50) throw broken(name);
    const record = file.read(Number(view.getBigUint64(at - 12, true)), 56);
    if (record.length < 56) throw broken(name);
    const large = new DataView(record.buffer);
    if (large.getUint32(0, true) !== 0x06064b50) throw broken(name);
    return {
      entries: Number(large.getBigUint64(32, true)),
      size: Number(large.getBigUint64(40, true)),
      offset: Number(large.getBigUint64(48, true)),
    };
  }
  throw broken(name);
};

/** The entries of an archive, folders left out. @throws CloisterError INPUT_FORMAT for a damaged directory or too many */
export const readDirectory = (file: RandomAccess, name: string): ZipEntry[] => {
  const { entries, size, offset } = findDirectory(file, name);
  if (entries > MOST_ENTRIES)
    throw new CloisterError(
      'INPUT_FORMAT',
      `${name} holds ${entries} entries; the most that are read is ${MOST_ENTRIES}.`,
      'Unpack what you need and import that.',
    );
  if (offset + size > file.size) throw broken(name);
  const bytes = Buffer.from(file.read(offset, size).buffer);
  const found: ZipEntry[] = [];
  let at = 0;
  for (let i = 0; i < entries; i++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) throw broken(name);
    const flags = bytes.readUInt16LE(at + 8);
    const nameLength = bytes.readUInt16LE(at + 28);
    const extraLength = bytes.readUInt16LE(at + 30);
    const entry: ZipEntry = {
      name: bytes.toString((flags & 0x800) === 0 ? 'latin1' : 'utf8', at + 46, at + 46 + nameLength),
      method: bytes.readUInt16LE(at + 10),
      crc: bytes.readUInt32LE(at + 16),
      packed: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
      encrypted: (flags & 1) !== 0,
      isLink: bytes[at + 5] === UNIX && bytes.readUInt32LE(at + 38) >>> 28 === LINK,
    };
    // Zip64: the fields that do not fit stand in an extra field, in this order.
    const extraEnd = Math.min(bytes.length, at + 46 + nameLength + extraLength);
    for (let x = at + 46 + nameLength; x + 4 <= extraEnd; ) {
      const length = bytes.readUInt16LE(x + 2);
      if (bytes.readUInt16LE(x) === 1) {
        let value = x + 4;
        for (const field of ['size', 'packed', 'offset'] as const)
          if (entry[field] === 0xffffffff && value + 8 <= extraEnd) {
            entry[field] = Number(bytes.readBigUInt64LE(value));
            value += 8;
          }
      }
      x += 4 + length;
    }
    if (!entry.name.endsWith('/')) found.push(entry);
    at += 46 + nameLength + extraLength + bytes.readUInt16LE(at + 32);
  }
  return found;
};

/** What is wrong with the name or kind of an entry; null where nothing is. */
const harmIn = ({ name, isLink }: ZipEntry): string | null => {
  const steps = name.split(/[\\/]/);
  if (isLink) return 'stands for another file of the machine';
  if (steps.includes('..') || /^[\\/]|^[a-z]:/i.test(name))
    return 'leads out of the folder it is unpacked in';
  if (steps.some((step) => /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(step)))
    return 'has the name of a device of Windows';
  return /\p{Cc}/u.test(name) ? 'has a name with control characters' : null;
};

/**
 * Refuses an archive that would harm whoever unpacks it. Nothing is unpacked onto the disk here, but what holds such an
 * entry was not made by who should have made it.
 * @throws CloisterError INPUT_FORMAT that names the entry
 */
export const requireHarmless = (entries: readonly ZipEntry[], name: string): void => {
  for (const entry of entries) {
    const harm = harmIn(entry);
    if (harm === null) continue;
    throw new CloisterError(
      'INPUT_FORMAT',
      `${name} holds an entry "${entry.name}" that ${harm}; archives like it are made to harm. Nothing was taken.`,
      'Ask whoever sent it. If it is genuine, pack the files again without that entry.',
    );
  }
};

/**
 * The unpacked bytes of an entry, held to the length and the checksum of the directory.
 * @throws CloisterError INPUT_FORMAT when it is encrypted, packed in an unknown way, cut off, damaged or suspicious
 */
export async function* entryBytes(
  file: RandomAccess,
  entry: ZipEntry,
  name: string,
  onStored?: (chunk: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  if (entry.encrypted)
    throw new CloisterError(
      'INPUT_FORMAT',
      `${name} is protected with a password.`,
      'Unpack it with the password and import the file inside.',
    );
  if (entry.method !== STORED && entry.method !== DEFLATED)
    throw new CloisterError(
      'INPUT_FORMAT',
      `${name} is packed in a way that is not read (method ${entry.method}).`,
      'Unpack it and import the file inside, or pack it again with deflate.',
    );
  requireModest(name, entry.packed, entry.size);
  const header = Buffer.from(file.read(entry.offset, 30).buffer);
  if (header.length < 30 || header.readUInt32LE(0) !== 0x04034b50) throw broken(name);
  const begin = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const packed = function* (): Generator<Uint8Array> {
    for (let at = 0; at < entry.packed; at += READ_BYTES) {
      const chunk = file.read(begin + at, Math.min(READ_BYTES, entry.packed - at));
      if (chunk.length === 0) throw damaged(name, 'Z_BUF_ERROR');
      onStored?.(chunk);
      yield chunk;
    }
  };
  let size = 0;
  let crc = 0;
  for await (const chunk of entry.method === STORED ? packed() : inflate('deflate', packed(), name)) {
    size += chunk.length;
    // An entry that goes on after the length it names is one made to harm.
    if (size > entry.size) throw damaged(name, 'size');
    crc = crc32(chunk, crc);
    yield chunk;
  }
  if (size !== entry.size || crc !== entry.crc) throw damaged(name, 'crc');
  file.check();
}
