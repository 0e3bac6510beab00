/** The commands on a vault of 300 people that nobody knows, as processes, with their exit status. */
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { makeVault } from '../../engine/procedures/vault.ts';
import { KDF_FLOOR } from '../../engine/vault/wrapping.ts';
import type { CheckAnswer } from '../../shared/contract/answers.ts';
import { cloister, type Ended, jsonOf, PASSPHRASE, type StartOptions } from './process.ts';

const cwd = mkdtempSync(join(tmpdir(), 'cloister-cli-'));
const LENS = ['--purpose', 'personalize', '--as-of', '2026-07-01'];
const run = (args: string[], options: Partial<StartOptions> = {}): Promise<Ended> =>
  cloister(args, { cwd, ...options });
const at = (path: string): string => join(cwd, path);

/** Runs a command that must succeed and answers its JSON. */
const answer = async (...args: string[]): Promise<Record<string, unknown>> => {
  const ended = await run([...args, '--json']);
  expect(ended.err.replace(/^\S.*(%|passes).*\n/gm, ''), args.join(' ')).toBe('');
  expect(ended.status).toBe(0);
  return jsonOf(ended);
};

beforeAll(async () => {
  expect((await run(['sample', 'shop', '--customers', '300', '--seed', '3'])).status).toBe(0);
  writeFileSync(at('passphrase'), `${PASSPHRASE}\nsecond line\n`);
  const made = await run(['create', 'made', '--passphrase-file', 'passphrase'], { passphrase: null });
  expect([made.status, made.err]).toEqual([0, '']);
  expect(made.out + made.err).not.toContain(PASSPHRASE);
  expect(await answer('doctor', 'made')).toMatchObject({ ok: true, vault: 'made' });
  // The commands are about another, whose passphrase is stretched no longer than the product demands.
  (await makeVault(at('v'), PASSPHRASE, { kdf: KDF_FLOOR })).close();
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

describe('taking data in', () => {
  test('inspect writes a mapping that import takes; every record is accounted for', async () => {
    const seen = await answer('inspect', 'shop/customers.csv', '--mapping-out', 'customers.yaml');
    expect(parseYaml(readFileSync(at('customers.yaml'), 'utf8'))).toEqual(seen.mapping);
    const told = (await run(['inspect', 'shop/customers.csv'])).out.replace(/\s+/g, ' ');
    expect(told).toContain('birth_year quasi-identifier 75 % The header says “birth year”.');
    expect(told).toMatch(/email direct identifier 100 % The header says “email”\. (\d+) of \1 values pass/);
    const again = await run(['inspect', 'shop/customers.csv', '--mapping-out', 'customers.yaml']);
    expect([again.status, again.err]).toEqual([1, expect.stringContaining('--replace')]);
    const taken = await answer('import', 'v', 'shop/customers.csv', '--mapping', 'customers.yaml');
    expect(taken).toMatchObject({ kind: 'profiles', peopleNew: 300, rejected: 0, dryRun: false });
  });

  test('a dry run keeps nothing; several files are told one by one', async () => {
    expect(await answer('import', 'v', 'shop/orders.csv', '--dry-run')).toMatchObject({ dryRun: true });
    const { imports } = await answer(
      'import',
      'v',
      'shop/orders.csv',
      'shop/events.csv',
      'shop/consents.csv',
    );
    const lines = (name: string): number =>
      readFileSync(at(`shop/${name}`), 'utf8')
        .trim()
        .split('\n').length;
    expect(imports).toMatchObject([
      { kind: 'orders', records: lines('orders.csv') - 1 },
      { kind: 'events', records: lines('events.csv') - 1 },
      { kind: 'consents', records: lines('consents.csv') - 1 },
    ]);
  });

  test('a bad mapping, a missing file and one after a good one: exit 1, and what was taken is named', async () => {
    writeFileSync(at('bad.yaml'), 'version: 1\nkind: orders\ncolumns: []\n');
    const [mapping, missing] = [
      await run(['import', 'v', 'shop/orders.csv', '--mapping', 'bad.yaml']),
      await run(['import', 'v', 'shop/orders.csv', 'nowhere.csv', '--json']),
    ];
    writeFileSync(at('empty.csv'), '');
    const empty = await run(['import', 'v', 'shop/orders.csv', 'empty.csv', '--json']);
    expect([mapping.status, mapping.out]).toEqual([1, '']);
    expect(mapping.err).toBe(
      'cloister: bad.yaml: The mapping has no identifier, so the orders belong to nobody.\n  next: Give one column the role identifier, or the number of the order the role order.\n',
    );
    expect(missing.status).toBe(1);
    const { error } = jsonOf(missing) as { error: { code: string; message: string } };
    expect(error.code).toBe('INPUT_MISSING');
    // Every place is looked at before the first file is taken.
    expect(error.message).not.toContain('taken before it');
    expect([empty.status, empty.out]).toEqual([1, expect.stringContaining('taken before it: orders.csv')]);
  });

  test('the quality of a source is asked for by the name of its file; a word none has names the nearest', async () => {
    const named = await answer('quality', 'v', 'orders.csv');
    expect(named).toMatchObject({ imports: [{ name: 'orders.csv', source: 2 }], rejects: { rejected: 0 } });
    const wrong = await run(['quality', 'v', 'order.csv']);
    expect([wrong.status, wrong.err]).toEqual([1, expect.stringContaining('did you mean orders.csv?')]);
  });
});

describe('looking', () => {
  type Lens = { known: number; admitted: number; leftOut: { people: number }[] };

  test('the lens adds up as far as it is told, its table says what its JSON says, and a withdrawal takes one person out', async () => {
    const lens = ['lens', 'v', '--purpose', 'analytics', '--as-of', '2026-07-02'];
    const before = (await answer(...lens)) as Lens;
    expect(before.known).toBe(300);
    // A reason with fewer than 11 people is a mark between 0 and 1, and so is the one that would give it away.
    const told = before.leftOut.filter(({ people }) => people === 0 || people >= 11);
    const sum = before.admitted + told.reduce((total, { people }) => total + people, 0);
    // Each line may be the one of nearly the same people who were told of before: ten more or fewer.
    expect(sum).toBeLessThan(300 + 11 * (1 + told.length));
    if (told.length === before.leftOut.length) expect(sum).toBeGreaterThan(300 - 11 * (1 + told.length));
    expect(before.leftOut.length - told.length).not.toBe(1);
    const [head, ...rows] = readFileSync(at('shop/consents.csv'), 'utf8')
      .split('\n')
      .map((row) => row.split(','));
    const given = rows.find(
      (row) => row[head.indexOf('purpose')] === 'analytics' && row[head.indexOf('state')] === 'given',
    );
    const said = ['--purpose', 'analytics', '--at', '2026-07-01', '--reason', 'Letter of 30 June'];
    const one = await run(['consent', 'v', 'withdraw', '--identifier', '-', ...said], {
      input: `${given?.[head.indexOf('customer_id')]}\n`,
    });
    expect(one.status).toBe(0);
    expect(one.out).toContain('analytics: withdrawn recorded for whoever has this identifier.');
    // One person less is told with the count that was told before.
    const { out } = await run(lens);
    expect(out).toMatch(new RegExp(`^admitted +${before.admitted} `, 'm'));
    const bar = /▕(█+)(░+)▏/.exec(out) ?? ['', '', ''];
    const drawn = bar[1].length / (bar[1].length + bar[2].length);
    expect(Math.abs(drawn - before.admitted / 300)).toBeLessThan(0.01);
  });

  test('an identifier nobody has: the same answer as one that somebody has, and it is not repeated', async () => {
    const said = ['--purpose', 'analytics', '--at', '2026-07-01', '--reason', 'none'];
    const ended = await run(['consent', 'v', 'record', '--identifier', 'C-none', ...said, '--json']);
    expect(ended.status).toBe(0);
    expect(jsonOf(ended)).toEqual({ purpose: 'analytics', state: 'given', people: null });
    expect(ended.out).not.toContain('C-none');
  });
});

describe('from clusters to a package', () => {
  const RULE = '{"op":"compare","field":"frequency","is":">=","value":0}';

  test('cluster prints the indices side by side with the chosen k marked', async () => {
    const args = ['cluster', 'v', '--features', 'recency:log,frequency:log,monetary:log', '--to', '5'];
    const { status, out } = await run([...args, ...LENS]);
    expect(status).toBe(0);
    const table = [...out.matchAll(/^(→?) +(\d+) +([\d,]+)[ *]+(0\.\d{3})[ *]+(\d\.\d{3})[ *]+([\d,]+)/gm)];
    expect(table.map((row) => row[2])).toEqual(['2', '3', '4', '5']);
    const chosen = table.filter((row) => row[1] === '→').map((row) => row[2]);
    expect(chosen).toEqual([/k-means, k = (\d)/.exec(out)?.[1]]);
    for (const word of ['silhouette', 'Davies–Bouldin', 'Caliński–Harabasz', 'inertia', 'PC1', 'precision'])
      expect(out).toContain(word);
    expect(out).toMatch(/adjusted\s+Rand\s+index/);
  });

  test('a log away from a terminal says of every step that it ended', async () => {
    const args = ['cluster', 'v', '--features', 'recency:log,frequency:log', '--to', '3', '--name', 'logged'];
    const { err } = await run([...args, ...LENS]);
    for (const step of ['Choosing k', 'Gap statistic', 'Stability'])
      expect(err).toMatch(new RegExp(`^${step}: 100 %`, 'm'));
    expect(err).not.toMatch(/: \d?\d %/);
  });

  test('what is asked of a kept clustering without a lens is asked of the people it was fitted on', async () => {
    const unsaid = await run(['clustering', 'v', 'apart']);
    expect([unsaid.status, unsaid.out.split('\n')[0]]).toEqual([0, 'Lens: personalize, as of 2026-07-01']);
    expect(unsaid.out).toBe((await run(['clustering', 'v', 'apart', ...LENS])).out);
    // Drift is held against another date: today, where none is said.
    expect((await run(['clustering', 'v', 'drift'])).out).toMatch(/^Lens: personalize, as of \S+ \(today;/);
  });

  test('segments: a rule counts what it defines; refresh and remove', async () => {
    const counted = (await answer('segment', 'v', 'count', '--rule', RULE, ...LENS)) as {
      people: number;
      of: number;
    };
    writeFileSync(at('rule.yaml'), 'op: compare\nfield: frequency\nis: ">="\nvalue: 0\n');
    const defined = await answer(
      'segment',
      'v',
      'define',
      '--name',
      'All',
      '--rule-file',
      'rule.yaml',
      ...LENS,
    );
    expect([counted.people, defined.people, defined.rule]).toEqual([
      counted.of,
      counted.of,
      JSON.parse(RULE),
    ]);
    const { segments } = (await answer('segment', 'v', 'from-clusters', ...LENS)) as {
      segments: { id: string }[];
    };
    const gone = segments[0].id;
    expect(await answer('segment', 'v', 'remove', gone)).toEqual({ removed: gone });
    const { out } = await run(['segment', 'v', 'refresh', '--purpose', 'personalize']);
    const today = new Date().toISOString().slice(0, 10);
    expect(out).toContain(`as of ${today} (today; --as-of sets another day)`);
    expect(out).toMatch(/^all .* first refresh$/m);
    expect(out).not.toContain(gone);
  });

  test('the gate refuses: exit 3, the rule is named, and no folder is left', async () => {
    writeFileSync(at('strict.yaml'), 'minSegment: 100000\n');
    const args = ['export', 'v', '--name', 'R', '--out', 'refused', '--policy', 'strict.yaml', ...LENS];
    const ended = await run(args);
    expect([ended.status, ended.out]).toEqual([3, '']);
    expect(ended.err).toContain('fewer than 100000 people');
    expect(existsSync(at('refused'))).toBe(false);
  });

  test('personas are edited and shown as cleared; the package says everything that was withheld', async () => {
    writeFileSync(at('ideas.yaml'), '- {content: A letter, channel: Post, timing: in spring}\n');
    const edit = ['persona', 'v', 'edit', 'all', '--name', 'Everyone', '--plan-file', 'ideas.yaml'];
    expect((await run(edit)).status).toBe(0);
    const { segment } = (await answer('persona', 'v', 'show', 'all', ...LENS)) as {
      segment: { people: number; persona: { name: string; plan: object[] } };
    };
    expect(segment.people % 5).toBe(0);
    expect(segment.persona).toMatchObject({ name: 'Everyone', plan: [{ content: 'A letter', why: '' }] });
    const args = [
      'export',
      'v',
      '--name',
      'Release',
      '--target',
      'hubspot',
      'sqlite',
      '--out',
      'package',
      ...LENS,
    ];
    const written = (await answer(...args)) as { files: { path: string }[]; withheld: { reason: string }[] };
    expect(written.files.map(({ path }) => path.split('/')[0])).toEqual(
      expect.arrayContaining(['hubspot', 'sql', 'segments.json']),
    );
    const replaced = await run([...args, '--replace']);
    const flat = replaced.out.replaceAll(/\s+/g, ' ');
    expect(flat).toContain(`Withheld by the gate: ${written.withheld.length}`);
    for (const { reason } of written.withheld) expect(flat).toContain(reason.split(':')[0]);
  });

  test('verify: a package that was altered is exit 1 and says which file', async () => {
    expect((await answer('verify', 'package')).ok).toBe(true);
    cpSync(at('package'), at('altered'), { recursive: true });
    appendFileSync(at('altered/segments.csv'), 'one more line\n');
    const altered = await run(['verify', 'altered']);
    expect(altered.status).toBe(1);
    expect(altered.out).toMatch(/^FAILED +no file was changed +segments\.csv was changed/m);
    expect(altered.err).toMatch(/^cloister: The package does not hold: .*segments\.csv/);
  });

  test('the record holds, contains the checkpoint, and tells what was done; doctor finds nothing', async () => {
    const proof = ['audit', 'v', 'verify', '--checkpoint', 'package/seal.json'];
    expect(await answer(...proof)).toMatchObject({ ok: true, faults: [] });
    const { entries } = (await answer('audit', 'v', 'log')) as { entries: { action: string }[] };
    expect(entries.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['vault.create', 'source.import', 'consent.withdraw', 'export.release']),
    );
    expect(await answer('doctor', 'v')).toMatchObject({ ok: true, vault: 'v' });
    const folder = async (): Promise<unknown> =>
      ((await answer('doctor', 'v')) as { checks: CheckAnswer[] }).checks.find(
        ({ check }) => check === 'folder',
      )?.detail;
    // The consents of the sample hold refusals, which stand in a file beside the keystore.
    expect(await folder()).toBe('nothing but the vault lies in it');
    writeFileSync(at('v.cloister/notes.txt'), '');
    expect(await folder()).toBe('one file in it that Cloister did not make: notes.txt');
  });
});
