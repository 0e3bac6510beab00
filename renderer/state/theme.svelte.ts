/** Light, dark, or as the system has it. */
import { settings } from './settings.svelte.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export const theme = {
  get choice(): Theme {
    return settings.current.theme ?? 'system';
  },
  set(next: Theme): void {
    settings.keep({ theme: next });
    theme.apply();
  },
  /**
   * Puts the choice on the page. The browser shell has done so already in the page it sent; the desktop shell is told,
   * so that window and page begin in it the next time.
   */
  apply(): void {
    const { choice } = theme;
    if (choice === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = choice;
    window.bridge?.useTheme(choice);
  },
};
