/** The compiled kernels are those of their sources. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { compiledPath, compileKernel, KERNELS } from '../../build/kernels.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

test.each(KERNELS)(
  '%s',
  async (source) => {
    expect(readFileSync(join(ROOT, compiledPath(source)), 'utf8')).toBe(await compileKernel(source));
  },
  60_000,
);
