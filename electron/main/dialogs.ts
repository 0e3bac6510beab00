/** The native file dialogs. They answer a path or null; reading and writing is the engine's. */
import { join } from 'node:path';
import type { BrowserWindow, Dialog } from 'electron';
import * as v from 'valibot';

const title = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const filter = v.strictObject({
  name: v.pipe(v.string(), v.maxLength(100)),
  extensions: v.pipe(v.array(v.pipe(v.string(), v.regex(/^(\*|[a-z0-9]{1,16})$/i))), v.maxLength(20)),
});
const folder = v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(4096)));
const chooseFileSchema = v.strictObject({
  title,
  folder,
  mode: v.optional(v.picklist(['open', 'save']), 'open'),
  // A name, not a path: where it goes is the person's choice.
  name: v.optional(v.pipe(v.string(), v.maxLength(200), v.regex(/^[^/\\]*$/))),
  filters: v.optional(v.pipe(v.array(filter), v.maxLength(20)), []),
});
const chooseFolderSchema = v.strictObject({ title, folder, create: v.optional(v.boolean(), false) });

/** Where a dialog begins: the folder, the name to save as, both or neither. */
const beginning = (folder?: string, name?: string): { defaultPath?: string } => {
  const parts = [folder, name].filter((part) => part !== undefined);
  return parts.length === 0 ? {} : { defaultPath: join(...parts) };
};

type Dialogs = Pick<Dialog, 'showOpenDialog' | 'showSaveDialog'>;

/** Asks for a file to read or write. @throws ValiError for options that are not of the bridge */
export const chooseFile = async (
  dialog: Dialogs,
  window: BrowserWindow,
  options: unknown,
): Promise<string | null> => {
  const { title, mode, name, folder, filters } = v.parse(chooseFileSchema, options);
  if (mode === 'save') {
    const { canceled, filePath } = await dialog.showSaveDialog(window, {
      title,
      filters,
      ...beginning(folder, name),
      properties: ['createDirectory', 'showOverwriteConfirmation'],
    });
    return canceled || filePath === '' ? null : filePath;
  }
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title,
    filters,
    ...beginning(folder),
    properties: ['openFile'],
  });
  return canceled ? null : (filePaths[0] ?? null);
};

/** Asks for a folder; `create` lets the person make one. @throws ValiError for options that are not of the bridge */
export const chooseFolder = async (
  dialog: Dialogs,
  window: BrowserWindow,
  options: unknown,
): Promise<string | null> => {
  const { title, create, folder } = v.parse(chooseFolderSchema, options);
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title,
    ...beginning(folder),
    properties: create ? ['openDirectory', 'createDirectory', 'promptToCreate'] : ['openDirectory'],
  });
  return canceled ? null : (filePaths[0] ?? null);
};
