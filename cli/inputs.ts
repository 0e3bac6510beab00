/** Small files that say what is wanted: mappings, rules, policies, content plans, in YAML or JSON. */
import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { CloisterError, type ErrorCode } from '../shared/errors.ts';

/** Largest file of settings. */
const MOST_BYTES = 4_000_000;

/** @throws CloisterError `code` where the text is neither YAML nor JSON, with line and column */
export const parseSettings = (text: string, what: string, code: ErrorCode): unknown => {
  const value = parseText(text, what, code);
  // A file of customers read as settings is one long text, which an error about its type would repeat.
  if (typeof value === 'object' && value !== null) return value;
  throw new CloisterError(
    code,
    `The ${what} holds no names with values.`,
    'Write one `name: value` on each line.',
  );
};

const parseText = (text: string, what: string, code: ErrorCode): unknown => {
  try {
    // Settings are data: no aliases that grow, no tags that construct. JSON is YAML.
    const document = parseDocument(text, { schema: 'core', uniqueKeys: true });
    const [problem] = [...document.errors, ...document.warnings];
    if (problem !== undefined) throw problem;
    return document.toJS({ maxAliasCount: 20 });
  } catch (cause) {
    const [first] = (cause as Error).message.split('\n');
    throw new CloisterError(
      code,
      `The ${what} cannot be read: ${first.replace(/:$/, '')}.`,
      'Mend the line it names.',
      { cause },
    );
  }
};

/** Reads a file of settings. @throws CloisterError `code`, INPUT_MISSING as for any file */
export const readSettings = (path: string, what: string, code: ErrorCode): unknown => {
  const text = readFileSync(path, 'utf8');
  if (text.length > MOST_BYTES)
    throw new CloisterError(code, `The ${what} ${path} is larger than 4 MB.`, 'Name the right file.');
  return parseSettings(text, `${what} ${path}`, code);
};

/** Reads settings that are names with values. @throws CloisterError `code` where they are not */
export const readNamed = (path: string, what: string, code: ErrorCode): Record<string, unknown> => {
  const value = readSettings(path, what, code);
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw new CloisterError(
    code,
    `The ${what} ${path} holds no names with values.`,
    'Write one `name: value` on each line.',
  );
};
