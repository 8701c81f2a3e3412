import { createECDH, hkdfSync, randomBytes } from 'node:crypto';

import { keptSecret } from '../local-state/kept-secret.store.ts';
import type { ServiceSettings } from './service-settings.ts';

/**
 * The settings with what notifications need and did not have to be set: the key of web push and the secret of webhooks, and, with the
 * embedded database, a page in place of the providers that are missing, and receivers on this machine.
 */
export async function notifyingSettings(settings: ServiceSettings): Promise<ServiceSettings> {
  const embedded = settings.DATABASE_URL === undefined && settings.NODE_ENV !== 'production';
  return {
    ...settings,
    SENT_MESSAGES: settings.SENT_MESSAGES ?? (embedded ? 'yes' : 'no'),
    WEBHOOK_ALLOW_PRIVATE: settings.WEBHOOK_ALLOW_PRIVATE ?? (embedded ? 'loopback' : 'no'),
    WEBHOOK_SECRET:
      settings.WEBHOOK_SECRET ?? (await keptSecret(settings.HOMEWARD_HOME, 'webhook-secret', newWebhookSecret)),
    VAPID_PRIVATE_KEY:
      settings.VAPID_PRIVATE_KEY ?? (await keptSecret(settings.HOMEWARD_HOME, 'web-push-key', newPushKey)),
  };
}

/** As Standard Webhooks has it. */
const newWebhookSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

/** What signs the links and codes by which people reply to notifications, in all processes of the installation. */
export function replyKey(tokenKey: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', tokenKey, '', 'homeward replies to notifications', 32));
}

/** A private key on P-256, 32 bytes in base64url. */
function newPushKey(): string {
  const pair = createECDH('prime256v1');
  pair.generateKeys();
  // Leading zeros are left out, and a key is 32 bytes all the same.
  return Buffer.concat([Buffer.alloc(32), pair.getPrivateKey()])
    .subarray(-32)
    .toString('base64url');
}
