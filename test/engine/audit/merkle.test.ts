/** Merkle trees against RFC 6962: roots, inclusion and consistency. */
import { hash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addLeaf,
  consistencyPath,
  EMPTY_ROOT,
  emptyFrontier,
  frontierRoot,
  HASH_BYTES,
  inclusionPath,
  leafHash,
  nodeHash,
  provesConsistency,
  provesInclusion,
  rootOf,
} from '../../../engine/audit/merkle.ts';

/** The eight leaves and roots of the reference implementation of Certificate Transparency (merkletree tests). */
const INPUTS = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const leafOf = (hex: string): Buffer =>
  hash('sha256', Buffer.concat([Buffer.from([0]), Buffer.from(hex, 'hex')]), 'buffer');
const numbered = (n: number): Buffer => Buffer.concat(Array.from({ length: n }, (_, i) => leafHash(`e${i}`)));
/** The definition of RFC 6962 §2.1, word for word. */
const naiveRoot = (leaves: Buffer[]): Buffer => {
  if (leaves.length === 0) return hash('sha256', '', 'buffer');
  if (leaves.length === 1) return leaves[0];
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k)));
};
const split = (packed: Buffer): Buffer[] =>
  Array.from({ length: packed.length / HASH_BYTES }, (_, i) =>
    packed.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES),
  );
const sizes = fc.integer({ min: 1, max: 70 });

describe('Merkle trees of RFC 6962', () => {
  it('has the published roots', () => {
    const frontier = emptyFrontier();
    expect(frontierRoot(frontier).toString('hex')).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
    expect(EMPTY_ROOT.equals(frontierRoot(frontier))).toBe(true);
    INPUTS.forEach((hex, i) => {
      addLeaf(frontier, leafOf(hex));
      expect(frontierRoot(frontier).toString('hex')).toBe(ROOTS[i]);
    });
  });

  it('is the definition for every size', () => {
    fc.assert(
      fc.property(sizes, (n) => {
        const leaves = numbered(n);
        expect(rootOf(leaves).equals(naiveRoot(split(leaves)))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('proves that a leaf is in a tree, and nothing else', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), fc.nat(), (n, which, other) => {
        const leaves = numbered(n);
        const [all, root] = [split(leaves), rootOf(leaves)];
        const index = which % n;
        const path = inclusionPath(leaves, index);
        expect(provesInclusion(all[index], index, n, path, root)).toBe(true);
        expect(provesInclusion(leafHash('another'), index, n, path, root)).toBe(false);
        expect(provesInclusion(all[index], index, n, [...path, root], root)).toBe(false);
        if (path.length > 0) expect(provesInclusion(all[index], index, n, path.slice(1), root)).toBe(false);
        if (other % n !== index) expect(provesInclusion(all[index], other % n, n, path, root)).toBe(false);
        expect(provesInclusion(all[index], n, n, path, root)).toBe(false);
      }),
      { numRuns: 120 },
    );
  });

  it('proves that a later tree begins with an earlier one, and nothing else', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), (n, which) => {
        const size = 1 + (which % n);
        const leaves = numbered(n);
        const older = { size, root: rootOf(leaves, 0, size) };
        const newer = { size: n, root: rootOf(leaves) };
        const path = consistencyPath(leaves, size);
        expect(provesConsistency(older, newer, path)).toBe(true);
        expect(provesConsistency({ size, root: leafHash('another') }, newer, path)).toBe(false);
        expect(provesConsistency(older, { size: n, root: leafHash('another') }, path)).toBe(false);
        expect(provesConsistency(older, newer, [...path, newer.root])).toBe(false);
        if (size < n) {
          expect(provesConsistency(older, newer, path.slice(1))).toBe(false);
          // A history that was changed before the anchor has no such proof.
          const forged = Buffer.from(leaves);
          forged[0] ^= 1;
          expect(
            provesConsistency(older, { size: n, root: rootOf(forged) }, consistencyPath(forged, size)),
          ).toBe(false);
        }
      }),
      { numRuns: 120 },
    );
  });

  it('knows no leaf and no tree outside', () => {
    const leaves = numbered(3);
    for (const wrong of [-1, 3, 0.5, Number.NaN]) expect(() => inclusionPath(leaves, wrong)).toThrow();
    for (const wrong of [0, 4, 1.5]) expect(() => consistencyPath(leaves, wrong)).toThrow();
  });
});
