/** A file searched for duplicates: inspected, read in a worker, and nothing of it kept. */
import { CloisterError } from '../../../shared/errors.ts';
import type { Mapping } from '../../../shared/mapping.ts';
import type { IdentifierType } from '../../../shared/vocabulary.ts';
import type { Run } from '../../jobs/job.ts';
import { pseudonymKeys } from '../../privacy/pseudonyms.ts';
import type { Vault } from '../../vault/vault.ts';
import { suggestedMapping } from '../mapping.ts';
import { inspectSource, nameOf, openSource } from '../source.ts';
import { fieldsOf } from './fields.ts';
import type { DuplicatesInput, DuplicatesResult } from './worker.ts';

const WORKER = new URL('./worker.ts', import.meta.url);
/** Fewer fields do not tell people apart. */
const LEAST_FIELDS = 3;

export type SearchedFile = DuplicatesResult & { sha256: string; type: IdentifierType; fields: string[] };

/**
 * Looks for records of one person under different identifiers.
 * @throws CloisterError INPUT_*, MAPPING_INVALID where no column identifies or too few describe people
 */
export const searchDuplicates = async (
  vault: Vault,
  { file, mapping: given }: { file: string; mapping?: Mapping | undefined },
  run: Run,
): Promise<SearchedFile> => {
  run.progress('Inspecting', 0, null, 'records');
  const inspection = await inspectSource(openSource(file), { mapping: given, kind: 'profiles' }, run);
  const mapping = given ?? suggestedMapping(inspection);
  const identifier = mapping.columns.find(({ role }) => role === 'identifier');
  const at = inspection.columns.findIndex(({ name }) => name === identifier?.column);
  const fields = fieldsOf(inspection.columns.map(({ name }) => name));
  if (identifier === undefined || at < 0)
    throw new CloisterError(
      'MAPPING_INVALID',
      `No column of ${nameOf(file)} identifies its records.`,
      'Say which one does in a mapping (`cloister inspect` writes one to edit).',
    );
  if (fields.length < LEAST_FIELDS)
    throw new CloisterError(
      'MAPPING_INVALID',
      `${nameOf(file)} has too few columns that describe people: names, address, postcode, date of birth, telephone.`,
      'Name its columns so; a mapping does not change what is compared.',
    );
  const type = identifier.identifier ?? 'customer';
  const input: DuplicatesInput = {
    parts: inspection.parts,
    format: inspection.format,
    fields,
    identifier: { at, type },
    keys: pseudonymKeys(vault.keys),
  };
  run.progress('Comparing records', 0, null, 'records');
  const found = await run.pool.run<DuplicatesResult>(WORKER, input, { signal: run.signal });
  return { ...found, sha256: inspection.sha256, type, fields: fields.map(({ header }) => header) };
};
