/**
 * The checks that every request to the loopback server passes before anything is done for it. Another program's page
 * in the same browser, a name that points here, an old window: each is refused with the status that says why.
 */
import type { IncomingMessage } from 'node:http';
import type { Session } from './session.ts';

/** Why a request is turned away. */
export type Refusal = { status: 401 | 403 | 404 | 405 | 421; reason: string };

const refuse = (status: Refusal['status'], reason: string): Refusal => ({ status, reason });

/** What may be asked without the cookie: the bare page, and the ticket's exchange for one. */
const OPEN_ROUTES = new Set(['GET /', 'POST /open']);
const POST_ROUTES = new Set(['/rpc', '/open']);

/** The path of a request as it was written; nothing is decoded, so nothing can be hidden. */
export const pathOf = (url: string | undefined): string => (url ?? '').split('?', 1)[0];

const fetchSite = (request: IncomingMessage, path: string): Refusal | null => {
  const site = request.headers['sec-fetch-site'];
  if (site === 'same-origin') return null;
  // The address typed by hand; every other way into the page begins in it.
  if (site === 'none' && path === '/app') return null;
  return refuse(403, `Only this window's own pages may ask (Sec-Fetch-Site: ${site ?? 'missing'}).`);
};

/**
 * The refusal of a request, or null when it may go on.
 * @param origin what this server is called, `http://127.0.0.1:PORT`
 */
export const checkRequest = (request: IncomingMessage, origin: string, session: Session): Refusal | null => {
  const { method = '', headers } = request;
  const path = pathOf(request.url);
  // A name that an attacker lets point to 127.0.0.1 arrives with that name.
  if (headers.host !== new URL(origin).host) return refuse(421, 'This server has another name.');
  if (method !== 'GET' && method !== 'POST') return refuse(405, 'Only GET and POST are understood.');
  const open = OPEN_ROUTES.has(`${method} ${path}`);
  // The page that hands in the ticket is a file, whose origin is `null`.
  const allowed = path === '/open' ? [origin, 'null'] : [origin];
  if (headers.origin !== undefined && !allowed.includes(headers.origin))
    return refuse(403, 'The request comes from another origin.');
  if (!open) {
    if (method === 'POST' && headers.origin === undefined)
      return refuse(403, 'The request does not say where it comes from.');
    const refusal = fetchSite(request, path);
    if (refusal !== null) return refusal;
    if (!session.admits(headers.cookie))
      return refuse(401, 'This window is not signed in. Start Cloister again.');
  }
  if (method === 'POST' && !POST_ROUTES.has(path)) return refuse(404, 'There is nothing here.');
  if (method === 'GET' && POST_ROUTES.has(path)) return refuse(405, 'This address takes POST.');
  return null;
};
