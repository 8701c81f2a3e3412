import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { connect } from 'node:tls';

import type { Clock } from '#libs/clock';

import type { ServiceSettings } from '../running/service-settings.ts';
import { certificateFault, type SeenCertificate } from './certificate-faults.ts';
import { type Finding, good, reasonOf, unlessFaults } from './finding.ts';

const patienceMilliseconds = 5_000;
const portOf: Readonly<Record<string, number>> = { 'https:': 443, 'mqtts:': 8883, 'ssl:': 8883, 'smtps:': 465 };

/** The certificates that Homeward serves with, and those of the servers that it speaks to by TLS: do they last, and hold? */
export async function examineCertificates(settings: ServiceSettings, clock: Clock): Promise<Finding> {
  const seen: Promise<SeenCertificate>[] = [];
  if (settings.HTTP_TLS_CERT_FILE !== undefined) seen.push(fromFile(settings.HTTP_TLS_CERT_FILE));
  const { PUBLIC_URL, OIDC_ISSUER, MQTT_URL, SMTP_URL, SMS_URL, ALERTING_DOWN_WEBHOOK } = settings;
  const addresses = { PUBLIC_URL, OIDC_ISSUER, MQTT_URL, SMTP_URL, SMS_URL, ALERTING_DOWN_WEBHOOK };
  for (const [setting, address] of Object.entries(addresses)) {
    const url = address === undefined ? undefined : new URL(address);
    if (url !== undefined && url.protocol in portOf) seen.push(fromServer(setting, url));
  }
  if (seen.length === 0) return good('nothing here goes by TLS');
  const now = clock.now();
  const faults = (await Promise.allSettled(seen)).flatMap((one) =>
    one.status === 'fulfilled' ? (certificateFault(one.value, now) ?? []) : reasonOf(one.reason),
  );
  return unlessFaults(faults, `${String(seen.length)} of them last for three weeks and more`);
}

async function fromFile(path: string): Promise<SeenCertificate> {
  const where = `HTTP_TLS_CERT_FILE (${path})`;
  try {
    // Served to others: whether this machine trusts it is not asked.
    return { where, validTo: new X509Certificate(await readFile(path)).validToDate };
  } catch (error) {
    throw new Error(`${where}: ${reasonOf(error)}. Set it to a PEM file with a certificate.`, { cause: error });
  }
}

async function fromServer(setting: string, url: URL): Promise<SeenCertificate> {
  const where = `${setting} (${url.host})`;
  const host = url.hostname.replace(/^\[|\]$/gu, '');
  const port = url.port === '' ? (portOf[url.protocol] ?? 443) : Number(url.port);
  // Looked at whether it is trusted or not: the finding says which.
  const named = isIP(host) === 0 ? { servername: host } : {};
  const socket = connect({ host, port, rejectUnauthorized: false, timeout: patienceMilliseconds, ...named });
  try {
    await Promise.race([once(socket, 'secureConnect'), once(socket, 'timeout').then(() => refuse('no answer'))]);
    const certificate = socket.getPeerX509Certificate();
    if (certificate === undefined) throw new Error('it has none');
    const distrusted = socket.authorized ? {} : { distrusted: reasonOf(socket.authorizationError) };
    return { where, validTo: certificate.validToDate, ...distrusted };
  } catch (error) {
    throw new Error(`${where}: ${reasonOf(error)}. Check ${setting}, and that it can be reached from here.`, {
      cause: error,
    });
  } finally {
    socket.destroy();
  }
}

function refuse(reason: string): never {
  throw new Error(reason);
}
