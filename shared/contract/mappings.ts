/** Mappings that can be used again: those under which files came into the vault, and those that lie in a file. */
import * as v from 'valibot';
import type { Mapping } from '../mapping.ts';
import type { Kind } from '../vocabulary.ts';
import { query } from './procedure.ts';

export type KeptMapping = {
  /** The source that was imported under it. */
  source: string;
  kind: Kind;
  importedAt: number;
  mapping: Mapping;
};

export const mappingProcedures = {
  /** One for each kind and name of source, the newest first. */
  'mapping.kept': query(v.strictObject({})).returns<KeptMapping[]>(),
  /** Of a file in YAML or JSON. */
  'mapping.read': query(
    v.strictObject({ file: v.pipe(v.string(), v.minLength(1), v.maxLength(4096)) }),
  ).returns<Mapping>(),
} as const;
