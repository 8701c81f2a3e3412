import { HomewardError } from '#libs/contracts';

/** The provider that people sign in with does not answer, or not as a provider does. */
export class OpenIdProviderUnreachableError extends HomewardError {
  readonly code = 'openid-provider-unreachable';
  readonly transient = true;
  constructor(issuer: string, cause: unknown) {
    super(`The OpenID provider ${issuer} cannot be reached at the moment.`, { issuer }, { cause });
  }
}

/** A person came back from the provider, and cannot be let in. */
export class SignInRefusedError extends HomewardError {
  readonly code = 'sign-in-refused';
  readonly transient = false;
  constructor(because: string, cause?: unknown) {
    super(`You could not be signed in: ${because}.`, { because }, { cause });
  }
}
