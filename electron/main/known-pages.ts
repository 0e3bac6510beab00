/**
 * The pages outside that a menu can open in the person's own browser. An id names a constant; no address from
 * the page ever reaches `openExternal`.
 */
import type { Shell } from 'electron';

export const KNOWN_PAGES = {
  gdpr: {
    label: 'The text of the GDPR (opens your browser)',
    url: 'https://eur-lex.europa.eu/eli/reg/2016/679/oj',
  },
  tcf: {
    label: 'IAB Europe on consent strings (opens your browser)',
    url: 'https://iabeurope.eu/transparency-consent-framework/',
  },
} as const;

export type KnownPage = keyof typeof KNOWN_PAGES;

/** Opens a page from the list in the person's browser. @throws Error for an id that is not in the list */
export const openKnownPage = async (shell: Pick<Shell, 'openExternal'>, id: string): Promise<void> => {
  if (!Object.hasOwn(KNOWN_PAGES, id)) throw new Error('This page is not in the list of known pages.');
  await shell.openExternal(KNOWN_PAGES[id as KnownPage].url);
};
