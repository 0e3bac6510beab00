/** Whatever is called over the real way of a window is answered by a typed error: never a crash, never a trace. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CONTRACT } from '../../shared/contract/contract.ts';
import type { Reply } from '../../shared/contract/protocol.ts';
import { type Fixture, startFixture } from './ask.ts';

let fixture: Fixture;
let id = 1;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.close());

const call = async (name: string, input: unknown): Promise<Reply> => {
  const asked = await fixture.rpc({ id: id++, name, input });
  expect(asked.status).toBe(200);
  return fixture.reply(asked);
};

/** A reply that is an error a person can read, and names nothing of the program's inside. */
const expectTyped = (reply: Reply): void => {
  expect(reply).toMatchObject({ ok: false, error: { code: expect.stringMatching(/^[A-Z_]+$/) } });
  if (!('error' in reply)) return;
  const { code, message, next } = reply.error;
  expect(code, message).not.toBe('FAULT');
  expect(message.length).toBeGreaterThan(5);
  expect(next.length).toBeGreaterThan(3);
  expect(message.length + next.length).toBeLessThan(4000);
  expect(`${message} ${next}`).not.toMatch(/\bat .+:\d+:\d+|node_modules|\[object Object\]/);
};

const NAMES = Object.keys(CONTRACT);
/** Answers without a vault; what a valid call of these does is tested elsewhere. */
const OPEN = [
  'vault.close',
  'files.browse',
  'settings.get',
  'intake.ready',
  'intake.discard',
  'selftest.run',
];
const closed = NAMES.filter((name) => !OPEN.includes(name));
/** Groups in groups; a message may be about sixty levels deep, and a group takes two. */
const DEEP = 27;
const PROTOTYPE = ['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty'];

describe('over the loopback server', () => {
  test('names that are no procedure', async () => {
    const near = fc
      .constantFrom(...NAMES)
      .chain((name) =>
        fc.constantFrom(
          `${name}.`,
          `${name} `,
          name.toUpperCase(),
          `${name}\u0000`,
          name.slice(1),
          `x.${name}`,
        ),
      );
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string({ maxLength: 60 }), fc.constantFrom(...PROTOTYPE), near),
        async (name) => {
          fc.pre(!NAMES.includes(name));
          const reply = await call(name, {});
          expectTyped(reply);
          expect(reply).toMatchObject({ error: { code: 'USAGE' } });
        },
      ),
      { numRuns: 60 },
    );
  });

  test.each(closed)('%s: inputs of any shape', async (name) => {
    const value = fc.anything({ maxDepth: 2, maxKeys: 4, withBigInt: false });
    await fc.assert(
      fc.asyncProperty(
        // What a message can carry at all; anything else does not reach the engine.
        value.map((made) => JSON.parse(JSON.stringify({ made }) ?? '{}').made ?? null),
        async (input) => {
          // An object without a key is a valid call of some; all of them need a vault or more.
          expectTyped(await call(name, input));
        },
      ),
      { numRuns: 12 },
    );
  });

  test.each(NAMES)('%s: an input that is no object', async (name) => {
    for (const input of [[], [{}], '', 'x', 0, true, null])
      expect(await call(name, input)).toMatchObject({ ok: false, error: { code: 'USAGE' } });
  });

  test.each(PROTOTYPE)('the key %s in an input changes nothing', async (key) => {
    const input: unknown = JSON.parse(`{"asOf":"2026-01-01","${key}":{"polluted":true}}`);
    expectTyped(await call('consent.summary', input));
    expectTyped(
      await call('lens.describe', JSON.parse(`{"${key}":{"purpose":"personalize","asOf":"2026-01-01"}}`)),
    );
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test('huge values are told in few words', async () => {
    const long = 'x'.repeat(1_000_000);
    expectTyped(await call('vault.open', { path: long, passphrase: 'x' }));
    expectTyped(await call('vault.open', { path: 'x', passphrase: long }));
    // So long a name is no message at all.
    expect((await fixture.rpc({ id: id++, name: long, input: {} })).status).toBe(400);
    expectTyped(await call('consent.summary', { [long]: 1 }));
    expectTyped(await call('files.browse', { kinds: Array.from({ length: 100_000 }, () => 'nothing') }));
  });

  test('a rule as deep as a well does not end the engine', async () => {
    let rule: unknown = { op: 'known', field: 'spend' };
    for (let depth = 0; depth < DEEP; depth++) rule = { op: 'all', of: [rule] };
    const lens = { purpose: 'personalize', asOf: '2026-01-01' };
    expectTyped(await call('segment.count', { lens, rule }));
    expect(await call('vault.status', {})).toMatchObject({ ok: false, error: { code: 'VAULT_LOCKED' } });
  });
});
