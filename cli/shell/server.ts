/**
 * The loopback server of `cloister open`, the only listener of the whole program: bound to 127.0.0.1, one session,
 * static files by exact name, calls of the contract. It ends when the last window has been closed for a while.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readSettings, settingsFile } from '../../engine/procedures/settings.ts';
import type { ShellInfo } from '../../shared/contract/protocol.ts';
import { SECURITY_HEADERS } from '../../shared/security.ts';
import { type Asset, inTheme, PAGE, readAssets } from './assets.ts';
import { createCalls, endWith, readBody } from './calls.ts';
import { type EngineProcess, startEngine } from './engine-process.ts';
import { checkRequest, pathOf } from './guard.ts';
import { FIRST_PAGE } from './pages.ts';
import { createSession } from './session.ts';

export type ShellOptions = {
  info: ShellInfo;
  /** The folder of the built window. */
  renderer?: string;
  /** How long the last window may be closed before the server ends. */
  patience?: number;
  /** The environment of the engine; this process's own unless given. */
  env?: NodeJS.ProcessEnv;
};

export type Shell = {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** Worth one sign-in. */
  readonly ticket: string;
  readonly engine: EngineProcess;
  /** Resolves when the server has ended, by itself or by `close`. */
  readonly ended: Promise<void>;
  /** Ends server and engine. May be called at any time, also twice. */
  close(): Promise<void>;
};

const MOST_TICKET = 1024;

const send = (response: ServerResponse, { type, body }: Asset): void => {
  response.writeHead(200, { 'Content-Type': type, 'Content-Length': body.length });
  response.end(body);
};

const html = (text: string): Asset => ({ type: 'text/html; charset=utf-8', body: Buffer.from(text) });
const json = (value: unknown): Asset => ({
  type: 'application/json; charset=utf-8',
  body: Buffer.from(JSON.stringify(value)),
});

/**
 * Starts the server on a free port.
 * @throws CloisterError NOT_FOUND when the window has not been built
 */
export const startShell = async (options: ShellOptions): Promise<Shell> => {
  const assets = readAssets(options.renderer);
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const session = createSession(port);
  const engine = startEngine(options.env);
  let leaving: NodeJS.Timeout | undefined;
  let told: () => void;
  const ended = new Promise<void>((resolve) => {
    told = resolve;
  });
  const calls = createCalls(engine, () => {
    clearTimeout(leaving);
    if (calls.streams() === 0) leaving = setTimeout(() => void close(), options.patience ?? 5000);
  });

  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= (async () => {
      clearTimeout(leaving);
      calls.close();
      await engine.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      told();
    })();
    return closing;
  };

  const open = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request, MOST_TICKET);
    const ticket = body === null ? null : new URLSearchParams(body.toString('latin1')).get('ticket');
    const cookie = ticket === null ? null : session.redeem(ticket);
    if (cookie === null) {
      endWith(response, 403, 'This ticket is not valid, or it has been used. Start Cloister again.');
      return;
    }
    response.writeHead(303, { 'Set-Cookie': cookie, Location: '/' });
    response.end();
  };

  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const refusal = checkRequest(request, origin, session);
    if (refusal !== null) {
      endWith(response, refusal.status, refusal.reason);
      return;
    }
    const path = pathOf(request.url);
    if (request.method === 'POST') await (path === '/open' ? open : calls.rpc)(request, response);
    else if (path === '/') send(response, html(FIRST_PAGE));
    else if (path === '/events') calls.events(request, response);
    else if (path === '/shell') send(response, json(options.info));
    else if (path === PAGE)
      send(response, inTheme(assets.get(path), readSettings(settingsFile(options.env)).theme));
    else {
      const asset = assets.get(path);
      if (asset === undefined) endWith(response, 404, 'There is nothing here.');
      else send(response, asset);
    }
  };

  server.on('request', (request, response) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    route(request, response).catch((error: unknown) => {
      // The connection broke while a body was read: nobody is left to tell. Anything else is our fault.
      if (request.destroyed || response.headersSent) response.destroy();
      else endWith(response, 500, `Something went wrong inside Cloister: ${String(error)}`);
    });
  });
  return { origin, ticket: session.ticket, engine, ended, close };
};
