/** The record: how fast entries are appended, and how fast the whole of it is verified, with our engine and without. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordAct, verifyAudit } from '../engine/audit/audit.ts';
import { canonical, GENESIS, signHead } from '../engine/audit/chain.ts';
import { signCheckpoint } from '../engine/audit/checkpoint.ts';
import { logLines } from '../engine/audit/log.ts';
import { leafHash } from '../engine/audit/merkle.ts';
import { writeChunksAtomic, writeFileAtomic } from '../engine/vault/files.ts';
import { createVault } from '../engine/vault/vault.ts';
import { KDF_FLOOR } from '../engine/vault/wrapping.ts';

const ENTRIES = 300_000;
const folder = mkdtempSync(join(tmpdir(), 'cloister-bench-audit-'));
/** CPU seconds of this process: what other programs take does not count. */
const cpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};
const seconds = (work: () => void): number => {
  const began = cpu();
  work();
  return cpu() - began;
};
const print = (name: string, count: number, took: number): void => {
  process.stdout.write(
    `${JSON.stringify({ case: name, entries: count, seconds: took, 'per second': Math.round(count / took) })}\n`,
  );
};

try {
  const vault = await createVault(join(folder, 'v'), 'a passphrase for a bench', { kdf: KDF_FLOOR });
  const details = {
    asOf: '2026-07-01',
    policy: { minCell: 11, minSegment: 100 },
    segments: ['loyal', 'new'],
  };
  // Laid down without a signature for each, which would take most of the time of this bench.
  const lay = vault.db.prepare('INSERT INTO audit_entry(seq, body, hash) VALUES (?, ?, ?)');
  vault.db.transaction(() => {
    let prev = GENESIS;
    for (let seq = 1; seq <= ENTRIES; seq++) {
      const at = new Date(Date.UTC(2026, 0, 1) + seq * 1000).toISOString();
      const said = { action: 'segment.refresh', purpose: 'analytics', counts: { people: seq + 10 }, details };
      const body = canonical({ v: 1, seq, at, role: 'analyst', app: '0.1.0', prev, ...said });
      const hash = leafHash(body);
      lay.run(seq, body, hash);
      prev = hash.toString('hex');
    }
    vault.db
      .prepare('INSERT INTO audit_head(id, seq, hash, signature) VALUES (1, ?, ?, ?)')
      .run(ENTRIES, Buffer.from(prev, 'hex'), signHead(vault.keys, ENTRIES, Buffer.from(prev, 'hex')));
  })();
  const acts = 100;
  const began = cpu();
  for (let n = 0; n < acts; n++)
    await recordAct(vault, () => ({ result: n, act: { action: 'lens.set', details } }));
  print('append, an act and its transaction each', acts, cpu() - began);
  for (const run of ['cold', 'warm'])
    print(
      `verify, ${run}`,
      ENTRIES + acts,
      seconds(() => {
        if (!verifyAudit(vault).ok) throw new Error('the record does not hold');
      }),
    );
  const log = join(folder, 'log.jsonl');
  const checkpoint = join(folder, 'log.checkpoint.json');
  print(
    'export',
    ENTRIES + acts,
    seconds(() => void writeChunksAtomic(log, logLines(vault.reader))),
  );
  writeFileAtomic(checkpoint, JSON.stringify(signCheckpoint(vault.reader, vault.keys)));
  const script = join(import.meta.dirname, '..', 'docs', 'verify-audit.mjs');
  // The CPU time of the other process, as it tells it itself at its end.
  const tell = "process.on('exit', () => process.stderr.write(JSON.stringify(process.cpuUsage())))";
  const told = `data:text/javascript,${encodeURIComponent(tell)}`;
  const { status, stderr } = spawnSync(process.execPath, ['--import', told, script, log, checkpoint], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error('the exported log does not hold');
  const { user, system } = JSON.parse(stderr) as { user: number; system: number };
  print('verify-audit.mjs, without Cloister', ENTRIES + acts, (user + system) / 1e6);
  vault.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
