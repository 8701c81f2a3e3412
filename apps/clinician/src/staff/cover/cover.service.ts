import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Timers } from '#libs/timers';
import { Gauge } from 'prom-client';
import { type ClinicianParts, PARTS, TIMERS } from '../../parts.module.ts';
import { StaffService } from '../people/staff.service.ts';
import { OnCallService, shiftsIn } from '../rotas/on-call.service.ts';
import { gapsIn, warnedSpan } from '../rotas/rota-record.ts';
import { type CoverWarnings, coverWarnings, gapSecondsByRota, type WarnedRota } from './cover-warnings.ts';
import { OfferedChannelsService } from './offered-channels.service.ts';

const refreshedEveryMilliseconds = 60_000;

/** Warns of what is wrong with the cover of the next 7 days: gaps of rotas, and people on them who cannot be reached. */
@Injectable()
export class CoverService implements OnModuleDestroy {
  readonly #gapSeconds: Gauge<'rota'>;
  readonly #unreachable: Gauge;
  #measuring: Promise<void> | undefined;

  constructor(
    private readonly onCall: OnCallService,
    private readonly staff: StaffService,
    private readonly channels: OfferedChannelsService,
    @Inject(PARTS) private readonly parts: ClinicianParts,
    @Inject(TIMERS) timers: Timers,
  ) {
    const registers = [parts.metrics];
    this.#gapSeconds = new Gauge({
      name: 'homeward_rota_gap_seconds',
      help: 'For how long in the next 7 days no active person has the turn on a rota.',
      labelNames: ['rota'],
      registers,
      // Timers run in one replica alone; the others would show for ever what they measured last. No scrape waits for it.
      collect: () => {
        this.#measureSoon();
      },
    });
    this.#unreachable = new Gauge({
      name: 'homeward_unreachable_people',
      help: 'People with a shift in the next 7 days and no way to be reached that is offered here.',
      registers,
    });
    timers.repeat({
      kind: 'measure-cover',
      everyMilliseconds: refreshedEveryMilliseconds,
      work: () => this.measure(),
    });
  }

  async onModuleDestroy(): Promise<void> {
    await this.#measuring;
  }

  async warnings(): Promise<CoverWarnings> {
    return this.#warningsOf(await this.#rotas());
  }

  /** Brings the metrics up to date. */
  async measure(): Promise<void> {
    const rotas = await this.#rotas();
    const { unreachable } = await this.#warningsOf(rotas);
    this.#gapSeconds.reset();
    for (const { rotaId, seconds } of gapSecondsByRota(rotas)) this.#gapSeconds.set({ rota: rotaId }, seconds);
    this.#unreachable.set(new Set(unreachable.map(({ person }) => person.id)).size);
  }

  #measureSoon(): void {
    this.#measuring ??= this.measure()
      .catch((error: unknown) => {
        this.parts.logger.warn({ event: 'cover-not-measured', err: error }, 'The cover of rotas could not be measured');
      })
      .finally(() => {
        this.#measuring = undefined;
      });
  }

  async #rotas(): Promise<readonly WarnedRota[]> {
    const span = warnedSpan(this.parts.clock.now());
    const rotas = await this.onCall.all(this.parts.database.pool, span);
    return rotas.map((rota) => ({
      id: rota.record.id,
      name: rota.record.name,
      shifts: shiftsIn(rota, span),
      gaps: gapsIn(rota, span),
    }));
  }

  async #warningsOf(rotas: readonly WarnedRota[]): Promise<CoverWarnings> {
    const people = await this.staff.getMany(rotas.flatMap(({ shifts }) => shifts.map(({ personId }) => personId)));
    const channelsOf = (personId: string) => people.get(personId)?.contactMethods.map(({ channel }) => channel) ?? [];
    return coverWarnings(rotas, channelsOf, this.channels.offered);
  }
}
