/** An address as it may be shown: without user name, password and query, any of which can hold a secret. */
export function withoutSecrets(address: string): string {
  const url = new URL(address);
  url.username = '';
  url.password = '';
  url.search = '';
  return url.href;
}

/** Where a program on this machine, or a browser on it, reaches what listens on `host`. */
export function reachableUrl(host: string, port: number, scheme: 'http' | 'https' = 'http'): URL {
  const everywhere = ['0.0.0.0', '::', ''].includes(host);
  const name = everywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return new URL(`${scheme}://${name}:${String(port)}`);
}

/**
 * Where this process is found: by itself and commands on this machine, and by browsers. Over TLS both are the public name,
 * since the certificate is for no other.
 */
export function urlsOf(
  settings: { readonly HTTP_HOST: string; readonly PUBLIC_URL?: string | undefined },
  { port, secure }: { readonly port: number; readonly secure: boolean },
): { readonly ownUrl: URL; readonly publicUrl: URL } {
  const reachable = reachableUrl(settings.HTTP_HOST, port, secure ? 'https' : 'http');
  const publicUrl = new URL(settings.PUBLIC_URL ?? reachable);
  return { ownUrl: secure ? publicUrl : reachable, publicUrl };
}
