/** Raw requests to the loopback server, with exactly the headers a test wants, also those a browser would not allow. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Shell, startShell } from '../../cli/shell/server.ts';
import type { Reply, Request } from '../../shared/contract/protocol.ts';
import { decode, encode } from '../../shared/contract/wire.ts';

export type Asked = { status: number; headers: IncomingHttpHeaders; body: Buffer };
export type Question = {
  method?: string;
  path: string;
  /** Null leaves a header out that would be sent otherwise. */
  headers?: Record<string, string | null>;
  body?: Uint8Array | string;
};

/** A shell with a small window of its own, and ways to ask it. */
export type Fixture = {
  shell: Shell;
  folder: string;
  /** The Cookie header of a signed-in window. */
  cookie: string;
  /** Asks as a signed-in window would, but for what the question says. */
  ask(question: Question): Promise<Asked>;
  /** One call of the contract. */
  rpc(message: Request, page?: string): Promise<Asked>;
  /** The reply in the bytes of an answer. */
  reply(asked: Asked): Reply;
  close(): Promise<void>;
};

const send = (origin: string, { method = 'GET', path, headers = {}, body }: Question): Promise<Asked> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    const given = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== null);
    const asking = request(
      { hostname, port, method, path, headers: Object.fromEntries(given), agent: false },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(parts),
          }),
        );
        response.on('error', reject);
      },
    );
    asking.on('error', reject);
    asking.end(body);
  });

/** The sign-in of a window: the ticket for a cookie. */
export const signIn = async (origin: string, ticket: string): Promise<Asked> =>
  send(origin, {
    method: 'POST',
    path: '/open',
    headers: {
      Origin: 'null',
      'Sec-Fetch-Site': 'cross-site',
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body: `ticket=${ticket}`,
  });

export { send };

/** Starts a shell, signs in. */
export const startFixture = async (options: { patience?: number } = {}): Promise<Fixture> => {
  const folder = mkdtempSync(join(tmpdir(), 'cloister-shell-test-'));
  const renderer = join(folder, 'renderer');
  mkdirSync(join(renderer, 'assets'), { recursive: true });
  writeFileSync(join(renderer, 'index.html'), '<!doctype html><title>Cloister</title>');
  writeFileSync(join(renderer, 'assets', 'a-1.js'), 'export {};');
  writeFileSync(join(renderer, 'assets', 'a-1.js.map'), '{}');
  writeFileSync(join(folder, 'secret.js'), 'secret');
  const shell = await startShell({
    info: { kind: 'browser', reason: 'a test', vault: null },
    renderer,
    patience: options.patience ?? 60_000,
  });
  const signed = await signIn(shell.origin, shell.ticket);
  const cookie = String(signed.headers['set-cookie']?.[0]).split(';')[0];
  const ask = (question: Question): Promise<Asked> =>
    send(shell.origin, {
      ...question,
      headers: {
        Cookie: cookie,
        'Sec-Fetch-Site': 'same-origin',
        ...(question.method === 'POST' ? { Origin: shell.origin } : {}),
        ...question.headers,
      },
    });
  return {
    shell,
    folder,
    cookie,
    ask,
    rpc: (message, page = 'page-0001') =>
      ask({
        method: 'POST',
        path: '/rpc',
        headers: { 'Content-Type': 'application/octet-stream', 'X-Page': page },
        body: encode(message),
      }),
    reply: ({ body }) => decode(body) as Reply,
    close: async () => {
      await shell.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
