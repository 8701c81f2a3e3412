const warnedDays = 21;
const millisecondsOfADay = 86_400_000;

/** A certificate as it is served, or in a file. */
export interface SeenCertificate {
  readonly where: string;
  readonly validTo: Date;
  /** Why this machine does not trust it; undefined where it does, or where it is our own. */
  readonly distrusted?: string;
}

/** What is wrong with a certificate, in words. */
export function certificateFault({ where, validTo, distrusted }: SeenCertificate, now: Date): string | undefined {
  const days = Math.floor((validTo.getTime() - now.getTime()) / millisecondsOfADay);
  const on = validTo.toISOString().slice(0, 10);
  if (days < 0) return `${where}: the certificate ended on ${on}. Renew it.`;
  if (distrusted !== undefined) {
    return `${where}: the certificate is not trusted (${distrusted}). Add its authority by NODE_EXTRA_CA_CERTS.`;
  }
  if (days >= warnedDays) return undefined;
  return `${where}: the certificate ends in ${String(days)} day(s), on ${on}. Renew it, or see why it is not renewed.`;
}
