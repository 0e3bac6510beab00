/** Mappings that can be used again: those under which files came into the vault, and those that lie in a file. */
import * as v from 'valibot';
import { type Mapping, mappingSchema } from '../mapping.ts';
import type { Kind } from '../vocabulary.ts';
import { mutation, query } from './procedure.ts';

export type KeptMapping = {
  /** The source that was imported under it. */
  source: string;
  kind: Kind;
  importedAt: number;
  mapping: Mapping;
};

/** A mapping under a name; saving it again makes its next version, and every version is kept. */
export type SavedMapping = {
  name: string;
  version: number;
  /** When this version was saved, UTC epoch milliseconds. */
  savedAt: number;
  mapping: Mapping;
};

const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80));

export const mappingProcedures = {
  /** The newest version of each, by name. */
  'mapping.list': query(v.strictObject({})).returns<SavedMapping[]>(),
  /** One by its name; the newest version unless another is said. */
  'mapping.show': query(
    v.strictObject({ name, version: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))) }),
  ).returns<SavedMapping>(),
  /** Saves under a name; the same again changes nothing. */
  'mapping.save': mutation(v.strictObject({ name, mapping: mappingSchema })).returns<SavedMapping>(),
  /** As the text of a file in YAML, which the command line and plans read. */
  'mapping.write': query(v.strictObject({ mapping: mappingSchema })).returns<{ yaml: string }>(),
  /** One for each kind and name of source, the newest first. */
  'mapping.kept': query(v.strictObject({})).returns<KeptMapping[]>(),
  /** Of a file in YAML or JSON. */
  'mapping.read': query(
    v.strictObject({ file: v.pipe(v.string(), v.minLength(1), v.maxLength(4096)) }),
  ).returns<Mapping>(),
} as const;
