export { may, permissionsOf, permissionsPage } from './permissions.ts';
export { defaultTokenSeconds, mintToken, newTokenKey, parseTokenKey, type System, verifyToken } from './tokens.ts';
export { digestOfSecret, newGatewaySecret, secretMatches } from './gateway-secrets.ts';
export { CrossSiteRequestError, identityStatusOfCode, NotPermittedError } from './identity-errors.ts';
export {
  type AskingRequest,
  type Authenticator,
  bearerTokenAuthenticator,
  type Caller,
  gatewayAuthenticator,
  Identification,
} from './identification.ts';
export {
  CurrentGateway,
  CurrentPerson,
  CurrentSystem,
  ForGateways,
  ForScope,
  IdentityGuard,
  Open,
  Permit,
  personOf,
  SessionEnd,
  SignedIn,
  stillPermitted,
} from './identity.guard.ts';
export { requireSignIn } from './sign-in-hook.ts';
export { isOwnSite, ownPath } from './own-site.ts';
