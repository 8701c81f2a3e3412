/** An address as it may be shown: without user name, password and query, any of which can hold a secret. */
export function withoutSecrets(address: string): string {
  const url = new URL(address);
  url.username = '';
  url.password = '';
  url.search = '';
  return url.href;
}

/** Where a program on this machine, or a browser on it, reaches what listens on `host`. */
export function reachableUrl(host: string, port: number): URL {
  const everywhere = ['0.0.0.0', '::', ''].includes(host);
  const name = everywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return new URL(`http://${name}:${String(port)}`);
}
