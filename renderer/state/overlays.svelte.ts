/** What lies over the window: palette, sheet of keys, the seed or the keys of the vault, one at a time; whether tray and inspector are shown. */
import { settings } from './settings.svelte.ts';

export type Overlay = 'palette' | 'sheet' | 'seed' | 'keys';
let current = $state<Overlay | null>(null);

export const overlays = {
  get current(): Overlay | null {
    return current;
  },
  open(overlay: Overlay): void {
    current = overlay;
  },
  close(): void {
    current = null;
  },
  get tray(): boolean {
    return settings.current.tray ?? false;
  },
  showTray(shown: boolean): void {
    settings.keep({ tray: shown });
  },
  get side(): boolean {
    return settings.current.side ?? true;
  },
  showSide(shown: boolean): void {
    settings.keep({ side: shown });
  },
};
