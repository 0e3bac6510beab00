/** `segments.csv`: the segments of a release at one glance, for a spreadsheet. */
import type { Cleared, ExportFile, Release, Share } from '../../shared/release.ts';
import { requireCleared } from '../privacy/gate/seal.ts';
import { csvText } from './csv.ts';

/** A published share: `20%`, or `<5%` and `>95%` where only a bound is published. */
export const shareText = ({ percent, bound }: Share): string =>
  `${bound === 'exact' ? '' : bound === 'below' ? '<' : '>'}${percent}%`;

/** @throws CloisterError PRIVACY_REFUSED when the release was not cleared */
export const writeOverview = (release: Cleared<Release>): ExportFile[] => {
  requireCleared(release);
  const rows = release.segments.map(({ id, name, people, share, text }) => [
    id,
    name,
    people,
    shareText(share),
    text,
  ]);
  return [{ path: 'segments.csv', content: csvText([['id', 'name', 'people', 'share', 'rule'], ...rows]) }];
};
