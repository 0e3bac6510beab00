/** Whether the window is dark now, for pictures that are made of pixels and cannot follow the style sheet. */
import { theme } from '../state/theme.svelte.ts';

const query = matchMedia('(prefers-color-scheme: dark)');
let system = $state(query.matches);
query.addEventListener('change', ({ matches }) => {
  system = matches;
});

export const isDark = (): boolean => (theme.choice === 'system' ? system : theme.choice === 'dark');
