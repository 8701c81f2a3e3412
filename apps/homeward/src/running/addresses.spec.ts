import { reachableUrl, withoutSecrets } from './addresses.ts';

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
