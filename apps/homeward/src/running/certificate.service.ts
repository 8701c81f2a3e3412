import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';

import { CertificateUnusableError } from '../homeward-errors.ts';
import type { ServiceSettings } from './service-settings.ts';

/** What a server proves by TLS who it is with, as PEM. */
export interface Certificate {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/**
 * Reads the certificate to serve HTTPS with; undefined where none is set, and HTTP is to be served.
 *
 * @throws CertificateUnusableError where one of the two files is not set, cannot be read, or is not the other's; or where browsers
 * are to come by a public address without TLS, with which no one could sign in.
 */
export async function certificateOf(
  settings: Pick<ServiceSettings, 'HTTP_TLS_CERT_FILE' | 'HTTP_TLS_KEY_FILE' | 'PUBLIC_URL'>,
): Promise<Certificate | undefined> {
  const { HTTP_TLS_CERT_FILE: certFile, HTTP_TLS_KEY_FILE: keyFile, PUBLIC_URL: publicUrl } = settings;
  if (certFile === undefined && keyFile === undefined) return undefined;
  if (certFile === undefined || keyFile === undefined) {
    throw new CertificateUnusableError('only one of the two is set');
  }
  if (publicUrl !== undefined && new URL(publicUrl).protocol !== 'https:') {
    throw new CertificateUnusableError('PUBLIC_URL does not begin with https');
  }
  try {
    const [cert, key] = await Promise.all([readFile(certFile), readFile(keyFile)]);
    createSecureContext({ cert, key });
    return { cert, key };
  } catch (error) {
    throw new CertificateUnusableError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
