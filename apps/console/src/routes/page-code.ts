import { HomewardError, Me } from '#libs/contracts';
import { type ComponentType, lazy, type LazyExoticComponent } from 'react';
import { ask } from '../api/http.ts';

/**
 * The code of a page could not be fetched when the page was first opened. Transient while Homeward cannot be reached;
 * where it can, what is missing is gone for good, and only a reload helps.
 */
export class PageNotFetchedError extends HomewardError {
  readonly code = 'console-page-not-fetched';

  constructor(
    message: string,
    readonly transient: boolean,
    /** Fetches it again. @throws PageNotFetchedError */
    readonly again: () => Promise<void>,
    options: ErrorOptions,
  ) {
    super(message, {}, options);
  }
}

/** The code of one page, which is fetched when the page is first opened, and again where that failed. */
export class PageCode<Properties extends object> {
  readonly #load: () => Promise<ComponentType<Properties>>;
  #component: LazyExoticComponent<ComponentType<Properties>>;

  constructor(load: () => Promise<ComponentType<Properties>>) {
    this.#load = load;
    this.#component = lazy(async () => ({ default: await this.#fetch() }));
  }

  /** Another one after what failed was fetched again, since React keeps a failure for ever. */
  component(): LazyExoticComponent<ComponentType<Properties>> {
    return this.#component;
  }

  async #fetch(): Promise<ComponentType<Properties>> {
    try {
      return await this.#load();
    } catch (cause) {
      const { message, transient } = await whyNotFetched();
      throw new PageNotFetchedError(message, transient, () => this.#fetchAgain(), { cause });
    }
  }

  async #fetchAgain(): Promise<void> {
    const page = await this.#fetch();
    this.#component = lazy(() => Promise.resolve({ default: page }));
  }
}

/** A browser does not say why it could not import something; another request finds out. */
async function whyNotFetched(): Promise<{ readonly message: string; readonly transient: boolean }> {
  try {
    await ask({ path: '/me', schema: Me });
  } catch (error) {
    // Who is signed out signs in over the page, and it is fetched then.
    if (error instanceof HomewardError) return { message: error.message, transient: true };
    throw error;
  }
  return {
    message:
      'Homeward answers, but does not have this page as this console knows it: it has been updated since. Reload the page.',
    transient: false,
  };
}
