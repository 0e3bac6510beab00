/**
 * Carries calls to the loopback server the page came from: a POST for each call, one event stream for progress.
 * A browser opens few connections to one server, so calls take turns: changes one at a time, as the engine does
 * them anyway, and a few questions; the stream and a cancel always find a free one.
 */
import type { Transport } from '../../shared/contract/client.ts';
import { CONTRACT, type ProcedureName } from '../../shared/contract/contract.ts';
import {
  CONNECTION_LOST,
  ENGINE_STOPPED,
  type ProgressData,
  type Reply,
  type Request,
  type ShellInfo,
} from '../../shared/contract/protocol.ts';
import { decode, encode } from '../../shared/contract/wire.ts';
import type { ErrorData } from '../../shared/errors.ts';

const MOST_QUESTIONS = 3;

type Call = Extract<Request, { name: string }>;
type Lane = { free: number; waiting: Call[] };

const CANCELLED: ErrorData = {
  code: 'CANCELLED',
  message: 'The job was cancelled before it began. Nothing was changed.',
  next: 'Start it again when ready.',
};

const isQuestion = (name: string): boolean =>
  !Object.hasOwn(CONTRACT, name) || CONTRACT[name as ProcedureName].kind === 'query';

const failure = (status: number, text: string): ErrorData => ({
  code: 'FAULT',
  message: `Cloister refused a request of its own window (${status}): ${text.trim()}`,
  next: 'Close the window and start Cloister again.',
});

/** What the server says of itself and of how it was started. */
export const readShellInfo = async (): Promise<ShellInfo> => {
  const response = await fetch('/shell');
  if (!response.ok) throw failure(response.status, await response.text());
  return (await response.json()) as ShellInfo;
};

/** A transport to the server that this page came from. */
export const httpTransport = (): Transport => {
  const page = crypto.randomUUID();
  const questions: Lane = { free: MOST_QUESTIONS, waiting: [] };
  const changes: Lane = { free: 1, waiting: [] };
  let onReply: (reply: Reply) => void = () => undefined;
  let onClose: Parameters<Transport['onClose']>[0] = () => undefined;

  const post = (request: Request): Promise<Response> =>
    fetch('/rpc', {
      method: 'POST',
      headers: { 'Content-Type': 'application/octet-stream', 'X-Page': page },
      body: encode(request),
    });

  const ask = async (call: Call): Promise<Reply> => {
    let response: Response;
    let bytes: ArrayBuffer;
    try {
      response = await post(call);
      bytes = await response.arrayBuffer();
    } catch (error) {
      // fetch rejects with a TypeError when there is nobody at the other end, and with nothing else here.
      if (!(error instanceof TypeError)) throw error;
      return { id: call.id, ok: false, error: CONNECTION_LOST };
    }
    if (response.ok) return decode(new Uint8Array(bytes)) as Reply;
    return { id: call.id, ok: false, error: failure(response.status, new TextDecoder().decode(bytes)) };
  };

  const run = async (lane: Lane, call: Call): Promise<void> => {
    lane.free -= 1;
    let reply: Reply;
    try {
      reply = await ask(call);
    } catch (error) {
      // A request or an answer that cannot be put into bytes.
      reply = { id: call.id, ok: false, error: failure(0, String(error)) };
    }
    lane.free += 1;
    const next = lane.waiting.shift();
    if (next !== undefined) void run(lane, next);
    onReply(reply);
  };

  const cancel = (id: number): void => {
    for (const lane of [questions, changes]) {
      const at = lane.waiting.findIndex((call) => call.id === id);
      if (at < 0) continue;
      lane.waiting.splice(at, 1);
      onReply({ id, ok: false, error: CANCELLED });
      return;
    }
    // If this does not arrive, the call itself reports that the connection is lost.
    post({ id, cancel: true }).catch(() => undefined);
  };

  const events = new EventSource(`/events?page=${page}`);
  events.addEventListener('progress', ({ data }) =>
    onReply(JSON.parse(data as string) as { id: number; progress: ProgressData }),
  );
  // Calls under way are each told by the answer to their own POST.
  events.addEventListener('stopped', () => onClose(ENGINE_STOPPED, []));
  let failures = 0;
  events.addEventListener('open', () => {
    failures = 0;
  });
  events.addEventListener('error', () => {
    failures += 1;
    // The browser connects again by itself; told once, when that was in vain.
    if (failures === 3 || events.readyState === EventSource.CLOSED) {
      events.close();
      onClose(CONNECTION_LOST, []);
    }
  });

  return {
    send: (request) => {
      if ('cancel' in request) {
        cancel(request.id);
        return;
      }
      const lane = isQuestion(request.name) ? questions : changes;
      if (lane.free > 0) void run(lane, request);
      else lane.waiting.push(request);
    },
    onReply: (cb) => {
      onReply = cb;
    },
    onClose: (cb) => {
      onClose = cb;
    },
  };
};
