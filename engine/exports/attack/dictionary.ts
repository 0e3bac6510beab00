/** A file of identifiers to try, one a line, read in pieces and within bounds. */
import { createReadStream, statSync } from 'node:fs';
import { CloisterError } from '../../../shared/errors.ts';

/** Most identifiers, and longest line in characters. */
export const DICTIONARY_BOUNDS = { identifiers: 200_000, line: 1000 } as const;

const refuse = (message: string): CloisterError =>
  new CloisterError(
    'INPUT_FORMAT',
    message,
    `Give a text file of at most ${DICTIONARY_BOUNDS.identifiers} identifiers, one a line; split a longer one.`,
  );

/**
 * The identifiers of a file, without empty lines.
 * @throws CloisterError INPUT_MISSING, INPUT_FORMAT where it is no file, too long, or not text in lines
 */
export const readDictionary = async (path: string): Promise<string[]> => {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined)
    throw new CloisterError('INPUT_MISSING', `There is no file at ${path}.`, 'Name a file of identifiers.');
  if (!stat.isFile()) throw refuse(`${path} is no plain file.`);
  const found: string[] = [];
  let rest = '';
  const take = (line: string): void => {
    if (line.length > DICTIONARY_BOUNDS.line)
      throw refuse(`A line of ${path} is longer than ${DICTIONARY_BOUNDS.line} characters.`);
    if (line.trim() === '') return;
    if (found.length === DICTIONARY_BOUNDS.identifiers)
      throw refuse(`${path} holds more than ${DICTIONARY_BOUNDS.identifiers} identifiers.`);
    found.push(line);
  };
  for await (const piece of createReadStream(path, { encoding: 'utf8' })) {
    const lines = `${rest}${piece}`.split(/\r?\n/);
    rest = lines.pop() ?? '';
    for (const line of lines) take(line);
    if (rest.length > DICTIONARY_BOUNDS.line) take(rest);
  }
  take(rest);
  return found;
};
