import { t } from '@lingui/core/macro';

export type Subscribed =
  { readonly ok: true; readonly address: string } | { readonly ok: false; readonly fault: string };

/** Whether this browser can be notified while Homeward is not open in it. */
export const isWebPushPossible = (): boolean =>
  'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

/** Asks for the browser's permission, and subscribes it: the address is the subscription as JSON. Says why it could not. */
export async function subscribeThisBrowser(applicationServerKey: string): Promise<Subscribed> {
  if ((await Notification.requestPermission()) !== 'granted') {
    return { ok: false, fault: t`This browser does not permit it: allow notifications for this site in its settings.` };
  }
  try {
    await navigator.serviceWorker.register('/web-push-worker.js');
    const { pushManager } = await navigator.serviceWorker.ready;
    const held = await pushManager.getSubscription();
    const subscription = held ?? (await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey }));
    return { ok: true, address: JSON.stringify(subscription.toJSON()) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ok: false, fault: t`This browser could not be subscribed: ${why}` };
  }
}
