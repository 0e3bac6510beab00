/** The two derivations of the wrapping key: Node's own and the one in WebAssembly give the same bytes. */
import { expect, it } from 'vitest';
import { deriveInWasm, deriveNatively, KDF_DEFAULT, KDF_FLOOR } from '../../../engine/vault/wrapping.ts';

it('a vault made by one program opens in the other', async () => {
  const taken = { password: 'pässwort 密码 🔑', salt: Buffer.from('0123456789abcdef') };
  for (const cost of [KDF_FLOOR, KDF_DEFAULT, { ...KDF_FLOOR, p: 2 }]) {
    const here = await deriveNatively(taken, cost);
    expect(here).not.toBeNull();
    expect(here).toEqual(await deriveInWasm(taken, cost));
  }
});
