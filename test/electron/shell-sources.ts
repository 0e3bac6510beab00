/** The sources of the shell, for tests that look for what must not be in them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
const sources = ['electron/main', 'electron/preload'].flatMap((folder) =>
  readdirSync(join(ROOT, folder)).map((name) => ({
    path: `${folder}/${name}`,
    text: readFileSync(join(ROOT, folder, name), 'utf8'),
  })),
);
/** Files of the shell that hold a pattern. */
export const filesWith = (pattern: RegExp): string[] =>
  sources.filter(({ text }) => pattern.test(text)).map(({ path }) => path);
