/**
 * The commands that also stand in the menus of the desktop window: their ids, words and keys. The registry of the
 * renderer runs them; a menu only sends the id of the one that was chosen.
 */

export type MenuName = 'file' | 'edit' | 'go' | 'view' | 'help';

/** `keys` is written as the registry writes it. */
export type MenuCommand = { id: string; label: string; menu: MenuName; keys?: string };

export const MENU_COMMANDS: readonly MenuCommand[] = [
  { id: 'go.welcome', label: 'Open or make a vault…', menu: 'file' },
  { id: 'intake.import', label: 'Import a file…', menu: 'file' },
  { id: 'plan.run', label: 'Run a plan…', menu: 'file' },
  { id: 'vault.lock', label: 'Lock vault', menu: 'file', keys: 'Ctrl+L' },
  { id: 'history.undo', label: 'Undo', menu: 'edit', keys: 'Ctrl+Z' },
  { id: 'history.redo', label: 'Redo', menu: 'edit', keys: 'Ctrl+Shift+Z' },
  { id: 'go.sources', label: 'Sources', menu: 'go' },
  { id: 'go.consent', label: 'Consent', menu: 'go' },
  { id: 'go.features', label: 'Features', menu: 'go' },
  { id: 'go.explore', label: 'Explore', menu: 'go' },
  { id: 'go.segments', label: 'Segments', menu: 'go' },
  { id: 'go.personas', label: 'Personas', menu: 'go' },
  { id: 'go.exports', label: 'Exports', menu: 'go' },
  { id: 'go.audit', label: 'Audit', menu: 'go' },
  { id: 'side.toggle', label: 'Inspector', menu: 'view', keys: 'Ctrl+I' },
  { id: 'tray.toggle', label: 'Jobs', menu: 'view', keys: 'Ctrl+J' },
  { id: 'palette.open', label: 'Search or command…', menu: 'view', keys: 'Ctrl+K' },
  { id: 'theme.light', label: 'Light', menu: 'view' },
  { id: 'theme.dark', label: 'Dark', menu: 'view' },
  { id: 'theme.system', label: 'As the system', menu: 'view' },
  { id: 'sheet.open', label: 'Keyboard shortcuts', menu: 'help', keys: '?' },
];
