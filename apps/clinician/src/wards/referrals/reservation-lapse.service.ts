import { Inject, Injectable } from '@nestjs/common';
import { homewardItself, ReferralId } from '#libs/contracts';
import type { DueTimer, Timers } from '#libs/timers';
import { type Command, CommandsService } from '../../commands/commands.service.ts';
import { TIMERS } from '../../parts.module.ts';
import { BedsService } from '../beds/beds.service.ts';
import { ReferralWriterService, reservationLapse } from './referral-writer.service.ts';

/** Ends reservations whose time is over: the referral waits again where it was before, and its history says so. */
@Injectable()
export class ReservationLapseService {
  constructor(
    @Inject(TIMERS) timers: Timers,
    private readonly commands: CommandsService,
    private readonly writer: ReferralWriterService,
    private readonly beds: BedsService,
  ) {
    timers.register({
      kind: reservationLapse,
      // Of several, the patients would have to be locked before the first ward is.
      atOnce: 1,
      onDue: (client, due, entities) =>
        this.commands.executeWithin({ client, entities }, { name: reservationLapse, by: homewardItself }, (command) =>
          this.#onDue(command, due),
        ),
    });
  }

  async #onDue(command: Command, due: readonly DueTimer[]): Promise<void> {
    for (const { subject, revision } of due) {
      const before = await this.writer.lock(command, ReferralId.parse(subject));
      // What was changed meanwhile has been admitted or released, or has a timer of its own.
      if (before.state !== 'reserved' || before.revision !== revision) continue;
      if (before.wardId !== null) await this.beds.lock(command, [before.wardId]);
      await this.writer.change(command, before, { kind: 'lapse' });
    }
  }
}
