/**
 * The decrypted image of a database, in memory, for one purpose: to look for what must not be in it. It is the one
 * place where plain pages exist together; the caller wipes the image as soon as it was read.
 */
import type { Connection } from './database.ts';

/** Hands the decrypted image to `look` and overwrites it afterwards. */
export const withImage = <T>(db: Connection, look: (image: Buffer) => T): T => {
  const image = db.serialize();
  try {
    return look(image);
  } finally {
    image.fill(0);
  }
};
