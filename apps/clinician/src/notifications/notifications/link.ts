import type { AlertId } from '#libs/contracts';

/** Where the console has the alert; its first page for what is about none. */
export function linkOf(alertId: AlertId | null, publicUrl: URL): string {
  return alertId === null ? publicUrl.href : new URL(`alerts/${alertId}`, publicUrl).href;
}
