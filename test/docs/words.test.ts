/** The words of the product: what is promised is the same everywhere, and nothing is called what it is not. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../cli/commands/commands.ts';
import { PROMISES } from '../../shared/promises.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const below = (folder: string, kinds: RegExp): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter((path) => kinds.test(path));

/** What people read: documents whole; of code everything but its comments. */
const TEXTS = [
  ...['README.md', 'ARCHITECTURE.md'],
  ...below('docs', /\.md$/),
  ...['renderer', 'cli', 'shared', 'engine/exports', 'engine/procedures', 'engine/personas'].flatMap(
    (folder) => below(folder, /\.(ts|svelte)$/),
  ),
];
const withoutComments = (path: string, text: string): string =>
  path.endsWith('.md')
    ? text
    : text.replaceAll(/\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->|^\s*\/\/.*$/gm, (all) =>
        all.replaceAll(/[^\n]/g, ' '),
      );

/** A word that says more than is true. To say that something is not so is allowed, and so is the name of a measure. */
const CLAIM = /\banonym(?:ous|ously|i[sz]\w*)\b/gi;
const DENIAL = /(?:\bnot|\bnever|\bnor|\bno longer)\s+(?:be\s+|called\s+)?["“]?$/i;

const claims = (text: string): string[] =>
  [...text.matchAll(CLAIM)]
    .filter(({ index }) => !DENIAL.test(text.slice(Math.max(0, index - 24), index)))
    .map(({ index }) => text.slice(Math.max(0, index - 40), index + 30).replaceAll('\n', ' '));

describe('what people read', () => {
  it('never calls hashed or released data anonymous', () => {
    expect(TEXTS.length).toBeGreaterThan(60);
    const found = TEXTS.flatMap((path) =>
      claims(withoutComments(path, read(path))).map((where) => `${path}: ${where}`),
    );
    expect(found).toEqual([]);
  });

  it('is judged by a rule that finds a claim and lets a denial pass', () => {
    for (const claim of [
      'The data is anonymous.',
      'We anonymise it',
      'fully anonymized',
      'ANONYMOUS segments',
    ])
      expect(claims(claim)).toHaveLength(1);
    for (const fine of [
      'pseudonymous, not anonymous',
      'it is never “anonymous”',
      'k-anonymity',
      'anonymousid',
    ])
      expect(claims(fine)).toEqual([]);
  });

  it('holds no word of advertising on the screens', () => {
    for (const path of below('renderer/messages', /\.ts$/)) {
      const text = withoutComments(path, read(path));
      expect([
        path,
        text.match(/\b(?:magic\w*|military-grade|unbreakable|bulletproof|AI)\b/gi) ?? [],
      ]).toEqual([path, []]);
    }
  });
});

describe('the promises', () => {
  const document = read('docs/privacy-promises.md');

  it('are numbered P1 to P22, and the document says each of them in the same words', () => {
    expect(PROMISES.map(({ id }) => id)).toEqual(Array.from({ length: 22 }, (_, i) => `P${i + 1}`));
    for (const { id, title, promise, limit, command, tests } of PROMISES) {
      expect(document).toContain(`## ${id} ${title}`);
      for (const said of [promise, limit, `\`${command}\``, `\`${tests}\``]) expect(document).toContain(said);
    }
  });

  it('name tests that are there', () => {
    for (const { id, tests } of PROMISES)
      for (const path of tests.split(', '))
        expect([id, path, existsSync(join(ROOT, path))]).toEqual([id, path, true]);
  });

  it('name commands that are there', () => {
    const manifest = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    for (const { id, command } of PROMISES) {
      const [program, name, ...rest] = command.split(' ');
      if (program === 'npm') expect(Object.keys(manifest.scripts)).toContain(rest[0]);
      else if (program === 'node') expect(existsSync(join(ROOT, name))).toBe(true);
      else {
        const found = COMMANDS.find((one) => one.name === name);
        expect([id, name, found !== undefined]).toEqual([id, name, true]);
        const actions = (found?.forms ?? []).flatMap(({ action }) => (action === null ? [] : [action]));
        if (actions.length > 0) expect([id, actions]).toEqual([id, expect.arrayContaining([rest[1]])]);
        const options = new Set((found?.forms ?? []).flatMap((form) => Object.keys(form.options)));
        for (const [, option] of command.matchAll(/--([a-z-]+)/g))
          expect([id, option, options.has(option)]).toEqual([id, option, true]);
      }
    }
  });
});
