import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { canaryDevice, canaryGatewayId, canaryPlan, homewardItself } from '#libs/contracts';
import type { Logger } from '#libs/telemetry';
import { setTimeout as pause } from 'node:timers/promises';
import { CommandsService } from '../../commands/commands.service.ts';
import { type CanaryCredential, type ClinicianParts, LOGGER, PARTS } from '../../parts.module.ts';

const tryAgainMs = 5000;

/**
 * Announces the canary's gateway, device and plan to the other services, at every start, since a new secret may have come.
 * The log keeps the last of each. Nothing of it is in a table that people read.
 */
@Injectable()
export class CanaryAnnouncementService implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #stopping = new AbortController();

  constructor(
    @Inject(PARTS) private readonly parts: ClinicianParts,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly commands: CommandsService,
  ) {}

  onApplicationBootstrap(): void {
    const { canary, settings } = this.parts;
    // The start does not wait for a log that is away.
    if (canary !== undefined && settings.CANARY_SECONDS > 0) void this.#announce(canary);
  }

  onModuleDestroy(): void {
    this.#stopping.abort();
  }

  async #announce({ secretSha256, revision }: CanaryCredential): Promise<void> {
    const { signal } = this.#stopping;
    const gateway = { gatewayId: canaryGatewayId, name: 'Canary', secretSha256, revision, disabledAt: null };
    while (!signal.aborted) {
      try {
        await this.commands.execute('announce-canary', { by: homewardItself }, async (command) => {
          await command.publish('gateways', canaryGatewayId, gateway);
          await command.publish('devices', canaryDevice.deviceId, canaryDevice);
          await command.publish('monitoring-plans', canaryPlan.patientId, canaryPlan);
        });
        return;
      } catch (error) {
        this.logger.warn(
          { event: 'canary-not-announced', err: error },
          'The canary could not be announced; trying again',
        );
        await pause(tryAgainMs, undefined, { signal, ref: false }).catch(() => undefined);
      }
    }
  }
}
