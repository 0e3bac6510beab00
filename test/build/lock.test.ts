/** The lock file must install on every platform, whatever registry it was written from. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { missingEntries } from '../../build/complete-lock.mjs';

const lock = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'));

describe('package-lock.json', () => {
  it('has every platform package; if not, run `npm run lock`', () => {
    expect(Object.keys(missingEntries(lock))).toEqual([]);
  });
  it('would be found incomplete without one of them', () => {
    const packages = { ...lock.packages };
    delete packages['node_modules/@biomejs/cli-darwin-arm64'];
    expect(Object.keys(missingEntries({ packages }))).toEqual(['node_modules/@biomejs/cli-darwin-arm64']);
  });
  it('records no download address', () => {
    expect(JSON.stringify(lock)).not.toMatch(/"resolved":"https?:/);
  });
});
