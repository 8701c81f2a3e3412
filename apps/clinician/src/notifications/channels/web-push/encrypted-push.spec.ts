import webPush from 'web-push';
import { aBrowser } from '../receivers.harness.ts';
import { encryptedPush, mostPayloadBytes } from './encrypted-push.ts';
import { pushSubscriptionOf } from './push-subscription.ts';

const endpoint = 'https://push.example/1';

describe('A message for a browser', () => {
  it('is encrypted as in the example of RFC 8291, section 5', () => {
    const browser = aBrowser({
      privateKey: 'q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94',
      auth: 'BTBZMqHH6r4Tts7J_aSIgg',
    });
    const text = 'When I grow up, I want to be a watermelon';
    const body = encryptedPush(Buffer.from(text), browser.subscription(endpoint), {
      salt: Buffer.from('DGv6ra1nlYgDCS1FRnbzlw', 'base64url'),
      privateKey: Buffer.from('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw', 'base64url'),
    });
    expect(body.toString('base64url')).toBe(
      'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
    );
    expect(browser.decrypt(body)).toBe(text);
  });

  it.each([0, 1, 500, mostPayloadBytes])(
    'of %i bytes is read by the browser alone, as one that the referee made is',
    (bytes) => {
      const [browser, other] = [aBrowser(), aBrowser()];
      const text = 'x'.repeat(bytes);
      const body = encryptedPush(Buffer.from(text), browser.subscription(endpoint));
      expect(body.length).toBeLessThanOrEqual(4096);
      expect(browser.decrypt(body)).toBe(text);
      expect(() => other.decrypt(body)).toThrow();
      const { p256dh, auth } = browser.subscription(endpoint).keys;
      expect(browser.decrypt(webPush.encrypt(p256dh, auth, text, 'aes128gcm').cipherText)).toBe(text);
    },
  );

  it('differs each time', () => {
    const subscription = aBrowser().subscription(endpoint);
    const [one, other] = [1, 2].map(() => encryptedPush(Buffer.from('same'), subscription).toString('hex'));
    expect(one).not.toBe(other);
  });
});

describe('A push subscription', () => {
  const good = aBrowser().subscription(endpoint);
  it('is read from the text that it is kept as', () => {
    expect(pushSubscriptionOf(JSON.stringify({ ...good, expirationTime: null }))).toEqual(good);
  });

  it.each([
    ['no JSON', 'https://push.example/1'],
    ['no keys', JSON.stringify({ endpoint })],
    ['a short key', JSON.stringify({ endpoint, keys: { ...good.keys, p256dh: 'AAAA' } })],
    ['another scheme', JSON.stringify({ ...good, endpoint: 'file:///etc/passwd' })],
  ])('with %s is none', (_claim, text) => {
    expect(pushSubscriptionOf(text)).toBeUndefined();
  });
});
