/** Finds out in which shell the page runs and connects it to the engine. */
import { type Client, createClient } from '../../shared/contract/client.ts';
import type { ShellInfo } from '../../shared/contract/protocol.ts';
import { httpTransport, readShellInfo } from './http.ts';
import { portTransport } from './port.ts';

/** The connection of this window: typed calls, and the shell it runs in. */
export type Connection = { client: Client; shell: ShellInfo };

/**
 * Connects once, at the start of the page.
 * @throws ErrorData or Error when the shell turns this page away
 */
export const connect = async (): Promise<Connection> => {
  const { bridge } = window;
  if (bridge !== undefined) {
    const vault = await bridge.startedWith();
    const shell: ShellInfo = { kind: 'desktop', reason: 'Electron is installed.', vault };
    return { client: createClient(await portTransport()), shell };
  }
  const shell = await readShellInfo();
  return { client: createClient(httpTransport()), shell };
};
