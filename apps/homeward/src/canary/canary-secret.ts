import { createHmac } from 'node:crypto';

/**
 * The secret of the canary's gateway: it follows from the key that all processes of an installation share, so that each
 * knows it, and none has to keep it.
 */
export function canarySecret(tokenKey: Uint8Array): string {
  return createHmac('sha256', tokenKey).update('homeward canary gateway').digest('base64url');
}
