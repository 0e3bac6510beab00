/** All commands, in the order of the work. */
import type { Command } from '../command.ts';
import { helpCommand, versionCommand } from './about.ts';
import { attackCommand } from './attack.ts';
import { auditCommand } from './audit.ts';
import { backupCommand, restoreCommand, scanCommand } from './backup.ts';
import { clusterCommand } from './cluster.ts';
import { clusteringCommand } from './clustering.ts';
import { columnCommand } from './column.ts';
import { consentCommand } from './consent.ts';
import { exportCommand } from './export.ts';
import { featuresCommand } from './features.ts';
import { identityCommand } from './identity.ts';
import { importCommand } from './import.ts';
import { inspectCommand } from './inspect.ts';
import { keysCommand } from './keys.ts';
import { lensCommand } from './lens.ts';
import { mappingCommand } from './mapping.ts';
import { openCommand } from './open.ts';
import { personaCommand } from './persona.ts';
import { predictCommand } from './predict.ts';
import { qualityCommand } from './quality.ts';
import { releaseCommand } from './release.ts';
import { retentionCommand } from './retention.ts';
import { rfmCommand } from './rfm.ts';
import { runPlanCommand } from './run-plan.ts';
import { sampleCommand } from './sample.ts';
import { segmentCommand } from './segment.ts';
import { selftestCommand } from './selftest.ts';
import { subjectCommand } from './subject.ts';
import { valueCommand } from './value.ts';
import { createCommand, doctorCommand } from './vault.ts';
import { verifyCommand } from './verify.ts';
import { watchCommand } from './watch.ts';

export const COMMANDS: readonly Command[] = [
  createCommand,
  inspectCommand,
  importCommand,
  watchCommand,
  qualityCommand,
  mappingCommand,
  columnCommand,
  retentionCommand,
  consentCommand,
  identityCommand,
  lensCommand,
  featuresCommand,
  clusterCommand,
  clusteringCommand,
  rfmCommand,
  valueCommand,
  predictCommand,
  segmentCommand,
  personaCommand,
  exportCommand,
  releaseCommand,
  subjectCommand,
  auditCommand,
  backupCommand,
  restoreCommand,
  scanCommand,
  keysCommand,
  runPlanCommand,
  verifyCommand,
  attackCommand,
  sampleCommand,
  doctorCommand,
  selftestCommand,
  openCommand,
  helpCommand(() => COMMANDS),
  versionCommand,
];
