/** Columns whose cells hold several values of a list, from the file to rules: HubSpot's ticked boxes and others like them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../../engine/engine.ts';
import { namesBeside } from '../../../renderer/screens/sources/role-choice.ts';
import { listedNames } from '../../../shared/column-name.ts';
import { type ColumnMapping, parseMapping } from '../../../shared/mapping.ts';
import { createRandom } from '../../../shared/random.ts';
import { newVault, scratch, write } from '../../end-to-end/scratch.ts';

const { folder, remove } = scratch();
let engine: Engine;
beforeAll(async () => {
  engine = await newVault(folder, 'several');
});
afterAll(() => engine.close());
afterAll(remove);

const TOPICS = ['Running', 'Board games', 'City trips', 'Cooking', 'Judaism'];
/** 300 contacts as HubSpot writes them: every seventh cell begins with an empty value, every eleventh is empty. */
const contacts = (sign: string, head: string): { text: string; ticked: string[][] } => {
  const random = createRandom('topics');
  const ticked = Array.from({ length: 300 }, (_, i) =>
    i % 11 === 0 ? [] : [...TOPICS.filter(() => random.next() < 0.4), ...(i < 5 ? ['Falconry'] : [])],
  );
  const rows = ticked.map(
    (topics, i) =>
      `${1000 + i},p${i}@example.com,${i % 7 === 0 && topics.length > 0 ? sign : ''}${topics.join(sign)}`,
  );
  return { text: `${head}\n${rows.join('\n')}\n`, ticked };
};

const inspect = (file: string) => engine.call('intake.inspect', { file });
const topicsIn = async (file: string) => {
  const { columns, mapping } = await inspect(file);
  return { told: columns.at(-1), entry: mapping.columns.at(-1), mapping };
};

describe('cells with several values of a list', () => {
  it('become a yes or no for each value; rules find who ticked it, and an empty first value is none', async () => {
    const { text, ticked } = contacts(';', 'Record ID,Email,Lifecycle Stage,Topics');
    const file = write(
      folder,
      'hubspot.csv',
      text.replace(/,(?=[^,\n]*\n)/g, ',lead,').replace('Stage,lead', 'Stage'),
    );
    const { told, entry, mapping } = await topicsIn(file);
    expect(told?.why).toContain('parted by ";": each of 4 becomes a yes or no');
    // Too few people hold one, and one tells of belief: neither is shown, nor kept.
    expect(JSON.stringify(await inspect(file))).not.toMatch(/Falconry|Judaism/);
    expect(entry).toMatchObject({ role: 'attribute', separator: ';' });
    expect(entry?.values).toMatchObject({ 'Board games': 'topics_board_games', Running: 'topics_running' });
    const everyone = { state: 'given' as const, purpose: 'personalize', basis: 'contract' as const };
    await engine.call('intake.import', { file, mapping: { ...mapping, consent: { everyone } } });
    const columns = await engine.call('column.list', {});
    const classes = new Map(columns.map((column) => [column.name, column.class]));
    // "City" narrows down who somebody is, in a list of topics as well.
    expect(classes.get('topics_city_trips')).toBe('quasi_id');
    expect(classes.get('topics_running')).toBe('behavioural');
    const holding = async (topic: string, value: string) =>
      (
        await engine.call('segment.count', {
          lens: { purpose: 'personalize', asOf: '2026-06-30' },
          rule: { op: 'compare', field: `profile.topics_${topic}`, is: '=', value },
        })
      ).people;
    const ticking = (topic: string) => ticked.filter((topics) => topics.includes(topic)).length;
    expect(await holding('running', 'yes')).toBe(ticking('Running'));
    expect(await holding('board_games', 'yes')).toBe(ticking('Board games'));
    // Who ticked nothing at all was perhaps never asked, and is neither.
    const asked = ticked.filter((topics) => topics.length > 0).length;
    expect(await holding('cooking', 'no')).toBe(asked - ticking('Cooking'));
  });

  it('of an unknown system are suggested where values are parted by ; or |, not by a comma', async () => {
    for (const [sign, listed] of [
      [';', true],
      ['|', true],
      [' , ', false],
    ] as const) {
      const text = contacts(sign, 'customer_number\te-mail\ttopics').text.replace(
        /^(\d+),([^,]*),/gm,
        '$1\t$2\t',
      );
      const { told, entry } = await topicsIn(
        write(folder, `unknown-${listed}-${sign.charCodeAt(0)}.tsv`, text),
      );
      expect([sign, entry?.separator !== undefined]).toEqual([sign, listed]);
      expect(told?.several.map(({ separator }) => separator)).toEqual([sign.trim()]);
    }
  });

  it('whose value is somebody, or special data, are refused by name', async () => {
    const { text } = contacts(';', 'customer_number,e-mail,topics');
    const file = write(folder, 'by-hand.csv', text);
    const { mapping } = await topicsIn(file);
    const keeping = (values: Record<string, string>) =>
      engine.call('intake.import', {
        file,
        mapping: {
          ...mapping,
          columns: mapping.columns.map((column) =>
            column.column === 'topics' ? { ...column, values } : column,
          ),
        },
      });
    await expect(keeping({ 'ada@example.com': 'topics_ada' })).rejects.toMatchObject({
      code: 'PRIVACY_REFUSED',
      message: expect.stringContaining('"topics: ada@example.com"'),
    });
    await expect(keeping({ Judaism: 'topics_j' })).rejects.toMatchObject({ code: 'PRIVACY_REFUSED' });
    await expect(keeping({})).rejects.toMatchObject({ code: 'MAPPING_INVALID' });
  });

  it('keep the entries and classes that they were given in, so that the mapping kept says the same again', async () => {
    const again = await newVault(folder, 'kept');
    const { text } = contacts(';', 'id,email,topics');
    const file = write(folder, 'first.csv', text);
    const { mapping } = await topicsIn(file);
    const list = { column: 'topics', role: 'attribute', separator: ';' } as const;
    const given: ColumnMapping[] = [
      { ...list, class: 'ordinary', values: { 'City trips': 'city', Running: 'running' } },
      { ...list, class: 'quasi-identifier', values: { Cooking: 'cooking' } },
    ];
    const columns = [...mapping.columns.filter(({ column }) => column !== 'topics'), ...given];
    const everyone = { state: 'given' as const, purpose: 'personalize', basis: 'contract' as const };
    const said = { ...mapping, columns, consent: { everyone } };
    await again.call('intake.import', { file, mapping: said });
    const classes = async () => {
      const held = (await again.call('column.list', {})).map((one) => [one.name, one.class] as const);
      return Object.fromEntries(held.filter(([name]) => /city|running|cooking/.test(name)));
    };
    const before = await classes();
    expect(before).toEqual({ city: 'quasi_id', running: 'behavioural', cooking: 'quasi_id' });
    const [kept] = await again.call('mapping.kept', {});
    expect(kept.mapping.columns.filter(({ column }) => column === 'topics')).toEqual(given);
    const next = write(folder, 'next.csv', text.replaceAll('@', '2@').replace(/^1/gm, '2'));
    await again.call('intake.import', { file: next, mapping: kept.mapping });
    expect(await classes()).toEqual(before);
    again.close();
  });

  it('get names that no other column of the mapping has', () => {
    const mapping = parseMapping({
      version: 1,
      kind: 'profiles',
      columns: [
        { column: 'id', role: 'identifier' },
        { column: 'x a', role: 'attribute' },
        { column: 'y', role: 'attribute', name: 'x_b' },
        { column: 'x', role: 'attribute', separator: ';', values: { c: 'x_c' } },
      ],
    });
    const names = listedNames('x', ['a', 'b', 'c', 'constructor'], namesBeside(mapping, 'x'));
    expect(Object.values(names)).toEqual(['x_a_2', 'x_b_2', 'x_c', 'x_constructor']);
    expect([...namesBeside(mapping, 'y')]).toEqual(['x_a', 'x_c']);
  });

  it('are told what is wrong with their mapping', () => {
    const columns = (...entries: object[]) => ({
      version: 1,
      kind: 'profiles',
      columns: [{ column: 'id', role: 'identifier' }, ...entries],
    });
    const list = { column: 'x', role: 'attribute', separator: ';' };
    const wrong: [object[], RegExp][] = [
      [[list], /no list of those/],
      [[{ column: 'x', role: 'attribute', values: { a: 'x_a' } }], /no sign that parts them/],
      [[{ ...list, values: { a: 'X A' } }], /no name of an attribute/],
      [[{ ...list, values: { 'a;b': 'x_a' } }], /no value of a list/],
      [[{ ...list, name: 'x', values: { a: 'x_a' } }], /name, type or format/],
      [
        [
          { ...list, values: { a: 'x_a' } },
          { column: 'x', role: 'attribute' },
        ],
        /twice/,
      ],
    ];
    for (const [entries, said] of wrong) expect(() => parseMapping(columns(...entries))).toThrow(said);
    const inTwoClasses = columns(
      { ...list, class: 'ordinary', values: { a: 'x_a' } },
      { ...list, class: 'quasi-identifier', values: { b: 'x_b' } },
    );
    expect(parseMapping(inTwoClasses).columns).toHaveLength(3);
  });
});
