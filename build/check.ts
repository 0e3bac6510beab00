/** `npm run check`: formatting, lint and types; no tests. */
import { CHECKS, runSteps } from './steps.ts';

process.exitCode = await runSteps(CHECKS);
