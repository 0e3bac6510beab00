/**
 * `manifest.json`: what a package holds, by SHA-256, and what it was held to. Canonical JSON without a clock, a
 * user, a host or a path outside the package, so that the same release makes the same bytes.
 */
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { NOISE_LIMIT } from '../../shared/noise.ts';
import type { ExportFile, Release, ReleasePolicy } from '../../shared/release.ts';
import { type Check, protectionSchema } from './checks.ts';
import { canonicalText } from './definition.ts';

export const MANIFEST_PATH = 'manifest.json';
export const SEAL_PATH = 'seal.json';
export const PACKAGE_FORMAT = 'cloister-package';

/** The program that wrote a package. */
export type App = { name: string; version: string };

/** A segment that a target cannot say. */
export type NotExpressed = { target: string; segment: string; reason: string };

export type Manifest = {
  format: typeof PACKAGE_FORMAT;
  version: 1;
  name: string;
  purpose: { id: string; label: string };
  asOf: string;
  seed: number;
  /** Every file of the package but the manifest itself and the seal, sorted by path. */
  files: { path: string; sha256: string; bytes: number }[];
  policy: ReleasePolicy;
  protection: Release['protection'];
  /** Noise of the counts, and what it does not cover, in words; null without noise. */
  noise: { epsilon: string; scale: string; limit: string } | null;
  /**
   * The releases this one was compared with, by the SHA-256 of their segments.json, and the fewest people by which a
   * set of it may differ from one of theirs, from everyone outside one, or from two together, unless by nobody.
   */
  releaseLedger: { comparedWith: string[]; leastDifference: number };
  /** How many items the gate held back; they are listed in the definition. */
  withheld: number;
  notExpressed: NotExpressed[];
  checks: Check[];
  /** Where the seal stands that binds this manifest to the record of its vault; null for a package without one. */
  seal: typeof SEAL_PATH | null;
  app: App;
};

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));

const digest = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

/** For reading a manifest as untrusted data. */
export const manifestSchema = v.strictObject({
  format: v.literal(PACKAGE_FORMAT),
  version: v.literal(1),
  name: v.string(),
  purpose: v.strictObject({ id: v.string(), label: v.string() }),
  asOf: v.string(),
  seed: v.number(),
  files: v.array(v.strictObject({ path: v.string(), sha256: digest, bytes: whole })),
  policy: v.strictObject({
    minCell: whole,
    minSegment: whole,
    roundTo: whole,
    shareBounds: v.tuple([v.number(), v.number()]),
    dominance: v.number(),
  }),
  protection: protectionSchema,
  noise: v.nullable(v.strictObject({ epsilon: v.string(), scale: v.string(), limit: v.string() })),
  releaseLedger: v.strictObject({ comparedWith: v.array(digest), leastDifference: whole }),
  withheld: whole,
  notExpressed: v.array(v.strictObject({ target: v.string(), segment: v.string(), reason: v.string() })),
  checks: v.array(v.strictObject({ check: v.string(), passed: v.boolean(), detail: v.string() })),
  seal: v.nullable(v.literal(SEAL_PATH)),
  app: v.strictObject({ name: v.string(), version: v.string() }),
});

export const bytesOf = (content: string | Uint8Array): Uint8Array =>
  typeof content === 'string' ? Buffer.from(content, 'utf8') : content;

export const sha256 = (content: string | Uint8Array): string =>
  createHash('sha256').update(bytesOf(content)).digest('hex');

/** The order of paths everywhere in a package: by UTF-16 unit. */
export const byPath = (a: { path: string }, b: { path: string }): number =>
  a.path < b.path ? -1 : a.path > b.path ? 1 : 0;

/** The manifest of a set of files. */
export const manifestOf = (
  release: Release,
  files: readonly ExportFile[],
  parts: {
    checks: readonly Check[];
    notExpressed: readonly NotExpressed[];
    compared: readonly string[];
    sealed: boolean;
    app: App;
  },
): Manifest => ({
  format: PACKAGE_FORMAT,
  version: 1,
  name: release.name,
  purpose: release.purpose,
  asOf: release.asOf,
  seed: release.seed,
  files: files
    .map(({ path, content }) => ({ path, sha256: sha256(content), bytes: bytesOf(content).byteLength }))
    .sort(byPath),
  policy: release.policy,
  protection: release.protection,
  noise: release.noise === null ? null : { ...release.noise, limit: NOISE_LIMIT },
  releaseLedger: { comparedWith: [...parts.compared], leastDifference: release.policy.minCell },
  withheld: release.withheld.length,
  notExpressed: [...parts.notExpressed],
  checks: [...parts.checks],
  seal: parts.sealed ? SEAL_PATH : null,
  app: { name: parts.app.name, version: parts.app.version },
});

export const manifestText = (manifest: Manifest): string => canonicalText(manifest);
