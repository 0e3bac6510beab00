/** Reads plans and mappings from files of YAML or JSON. */
import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { CloisterError } from '../../shared/errors.ts';
import { readable } from '../jobs/failure.ts';
import { requireBounded } from './bounds.ts';

/** Largest plan or mapping, in characters. */
const MOST_TEXT = 4_000_000;

/**
 * Reads names and values from YAML or JSON. It is data: no aliases that grow, no tags that construct.
 * @throws CloisterError PLAN_INVALID, with the line where it cannot be read
 */
export const readYaml = (path: string, what: string): unknown => {
  const invalid = (why: string, next: string, cause?: unknown): CloisterError =>
    new CloisterError('PLAN_INVALID', `The ${what} ${path} ${why}`, next, { cause });
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (thrown) {
    throw readable(thrown, path);
  }
  if (text.length > MOST_TEXT) throw invalid('is larger than 4 MB.', 'Name the right file.');
  let value: unknown;
  try {
    const document = parseDocument(text, { schema: 'core', uniqueKeys: true });
    const [problem] = [...document.errors, ...document.warnings];
    if (problem !== undefined) throw problem;
    value = document.toJS({ maxAliasCount: 20 });
  } catch (cause) {
    const [first] = (cause as Error).message.split('\n');
    throw invalid(`cannot be read: ${first.replace(/:$/, '')}.`, 'Mend the line it names.', cause);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid('holds no names with values.', 'Write one `name: value` on each line; see docs/plan.md.');
  requireBounded(value, `The ${what} ${path}`);
  return value;
};
