/** What stops an import before a record is read: a file of which nobody can say what it holds or whose it is. */
import { CloisterError } from '../../shared/errors.ts';
import type { Mapping } from '../../shared/mapping.ts';
import { CONSENT_STATES } from '../../shared/vocabulary.ts';
import { FOR, severityOf } from '../privacy/consent/events.ts';
import type { Inspection } from './inspect.ts';

const EACH_A_PERSON =
  'If each record is a person of its own, whom nothing recognises in another file, say it with --people records, or in a mapping: people: records.';

/**
 * Holds a file without a mapping to what can be told of it.
 * @param said whether somebody has said of which kind it is
 * @throws CloisterError MAPPING_INVALID with what somebody has to say
 */
export const requireRecognised = (
  file: string,
  { recognised, kindWhy, system, people, columns }: Inspection,
  said: boolean,
): void => {
  if (recognised) return;
  const nobody = columns.every(({ role }) => role !== 'identifier');
  throw new CloisterError(
    'MAPPING_INVALID',
    said
      ? `Whose the records of ${file} are cannot be told: no column looks like an identifier of people.`
      : `What ${file} holds cannot be told: ${kindWhy}`,
    // Of a table that names nobody the system says where the people are.
    system?.system.traps?.[0] ??
      (people === null
        ? said || nobody
          ? 'Give a mapping in which one of its columns has the role identifier (`cloister inspect` writes one to edit).'
          : 'Say it with --kind, or give a mapping (`cloister inspect` writes one to edit).'
        : EACH_A_PERSON),
  );
};

/** People who are records of a stream. */
export const fromStream = (): CloisterError =>
  new CloisterError(
    'MAPPING_INVALID',
    'The mapping says people: records, and what comes through standard input has no content to know them by until its end.',
    'Write it to a file, and import that.',
  );

/**
 * Holds a mapping that says everybody agreed to the file it was made for: under it, the list of those who left would
 * say that they agreed.
 * @throws CloisterError MAPPING_INVALID
 */
export const requireSameStatus = (file: string, { consent }: Mapping, { everyone }: Inspection): void => {
  const isYes = (state: string | undefined): boolean =>
    CONSENT_STATES.some((one) => one === state && severityOf(one) === FOR);
  if (everyone === null || !isYes(consent?.everyone?.state) || isYes(everyone.state)) return;
  throw new CloisterError(
    'MAPPING_INVALID',
    `The mapping says that everybody in ${file} agreed, and ${everyone.why.charAt(0).toLowerCase()}${everyone.why.slice(1)}`,
    'Import it under a mapping of its own (`cloister inspect` writes one to edit).',
  );
};
