/** The one origin of the workbench, and how an address is held against it. */

export const SCHEME = 'app';
export const HOST = 'workbench';
/** The page that the window shows. */
export const START_PAGE = `${SCHEME}://${HOST}/`;

/**
 * Whether an address belongs to the workbench. It is parsed and compared part by part: a search for `app://` in
 * the text would also find it in a query. Node gives a custom scheme the origin "null", hence not `url.origin`.
 */
export const isOwnUrl = (address: string): boolean => {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, port, username, password } = new URL(address);
  return protocol === `${SCHEME}:` && hostname === HOST && port === '' && username === '' && password === '';
};

/** Whether an origin as Chromium writes it (`app://workbench`, with or without a slash) is ours. */
export const isOwnOrigin = (origin: string): boolean =>
  isOwnUrl(origin) && ['', '/'].includes(new URL(origin).pathname);

/** Whether the page may load an address: its own files, and what it made itself in memory. */
export const mayLoad = (address: string, devtools: boolean): boolean => {
  if (isOwnUrl(address)) return true;
  if (!URL.canParse(address)) return false;
  const { protocol } = new URL(address);
  return protocol === 'data:' || protocol === 'blob:' || (devtools && protocol === 'devtools:');
};
