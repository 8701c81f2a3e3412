/** As much of a browser as signing in and reading the API takes: cookies, redirects, and the one form. */
export class SignedInBrowser {
  /** By host and name; the value with the path that it is for. */
  readonly #cookies = new Map<string, { readonly host: string; readonly path: string; readonly pair: string }>();

  private constructor(private readonly console: string) {}

  /** Asks for the console, is sent to the sign-in page, fills it in, and is sent back. */
  static async signIn(
    console: string,
    { username, password }: { readonly username: string; readonly password: string },
  ): Promise<SignedInBrowser> {
    const browser = new SignedInBrowser(console);
    const page = await browser.#open(new URL('/auth/login?returnTo=/api/v1/me', console));
    const action = /<form method="post" action="([^"]+)"/.exec(await page.response.text())?.[1];
    if (action === undefined) throw new Error(`${page.url.href} has no form to sign in with.`);
    const form = { method: 'POST', body: new URLSearchParams({ username, password }) };
    const { response, url } = await browser.#open(new URL(action, page.url), form);
    if (!response.ok) throw new Error(`${url.href} answered ${String(response.status)} after the sign-in.`);
    return browser;
  }

  async get<T>(path: string): Promise<T> {
    const { response, url } = await this.#open(new URL(path, this.console));
    const text = await response.text();
    if (!response.ok) throw new Error(`${url.pathname}: ${String(response.status)} ${text}`);
    // The caller names the contract's type: what is tested is what the test then says of it.
    return JSON.parse(text) as T;
  }

  async #open(url: URL, init: RequestInit = {}): Promise<{ readonly response: Response; readonly url: URL }> {
    const cookie = [...this.#cookies.values()]
      .filter(({ host, path }) => host === url.hostname && url.pathname.startsWith(path))
      .map(({ pair }) => pair)
      .join('; ');
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { accept: 'text/html', cookie } });
    for (const header of response.headers.getSetCookie()) this.#remember(url.hostname, header);
    const location = response.headers.get('location');
    return location === null ? { response, url } : this.#open(new URL(location, url));
  }

  #remember(host: string, header: string): void {
    const [pair = '', ...attributes] = header.split(/; */);
    const path = attributes.find((attribute) => /^path=/i.test(attribute))?.slice('path='.length) ?? '/';
    const key = [host, path, pair.split('=')[0]].join(' ');
    if (attributes.some((attribute) => /^(?:max-age=0|expires=.*1970.*)$/i.test(attribute))) this.#cookies.delete(key);
    else this.#cookies.set(key, { host, path, pair });
  }
}
