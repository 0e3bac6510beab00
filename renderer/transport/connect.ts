/** Finds out in which shell the page runs and connects it to the engine. */
import { type Client, createClient } from '../../shared/contract/client.ts';
import type { ShellInfo } from '../../shared/contract/protocol.ts';
import { httpTransport, readShellInfo } from './http.ts';
import { portTransport } from './port.ts';

/** The connection of this window: typed calls, and the shell it runs in. */
export type Connection = { client: Client; shell: ShellInfo };

const DESKTOP: ShellInfo = { kind: 'desktop', reason: 'Electron is installed.', vault: null };

/**
 * Connects once, at the start of the page.
 * @throws ErrorData or Error when the shell turns this page away
 */
export const connect = async (): Promise<Connection> => {
  if ('bridge' in window) return { client: createClient(await portTransport()), shell: DESKTOP };
  const shell = await readShellInfo();
  return { client: createClient(httpTransport()), shell };
};
