/** Which addresses are ours: a table of those that try to look like it, and the map behind the page's protocol. */
import { describe, expect, test } from 'vitest';
import { isOwnOrigin, isOwnUrl, mayLoad } from '../../electron/main/origin.ts';
import { openWorkbench, PAGE } from './workbench.ts';

describe('an address is ours', () => {
  test.each([
    'app://workbench/',
    'app://workbench',
    'app://workbench/index.html#consent',
    'app://workbench/assets/main-1a2b.js',
    'APP://workbench/',
    ' app://workbench/ ',
  ])('%s', (url) => expect(isOwnUrl(url)).toBe(true));
});

describe('an address is not ours', () => {
  test.each([
    '',
    'workbench',
    '//workbench/',
    'app:workbench',
    'app:/workbench/',
    'app:///workbench/',
    'app://',
    'app://workbench.example.com/',
    'app://otherworkbench/',
    'app://workbench:443/',
    'app://user@workbench/',
    'app://:secret@workbench/',
    'app://workbench@example.com/',
    'app://otherworkbench/',
    'app://example.com/?app://workbench/',
    'app://example.com/#app://workbench/',
    'app://WORKBENCH/',
    'app://work%62ench/',
    'app://workbench\u0000.example.com/',
    'apps://workbench/',
    'xapp://workbench/',
    'http://workbench/',
    'https://example.com/?next=app://workbench/',
    'https://app://workbench/',
    'https://example.com\\@app://workbench/',
    'javascript:location="app://workbench/"',
    'data:text/html,app://workbench/',
    'blob:app://workbench/1',
    'filesystem:app://workbench/1',
    'view-source:app://workbench/',
    'file:///workbench/',
    'about:blank',
    'devtools://devtools/app://workbench/',
    'chrome://gpu',
  ])('%j', (url) => expect(isOwnUrl(url)).toBe(false));

  test.each(['app://workbench/x', 'null', 'app://other', 'https://workbench'])('origin %s', (origin) =>
    expect(isOwnOrigin(origin)).toBe(false),
  );
});

test('what the page made itself loads; developer tools only where the code can be changed', () => {
  expect(mayLoad('blob:app://workbench/1', false)).toBe(true);
  expect(mayLoad('data:text/plain,x', false)).toBe(true);
  expect(mayLoad('devtools://devtools/x', false)).toBe(false);
  expect(mayLoad('devtools://devtools/x', true)).toBe(true);
  expect(mayLoad('not an address', true)).toBe(false);
});

describe('the protocol of the page', () => {
  test.each([
    ['app://workbench/', 'text/html; charset=utf-8'],
    ['app://workbench/index.html', 'text/html; charset=utf-8'],
    ['app://workbench/assets/main-1a2b.js', 'text/javascript; charset=utf-8'],
    ['app://workbench/assets/main-1a2b.css', 'text/css; charset=utf-8'],
  ])('serves %s', async (url, type) => {
    const { ask } = await openWorkbench();
    const response = await ask(url);
    expect([response.status, response.headers.get('Content-Type')]).toEqual([200, type]);
    if (type.startsWith('text/html')) expect(await response.text()).toBe(PAGE);
  });

  test.each([
    'app://workbench/nowhere.js',
    'app://workbench/../outside.js',
    'app://workbench/..%2foutside.js',
    'app://workbench/%2e%2e/outside.js',
    'app://workbench/%2e%2e%2foutside.js',
    'app://workbench/..%5coutside.js',
    'app://workbench/assets/../../outside.js',
    'app://workbench/assets%2fmain-1a2b.js',
    'app://workbench/assets//main-1a2b.js',
    'app://workbench/assets/main-1a2b.js%00',
    'app://workbench/%00',
    'app://workbench/assets',
    'app://workbench/assets/',
    'app://workbench/assets/notes.secret',
    'app://workbench/index.html?x=1',
    'app://workbench/INDEX.HTML',
    'app://workbench/__proto__',
    'app://workbench/constructor',
    'app://elsewhere/index.html',
    'app://workbench.example.com/index.html',
  ])('%s is not found', async (url) => {
    const { ask } = await openWorkbench();
    const response = await ask(url);
    expect([response.status, await response.text()]).toEqual([404, 'Not found.']);
  });

  test.each(['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'])('%s is refused', async (method) => {
    const { ask } = await openWorkbench();
    expect((await ask('app://workbench/', { method })).status).toBe(405);
  });
});
