/** Objects as text in the cells of a table say the same as in a file of JSON: PostHog's CSV, BigQuery's parameters. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { inspectFiles } from '../../../../engine/intake/inspect.ts';
import { suggestedMapping } from '../../../../engine/intake/suggested.ts';
import type { Kind } from '../../../../shared/vocabulary.ts';
import { newVault, scratch, write } from '../../../end-to-end/scratch.ts';

const EXPORTS = fileURLToPath(new URL('../../../data/exports/', import.meta.url));
const { folder, remove } = scratch();
afterAll(remove);

type Event = Record<string, unknown>;
const cell = (value: unknown): string => {
  const text = typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
  return `"${text.replaceAll('"', '""')}"`;
};
/** The same events one a line, and as a table with everything nested as text. */
const both = (name: string, events: readonly Event[]): { lines: string; table: string } => {
  const heads = [...new Set(events.flatMap((event) => Object.keys(event)))];
  return {
    lines: write(folder, `${name}.ndjson`, `${events.map((event) => JSON.stringify(event)).join('\n')}\n`),
    table: write(
      folder,
      `${name}.csv`,
      `${[heads.join(','), ...events.map((event) => heads.map((head) => cell(event[head])).join(','))].join('\r\n')}\r\n`,
    ),
  };
};
const look = (file: string, kind?: Kind) => inspectFiles([{ source: file, name: file }], { kind });

const POSTHOG: Event[] = readFileSync(`${EXPORTS}posthog-events.ndjson`, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const ids = POSTHOG.map(({ distinct_id: id }) => String(id));
/** Each visitor logs in: the browser's number, what PostHog calls them since, and what the login says of them. */
const logins: Event[] = [...new Set(ids)].map((id, i) => ({
  uuid: `0190cccc-0000-7000-8000-00000000000${i}`,
  event: '$identify',
  distinct_id: `user-${i}`,
  timestamp: '2026-04-01T10:00:00.000Z',
  properties: {
    $anon_distinct_id: id,
    $user_id: `user-${i}`,
    $set: { email: `u${i}@example.com`, plan: 'a "b", c\nd' },
  },
}));

describe('objects in the cells of a table', () => {
  it('of PostHog have the names and roles that they have in JSON, and link the same people', async () => {
    const { lines, table } = both('posthog', [...POSTHOG, ...logins]);
    const [plain, packed] = [await look(lines), await look(table)];
    const roles = (found: typeof plain): string[] =>
      suggestedMapping(found)
        .columns.map(({ column, role, identifier = '' }) => `${column} ${role} ${identifier}`)
        .filter((one) => !/^(person_)?properties dropped/.test(one))
        .sort();
    expect(packed.system?.system.id).toBe('posthog-events');
    expect(roles(packed)).toEqual(roles(plain));
    expect(roles(packed)).toContain('properties.$set.email link email');
    const answers = [];
    for (const [name, file] of Object.entries({ lines, table })) {
      const engine = await newVault(folder, name);
      const { accepted, peopleNew, links } = await engine.call('intake.import', { file });
      answers.push({ accepted, peopleNew, links });
      engine.close();
    }
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[1]).toMatchObject({ accepted: POSTHOG.length + logins.length, peopleNew: logins.length });
  });

  it('of Google Analytics bring the revenue that only a parameter says, in both forms', async () => {
    const events = Array.from({ length: 12 }, (_, i) => ({
      event_date: '20260301',
      event_timestamp: String(1_772_359_200_000_000 + i),
      event_name: i % 2 === 0 ? 'purchase' : 'page_view',
      user_pseudo_id: `${i}.1`,
      event_params: [
        { key: 'page_location', value: { string_value: 'https://shop.example/?email=a@example.com' } },
        ...(i % 2 === 0
          ? [
              { key: 'value', value: { string_value: null, double_value: 10.5 } },
              { key: 'transaction_id', value: { string_value: `T${i}`, set_timestamp_micros: 5 } },
            ]
          : []),
      ],
      items: [{ item_name: 'Cup', price: 5 }],
    }));
    const { lines, table } = both('ga4', events);
    const engine = await newVault(folder, 'ga4');
    for (const file of [lines, table]) {
      const { mapping, system } = await engine.call('intake.inspect', { file, kind: 'orders' });
      expect(system?.id).toBe('ga4-purchases');
      expect(mapping.columns.filter(({ role }) => role === 'amount' || role === 'reference')).toMatchObject([
        { column: 'event_params.value', role: 'amount' },
        { column: 'event_params.transaction_id', role: 'reference' },
      ]);
      if (file === lines) continue;
      const answer = await engine.call('intake.import', { file, mapping, dryRun: true });
      expect([answer.accepted, answer.amountTotal]).toEqual([6, 63]);
    }
    engine.close();
  });

  it('stay text where most cells hold none, and a cell that is none leaves its columns empty', async () => {
    const rows = (texts: readonly string[]) =>
      `id,note\n${texts.map((text, i) => `${i},${cell(text)}`).join('\n')}\n`;
    const few = await look(write(folder, 'few.csv', rows(['{"a": 1}', 'no', 'none', '{', ''])));
    expect(few.columns.map(({ name }) => name)).toEqual(['id', 'note']);
    const texts = [...Array.from({ length: 20 }, (_, i) => `{"a": ${i}, "b": {"c": "x"}}`), '{"a": 5', ''];
    const most = await look(write(folder, 'most.csv', rows(texts)));
    expect(most.columns.map(({ name, empty }) => [name, empty])).toEqual([
      ['id', 0],
      ['note', 1],
      ['note.a', 2],
      ['note.b.c', 2],
    ]);
  });

  it('that are nested without end are read as deep as objects are, and stay text below', async () => {
    const deep = (depth: number): string => `${'[{"key":"a","value":'.repeat(depth)}1${'}]'.repeat(depth)}`;
    const file = write(folder, 'deep.csv', `id,params\n1,${cell(deep(3))}\n2,${cell(deep(20_000))}\n`);
    const { columns } = await look(file);
    expect(columns.map(({ name, empty }) => [name, empty])).toEqual([
      ['id', 0],
      ['params', 0],
      ['params.a', 0],
    ]);
  });
});
