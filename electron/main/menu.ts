/** The menus, built from the commands that page and menu share; choosing one sends its id to the page. */
import type { MenuItemConstructorOptions } from 'electron';
import { APP } from '../../shared/app.ts';
import { MENU_COMMANDS, type MenuCommand, type MenuName } from '../../shared/commands.ts';
import { KNOWN_PAGES } from './known-pages.ts';

export type MenuParts = {
  platform: string;
  devtools: boolean;
  run: (id: string) => void;
  openPage: (id: string) => void;
};

/** Keys as Electron writes them: the page takes Command on a Mac for Control. */
export const acceleratorOf = (keys: string): string => keys.replace(/\bCtrl\b/g, 'CommandOrControl');

/** The template of the whole menu bar. */
export const menuTemplate = ({
  platform,
  devtools,
  run,
  openPage,
}: MenuParts): MenuItemConstructorOptions[] => {
  const mac = platform === 'darwin';
  const item = ({ id, label, keys }: MenuCommand): MenuItemConstructorOptions => ({
    id,
    label,
    click: () => run(id),
    // The page listens for its own keys, also where there is no menu; a second listener would run them twice.
    ...(keys === undefined ? {} : { accelerator: acceleratorOf(keys), registerAccelerator: false }),
  });
  const of = (menu: MenuName): MenuItemConstructorOptions[] =>
    MENU_COMMANDS.filter((command) => command.menu === menu).map(item);
  const separator = { type: 'separator' } as const;
  const appMenu: MenuItemConstructorOptions = {
    label: APP.name,
    submenu: [
      { role: 'about' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  };
  return [
    ...(mac ? [appMenu] : []),
    { label: 'File', submenu: [...of('file'), separator, mac ? { role: 'close' } : { role: 'quit' }] },
    {
      label: 'Edit',
      submenu: [
        ...of('edit'),
        separator,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    { label: 'Go', submenu: of('go') },
    {
      label: 'View',
      submenu: [
        ...of('view'),
        separator,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        ...(devtools ? [{ role: 'toggleDevTools' } as const] : []),
      ],
    },
    {
      label: 'Help',
      role: 'help',
      submenu: [
        ...of('help'),
        separator,
        ...Object.entries(KNOWN_PAGES).map(([id, { label }]) => ({ label, click: () => openPage(id) })),
        ...(mac ? [] : [separator, { role: 'about' } as const]),
      ],
    },
  ];
};
