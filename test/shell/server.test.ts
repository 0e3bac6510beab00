/** The loopback server turns away everything that is not its own window, and says everything it must. */
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MOST_BYTES } from '../../cli/shell/calls.ts';
import { CONTENT_POLICY, SECURITY_HEADERS } from '../../shared/security.ts';
import { type Fixture, type Question, send, signIn, startFixture } from './ask.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.close());

const BYTES = { 'Content-Type': 'application/octet-stream', 'X-Page': 'page-0001' };

describe('a request is refused', () => {
  const other = 'http://attacker.example';
  test.each<[string, number, Question]>([
    ['another name that points here', 421, { path: '/app', headers: { Host: 'attacker.example' } }],
    ['localhost, which is another name', 421, { path: '/app', headers: { Host: 'localhost' } }],
    ['another name on the first page', 421, { path: '/', headers: { Host: 'attacker.example' } }],
    ['no cookie', 401, { path: '/app', headers: { Cookie: null } }],
    ['no cookie for a file', 401, { path: '/assets/a-1.js', headers: { Cookie: null } }],
    ['no cookie for a file that is not there', 401, { path: '/x', headers: { Cookie: null } }],
    ['a wrong cookie', 401, { path: '/app', headers: { Cookie: 'cloister-1=x' } }],
    ['no cookie for a call', 401, { method: 'POST', path: '/rpc', headers: { ...BYTES, Cookie: null } }],
    ['no cookie for the stream', 401, { path: '/events?page=page-0001', headers: { Cookie: null } }],
    ['another site', 403, { path: '/app', headers: { 'Sec-Fetch-Site': 'cross-site' } }],
    ['another port of this machine', 403, { path: '/app', headers: { 'Sec-Fetch-Site': 'same-site' } }],
    ['no word of where it comes from', 403, { path: '/app', headers: { 'Sec-Fetch-Site': null } }],
    ['a call typed as an address', 403, { path: '/shell', headers: { 'Sec-Fetch-Site': 'none' } }],
    [
      'a call from another origin',
      403,
      { method: 'POST', path: '/rpc', headers: { ...BYTES, Origin: other } },
    ],
    ['a call from a file', 403, { method: 'POST', path: '/rpc', headers: { ...BYTES, Origin: 'null' } }],
    ['a call without an origin', 403, { method: 'POST', path: '/rpc', headers: { ...BYTES, Origin: null } }],
    ['a ticket from another origin', 403, { method: 'POST', path: '/open', headers: { Origin: other } }],
    ['a path with dots', 404, { path: '/assets/../../secret.js' }],
    ['a path with escaped dots', 404, { path: '/assets/..%2f..%2fsecret.js' }],
    ['a path with backslashes', 404, { path: '/assets\\..\\..\\secret.js' }],
    ['a path with a null byte', 404, { path: '/assets/a-1.js%00' }],
    ['the page by the name of its file', 404, { path: '/index.html' }],
    ['a file that is no part of the window', 404, { path: '/assets/a-1.js.map' }],
    ['a folder', 404, { path: '/assets/' }],
    ['the name of a prototype', 404, { path: '/__proto__' }],
    ['an unknown file', 404, { path: '/assets/b-1.js' }],
    ['a post to nowhere', 404, { method: 'POST', path: '/app' }],
    ['another method', 405, { method: 'DELETE', path: '/app' }],
    ['a preflight', 405, { method: 'OPTIONS', path: '/rpc', headers: { Origin: other } }],
    ['a call by GET', 405, { path: '/rpc' }],
    [
      'a call that is text',
      400,
      { method: 'POST', path: '/rpc', headers: { ...BYTES, 'Content-Type': 'text/plain' } },
    ],
    ['a call without a page', 400, { method: 'POST', path: '/rpc', headers: { ...BYTES, 'X-Page': null } }],
    ['a call that is no message', 400, { method: 'POST', path: '/rpc', headers: BYTES, body: 'hello' }],
    ['a stream without a page', 400, { path: '/events' }],
    [
      'a huge call',
      413,
      { method: 'POST', path: '/rpc', headers: BYTES, body: new Uint8Array(MOST_BYTES + 1) },
    ],
    [
      'a huge call in pieces',
      413,
      {
        method: 'POST',
        path: '/rpc',
        headers: { ...BYTES, 'Transfer-Encoding': 'chunked' },
        body: new Uint8Array(MOST_BYTES + 1),
      },
    ],
  ])('%s: %d', async (_, status, question) => {
    const asked = await fixture.ask(question);
    expect({ status: asked.status, text: asked.body.toString() }).toMatchObject({ status });
    for (const [name, value] of Object.entries(SECURITY_HEADERS))
      expect(asked.headers[name.toLowerCase()], name).toBe(value);
    expect(asked.headers['set-cookie']).toBeUndefined();
    expect(asked.body.toString()).not.toContain('secret');
  });

  test('a line that is no HTTP does not end the server', async () => {
    const { port } = new URL(fixture.shell.origin);
    await new Promise<void>((resolve, reject) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.end('nonsense\r\n\r\n'));
      socket.on('data', () => undefined);
      socket.on('close', () => resolve());
      socket.on('error', reject);
    });
    expect((await fixture.ask({ path: '/app' })).status).toBe(200);
  });
});

describe('the ticket', () => {
  test('is worth one cookie, which scripts cannot read and other sites do not send', async () => {
    const own = await startFixture();
    try {
      const { shell } = own;
      expect((await signIn(shell.origin, shell.ticket)).status).toBe(403);
      expect((await signIn(shell.origin, 'x')).status).toBe(403);
      expect((await signIn(shell.origin, '')).status).toBe(403);
      expect((await signIn(shell.origin, 'x'.repeat(5000))).status).toBe(403);
    } finally {
      await own.close();
    }
  });
  test('answers with a strict cookie and the way to the first page', async () => {
    const { startShell } = await import('../../cli/shell/server.ts');
    const shell = await startShell({
      info: { kind: 'browser', reason: 'a test', vault: null },
      renderer: `${fixture.folder}/renderer`,
    });
    try {
      const answer = await signIn(shell.origin, shell.ticket);
      expect(answer.status).toBe(303);
      expect(answer.headers.location).toBe('/');
      const [cookie] = answer.headers['set-cookie'] ?? [];
      expect(cookie).toMatch(/^cloister-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/);
      const first = await send(shell.origin, { path: '/' });
      expect(first.status).toBe(200);
      expect(first.body.toString()).toContain('url=/app');
      expect(first.body.toString()).not.toContain(shell.ticket);
    } finally {
      await shell.close();
    }
  });
});

describe('the window is served', () => {
  test('page, files and what the shell is, each with its type and every header', async () => {
    for (const [path, type] of [
      ['/app', 'text/html; charset=utf-8'],
      ['/app?x=1', 'text/html; charset=utf-8'],
      ['/assets/a-1.js', 'text/javascript; charset=utf-8'],
      ['/shell', 'application/json; charset=utf-8'],
    ]) {
      const { status, headers } = await fixture.ask({ path });
      expect([path, status, headers['content-type']]).toEqual([path, 200, type]);
      for (const [name, value] of Object.entries(SECURITY_HEADERS))
        expect(headers[name.toLowerCase()], name).toBe(value);
    }
    const { body } = await fixture.ask({ path: '/shell' });
    expect(JSON.parse(body.toString())).toEqual({ kind: 'browser', reason: 'a test', vault: null });
  });
  test('under a policy that allows nothing by default, nothing inline and no code from strings', () => {
    expect(CONTENT_POLICY).toMatch(/^default-src 'none'; /);
    expect(CONTENT_POLICY).not.toMatch(/unsafe-(inline|eval)|\*|https?:/);
    for (const part of ["script-src 'self'", "connect-src 'self'", "base-uri 'none'", "form-action 'none'"])
      expect(CONTENT_POLICY.split('; ')).toContain(part);
  });
});

describe('calls', () => {
  test.each(['vault.nothing', '__proto__', 'constructor', 'toString', 'hasOwnProperty', ''])(
    'of the unknown procedure %j are answered with USAGE',
    async (name) => {
      const asked = await fixture.rpc({ id: 1, name, input: {} });
      expect(asked.status).toBe(200);
      expect(fixture.reply(asked)).toMatchObject({ id: 1, ok: false, error: { code: 'USAGE' } });
    },
  );
  test('with unknown keys or of the wrong type are answered with USAGE', async () => {
    for (const input of [null, 7, [], { path: 'x' }, { asOf: '2026-01-01', more: 1 }])
      expect(fixture.reply(await fixture.rpc({ id: 2, name: 'consent.summary', input }))).toMatchObject({
        ok: false,
        error: { code: 'USAGE' },
      });
  });
  test('reach the engine, each page with numbers of its own', async () => {
    const asked = await Promise.all(
      ['page-000A', 'page-000B'].map((page) => fixture.rpc({ id: 5, name: 'vault.status', input: {} }, page)),
    );
    for (const one of asked)
      expect(fixture.reply(one)).toMatchObject({ id: 5, ok: false, error: { code: 'VAULT_LOCKED' } });
  });
});

describe('the server ends', () => {
  test('a while after the last stream was closed, not before there was one', async () => {
    const own = await startFixture({ patience: 150 });
    let over = false;
    void own.shell.ended.then(() => {
      over = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(over).toBe(false);
    const stop = new AbortController();
    const stream = await fetch(`${own.shell.origin}/events?page=page-0001`, {
      headers: { Cookie: own.cookie, 'Sec-Fetch-Site': 'same-origin' },
      signal: stop.signal,
    });
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(over).toBe(false);
    stop.abort();
    await own.shell.ended;
    await expect(send(own.shell.origin, { path: '/' })).rejects.toThrow();
    await own.close();
  });
});
