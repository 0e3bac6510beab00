/** Choosing a file, a folder or a vault: the shell's own dialog where there is one, else the window's. */

export type Choice = {
  kind: 'file' | 'folder' | 'vault';
  title: string;
  /** What the button that decides says. */
  action: string;
};
export type Asked = Choice & { resolve: (path: string | null) => void };

let asked = $state.raw<Asked | null>(null);
/** Folder in which the last choice was made. */
let lastFolder: string | null = null;

export const chooser = {
  /** The open question of the window's own dialog. */
  get asked(): Asked | null {
    return asked;
  },
  get lastFolder(): string | null {
    return lastFolder;
  },
  /** Asks for a path; null when the person changed their mind. @throws what the shell says */
  async ask(choice: Choice): Promise<string | null> {
    const bridge = window.bridge;
    if (bridge !== undefined)
      return choice.kind === 'file'
        ? bridge.chooseFile({ title: choice.title })
        : bridge.chooseFolder({ title: choice.title, create: choice.kind === 'folder' });
    return new Promise((resolve) => {
      asked = { ...choice, resolve };
    });
  },
  /** The person decided, or closed the dialog. */
  answer(path: string | null, folder: string | null = null): void {
    const question = asked;
    asked = null;
    if (folder !== null) lastFolder = folder;
    question?.resolve(path);
  },
};
