/** The script that an auditor runs: plain Node, no package, on files exported from a real vault and on altered ones. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appendEntry } from '../../engine/audit/audit.ts';
import { auditHandlers } from '../../engine/procedures/audit.ts';
import type { Session } from '../../engine/procedures/session.ts';
import type { Vault } from '../../engine/vault/vault.ts';
import { bareVault } from '../engine/vault/fixture.ts';

let folder: string;
let vault: Vault;
let keyId: string;
const at = (name: string): string => join(folder, name);

/** Acts enough for a checkpoint of their own, in one transaction. */
const act = (count: number): void =>
  vault.db.transaction(() => {
    for (let n = 0; n < count; n++)
      appendEntry(vault, { action: 'lens.set', object: `lens “${n}” \u2028 é`, counts: { people: n } });
  })();
const exported = async (what: 'log' | 'checkpoint', name: string, since?: string): Promise<void> => {
  const session = { vault: () => vault } as Session;
  const input = {
    what,
    file: at(name),
    replace: false,
    ...(since === undefined ? {} : { since: at(since) }),
  };
  const run = { progress: () => undefined, check: () => undefined };
  ({ keyId } = await auditHandlers['audit.export'](input, session, run as never));
};
/** Runs the script as an auditor would: in another folder, with nothing installed. */
const verify = (...args: string[]): { status: number | null; out: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['verify-audit.mjs', ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: {},
  });
  return { status, out: stdout + stderr };
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cloister-verify-'));
  copyFileSync(join(import.meta.dirname, '../../docs/verify-audit.mjs'), at('verify-audit.mjs'));
  mkdirSync(at('v'));
  vault = bareVault(at('v'));
  act(200);
  await exported('checkpoint', 'early.json');
  act(400);
  await exported('checkpoint', 'late.json', 'early.json');
  act(3);
  await exported('log', 'log.jsonl');
});
afterAll(() => {
  vault.close();
  rmSync(folder, { recursive: true, force: true });
});

const lines = (): string[] => readFileSync(at('log.jsonl'), 'utf8').trimEnd().split('\n');
const altered = (change: (lines: string[]) => string[]): string => {
  writeFileSync(at('altered.jsonl'), `${change(lines()).join('\n')}\n`);
  return 'altered.jsonl';
};

describe('docs/verify-audit.mjs', () => {
  it('holds for a log, the checkpoint beside it and earlier ones', () => {
    const { status, out } = verify(
      'log.jsonl',
      'log.checkpoint.json',
      'early.json',
      'late.json',
      '--key',
      keyId,
    );
    expect(out).toContain('606 entries');
    expect(out).toMatch(/Everything holds\.\n$/);
    expect(status).toBe(0);
  });

  it('holds for two checkpoints without any log', () => {
    expect(verify('early.json', 'late.json').out).toContain('the newer history begins with the older one');
    expect(verify('early.json', 'log.checkpoint.json')).toMatchObject({ status: 1 });
    const late = JSON.parse(readFileSync(at('late.json'), 'utf8')) as { since: { path: string[] } };
    late.since.path[1] = late.since.path[0];
    writeFileSync(at('forged.json'), JSON.stringify(late));
    expect(verify('early.json', 'forged.json').out).toContain('rewritten between them');
  });

  it.each<[string, (lines: string[]) => string[], RegExp]>([
    ['an edit', (all) => all.with(6, all[6].replace('lens.set', 'lens.get')), /entry 7: it was edited/],
    ['a space', (all) => all.with(6, all[6].replace(':', ': ')), /line 7: it is not spelled/],
    ['a deletion', (all) => all.toSpliced(6, 1), /line 7: it is entry 8/],
    ['an insertion', (all) => all.toSpliced(6, 0, all[6]), /line 8: it is entry 7/],
    ['a reordering', (all) => all.with(6, all[7]).with(7, all[6]), /entry 8: it does not follow/],
    ['a truncation', (all) => all.slice(0, 605), /knows entry 606, but the log ends at 605/],
    ['something else', (all) => all.with(6, 'null'), /line 7: it is entry undefined/],
    ['no JSON', (all) => all.with(6, '{'), /line 7: it is no JSON/],
  ])('finds %s', (_, change, words) => {
    const { status, out } = verify(altered(change), 'log.checkpoint.json');
    expect(out).toMatch(words);
    expect(status).toBe(1);
  });

  it('says that without a checkpoint the end is not shown', () => {
    const { status, out } = verify(altered((all) => all.slice(0, 605)));
    expect(out).toContain('that nothing is missing at the end is not shown');
    expect(status).toBe(0);
  });

  it('finds a checkpoint that was altered, or signed with another key', () => {
    const checkpoint = JSON.parse(readFileSync(at('late.json'), 'utf8')) as Record<string, unknown>;
    for (const change of [{ seq: 600 }, { root: 'f'.repeat(64) }, { signature: 'AAAA' }, { keyId: '0' }]) {
      writeFileSync(at('forged.json'), JSON.stringify({ ...checkpoint, ...change }));
      expect(verify('log.jsonl', 'forged.json')).toMatchObject({ status: 1 });
    }
    expect(verify('late.json', '--key', 'f'.repeat(16)).out).toContain('not ffffffffffffffff');
  });

  it('is told what it needs', () => {
    expect(verify()).toMatchObject({ status: 2 });
    expect(verify('nowhere.jsonl')).toMatchObject({ status: 1 });
    expect(verify('verify-audit.mjs').status).toBe(1);
  });
});
