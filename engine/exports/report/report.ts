/**
 * exports/report: the persona report, as one HTML file and as a PDF. The release becomes pages (`contents.ts`),
 * the pages become HTML (`html.ts`) or A4 sheets (`layout.ts`, `pdf.ts`); charts come from `shared/charts/`.
 */
import type { Cleared, ExportFile, Release } from '../../../shared/release.ts';
import { requireCleared } from '../../privacy/gate/seal.ts';
import { reportOf } from './contents.ts';
import { reportHtml } from './html.ts';

/** Where the report stands in a package. */
export const REPORT_PATHS = ['report.html', 'report.pdf'] as const;

/**
 * `report.html` and `report.pdf` of a release: the same release gives the same bytes.
 * @throws CloisterError PRIVACY_REFUSED when the release did not pass the gate
 */
export const writeReport = async (release: Cleared<Release>): Promise<ExportFile[]> => {
  requireCleared(release);
  // What draws it takes longer to load than all the rest of the engine, and few commands draw.
  const { reportPdf } = await import('./pdf.ts');
  const report = reportOf(release);
  return [
    { path: REPORT_PATHS[0], content: reportHtml(report) },
    { path: REPORT_PATHS[1], content: await reportPdf(report) },
  ];
};
