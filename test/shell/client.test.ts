/** The typed client over a transport, and the engine's side of a port: errors as data, progress, cancel, lost engines. */
import { describe, expect, test } from 'vitest';
import type { Engine } from '../../engine/engine.ts';
import { serveEngine } from '../../engine/host.ts';
import type { RunOptions } from '../../engine/jobs/job.ts';
import { type Client, createClient, type Transport } from '../../shared/contract/client.ts';
import {
  ENGINE_STOPPED,
  type ProgressData,
  type Reply,
  type Request,
} from '../../shared/contract/protocol.ts';
import { CloisterError, type ErrorData } from '../../shared/errors.ts';

type Far = {
  client: Client;
  sent: Request[];
  reply(reply: Reply): void;
  end(error?: ErrorData, lost?: readonly number[]): void;
};

/** A client whose other end is played by the test. */
const far = (): Far => {
  const sent: Request[] = [];
  let onReply: (reply: Reply) => void = () => undefined;
  let onClose: Parameters<Transport['onClose']>[0] = () => undefined;
  const client = createClient({
    send: (request) => sent.push(request),
    onReply: (cb) => {
      onReply = cb;
    },
    onClose: (cb) => {
      onClose = cb;
    },
  });
  return { client, sent, reply: (reply) => onReply(reply), end: (error, lost) => onClose(error, lost) };
};

const error: ErrorData = { code: 'NO_DATA', message: 'm', next: 'n' };

describe('the client', () => {
  test('matches replies to calls in any order', async () => {
    const { client, sent, reply } = far();
    const first = client.call('vault.close', {});
    const second = client.call('audit.log', {});
    expect(sent).toEqual([
      { id: 1, name: 'vault.close', input: {} },
      { id: 2, name: 'audit.log', input: {} },
    ]);
    reply({ id: 2, ok: true, value: [] });
    reply({ id: 1, ok: true, value: null });
    expect([await first, await second]).toEqual([null, []]);
  });
  test('rejects with the error as data', async () => {
    const { client, reply } = far();
    const call = client.call('vault.status', {});
    reply({ id: 1, ok: false, error });
    await expect(call).rejects.toEqual(error);
  });
  test('passes progress on, until the end', async () => {
    const { client, reply } = far();
    const seen: ProgressData[] = [];
    const call = client.call(
      'sample.write',
      { folder: 'x' },
      { onProgress: (progress) => seen.push(progress) },
    );
    const progress: ProgressData = { step: 's', done: 1, total: null, unit: 'rows', rate: 1, left: null };
    reply({ id: 1, progress });
    reply({ id: 1, ok: false, error });
    reply({ id: 1, progress });
    await expect(call).rejects.toEqual(error);
    expect(seen).toEqual([progress]);
  });
  test('asks to cancel once, and not after the end', async () => {
    const { client, sent, reply } = far();
    const stop = new AbortController();
    const call = client.call('sample.write', { folder: 'x' }, { signal: stop.signal });
    stop.abort();
    expect(sent.at(-1)).toEqual({ id: 1, cancel: true });
    reply({ id: 1, ok: false, error: { ...error, code: 'CANCELLED' } });
    await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
    const late = new AbortController();
    const other = client.call('vault.close', {}, { signal: late.signal });
    reply({ id: 2, ok: true, value: null });
    await other;
    late.abort();
    expect(sent).toHaveLength(3);
    await expect(client.call('vault.close', {}, { signal: late.signal })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    expect(sent).toHaveLength(3);
  });
  test('rejects what a lost engine leaves behind, tells those who listen, and goes on', async () => {
    const { client, reply, end } = far();
    const told: ErrorData[] = [];
    const stopListening = client.onStopped((what) => told.push(what));
    const [first, second] = [client.call('vault.close', {}), client.call('vault.status', {})];
    end(ENGINE_STOPPED, [1]);
    await expect(first).rejects.toEqual(ENGINE_STOPPED);
    reply({ id: 2, ok: false, error });
    await expect(second).rejects.toEqual(error);
    const third = client.call('vault.close', {});
    end();
    await expect(third).rejects.toMatchObject({ code: 'ENGINE_STOPPED' });
    stopListening();
    end();
    expect(told).toHaveLength(2);
    reply({ id: 1, ok: true, value: null });
  });
});

/** An engine of which the test decides how a call goes. */
const engineThat = (call: (name: string, options: RunOptions) => Promise<unknown>): Engine =>
  ({
    call: (name: string, _: unknown, options: RunOptions) => call(name, options),
    close: () => undefined,
  }) as unknown as Engine;

const serve = (engine: Engine) => {
  const posted: Reply[] = [];
  let message: (value: unknown) => void = () => undefined;
  const served = serveEngine(engine, {
    post: (reply) => posted.push(reply),
    onMessage: (cb) => {
      message = cb;
    },
  });
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return { posted, served, settled, say: (value: unknown) => message(value) };
};

describe('the host', () => {
  test('answers with values, progress and errors as data', async () => {
    const { posted, say, settled } = serve(
      engineThat(async (name, { onProgress }) => {
        if (name === 'bad') throw new CloisterError('NO_DATA', 'm', 'n');
        if (name === 'worse') throw new Error('inside');
        onProgress?.({ step: 's', done: 1, total: 2, unit: 'rows', rate: 1, left: 1 });
        return { x: 1 };
      }),
    );
    say({ id: 1, name: 'good', input: {} });
    say({ id: 2, name: 'bad', input: {} });
    say({ id: 3, name: 'worse', input: {} });
    await settled();
    expect(posted.filter(({ id }) => id === 1)).toEqual([
      { id: 1, progress: { step: 's', done: 1, total: 2, unit: 'rows', rate: 1, left: 1 } },
      { id: 1, ok: true, value: { x: 1 } },
    ]);
    expect(posted).toContainEqual({ id: 2, ok: false, error });
    expect(posted).toContainEqual(
      expect.objectContaining({ id: 3, error: expect.objectContaining({ code: 'FAULT' }) }),
    );
  });
  test('cancels the call of that number, and all when the port closes, after which it is silent', async () => {
    const aborted: string[] = [];
    const { posted, say, served, settled } = serve(
      engineThat(
        (name, { signal }) =>
          new Promise((_, reject) =>
            signal?.addEventListener('abort', () => {
              aborted.push(name);
              reject(new CloisterError('CANCELLED', 'm', 'n'));
            }),
          ),
      ),
    );
    say({ id: 1, name: 'one', input: {} });
    say({ id: 2, name: 'two', input: {} });
    say({ id: 9, cancel: true });
    say({ id: 1, cancel: true });
    await settled();
    expect(aborted).toEqual(['one']);
    expect(posted).toEqual([{ id: 1, ok: false, error: { code: 'CANCELLED', message: 'm', next: 'n' } }]);
    served.close();
    await settled();
    expect(aborted).toEqual(['one', 'two']);
    expect(posted).toHaveLength(1);
  });
  test.each<[unknown, number]>([
    [null, -1],
    ['text', -1],
    [{ id: 'x', name: 'a', input: 1 }, -1],
    [{ id: 4, name: 7, input: 1 }, 4],
    [{ id: 4, name: 'a', input: 1, more: 1 }, 4],
    [{ id: 4, cancel: false }, 4],
    [{ id: -4, name: 'a', input: 1 }, -4],
    [{ id: 4, name: 'a'.repeat(65), input: 1 }, 4],
  ])('answers %j, which is no request, with USAGE', async (value, id) => {
    const { posted, say, settled } = serve(engineThat(async () => 'called'));
    say(value);
    await settled();
    expect(posted).toMatchObject([{ id, ok: false, error: { code: 'USAGE' } }]);
  });
});
