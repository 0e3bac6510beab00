/** What lies over the window: palette or sheet of keys, one at a time; whether the tray is shown. */
export type Overlay = 'palette' | 'sheet';
let current = $state<Overlay | null>(null);
let tray = $state(false);

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
    return tray;
  },
  showTray(shown: boolean): void {
    tray = shown;
  },
};
