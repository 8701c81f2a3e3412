import { z } from 'zod';

const ofBytes = (bytes: number) =>
  z
    .string()
    .regex(/^[\w-]+={0,2}$/u, 'expected base64url')
    .refine(
      (text) => Math.floor((text.replaceAll('=', '').length * 6) / 8) === bytes,
      `expected ${String(bytes)} bytes`,
    );

/** What a browser gives out when a person lets Homeward send it messages. */
export const PushSubscription = z.object({
  endpoint: z.url({ protocol: /^https?$/ }),
  keys: z.object({ p256dh: ofBytes(65), auth: ofBytes(16) }),
});
export type PushSubscription = z.infer<typeof PushSubscription>;

/** The subscription that is kept as an address; undefined where it is none. */
export function pushSubscriptionOf(address: string): PushSubscription | undefined {
  try {
    return PushSubscription.safeParse(JSON.parse(address)).data;
  } catch {
    // Not JSON, so no subscription either.
    return undefined;
  }
}
