/**
 * POST /rpc and GET /events: one request in, its reply as the answer; progress of all calls of a page over its one
 * event stream. Pages number their calls on their own, so a call is known by page and number.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import { type Reply, requestSchema } from '../../shared/contract/protocol.ts';
import { decode, encode } from '../../shared/contract/wire.ts';
import { CloisterError, toErrorData } from '../../shared/errors.ts';
import type { EngineProcess } from './engine-process.ts';

/** Nothing in the contract needs more; what a person imports is read from disk, not sent. */
export const MOST_BYTES = 8 * 1024 * 1024;

/** The header that names the page a request comes from; also the name of its event stream. */
export const PAGE_HEADER = 'x-page';
const PAGE = /^[\w-]{8,64}$/;

export type Calls = {
  rpc(request: IncomingMessage, response: ServerResponse): Promise<void>;
  events(request: IncomingMessage, response: ServerResponse): void;
  /** How many event streams are open. */
  streams(): number;
  close(): void;
};

/** The body of a request; null when it is larger than `most`. */
export const readBody = async (request: IncomingMessage, most: number): Promise<Buffer | null> => {
  if (Number(request.headers['content-length'] ?? 0) > most) return null;
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > most) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
};

/** Ends an answer that carries no data, with a sentence. */
export const endWith = (response: ServerResponse, status: number, text: string): void => {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
};

const pageOf = (text: unknown): string | null => (typeof text === 'string' && PAGE.test(text) ? text : null);

const parse = (body: Uint8Array): v.InferOutput<typeof requestSchema> | null => {
  try {
    const parsed = v.safeParse(requestSchema, decode(body));
    return parsed.success ? parsed.output : null;
  } catch (error) {
    // Whatever is wrong with the bytes, the answer is the same: they are no request.
    if (error instanceof Error) return null;
    throw error;
  }
};

/**
 * Serves the calls of pages with an engine.
 * @param onStreams called when an event stream opens or closes
 */
export const createCalls = (engine: EngineProcess, onStreams: () => void): Calls => {
  const streams = new Map<string, ServerResponse>();
  const running = new Map<string, () => void>();

  const tell = (stream: ServerResponse | undefined, event: string, data: unknown): void => {
    stream?.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  // Streams pass no proxy, but a sleeping machine may lose one: writing finds out.
  const beat = setInterval(() => {
    for (const stream of streams.values()) stream.write(': \n\n');
  }, 20_000);
  beat.unref();
  engine.onStopped(() => {
    for (const stream of streams.values()) tell(stream, 'stopped', null);
  });

  const answer = (response: ServerResponse, reply: Reply): void => {
    let bytes: Uint8Array;
    try {
      bytes = encode(reply);
    } catch (thrown) {
      bytes = encode({ id: reply.id, ok: false, error: toErrorData(thrown) });
    }
    response.end(bytes);
  };

  const start = (page: string, id: number, name: string, input: unknown, response: ServerResponse): void => {
    const key = `${page}/${id}`;
    // The headers go at once: an import may take longer than a browser waits for them.
    response.writeHead(200, { 'Content-Type': 'application/octet-stream' });
    response.flushHeaders();
    if (running.has(key)) {
      const error = new CloisterError('USAGE', `The call ${id} is under way.`, 'Number calls upwards.');
      answer(response, { id, ok: false, error: toErrorData(error) });
      return;
    }
    const cancel = engine.call(name, input, (reply) => {
      if ('progress' in reply) {
        tell(streams.get(page), 'progress', { id, progress: reply.progress });
        return;
      }
      running.delete(key);
      answer(response, { ...reply, id });
    });
    running.set(key, cancel);
    // Nobody waits for the answer any more: the page was closed or loaded anew.
    response.on('close', () => {
      if (!response.writableEnded) cancel();
    });
  };

  return {
    rpc: async (request, response) => {
      const page = pageOf(request.headers[PAGE_HEADER]);
      if (page === null || request.headers['content-type'] !== 'application/octet-stream') {
        endWith(response, 400, 'A call names its page and is sent as bytes.');
        return;
      }
      const body = await readBody(request, MOST_BYTES);
      if (body === null) {
        // The rest of the body is not read, so the connection cannot be used again.
        response.setHeader('Connection', 'close');
        endWith(response, 413, `A call has at most ${MOST_BYTES} bytes.`);
        return;
      }
      const asked = parse(body);
      if (asked === null) endWith(response, 400, 'This is no request.');
      else if ('cancel' in asked) {
        running.get(`${page}/${asked.id}`)?.();
        response.writeHead(204);
        response.end();
      } else start(page, asked.id, asked.name, asked.input, response);
    },
    events: (request, response) => {
      const page = pageOf(new URL(request.url ?? '', 'http://127.0.0.1').searchParams.get('page'));
      if (page === null) {
        endWith(response, 400, 'A stream names its page.');
        return;
      }
      response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8' });
      response.write('retry: 500\n\n');
      streams.get(page)?.end();
      streams.set(page, response);
      response.on('close', () => {
        if (streams.get(page) === response) streams.delete(page);
        onStreams();
      });
      onStreams();
    },
    streams: () => streams.size,
    close: () => {
      clearInterval(beat);
      for (const stream of streams.values()) stream.end();
    },
  };
};
