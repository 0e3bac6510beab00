/** Small texts that say what is wanted, in YAML or JSON: plans, mappings, rules, policies, content plans. */
import { readFileSync } from 'node:fs';
import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { CloisterError, type ErrorCode } from '../../shared/errors.ts';
import { InvalidPart } from '../../shared/invalid-part.ts';
import { readable } from '../jobs/failure.ts';
import { requireBounded } from './bounds.ts';

/** Largest of them, in characters. */
const MOST_TEXT = 4_000_000;

/** Where the part that a path leads to begins, or, where it is missing, the nearest around it; null for the whole. */
const beginOf = (document: Document, path: readonly unknown[]): number | null => {
  for (let length = path.length; length > 0; length--) {
    const around = document.getIn(path.slice(0, length - 1), true);
    const key = path[length - 1];
    const found = isMap(around)
      ? around.items.find((pair) => isScalar(pair.key) && pair.key.value === key)?.key
      : isSeq(around)
        ? around.items[Number(key)]
        : undefined;
    if (isNode(found) && found.range) return found.range[0];
  }
  return null;
};

/**
 * Reads YAML or JSON, and makes of it what `parse` does. It is data: no aliases that grow, no tags that construct.
 * @param named what it is, for sentences: "mapping m.yaml"
 * @param file that it came from
 * @throws CloisterError `code`, with the line where it cannot be read; what `parse` throws, with the file, and with the line
 * where it is an InvalidPart
 */
export const parseYaml = <T>(
  text: string,
  { named, file, code }: { named: string; file: string | null; code: ErrorCode },
  parse: (value: unknown) => T,
): T => {
  const lineCounter = new LineCounter();
  let document: Document;
  let value: unknown;
  try {
    document = parseDocument(text, { schema: 'core', uniqueKeys: true, lineCounter });
    const [problem] = [...document.errors, ...document.warnings];
    if (problem !== undefined) throw problem;
    value = document.toJS({ maxAliasCount: 20 });
  } catch (cause) {
    const [first] = (cause as Error).message.split('\n');
    const why = `The ${named} cannot be read: ${first.replace(/:$/, '')}.`;
    throw new CloisterError(code, why, 'Mend the line it names.', { cause });
  }
  // A file of customers read as settings is one long text, which an error about its type would repeat.
  if (typeof value !== 'object' || value === null)
    throw new CloisterError(
      code,
      `The ${named} holds no names with values.`,
      code === 'RULE_INVALID'
        ? 'Write it like {op: known, field: recency}; see docs/rules.md.'
        : 'Write one `name: value` on each line; see docs/plan.md.',
    );
  requireBounded(value, `The ${named}`);
  try {
    return parse(value);
  } catch (cause) {
    if (!(cause instanceof CloisterError) || file === null) throw cause;
    const begin = cause instanceof InvalidPart ? beginOf(document, cause.path) : null;
    const line = begin === null ? '' : `, line ${lineCounter.linePos(begin).line}`;
    throw new CloisterError(cause.code, `${file}${line}: ${cause.message}`, cause.next, { cause });
  }
};

/** Reads a file of them. @throws CloisterError as `parseYaml` does, and INPUT_* as for any file */
export const readYaml = <T>(
  path: string,
  what: string,
  parse: (value: unknown) => T,
  code: ErrorCode = 'PLAN_INVALID',
): T => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (thrown) {
    throw readable(thrown, path);
  }
  if (text.length > MOST_TEXT)
    throw new CloisterError(code, `The ${what} ${path} is larger than 4 MB.`, 'Name the right file.');
  return parseYaml(text, { named: `${what} ${path}`, file: path, code }, parse);
};
