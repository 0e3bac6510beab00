/** The two small pages around the window: the file that hands in the ticket, and the first page of the server. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * The first answer after the ticket. The way here began in a file, so the browser keeps the strict cookie back; this
 * page begins a way of its own.
 */
export const FIRST_PAGE =
  '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Cloister</title>' +
  '<meta http-equiv="refresh" content="0; url=/app"></head><body></body></html>\n';

/** Both values are ours: an address of digits and a ticket of letters, digits, - and _. */
const ticketPage = (origin: string, ticket: string): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="referrer" content="no-referrer"><title>Cloister</title></head>
<body>
<form id="open" method="post" action="${origin}/open">
<input type="hidden" name="ticket" value="${ticket}">
<button>Open Cloister</button>
</form>
<script>document.getElementById('open').submit();</script>
</body>
</html>
`;

/** A file that only its owner can read and that opens the window once. */
export type Opener = {
  url: string;
  /** The folder of this run, for the owner alone; the browser's profile lives here too. */
  folder: string;
  remove(): void;
};

/**
 * Writes the page that hands in the ticket. A secret on a command line could be read by every user of the machine;
 * a file of mode 0600 in a folder of mode 0700 cannot.
 */
export const writeOpener = (base: string, origin: string, ticket: string): Opener => {
  const folder = mkdtempSync(join(base, 'cloister-window-'));
  chmodSync(folder, 0o700);
  const path = join(folder, 'open.html');
  writeFileSync(path, ticketPage(origin, ticket), { mode: 0o600 });
  return {
    url: pathToFileURL(path).href,
    folder,
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  };
};
