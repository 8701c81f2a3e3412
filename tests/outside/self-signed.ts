import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A certificate for this machine, signed by itself. */
export interface SelfSigned {
  readonly certFile: string;
  readonly keyFile: string;
  remove(): Promise<void>;
}

/** Made by openssl; undefined where there is none. */
export async function selfSigned(): Promise<SelfSigned | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'homeward-certificate-'));
  const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-out', certFile, '-keyout', keyFile];
  const about = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const remove = (): Promise<void> => rm(folder, { recursive: true });
  try {
    await run('openssl', [...made, ...about]);
    return { certFile, keyFile, remove };
  } catch (error) {
    await remove();
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
