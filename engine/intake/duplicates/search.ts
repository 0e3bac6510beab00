/** One file or two searched for records of one person: inspected, read in a worker, and nothing of them kept. */
import { createHash, hkdfSync } from 'node:crypto';
import type { DuplicateMethod, DuplicatePairs } from '../../../shared/contract/identity.ts';
import { CloisterError } from '../../../shared/errors.ts';
import type { Mapping } from '../../../shared/mapping.ts';
import type { IdentifierType } from '../../../shared/vocabulary.ts';
import type { Run } from '../../jobs/job.ts';
import { pseudonymKeys } from '../../privacy/pseudonyms.ts';
import type { Vault } from '../../vault/vault.ts';
import type { Inspection } from '../inspect.ts';
import { inspectSource, isStandardInput, type Place, titleOf, withFiles } from '../source.ts';
import { suggestedMapping } from '../suggested.ts';
import { alignFields, type Field, fieldsOf } from './fields.ts';
import type { ComparedFile, DuplicatesInput, DuplicatesMessage, DuplicatesResult } from './worker.ts';

const WORKER = new URL('./worker.ts', import.meta.url);
/** Fewer fields do not tell people apart. */
const LEAST_FIELDS = 3;

/** A source, which may be several files, and the mapping it is imported with where one is given. */
export type Named = Place & { mapping?: Mapping | undefined };
/** What to search: one source for pairs in it, or a second one for pairs across the two. */
export type Search = Named & { other?: Named | undefined; method: DuplicateMethod };

export type Searched = DuplicatesResult & {
  /** SHA-256 of what was searched and how: the same search finds the same pairs. */
  sha256: string;
  /** Types of the identifiers on the two sides of a pair. */
  types: [IdentifierType, IdentifierType];
  fields: string[];
};

type Looked = { inspection: Inspection; identifier: ComparedFile['identifier']; fields: Field[] };

const look = async ({ mapping: given, ...place }: Named, run: Run): Promise<Looked> => {
  run.progress(`Inspecting ${titleOf(place)}`, 0, null, 'records');
  const inspection = await withFiles(place, run, (files) =>
    inspectSource(files, { mapping: given, kind: 'profiles' }, run),
  );
  const mapping = given ?? suggestedMapping(inspection);
  const identifier = mapping.columns.find(({ role }) => role === 'identifier');
  const at = inspection.columns.findIndex(({ name }) => name === identifier?.column);
  if (identifier === undefined || at < 0)
    throw new CloisterError(
      'MAPPING_INVALID',
      `No column of ${titleOf(place)} identifies its records.`,
      'Say which one does in a mapping (`cloister inspect` writes one to edit).',
    );
  return {
    inspection,
    identifier: { at, type: identifier.identifier ?? 'customer', prefix: identifier.prefix ?? '' },
    fields: fieldsOf(inspection.columns.map(({ name }) => name)),
  };
};

/**
 * The secret of this search's filters: made of the vault's key and the bytes searched, so that every search has its own,
 * nobody without the vault can make it, and the pairs somebody confirms are those that were found.
 */
const secretOf = ({ keys }: Vault, sha256: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', keys.signing, keys.vaultId, `duplicates|${sha256}|1`, 32));

/** Searches; `confirmed` are the numbers of the pairs whose pseudonyms are asked for, null where the pairs are to be told. */
const searchFor = async (
  vault: Vault,
  search: Search,
  run: Run,
  confirmed: readonly number[] | null,
): Promise<Searched & { pairs: DuplicatePairs | null }> => {
  const { other, method } = search;
  const places = [
    search,
    ...(search.also ?? []),
    ...(other === undefined ? [] : [other, ...(other.also ?? [])]),
  ];
  if (places.some(({ file }) => isStandardInput(file)))
    throw new CloisterError(
      'USAGE',
      'Duplicates are looked for in a file: what is confirmed is found in it a second time.',
      'Save what comes through the pipe, and name that file.',
    );
  const looked = [await look(search, run)];
  if (other !== undefined) looked.push(await look(other, run));
  const fields = alignFields(looked.map((one) => one.fields));
  if (fields.length < LEAST_FIELDS)
    throw new CloisterError(
      'MAPPING_INVALID',
      `${other === undefined ? titleOf(search) : `${titleOf(search)} and ${titleOf(other)}`} has too few columns that describe people: names, address, postcode, date of birth, telephone.`,
      'Name its columns so; a mapping does not change what is compared.',
    );
  const hash = createHash('sha256').update(method);
  for (const { inspection } of looked) hash.update(inspection.sha256);
  const sha256 = hash.digest('hex');
  const total = looked.reduce((sum, { inspection }) => sum + (inspection.records ?? 0), 0);
  const input: DuplicatesInput = {
    files: looked.map(({ inspection, identifier }, which) => ({
      parts: inspection.parts,
      format: inspection.format,
      columns: fields.map((columns) => columns[which].at),
      identifier,
    })),
    fields: fields.map(([first]) => first),
    method,
    expected: total,
    secret: secretOf(vault, sha256),
    keys: pseudonymKeys(vault.keys),
    confirmed,
  };
  let pairs: DuplicatePairs | null = null;
  const found = await run.pool.run<DuplicatesResult>(WORKER, input, {
    signal: run.signal,
    onMessage: (message) => {
      const told = message as DuplicatesMessage;
      if ('pairs' in told) {
        pairs = told.pairs;
        return;
      }
      const { read } = told;
      if (read === null) run.progress('Comparing records', 0, null, 'records');
      else run.progress('Reading records', read, Math.max(read, total), 'records');
    },
  });
  const [one, two = one] = looked.map(({ identifier }) => identifier.type);
  return {
    ...found,
    pairs,
    sha256,
    types: [one, two],
    fields: input.fields.map(({ header }) => header),
  };
};

/**
 * Looks for records of one person under different identifiers.
 * @throws CloisterError INPUT_*, MAPPING_INVALID where no column identifies or too few describe people
 */
export const searchDuplicates = async (
  vault: Vault,
  search: Search,
  run: Run,
): Promise<Searched & { pairs: DuplicatePairs }> => {
  const { pairs, ...searched } = await searchFor(vault, search, run, null);
  if (pairs === null) throw new Error('a search for duplicates ended without its pairs');
  return { ...searched, pairs };
};

/**
 * Looks for them again, for the pseudonyms of those that somebody confirmed.
 * @param confirmed their numbers, each once
 * @throws CloisterError as `searchDuplicates` does
 */
export const searchConfirmed = (
  vault: Vault,
  search: Search,
  confirmed: readonly number[],
  run: Run,
): Promise<Searched> => searchFor(vault, search, run, confirmed);
