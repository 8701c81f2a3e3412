import { GatewayId, type RegisteredGateway } from '#libs/contracts';
import { secretMatches } from '#libs/identity';
import type { RegistrationDelay } from '../registrations/registration-delay.service.ts';
import { RegistrationsBehindError } from '../registrations/registrations-errors.ts';
import { AwaitedGateways } from './awaited-gateways.ts';
import type { GatewayRow, GatewaysStore } from './gateways.store.ts';

export interface GatewaysOptions {
  /** How long a gateway that is not known yet is looked for, in milliseconds. */
  readonly newsWaitMs: number;
  readonly registrations: RegistrationDelay;
}

/**
 * Knows which gateways may come in, from the topic `gateways`.
 *
 * Guarantee: an older revision never replaces a newer one; secrets are compared in constant time. Gap: where several
 * replicas run brokers of their own, a withdrawn credential ends the connections at once at the replica that reads of it,
 * and within seconds at the others; nothing they send in between is accepted.
 */
export class GatewaysService {
  readonly #withdrawalListeners: ((gatewayId: string) => void)[] = [];
  readonly #newsListeners: (() => void)[] = [];

  readonly #awaited: AwaitedGateways<GatewayRow>;
  readonly #registrations: RegistrationDelay;

  constructor(
    private readonly store: GatewaysStore,
    { newsWaitMs, registrations }: GatewaysOptions,
  ) {
    this.#registrations = registrations;
    this.#awaited = new AwaitedGateways((gatewayIds) => store.find(gatewayIds), newsWaitMs);
  }

  /**
   * The id of the gateway that has this id and secret; undefined if there is none, or its credential was withdrawn. One
   * that is not known is looked for again for a while, since it may have been registered a moment ago.
   *
   * @throws RegistrationsBehindError where its registration may still be on its way: that is no wrong credential.
   */
  async admit(gatewayId: string, secret: string): Promise<GatewayId | undefined> {
    const id = GatewayId.safeParse(gatewayId);
    if (!id.success) return undefined;
    const row = (await this.store.find([id.data]))[0] ?? (await this.#awaited.wait(id.data));
    if (row === undefined && (await this.#registrations.mayBeBehind())) throw new RegistrationsBehindError();
    if (row === undefined || row.disabled) return undefined;
    return secretMatches(secret, row.secret_sha256) ? id.data : undefined;
  }

  /** Those of the gateways that are registered and have not had their credential withdrawn. */
  async admitted(gatewayIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.store.find(gatewayIds);
    return new Set(rows.filter(({ disabled }) => !disabled).map((row) => row.gateway_id));
  }

  /** Calls back when a credential was withdrawn, so that open connections can be closed. */
  onWithdrawn(listener: (gatewayId: string) => void): void {
    this.#withdrawalListeners.push(listener);
  }

  /** Calls back when the log has said something of any gateway. */
  onNews(listener: () => void): void {
    this.#newsListeners.push(listener);
  }

  /** Takes in what the log says of gateways; null where a gateway is gone. */
  async learn(news: ReadonlyMap<string, RegisteredGateway | null>): Promise<void> {
    const registered = [...news.values()].filter((gateway) => gateway !== null);
    const gone = [...news].filter(([, gateway]) => gateway === null).map(([gatewayId]) => gatewayId);
    if (gone.length > 0) await this.store.remove(gone);
    if (registered.length > 0) await this.store.save(registered);
    const withdrawn = registered.filter(({ disabledAt }) => disabledAt !== null).map(({ gatewayId }) => gatewayId);
    for (const gatewayId of [...gone, ...withdrawn]) {
      for (const listener of this.#withdrawalListeners) listener(gatewayId);
    }
    for (const listener of this.#newsListeners) listener();
  }
}
