/** The sheet of single declarations holds what the window uses, and nothing else. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const RENDERER = join(import.meta.dirname, '..', '..', 'renderer');
const read = (pattern: string): string =>
  globSync(pattern, { cwd: RENDERER })
    .map((file) => readFileSync(join(RENDERER, file), 'utf8'))
    .join('\n');

it('defines every class of a width that is used, and no class that is not', () => {
  const used = new Set(read('**/*.{svelte,ts}').match(/[\w-]+/g));
  const defined = [...read('theme/utilities.css').matchAll(/^\.([\w-]+) \{/gm)].map(([, name]) => name);
  // Colours are put together from the name of the colour.
  expect(defined.filter((name) => !used.has(name) && !name.startsWith('bg-'))).toEqual([]);
  expect([...used].filter((name) => /^w\d{2,}$/.test(name) && !defined.includes(name))).toEqual([]);
});
