/** People who are known by their number and bring other addresses: does another system number its customers alike? */
import type { SourceQuality } from '../../shared/contract/quality.ts';
import type { Mapping } from '../../shared/mapping.ts';

/** Fewer people, and a smaller share, have moved house or changed their address. */
const LEAST_PEOPLE = 20;
const MOSTLY = 0.5;

/**
 * What is said of two systems that may count alike: nearly everybody whom the file's numbers meet brings an e-mail address or
 * telephone number that nobody had, beside the one they have.
 * @param created people whom nobody knew
 * @param second see `People`
 */
export const alikeWarning = (
  { columns }: Mapping,
  { columns: profiles }: Pick<SourceQuality, 'columns'>,
  { created, second }: { created: number; second: number },
): string[] => {
  const identifier = columns.find(({ role }) => role === 'identifier');
  const met = (profiles.find(({ role }) => role === 'identifier')?.distinct ?? 0) - created;
  if (identifier === undefined || second < LEAST_PEOPLE || second < met * MOSTLY) return [];
  return [
    `Its "${identifier.column}" leads to people who are known, but most of them bring another e-mail address or telephone number than they had. Where two systems count their customers alike, different people are taken for one: do not load it yet. If it is another system, give the column a prefix in the mapping (prefix: "shop2:"), so that its numbers are kept apart; if the same people changed their addresses, all is well.`,
  ];
};
