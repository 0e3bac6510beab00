/**
 * Loaded first in the engine's process and in each of its threads: opening a connection, listening, looking up a name
 * and starting another program are refused, whichever package tries. Node's own permission model cannot be used: under
 * it the vault may not force its writes to the disk (fsync).
 */
import child from 'node:child_process';
import dgram from 'node:dgram';
import dns from 'node:dns';
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import tls from 'node:tls';

// No arrow: some of what it replaces is called with `new`.
function refuse(): never {
  throw new Error('the engine opens no connection and starts no program');
}

/** Replaces the named functions of a module for every importer. */
const forbid = (module: object, names: readonly string[]): void => {
  for (const name of names)
    if (name in module)
      Object.defineProperty(module, name, { value: refuse, writable: false, configurable: false });
};

const LOOKUPS = ['lookup', 'lookupService', 'resolve', 'resolve4', 'resolve6', 'resolveAny', 'reverse'];

forbid(child, ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork']);
forbid(net, ['connect', 'createConnection', 'createServer']);
forbid(net.Socket.prototype, ['connect']);
forbid(net.Server.prototype, ['listen']);
forbid(tls, ['connect', 'createServer']);
forbid(dgram, ['createSocket']);
forbid(http, ['request', 'get', 'createServer']);
forbid(https, ['request', 'get', 'createServer']);
forbid(http2, ['connect', 'createServer', 'createSecureServer']);
forbid(dns, LOOKUPS);
forbid(dns.promises, LOOKUPS);
forbid(globalThis, ['fetch', 'WebSocket', 'EventSource']);
syncBuiltinESMExports();
