/** An audience of Mailchimp as it comes: one archive, or a folder, of a file for each status. In one call, each its own source. */
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { strToU8, zipSync } from 'fflate';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { createEngine } from '../../../engine/engine.ts';
import { cloister, jsonOf } from '../../cli/process.ts';
import { newVault, PASSPHRASE, scratch, write } from '../../end-to-end/scratch.ts';
import { takeClock } from './clock.ts';

const EXPORTS = fileURLToPath(new URL('../../data/exports/', import.meta.url));
const { folder, remove } = scratch();
afterAll(remove);

const nameOf = (status: string): string => `${status}_members_export_9f2c.csv`;
const STATUSES = ['cleaned', 'subscribed', 'unsubscribed'];
/** Ten times the people of a file, since fewer than eleven are not told. */
const audience = (status: string): string => {
  const [head, ...rows] = readFileSync(EXPORTS + nameOf(status), 'utf8')
    .trim()
    .split('\r\n');
  const more = Array.from({ length: 10 }, (_, n) =>
    rows.map((row) => row.replaceAll('@example.com', `@${n}.example.com`).replace('a1b2c3d', `a1b2c3d${n}`)),
  );
  return [head, ...more.flat()].join('\r\n');
};
const archive = (name: string, files: Record<string, string>): string =>
  write(
    folder,
    name,
    zipSync(Object.fromEntries(Object.entries(files).map(([entry, text]) => [entry, strToU8(text)]))),
  );
const all = (): Record<string, string> =>
  Object.fromEntries(STATUSES.map((status) => [nameOf(status), audience(status)]));

describe('the status files of an archive', () => {
  // The name of the archive speaks of one status: those of its entries count.
  const zip = archive('unsubscribed.zip', {
    ...all(),
    [nameOf('nonsubscribed')]: audience('subscribed').split('\r\n')[0],
  });

  it('are known by their headers and told by the names of the entries, not by that of the archive', async () => {
    const engine = await newVault(folder, 'known');
    expect(await engine.call('intake.statusFiles', { file: zip })).toEqual({
      system: 'Mailchimp audience export',
      files: [
        { entry: nameOf('cleaned'), state: 'unknown' },
        { entry: nameOf('subscribed'), state: 'given' },
        { entry: nameOf('unsubscribed'), state: 'withdrawn' },
      ].map((one) => ({ file: zip, why: expect.any(String), ...one })),
      empty: [nameOf('nonsubscribed')],
    });
    engine.close();
  });

  it('handed in by their bytes stay in memory until the last of them is taken', async () => {
    const engine = await newVault(folder, 'handed');
    const part = new Uint8Array(readFileSync(zip));
    const named = { name: 'audience.zip', size: part.length, at: 0, part };
    const { file } = await engine.call('intake.receive', named);
    const found = await engine.call('intake.statusFiles', { file });
    expect(found?.files.map((one) => one.file)).toEqual([file, file, file]);
    for (const [i, { entry }] of (found?.files ?? []).entries())
      await engine.call('intake.import', { file, format: { entry: entry ?? '' }, keep: i < 2 });
    await expect(engine.call('intake.statusFiles', { file })).rejects.toMatchObject({
      code: 'INPUT_MISSING',
    });
    engine.close();
  });

  it('are asked about as before where one of them is something else, or of no system', async () => {
    const engine = await newVault(folder, 'asked');
    const mixed = archive('mixed.zip', { ...all(), 'shops.csv': 'id,city\n1,Ulm\n2,Bonn\n' });
    expect(await engine.call('intake.statusFiles', { file: mixed })).toBeNull();
    await expect(engine.call('intake.import', { file: mixed })).rejects.toThrow('mixed.zip holds 4 files');
    expect(await engine.call('intake.statusFiles', { file: EXPORTS + nameOf('cleaned') })).toBeNull();
    engine.close();
  });

  it('come in by one command under one file of mappings, each with what it says of everybody', async () => {
    const run = (...args: string[]) => cloister(args, { cwd: folder, passphrase: PASSPHRASE });
    const engine = await newVault(folder, 'one-call.cloister');
    engine.close();
    expect(await run('inspect', zip, '--mapping-out', 'M.yaml')).toMatchObject({ status: 0 });
    const { imports } = jsonOf(await run('import', 'one-call', zip, '--mapping', 'M.yaml', '--json'));
    expect(imports).toMatchObject(
      [
        { status: 'cleaned', people: 30, said: 'unknown' },
        { status: 'subscribed', people: 60, said: 'given' },
        { status: 'unsubscribed', people: 40, said: 'withdrawn' },
      ].map(({ status, people, said }) => ({
        file: `unsubscribed.zip › ${nameOf(status)}`,
        accepted: people,
        // Each was asked once and answered once.
        consentEvents: 2 * people,
        consent: { columns: [{ values: [{ meaning: said, records: people }] }] },
      })),
    );
    const after = createEngine();
    await after.call('vault.open', { path: join(folder, 'one-call.cloister'), passphrase: PASSPHRASE });
    const lens = { purpose: 'marketing.communications.email', asOf: '2026-07-01' } as const;
    expect(await after.call('lens.describe', lens)).toMatchObject({ known: 120, admitted: 60 });
    after.close();
  });

  it('come in by a plan under the same list of mappings', async () => {
    const engine = await newVault(folder, 'planned');
    const mappings = [];
    for (const status of STATUSES)
      mappings.push(
        (await engine.call('intake.inspect', { file: zip, format: { entry: nameOf(status) } })).mapping,
      );
    write(folder, 'list.yaml', JSON.stringify(mappings));
    const lens = { purpose: 'marketing.communications.email', asOf: '2026-07-01' };
    const sources = [{ file: 'unsubscribed.zip', mapping: 'list.yaml' }];
    const plan = write(folder, 'plan.yaml', JSON.stringify({ version: 1, name: 'audience', sources, lens }));
    const ran = await engine.call('plan.run', { plan, folder: join(folder, 'out'), replace: false });
    expect(ran.lens).toMatchObject({ known: 120, admitted: 60 });
    expect(ran.steps.slice(0, 3).map(({ where }) => where)).toEqual(
      STATUSES.map((status) => `unsubscribed.zip › ${nameOf(status)}`),
    );
    engine.close();
  });
});

describe('the status files of a folder', () => {
  it('are sources of their own, and one whose answer cannot be told leaves the folder to be asked about', async () => {
    const files = join(folder, 'audience');
    mkdirSync(files);
    for (const status of STATUSES) copyFileSync(EXPORTS + nameOf(status), join(files, nameOf(status)));
    const engine = await newVault(folder, 'folder');
    const found = await engine.call('intake.statusFiles', { file: files });
    expect(found?.files.map(({ file, entry, state }) => [file, entry, state])).toEqual(
      STATUSES.map((status, i) => [join(files, nameOf(status)), null, ['unknown', 'given', 'withdrawn'][i]]),
    );
    copyFileSync(EXPORTS + nameOf('subscribed'), join(files, 'all.csv'));
    expect(await engine.call('intake.statusFiles', { file: files })).toBeNull();
    engine.close();
  });

  it('say nothing of everybody when files that say different things are taken as one', async () => {
    const text = audience('subscribed');
    const both = archive('both.zip', { [nameOf('nonsubscribed')]: text, [nameOf('subscribed')]: text });
    const engine = await newVault(folder, 'both');
    const { mapping } = await engine.call('intake.inspect', { file: both, format: { entry: '*' } });
    expect(mapping.consent).toBeUndefined();
    engine.close();
  });
});

describe('the status files that come into a watched folder', () => {
  it('are each taken for what they say: a yes under the mapping that was read, a no whatever it says', async () => {
    const inbox = join(folder, 'inbox');
    mkdirSync(inbox);
    const engine = await newVault(folder, 'watching');
    const subscribed = write(folder, nameOf('subscribed'), audience('subscribed'));
    const { mapping } = await engine.call('intake.inspect', { file: subscribed });
    await engine.call('watch.set', { folder: inbox, name: 'audience', mapping });
    archive('inbox/audience.zip', {
      [nameOf('subscribed')]: all()[nameOf('subscribed')],
      [nameOf('cleaned')]: all()[nameOf('cleaned')],
    });
    // Of an archive whose second file brings nobody, what the first one brought is counted all the same.
    archive('inbox/half.zip', {
      [nameOf('subscribed')]: audience('subscribed').replaceAll('@', '@half.'),
      [nameOf('unsubscribed')]: audience('unsubscribed').replaceAll(/[^,\n]*@[^,\n]*/g, 'nobody'),
    });
    write(inbox, 'unsubscribed_members_export_0a1b.csv', audience('unsubscribed'));
    const clock = takeClock();
    onTestFinished(clock.restore);
    await engine.call('watch.look', {});
    clock.forward(1100);
    const { files } = await engine.call('watch.look', {});
    expect(files.map(({ name, outcome, accepted }) => [name, outcome, accepted])).toEqual([
      ['audience.zip', 'imported', 90],
      ['half.zip', 'failed', 60],
      ['unsubscribed_members_export_0a1b.csv', 'imported', 40],
    ]);
    const lens = { purpose: 'marketing.communications.email', asOf: '2026-07-01' } as const;
    expect(await engine.call('lens.describe', lens)).toMatchObject({ known: 120, admitted: 60 });
    // By hand, too, nobody who left is taken for somebody who agreed.
    const file = write(folder, nameOf('unsubscribed'), `${audience('unsubscribed')}\r\n`);
    await expect(engine.call('intake.import', { file, mapping })).rejects.toThrow(
      'everybody in unsubscribed',
    );
    engine.close();
  });
});
