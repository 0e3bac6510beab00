/**
 * The commands that also stand in the menus of the desktop window: their ids, words and keys. The registry of the
 * renderer runs them; a menu only sends the id of the one that was chosen.
 */

export type MenuName = 'file' | 'edit' | 'go' | 'view' | 'help';

/** `keys` is written as the page writes it: `Mod` is Command on a Mac and Control elsewhere. */
export type MenuCommand = { id: string; label: string; menu: MenuName; keys?: string };

export const MENU_COMMANDS: readonly MenuCommand[] = [
  { id: 'vault.open', label: 'Open vault…', menu: 'file', keys: 'Mod+O' },
  { id: 'vault.create', label: 'New vault…', menu: 'file', keys: 'Mod+N' },
  { id: 'sample.open', label: 'Open the sample project…', menu: 'file' },
  { id: 'vault.close', label: 'Lock vault', menu: 'file', keys: 'Mod+L' },
  { id: 'edit.undo', label: 'Undo', menu: 'edit', keys: 'Mod+Z' },
  { id: 'edit.redo', label: 'Redo', menu: 'edit', keys: 'Mod+Shift+Z' },
  { id: 'go.sources', label: 'Sources', menu: 'go' },
  { id: 'go.consent', label: 'Consent', menu: 'go' },
  { id: 'go.features', label: 'Features', menu: 'go' },
  { id: 'go.explore', label: 'Explore', menu: 'go' },
  { id: 'go.segments', label: 'Segments', menu: 'go' },
  { id: 'go.personas', label: 'Personas', menu: 'go' },
  { id: 'go.exports', label: 'Exports', menu: 'go' },
  { id: 'go.audit', label: 'Audit', menu: 'go' },
  { id: 'palette.open', label: 'Search or command…', menu: 'view', keys: 'Mod+K' },
  { id: 'theme.toggle', label: 'Light or dark', menu: 'view' },
  { id: 'sheet.open', label: 'Keyboard shortcuts', menu: 'help', keys: '?' },
];
