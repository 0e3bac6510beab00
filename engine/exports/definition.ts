/**
 * The neutral definition: the whole release as one JSON document, `segments.json`, in RFC 8785 canonical form
 * (keys sorted, one spelling of every number), with the JSON Schema (draft 2020-12) it keeps to beside it. It is
 * the format of record; every other file of a package is a view of it.
 */
import canonicalize from 'canonicalize';
import type { Cleared, ExportFile, Release } from '../../shared/release.ts';
import { requireCleared } from '../privacy/gate/seal.ts';
import schema from './definition.schema.json' with { type: 'json' };

export const DEFINITION_FORMAT = 'cloister-segments';
export const DEFINITION_PATH = 'segments.json';
export const SCHEMA_PATH = 'segments.schema.json';

/** How a rule is to be read; part of the document, so that it needs no other source. */
export const CONVENTIONS = {
  asOf: 'Everything strictly before midnight UTC of the as-of date counts.',
  window: 'A window of n days is n times 24 hours up to, not including, that midnight.',
  missing:
    'A leaf over a missing value is false unless it says "missing": true; groups combine true and false.',
  orders: 'Rows with the same order reference are one order; a row without one is an order of its own.',
} as const;

/** The definition document: the release without its format marks. */
export type Definition = Omit<Release, 'format' | 'version'> & {
  format: typeof DEFINITION_FORMAT;
  version: 1;
  conventions: typeof CONVENTIONS;
};

/** RFC 8785 text of a plain value. */
export const canonicalText = (value: unknown): string => {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('only plain data has a canonical form');
  return text;
};

/** The published JSON Schema, as shipped. */
export const schemaText = (): string => `${JSON.stringify(schema, null, 2)}\n`;

/** The definition document of a release. */
export const definitionOf = (release: Release): Definition => ({
  ...release,
  format: DEFINITION_FORMAT,
  version: 1,
  conventions: CONVENTIONS,
});

/** The text of `segments.json`: its SHA-256 names the release. */
export const definitionText = (release: Release): string => canonicalText(definitionOf(release));

/**
 * `segments.json` and `segments.schema.json`.
 * @throws CloisterError PRIVACY_REFUSED when the release was not cleared
 */
export const writeDefinition = (release: Cleared<Release>): ExportFile[] => {
  requireCleared(release);
  return [
    { path: DEFINITION_PATH, content: definitionText(release) },
    { path: SCHEMA_PATH, content: schemaText() },
  ];
};
