/** Files that say what is wanted by names with values: policies, maps of fields and tables, in YAML or JSON. */
import { readYaml } from '../engine/procedures/read-yaml.ts';
import { CloisterError, type ErrorCode } from '../shared/errors.ts';

/** Reads settings that are names with values. @throws CloisterError `code` where they are not */
export const readNamed = (path: string, what: string, code: ErrorCode): Record<string, unknown> =>
  readYaml(
    path,
    what,
    (value) => {
      if (typeof value === 'object' && value !== null && !Array.isArray(value))
        return value as Record<string, unknown>;
      throw new CloisterError(
        code,
        `The ${what} holds no names with values.`,
        'Write one `name: value` on each line.',
      );
    },
    code,
  );
