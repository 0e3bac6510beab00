/** In which shell the window runs: the desktop one has its own file dialogs, the browser one uses ours. */
import type { ShellInfo } from '../../shared/contract/protocol.ts';

let info = $state.raw<ShellInfo | null>(null);

export const shell = {
  get info(): ShellInfo | null {
    return info;
  },
  take(found: ShellInfo): void {
    info = found;
  },
};
