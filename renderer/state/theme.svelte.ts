/** Light, dark, or as the system has it. */
import { readStored, writeStored } from './stored.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const isTheme = (value: unknown): value is Theme => THEMES.includes(value as Theme);
let choice = $state<Theme>(readStored('theme', isTheme) ?? 'system');

const apply = (): void => {
  if (choice === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
};

export const theme = {
  get choice(): Theme {
    return choice;
  },
  set(next: Theme): void {
    choice = next;
    writeStored('theme', next);
    apply();
  },
  /** Puts the kept choice on the page. */
  apply,
};
