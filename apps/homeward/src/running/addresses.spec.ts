import { reachableUrl, urlsOf, withoutSecrets } from './addresses.ts';

describe('an address without secrets', () => {
  it('keeps where it is and nothing else', () => {
    expect(withoutSecrets('postgres://ward:s3cret@db.example:5433/homeward?sslkey=s3cret')).toBe(
      'postgres://db.example:5433/homeward',
    );
  });
});

describe('the address to reach a server at', () => {
  it.each([
    ['127.0.0.1', 'http://127.0.0.1:8080/'],
    ['0.0.0.0', 'http://127.0.0.1:8080/'],
    ['::', 'http://127.0.0.1:8080/'],
    ['::1', 'http://[::1]:8080/'],
    ['ward.example', 'http://ward.example:8080/'],
  ])('is, for one that listens on %s, %s', (host, url) => {
    expect(reachableUrl(host, 8080).href).toBe(url);
  });
});

describe('where a server is found', () => {
  const settings = { HTTP_HOST: '0.0.0.0', PUBLIC_URL: 'https://ward.example' };

  it('is the public name for both where it has a certificate, which is for no other', () => {
    const { ownUrl, publicUrl } = urlsOf(settings, { port: 8443, secure: true });
    expect([ownUrl.href, publicUrl.href]).toEqual(['https://ward.example/', 'https://ward.example/']);
  });

  it('is on this machine for itself where a proxy has the certificate', () => {
    const { ownUrl, publicUrl } = urlsOf(settings, { port: 8080, secure: false });
    expect([ownUrl.href, publicUrl.href]).toEqual(['http://127.0.0.1:8080/', 'https://ward.example/']);
  });

  it('is over https without a public name, too', () => {
    const { ownUrl, publicUrl } = urlsOf({ HTTP_HOST: '127.0.0.1' }, { port: 8443, secure: true });
    expect([ownUrl.href, publicUrl.href]).toEqual(['https://127.0.0.1:8443/', 'https://127.0.0.1:8443/']);
  });
});
