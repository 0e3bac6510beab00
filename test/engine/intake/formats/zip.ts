/** Archives written by hand (APPNOTE 6.3.10), packed by Node's zlib: quick for large entries, and the directory may lie. */
import { crc32, deflateRawSync } from 'node:zlib';

/** One entry; with `offset` it names the bytes of another and brings none. */
export type Entry = {
  name: string;
  packed: Uint8Array;
  crc: number;
  size: number;
  offset?: number;
  method?: number;
};

/** An entry of a text or bytes, deflated. */
export const entry = (name: string, content: string | Uint8Array, level = 6): Entry => {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return { name, packed: deflateRawSync(bytes, { level }), crc: crc32(bytes), size: bytes.length };
};

/** The fields that the header before an entry and its line in the directory share. */
const fields = ({ method = 8, crc, packed, size, name }: Entry): Buffer => {
  const bytes = Buffer.alloc(22);
  bytes.writeUInt16LE(20, 0);
  bytes.writeUInt16LE(method, 4);
  bytes.writeUInt32LE(crc, 10);
  bytes.writeUInt32LE(packed.length, 14);
  bytes.writeUInt32LE(size, 18);
  return Buffer.concat([bytes, Buffer.from([name.length, 0, 0, 0])]);
};

/** The archive of some entries, with a comment behind it. */
export const zipOf = (entries: readonly Entry[], comment = Buffer.alloc(0)): Buffer => {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const one of entries) {
    const name = Buffer.from(one.name);
    const central = Buffer.alloc(14);
    central.writeUInt32LE(one.offset ?? at, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields(one), central, name);
    if (one.offset !== undefined) continue;
    const body = [Buffer.from('PK\x03\x04', 'latin1'), fields(one), name, Buffer.from(one.packed)];
    bodies.push(...body);
    at += body.reduce((sum, part) => sum + part.length, 0);
  }
  const all = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(all.length, 12);
  end.writeUInt32LE(at, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...bodies, all, end, comment]);
};
