/** The same file once more, which changes nothing, and reports of rejects, which take the place of nothing else. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../engine/engine.ts';
import { newVault, scratch, write } from '../end-to-end/scratch.ts';
import { failure, openLook, profiles, RAW, tree } from './vault.ts';

const { folder, remove } = scratch();
const vault = join(folder, 'shop.cloister');
let engine: Engine;
let look: Awaited<ReturnType<typeof openLook>>;

beforeAll(async () => {
  engine = await newVault(folder, 'shop');
  look = await openLook(vault);
  await engine.call('intake.import', { file: write(folder, 'first.csv', profiles(120)) });
});
afterAll(() => {
  look.close();
  engine.close();
  remove();
});

describe('the same again', () => {
  it('changes nothing, under its own name or another', async () => {
    const before = look();
    const again = await engine.call('intake.import', { file: join(folder, 'first.csv') });
    const renamed = await engine.call('intake.import', { file: write(folder, 'other.csv', profiles(120)) });
    for (const answer of [again, renamed]) {
      expect([answer.accepted, answer.source]).toEqual([0, 1]);
      expect(answer.reasons[0].reason).toMatch(/imported before, as source 1; nothing was changed/);
    }
    expect(look()).toEqual(before);
  });

  it('is not the same with one byte more, and finds the people there were', async () => {
    const { people } = look() as { people: number };
    const file = write(folder, 'longer.csv', `${profiles(120)}C9000,new@example.org,DE\n`);
    expect((await engine.call('intake.import', { file })).peopleNew).toBe(1);
    expect(look()).toMatchObject({ people: people + 1 });
  });
});

describe('a report of rejects', () => {
  const faulty = (prefix: string): string => `${profiles(40, prefix)},,\n`;

  it('never takes the place of another file: not of the source, the vault, a folder or a note', async () => {
    const file = write(folder, 'precious.csv', faulty('P'));
    const note = write(folder, 'note.txt', 'do not lose me');
    mkdirSync(join(folder, 'taken'), { recursive: true });
    const before = { holds: look(), files: tree(folder), keys: readFileSync(join(vault, 'keys.json')) };
    for (const rejects of [
      file,
      note,
      join(vault, 'keys.json'),
      join(vault, 'data.db'),
      join(folder, 'taken'),
      join(folder, 'none', 'r.csv'),
      join(note, 'r.csv'),
    ]) {
      const error = await failure(engine.call('intake.import', { file, rejects }));
      expect(error.message).not.toMatch(RAW);
      expect(error.message).toContain(rejects.replace(/r\.csv$/, ''));
    }
    expect(readFileSync(file, 'utf8')).toBe(faulty('P'));
    expect(readFileSync(note, 'utf8')).toBe('do not lose me');
    expect({ holds: look(), files: tree(folder), keys: readFileSync(join(vault, 'keys.json')) }).toEqual(
      before,
    );
  });

  it('replaces an earlier report, and what a killed import left of one', async () => {
    const file = write(folder, 'twice.csv', faulty('Q'));
    const rejects = write(folder, 'r.csv', 'line,record,byte,column,reason,file\r\n9,9,9,x,y,\r\n');
    write(folder, 'r.csv.partial', 'line,record,byte,column,reason,file\r\n9,9');
    await engine.call('intake.import', { file, rejects, dryRun: true });
    expect(readFileSync(rejects, 'utf8').split('\r\n')[1]).toMatch(/^42,41,\d+,customer_id,/);
    expect(readdirSync(folder)).not.toContain('r.csv.partial');
  });

  it('is written where no record could be taken, which is when it is needed most', async () => {
    const before = look();
    const rejects = join(folder, 'all.csv');
    const file = write(folder, 'nobody.csv', 'customer_id,ordered_at,total\nC1,x,5\nC2,y,6\n');
    const mapping = {
      version: 1 as const,
      kind: 'orders' as const,
      columns: [
        { column: 'customer_id', role: 'identifier' as const, identifier: 'customer' as const },
        { column: 'ordered_at', role: 'time' as const, format: 'iso' as const },
      ],
    };
    const thrown = await failure(engine.call('intake.import', { file, mapping, rejects }));
    expect(thrown.next).toContain(rejects);
    expect(readFileSync(rejects, 'utf8').split('\r\n').slice(1, 3)).toEqual([
      '2,1,29,ordered_at,the value is no date or time (iso),',
      '3,2,36,ordered_at,the value is no date or time (iso),',
    ]);
    expect(look()).toEqual(before);
  });
});
