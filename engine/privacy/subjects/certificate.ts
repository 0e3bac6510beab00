/** The certificate of an erasure: what was done, signed with the key that signs the record, and its limits in words. */
import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import type { ErasureCertificate } from '../../../shared/contract/subjects.ts';
import { canonical } from '../../audit/chain.ts';
import type { Keys } from '../../vault/keystore.ts';

/** What no erasure reaches. */
export const LIMITS = [
  'Files from which the person was imported lie outside the vault and were not touched.',
  'Backups made before hold the person, encrypted; restoring one erases the person again before it opens.',
  'Earlier releases hold counts and rules, no people; the ones listed had counted the person.',
  'Cells of a solid-state disk that are no longer in use may hold old encrypted pages.',
];

type Unsigned = Omit<ErasureCertificate, 'publicKey' | 'signature'>;

const message = (certificate: Unsigned & { publicKey: string }): Buffer =>
  Buffer.from(`cloister-erasure|${canonical(certificate)}`, 'utf8');

/** Signs a certificate (Ed25519 over its canonical JSON, RFC 8785). */
export const certify = (keys: Keys, certificate: Unsigned): ErasureCertificate => {
  const said = { ...certificate, publicKey: keys.signingPublic.toString('base64') };
  const key = createPrivateKey({ key: keys.signing, format: 'der', type: 'pkcs8' });
  return { ...said, signature: sign(null, message(said), key).toString('base64') };
};

/** Whether a certificate is as it was signed. The key in it is the vault's own only if it is the one of its checkpoints. */
export const certificateHolds = ({ signature, ...said }: ErasureCertificate): boolean =>
  verify(
    null,
    message(said),
    createPublicKey({ key: Buffer.from(said.publicKey, 'base64'), format: 'der', type: 'spki' }),
    Buffer.from(signature, 'base64'),
  );
