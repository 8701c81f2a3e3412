import { HomewardError, type Permission, type Role } from '#libs/contracts';

/** No person is signed in and no credential came with the request. */
export class NotSignedInError extends HomewardError {
  readonly code = 'not-signed-in';
  readonly transient = false;
  constructor() {
    super('Sign in, or send a bearer token: this path answers only people and services it knows.');
  }
}

/** A credential came with the request, and it does not hold. */
export class CredentialRefusedError extends HomewardError {
  readonly code = 'credential-refused';
  readonly transient = false;
  constructor(because: string) {
    super(`The credential was refused: ${because}.`, { because });
  }
}

/** A known person asked for what their role does not let them do. */
export class NotPermittedError extends HomewardError {
  readonly code = 'not-permitted';
  readonly transient = false;
  constructor(needed: { readonly permission: Permission; readonly role: Role } | { readonly whom: string }) {
    super(
      'permission' in needed
        ? `This needs the permission "${needed.permission}", which the role "${needed.role}" does not have.`
        : `This is for ${needed.whom} only.`,
      needed,
    );
  }
}

/** A page of another site tried to act with the cookie of a person who is signed in here. */
export class CrossSiteRequestError extends HomewardError {
  readonly code = 'cross-site-request';
  readonly transient = false;
  constructor() {
    super('A change that is asked for with the session cookie must come from the console itself (Origin).');
  }
}

/** The key that signs bearer tokens is not one. */
export class TokenKeyError extends HomewardError {
  readonly code = 'token-key-invalid';
  readonly transient = false;
  constructor() {
    super('The token key is not valid: expected at least 32 random bytes in base64url.');
  }
}

/** The HTTP status of each error of this library, for the app's table. */
export const identityStatusOfCode = {
  'not-signed-in': 401,
  'credential-refused': 401,
  'not-permitted': 403,
  'cross-site-request': 403,
} as const satisfies Readonly<Record<string, number>>;
