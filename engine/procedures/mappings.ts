/** Mappings to use again, from the sources of the vault or from a file. */
import { stringify } from 'yaml';
import type { KeptMapping, SavedMapping } from '../../shared/contract/mappings.ts';
import { CloisterError } from '../../shared/errors.ts';
import { type Mapping, parseMapping } from '../../shared/mapping.ts';
import type { Kind } from '../../shared/vocabulary.ts';
import { now, recordAct } from '../audit/audit.ts';
import type { Connection } from '../vault/database.ts';
import { getRecord, getRecordVersion, listRecords, putRecord, type StoredRecord } from '../vault/records.ts';
import type { Vault } from '../vault/vault.ts';
import type { Handlers } from './handler.ts';
import { readYaml } from './read-yaml.ts';

const KIND = 'mapping';
const saved = ({ id, version, at, body }: StoredRecord<Mapping>): SavedMapping => ({
  name: id,
  version,
  savedAt: at,
  mapping: body,
});

/** @throws CloisterError MAPPING_INVALID where there is none of this name or version */
const findSaved = (db: Connection, name: string, version: number | undefined): SavedMapping => {
  const found =
    version === undefined
      ? getRecord<Mapping>(db, KIND, name)
      : getRecordVersion<Mapping>(db, KIND, name, version);
  if (found !== undefined) return saved(found);
  const names = listRecords<Mapping>(db, KIND).map(({ id, version: newest }) => `${id} (version ${newest})`);
  throw new CloisterError(
    'MAPPING_INVALID',
    `No mapping is saved as ${name}${version === undefined ? '' : `, version ${version}`}.`,
    names.length === 0 ? 'None is saved yet.' : `There are ${names.join(', ')}.`,
  );
};

/**
 * Saves a mapping under a name; the same again changes nothing.
 * @throws CloisterError MAPPING_INVALID
 */
export const saveMapping = async (vault: Vault, name: string, given: unknown): Promise<SavedMapping> => {
  const mapping = parseMapping(given);
  const before = getRecord<Mapping>(vault.reader, KIND, name);
  if (before !== undefined && JSON.stringify(before.body) === JSON.stringify(mapping)) return saved(before);
  return recordAct(vault, (db) => {
    const at = now();
    const version = putRecord(db, KIND, name, mapping, at);
    return {
      result: { name, version, savedAt: at, mapping },
      // Somebody typed the name: it stays in the tables of the vault.
      act: {
        action: 'mapping.save',
        details: { kind: mapping.kind, version, columns: mapping.columns.length },
      },
    };
  });
};

const sameColumns = (one: Mapping, other: Mapping): boolean =>
  one.kind === other.kind &&
  one.columns.length === other.columns.length &&
  one.columns.every(({ column }) => other.columns.some((two) => two.column === column));

/**
 * The mapping that is saved for a source: under the name that it came under, or that of its file; the mapping it came
 * under itself where none is saved yet. Steps that were saved since it came are in it.
 */
export const savedUnder = (
  db: Connection,
  source: string,
  own: Mapping,
): { name: string; version: number; mapping: Mapping } => {
  const text = JSON.stringify(own);
  const named = source.slice(0, 80);
  const all = listRecords<Mapping>(db, KIND);
  const isOwn = ({ id, version }: StoredRecord<Mapping>): boolean =>
    Array.from({ length: version }, (_, i) => getRecordVersion<Mapping>(db, KIND, id, i + 1)).some(
      (one) => one !== undefined && JSON.stringify(one.body) === text,
    );
  const found = all.find(isOwn) ?? all.find(({ id, body }) => id === named && sameColumns(body, own)) ?? null;
  if (found !== null) return { name: found.id, version: found.version, mapping: found.body };
  // A mapping of something else has the name of this file.
  const taken = new Set(all.map(({ id }) => id));
  let name = named;
  for (let n = 2; taken.has(name); n++) name = `${named.slice(0, 74)} (${n})`;
  return { name, version: 0, mapping: own };
};

export const mappingHandlers: Handlers<
  'mapping.list' | 'mapping.show' | 'mapping.save' | 'mapping.write' | 'mapping.kept' | 'mapping.read'
> = {
  'mapping.list': (_, session) => listRecords<Mapping>(session.vault().reader, KIND).map(saved),
  'mapping.show': ({ name, version }, session) => findSaved(session.vault().reader, name, version),
  'mapping.save': ({ name, mapping }, session) => saveMapping(session.vault(), name, mapping),
  'mapping.write': ({ mapping }) => ({ yaml: stringify(mapping, { lineWidth: 0 }) }),
  'mapping.kept': (_, session): KeptMapping[] => {
    const rows = session
      .vault()
      .reader.prepare(
        `SELECT name AS source, kind, mapping, imported_at AS importedAt FROM source
         WHERE id IN (SELECT max(id) FROM source GROUP BY kind, name) ORDER BY id DESC`,
      )
      .all() as { source: string; kind: Kind; mapping: string; importedAt: number }[];
    return rows.map((row) => ({ ...row, mapping: JSON.parse(row.mapping) as Mapping }));
  },
  'mapping.read': ({ file }) => readYaml(file, 'mapping', parseMapping),
};
