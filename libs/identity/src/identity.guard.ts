import {
  createParamDecorator,
  SetMetadata,
  type CanActivate,
  type CustomDecorator,
  type ExecutionContext,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { GatewayId, Permission, Person, Scope } from '#libs/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { challenge } from './challenge.ts';
import type { Caller, Identification } from './identification.ts';
import { CredentialRefusedError, NotPermittedError, NotSignedInError } from './identity-errors.ts';
import { may } from './permissions.ts';
import type { System } from './tokens.ts';

type Rule =
  | { readonly kind: 'open' }
  | { readonly kind: 'signed-in' }
  | { readonly kind: 'permissions'; readonly permissions: readonly Permission[] }
  | { readonly kind: 'scope'; readonly scope: Scope }
  | { readonly kind: 'gateways' };

const ruleKey = 'homeward:identity-rule';

/** People whose role has every one of the permissions may call this route, or any route of this controller. */
export const Permit = (...permissions: readonly [Permission, ...Permission[]]): CustomDecorator =>
  SetMetadata<string, Rule>(ruleKey, { kind: 'permissions', permissions });

/** Anybody who is signed in may call it, whatever their role. */
export const SignedIn = (): CustomDecorator => SetMetadata<string, Rule>(ruleKey, { kind: 'signed-in' });

/** Another system may call it whose token has the scope; people may not, whatever their role. */
export const ForScope = (scope: Scope): CustomDecorator => SetMetadata<string, Rule>(ruleKey, { kind: 'scope', scope });

/** Gateways may call it with their id and secret; people may not. */
export const ForGateways = (): CustomDecorator => SetMetadata<string, Rule>(ruleKey, { kind: 'gateways' });

/**
 * Anybody may call it. The path must also be among `openPaths` of the composition, or the hook in front of every path
 * refuses it first: opening something takes two steps.
 */
export const Open = (): CustomDecorator => SetMetadata<string, Rule>(ruleKey, { kind: 'open' });

// By request, so that the parameter decorators below can read what the guard of the same request found.
const admitted = new WeakMap<FastifyRequest, { readonly caller: Caller; readonly identification: Identification }>();

/**
 * Lets a request through to its route only if a rule of that route says so; a route without a rule lets no request
 * through. Sees HTTP only: what comes off the log was let in when it was put there.
 */
export class IdentityGuard implements CanActivate {
  readonly #reflector = new Reflector();

  constructor(private readonly identification: Identification) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const rule = this.#reflector.getAllAndOverride<Rule | undefined>(ruleKey, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (rule?.kind === 'open' || (rule === undefined && this.identification.isOpen(request))) return true;
    const caller = await this.#callerOf(request, reply);
    assertAdmitted(rule, caller);
    admitted.set(request, { caller, identification: this.identification });
    return true;
  }

  async #callerOf(request: FastifyRequest, reply: FastifyReply): Promise<Caller> {
    try {
      const caller = await this.identification.callerOf(request);
      if (caller === undefined) throw new NotSignedInError();
      return caller;
    } catch (error) {
      if (error instanceof NotSignedInError || error instanceof CredentialRefusedError) {
        void reply.header('WWW-Authenticate', challenge(request));
      }
      throw error;
    }
  }
}

function assertAdmitted(rule: Rule | undefined, caller: Caller): void {
  if (rule === undefined)
    throw new NotPermittedError({ whom: 'callers that a rule admits (there is none for this path)' });
  if (rule.kind === 'gateways') {
    if (caller.kind !== 'gateway') throw new NotPermittedError({ whom: 'gateways' });
    return;
  }
  if (rule.kind === 'scope') {
    if (caller.kind !== 'system' || !caller.system.scopes.includes(rule.scope))
      throw new NotPermittedError({ whom: `systems with the scope "${rule.scope}"` });
    return;
  }
  if (caller.kind !== 'person') throw new NotPermittedError({ whom: 'people' });
  if (rule.kind !== 'permissions') return;
  const { role } = caller.person;
  const missing = rule.permissions.find((permission) => !may(role, permission));
  if (missing !== undefined) throw new NotPermittedError({ permission: missing, role });
}

/**
 * The person who sent a request that was let in.
 *
 * @throws NotSignedInError on a route that is open, or not for people.
 */
export function personOf(request: FastifyRequest): Person {
  const caller = admitted.get(request)?.caller;
  if (caller?.kind !== 'person') throw new NotSignedInError();
  return caller.person;
}

/**
 * Whether the sender of a request that was let in is still signed in, and has all the permissions now: for answers that go
 * on for long. Rejects where that cannot be found out.
 */
export async function stillPermitted(request: FastifyRequest, permissions: readonly Permission[]): Promise<boolean> {
  try {
    const caller = await admitted.get(request)?.identification.identifyAgain(request);
    return caller?.kind === 'person' && permissions.every((permission) => may(caller.person.role, permission));
  } catch (error) {
    if (error instanceof CredentialRefusedError) return false;
    throw error;
  }
}

/** A parameter that is the person who sent the request. The route must not be open, nor for gateways. */
export const CurrentPerson = createParamDecorator((_nothing: unknown, context: ExecutionContext): Person =>
  personOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

/** A parameter that is when the session of the person who sent this request ends; undefined where a token let it in. */
export const SessionEnd = createParamDecorator((_nothing: unknown, context: ExecutionContext): Date | undefined => {
  const caller = admitted.get(context.switchToHttp().getRequest<FastifyRequest>())?.caller;
  return caller?.kind === 'person' && caller.by === 'session' ? caller.expiresAt : undefined;
});

/** A parameter that is the system that is asking, on a route `ForScope()`. */
export const CurrentSystem = createParamDecorator((_nothing: unknown, context: ExecutionContext): System => {
  const caller = admitted.get(context.switchToHttp().getRequest<FastifyRequest>())?.caller;
  if (caller?.kind !== 'system') throw new NotSignedInError();
  return caller.system;
});

/** A parameter that is the id of the gateway that is asking, on a route `ForGateways()`. */
export const CurrentGateway = createParamDecorator((_nothing: unknown, context: ExecutionContext): GatewayId => {
  const caller = admitted.get(context.switchToHttp().getRequest<FastifyRequest>())?.caller;
  if (caller?.kind !== 'gateway') throw new NotSignedInError();
  return caller.gatewayId;
});
