/**
 * Reads a source file well enough to judge it: what is code, what is a comment or a string, and everything it
 * imports. A scanner of our own, because the laws must also hold for files that do not compile.
 */
import { posix } from 'node:path';

/** One import, static or dynamic, or a file named through `new URL('./x.ts', import.meta.url)`. */
export type Import = {
  /** What is imported as written; null where it is computed at run time. */
  specifier: string | null;
  /** Path from the root of the repository for a relative import, else null. */
  target: string | null;
  /** Name of the package for a bare import, with `node:` for Node's own modules, else null. */
  package: string | null;
  /** Imported names before renaming; `*` for everything. Empty for side effects and URLs. */
  names: string[];
  typeOnly: boolean;
  line: number;
};

export type SourceFile = {
  path: string;
  text: string;
  /** The text with comments and the insides of strings blanked, offsets and lines unchanged. */
  code: string;
  imports: Import[];
};

type Scan = { code: string; strings: Map<number, string> };

const REGEX_MAY_FOLLOW =
  /(^|[(,=:[!&|?{};+\-*%<>~^]|\b(return|typeof|case|in|of|delete|void|throw|else|do))\s*$/;

const blank = (text: string): string => text.replace(/[^\n]/g, ' ');

/** Where the regular expression literal that starts at `from` ends. */
const regexEnd = (text: string, from: number): number => {
  let inClass = false;
  for (let i = from + 1; i < text.length; i++) {
    const char = text[i];
    if (char === '\\') i += 1;
    else if (char === '\n') return -1;
    else if (char === '[') inClass = true;
    else if (char === ']') inClass = false;
    else if (char === '/' && !inClass) return i + 1;
  }
  return -1;
};

/** Separates code from comments and strings. Strings are listed by the offset of their opening quote. */
const separate = (text: string): Scan => {
  const parts: string[] = [];
  const strings = new Map<number, string>();
  /** Depth of braces at which each open template literal goes on. */
  const templates: number[] = [];
  let depth = 0;
  let at = 0;
  /** The last code written, to tell a division from a regular expression. */
  let tail = '';
  const code = (piece: string): void => {
    parts.push(piece);
    tail = (tail + piece).slice(-40);
  };
  const readTemplate = (from: number): void => {
    let i = from;
    while (i < text.length && text[i] !== '`' && !(text[i] === '$' && text[i + 1] === '{'))
      i += text[i] === '\\' ? 2 : 1;
    if (!strings.has(from - 1) && text[i] === '`') strings.set(from - 1, text.slice(from, i));
    parts.push(blank(text.slice(from, i)));
    if (text[i] === '`') {
      code('`');
      at = i + 1;
    } else {
      code('${');
      templates.push(depth);
      depth += 1;
      at = i + 2;
    }
  };
  while (at < text.length) {
    const char = text[at];
    const two = text.slice(at, at + 2);
    if (two === '//' || (at === 0 && two === '#!')) {
      const end = text.indexOf('\n', at);
      const stop = end < 0 ? text.length : end;
      parts.push(blank(text.slice(at, stop)));
      at = stop;
    } else if (two === '/*') {
      const end = text.indexOf('*/', at + 2);
      const stop = end < 0 ? text.length : end + 2;
      parts.push(blank(text.slice(at, stop)));
      at = stop;
    } else if (char === '"' || char === "'") {
      let end = at + 1;
      while (end < text.length && text[end] !== char && text[end] !== '\n') end += text[end] === '\\' ? 2 : 1;
      strings.set(at, text.slice(at + 1, end));
      code(char + blank(text.slice(at + 1, end)) + char);
      at = end + 1;
    } else if (char === '`') {
      code('`');
      readTemplate(at + 1);
    } else if (char === '/' && REGEX_MAY_FOLLOW.test(tail) && regexEnd(text, at) > 0) {
      const end = regexEnd(text, at);
      code(`/${blank(text.slice(at + 1, end - 1))}/`);
      at = end;
    } else {
      if (char === '{') depth += 1;
      if (char === '}') depth -= 1;
      code(char);
      at += 1;
      if (char === '}' && templates.at(-1) === depth) {
        templates.pop();
        readTemplate(at);
      }
    }
  }
  return { code: parts.join(''), strings };
};

/** Line of an offset, counted from 1. */
export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

/** Each way to name another file, up to and including the quote that opens its name; the clause comes first. */
const FORMS: readonly RegExp[] = [
  /\b(?:import|export)\b([\s\w$*,{}]*?)\bfrom\s*(?=["'])/g,
  /\bimport\s*(?=["'])/g,
  /\bimport\s*\(\s*(?=["'`])/g,
  /\brequire\s*(?:\.\s*resolve\s*)?\(\s*(?=["'`])/g,
  /\bcreateRequire\s*\([^()]*\)\s*(?:\.\s*resolve\s*)?\(\s*(?=["'`])/g,
  /\bimport\s*\.\s*meta\s*\.\s*resolve\s*\(\s*(?=["'`])/g,
  /\bnew\s+URL\s*\(\s*(?=["'`][^"'`]*["'`]\s*,\s*import\s*\.\s*meta\s*\.\s*url)/g,
];

const packageOf = (specifier: string): string | null => {
  if (/^[./]/.test(specifier)) return null;
  if (specifier.startsWith('node:')) return specifier;
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0];
};

/** The names of an import clause, and whether all of them are types. */
const readClause = (clause: string): { names: string[]; typeOnly: boolean } => {
  const whole = clause.trim();
  const typeOnly = /^type\s+[\w{*]/.test(whole);
  const body = typeOnly ? whole.replace(/^type\s+/, '') : whole;
  const names: string[] = [];
  const kinds: boolean[] = [];
  for (const part of body.replace(/[{}]/g, ',').split(',')) {
    const words = part.trim().split(/\s+/);
    if (words[0] === '') continue;
    const isType = words[0] === 'type' && words.length > 1 && words[1] !== 'as';
    kinds.push(isType);
    names.push(isType ? words[1] : words[0]);
  }
  return { names, typeOnly: typeOnly || (kinds.length > 0 && kinds.every(Boolean)) };
};

/** The scripts of a Svelte component, everything else blanked. */
const scriptsOf = (text: string): string => {
  let result = blank(text);
  for (const match of text.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/g)) {
    const from = match.index + match[0].indexOf('>') + 1;
    result = result.slice(0, from) + match[1] + result.slice(from + match[1].length);
  }
  return result;
};

/** Scans one file. `path` is from the root of the repository, with forward slashes. */
export const scanSource = (path: string, text: string): SourceFile => {
  const { code, strings } = separate(path.endsWith('.svelte') ? scriptsOf(text) : text);
  const imports: Import[] = [];
  const found = (specifier: string | null, clause: string, offset: number): void => {
    imports.push({
      specifier,
      target:
        specifier?.startsWith('.') === true
          ? posix.normalize(posix.join(posix.dirname(path), specifier))
          : null,
      package: specifier === null ? null : packageOf(specifier),
      ...readClause(clause),
      line: lineAt(text, offset),
    });
  };
  for (const form of FORMS)
    for (const match of code.matchAll(form)) {
      const specifier = strings.get(match.index + match[0].length);
      if (specifier !== undefined) found(specifier, match[1] ?? '', match.index);
    }
  for (const match of code.matchAll(/\bimport\s*\(\s*(?!["'`\s])/g)) found(null, '', match.index);
  for (const match of code.matchAll(/\bimport\s*\(\s*`[^`]*\$\{/g)) found(null, '', match.index);
  return { path, text, code, imports: imports.sort((a, b) => a.line - b.line) };
};
