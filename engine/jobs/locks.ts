/**
 * Loaded first in the engine's process and in each of its threads: opening a connection, listening, looking up a name
 * and starting another program are refused, whichever package tries. Node's own permission model cannot be used: under
 * it the vault may not force its writes to the disk (fsync).
 *
 * The process closes everything at once. A thread, which is started for a job and loads its task only afterwards, closes
 * it when anybody asks for a module that is not known to be harmless: these modules are half of what a thread weighs.
 */
import { registerHooks, syncBuiltinESMExports } from 'node:module';
import { isMainThread } from 'node:worker_threads';

// No arrow: some of what it replaces is called with `new`.
function refuse(): never {
  throw new Error('the engine opens no connection and starts no program');
}

/** Replaces the named functions of a module for every importer. Deleted first: to redefine one that Node loads late loads it. */
const forbid = (module: object, names: readonly string[]): void => {
  for (const name of names)
    if (Reflect.has(module, name)) {
      Reflect.deleteProperty(module, name);
      Object.defineProperty(module, name, { value: refuse, enumerable: true });
    }
};

const getBuiltin = process.getBuiltinModule.bind(process);
let closed = false;

const LOOKUPS = ['lookup', 'lookupService', 'resolve', 'resolve4', 'resolve6', 'resolveAny', 'reverse'];

const close = (): void => {
  if (closed) return;
  closed = true;
  const [child, net, tls] = [getBuiltin('child_process'), getBuiltin('net'), getBuiltin('tls')];
  const [http, https, http2] = [getBuiltin('http'), getBuiltin('https'), getBuiltin('http2')];
  const dns = getBuiltin('dns');
  forbid(child, ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork']);
  forbid(net, ['connect', 'createConnection', 'createServer']);
  forbid(net.Socket.prototype, ['connect']);
  forbid(net.Server.prototype, ['listen']);
  forbid(tls, ['connect', 'createServer']);
  forbid(getBuiltin('dgram'), ['createSocket']);
  forbid(http, ['request', 'get', 'createServer']);
  forbid(https, ['request', 'get', 'createServer']);
  forbid(http2, ['connect', 'createServer', 'createSecureServer']);
  forbid(dns, LOOKUPS);
  forbid(dns.promises, LOOKUPS);
  syncBuiltinESMExports();
};

/** Modules of Node by which nothing leaves. */
const HARMLESS = new Set(
  'assert async_hooks buffer constants crypto events fs module os path perf_hooks process querystring stream string_decoder timers url util v8 worker_threads zlib'.split(
    ' ',
  ),
);

const nameOf = (specifier: string): string => /^(?:node:)?([^/]+)/.exec(specifier)?.[1] ?? specifier;

const closeWhenAsked = (): void => {
  registerHooks({
    resolve: (specifier, context, next) => {
      const found = next(specifier, context);
      if (found.url.startsWith('node:') && !HARMLESS.has(nameOf(found.url))) close();
      return found;
    },
  });
  const getBuiltinModule = (id: string): object | undefined => {
    if (!HARMLESS.has(nameOf(id))) close();
    return getBuiltin(id);
  };
  Object.defineProperty(process, 'getBuiltinModule', { value: getBuiltinModule });
};

forbid(globalThis, ['fetch', 'WebSocket', 'EventSource']);
if (isMainThread) close();
else closeWhenAsked();
