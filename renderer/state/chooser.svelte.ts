/** Choosing a file, a folder or a vault: the shell's own dialog where there is one, else the window's. */
import { settings } from './settings.svelte.ts';

export type Choice = {
  kind: 'file' | 'folder' | 'vault';
  title: string;
  /** What the button that decides says. */
  action: string;
};
export type Asked = Choice & { resolve: (path: string | null) => void };

let asked = $state.raw<Asked | null>(null);

const remember = (kind: Choice['kind'], folder: string): void => {
  if (folder !== '') settings.keep({ folders: { ...settings.current.folders, [kind]: folder } });
};

export const chooser = {
  /** The open question of the window's own dialog. */
  get asked(): Asked | null {
    return asked;
  },
  /** Folder in which the last choice of this kind was made, also in an earlier session. */
  get lastFolder(): string | null {
    return settings.current.folders?.[asked?.kind ?? 'file'] ?? null;
  },
  /** Asks for a path; null when the person changed their mind. @throws what the shell says */
  async ask(choice: Choice): Promise<string | null> {
    const bridge = window.bridge;
    if (bridge !== undefined) {
      const { title, kind } = choice;
      const begin = settings.current.folders?.[kind];
      const folder = begin === undefined ? {} : { folder: begin };
      const path = await (kind === 'file'
        ? bridge.chooseFile({ title, ...folder })
        : bridge.chooseFolder({ title, create: kind === 'folder', ...folder }));
      if (path !== null) remember(kind, kind === 'folder' ? path : path.replace(/[\\/][^\\/]*$/, ''));
      return path;
    }
    return new Promise((resolve) => {
      asked = { ...choice, resolve };
    });
  },
  /** The person decided, or closed the dialog. */
  answer(path: string | null, folder: string | null = null): void {
    const question = asked;
    asked = null;
    if (folder !== null && question !== null) remember(question.kind, folder);
    question?.resolve(path);
  },
};
