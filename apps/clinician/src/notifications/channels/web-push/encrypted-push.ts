import { createCipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';
import type { PushSubscription } from './push-subscription.ts';

const saltBytes = 16;
const tagBytes = 16;
const publicKeyBytes = 65;
const recordBytes = 4096;

/** The longest payload that every push service has to take: one record with its header (RFC 8291, section 4). */
export const mostPayloadBytes = recordBytes - (saltBytes + 4 + 1 + publicKeyBytes) - tagBytes - 1;

/** What makes each message another: the salt and the sender's own pair of keys. Only a test knows them beforehand. */
export interface EncryptionInputs {
  readonly salt: Buffer;
  readonly privateKey: Buffer;
}

/**
 * Encrypts a message for a browser (RFC 8291, by `aes128gcm` of RFC 8188), in one record.
 *
 * @param payload at most `mostPayloadBytes` long.
 * @throws if the subscription's key is no point on P-256.
 */
export function encryptedPush(
  payload: Buffer,
  { keys }: PushSubscription,
  { salt, privateKey }: EncryptionInputs = freshInputs(),
): Buffer {
  const receiverKey = Buffer.from(keys.p256dh, 'base64url');
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(privateKey);
  const senderKey = pair.getPublicKey();
  const context = Buffer.concat([Buffer.from('WebPush: info\0'), receiverKey, senderKey]);
  const secret = pair.computeSecret(receiverKey);
  const shared = derive({ secret, salt: Buffer.from(keys.auth, 'base64url'), context, bytes: 32 });
  const contentKey = derive({ secret: shared, salt, context: Buffer.from('Content-Encoding: aes128gcm\0'), bytes: 16 });
  const nonce = derive({ secret: shared, salt, context: Buffer.from('Content-Encoding: nonce\0'), bytes: 12 });
  const cipher = createCipheriv('aes-128-gcm', contentKey, nonce);
  // The octet 2 ends the last record, which is also the first.
  const record = Buffer.concat([cipher.update(payload), cipher.update(Buffer.from([2])), cipher.final()]);
  const header = Buffer.alloc(saltBytes + 5);
  salt.copy(header);
  header.writeUInt32BE(recordBytes, saltBytes);
  header.writeUInt8(senderKey.length, saltBytes + 4);
  return Buffer.concat([header, senderKey, record, cipher.getAuthTag()]);
}

interface Derivation {
  readonly secret: Buffer;
  readonly salt: Buffer;
  readonly context: Buffer;
  readonly bytes: number;
}

function derive({ secret, salt, context, bytes }: Derivation): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, context, bytes));
}

function freshInputs(): EncryptionInputs {
  const pair = createECDH('prime256v1');
  pair.generateKeys();
  return { salt: randomBytes(saltBytes), privateKey: pair.getPrivateKey() };
}
