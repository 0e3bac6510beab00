/** `open`: the workbench, in a window of a browser that can reach nothing but this machine. */
import { type Command, form } from '../command.ts';

export const openCommand: Command = {
  name: 'open',
  summary: 'the workbench in a window',
  about: [
    'The window is a browser of the Chromium family without tabs and without a way out: it can reach the address 127.0.0.1 alone. The server behind it admits only the window that hands in its ticket, and ends 5 seconds after the window was closed; so does Ctrl-C.',
    'With --no-window nothing is started: open the printed file, once, in a browser on this machine.',
  ],
  example: 'cloister open shop',
  forms: [
    form({
      words: ['[VAULT]'],
      options: { 'no-window': { kind: 'flag', help: 'start no browser, print what to open' } },
      summary: 'open the workbench',
      run: async ([vault], values) => {
        // The server is loaded for this command alone.
        const { openWindow } = await import('../shell/open-window.ts');
        const { address, opener, browser, line } = await openWindow({
          vault: vault ?? null,
          window: !values['no-window'],
          reason: 'cloister open uses the browser of this machine',
        });
        return {
          json: { address, opener, browser, shell: 'browser' },
          show: (out) => out.line(line),
        };
      },
    }),
  ],
};
