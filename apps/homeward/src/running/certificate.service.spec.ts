import { certificateOf } from './certificate.service.ts';

describe('the certificate to serve HTTPS with', () => {
  const both = { HTTP_TLS_CERT_FILE: '/nowhere/cert.pem', HTTP_TLS_KEY_FILE: '/nowhere/key.pem' };

  it('is none where none is set', async () => {
    expect(await certificateOf({})).toBeUndefined();
  });

  it.each([
    ['only the certificate is set', { HTTP_TLS_CERT_FILE: 'cert.pem' }, 'only one of the two is set'],
    ['only the key is set', { HTTP_TLS_KEY_FILE: 'key.pem' }, 'only one of the two is set'],
    ['a file is missing', both, 'ENOENT'],
    ['browsers are to come by http', { ...both, PUBLIC_URL: 'http://ward.example' }, 'PUBLIC_URL does not begin'],
  ])('is refused where %s', async (_case, settings, reason) => {
    await expect(certificateOf(settings)).rejects.toMatchObject({
      code: 'certificate-unusable',
      message: expect.stringContaining(reason),
    });
  });
});
