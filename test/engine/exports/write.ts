/** Writing a package in one go, as the engine does in the act that records it: staged, sealed by a record of its own, put. */
import { canonical, type Entry, GENESIS } from '../../../engine/audit/chain.ts';
import { signRoot } from '../../../engine/audit/checkpoint.ts';
import { leafHash } from '../../../engine/audit/merkle.ts';
import { manifestText, sealText, sha256, stagePackage } from '../../../engine/exports/exports.ts';
import type { PackageParts } from '../../../engine/exports/package.ts';
import type { Cleared, Release } from '../../../shared/release.ts';
import { randomKeys } from '../vault/fixture.ts';

const keys = randomKeys();

/** The seal of a record whose only entry released this manifest. */
export const sealOf = (manifest: string, changed: Partial<Entry> = {}): string => {
  const entry: Entry = {
    v: 1,
    seq: 1,
    at: '2026-09-01T12:00:00.000Z',
    role: 'analyst',
    app: '0.1.0',
    prev: GENESIS,
    action: 'export.release',
    details: { manifest },
    ...changed,
  };
  const body = canonical(entry);
  const hash = leafHash(body);
  const head = hash.toString('hex');
  const checkpoint = signRoot(keys, { seq: 1, at: entry.at, head, root: head });
  return sealText(manifest, { seq: 1, body, hash, checkpoint }, []);
};

export const writePackage = (
  release: Cleared<Release>,
  parts: PackageParts,
  options: { destination: string; replace?: boolean },
): void => {
  const staged = stagePackage(release, { ...parts, sealed: true }, options);
  staged.seal(sealOf(sha256(manifestText(staged.manifest))));
  staged.put();
  staged.keep();
};
