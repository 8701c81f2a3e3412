import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import { instant, type Rota, type RotaId } from '#libs/contracts';
import type { Span } from '#libs/rota';
import { CommandsService } from '../../commands/commands.service.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { CLOCK } from '../../parts.module.ts';
import type { StaffRecord } from '../people/staff-record.ts';
import { StaffService } from '../people/staff.service.ts';
import type { Queryable } from '../queryable.store.ts';
import { OnCallService } from '../rotas/on-call.service.ts';
import { CalendarRefusedError } from '../rotas/rota-errors.ts';
import type { OverrideRecord } from '../rotas/rota-record.ts';
import { newOverride, RotasService } from '../rotas/rotas.service.ts';
import { type NamedPerson, personOfShift } from './person-of-shift.ts';
import { type CalendarFault, type CalendarShift, readCalendar } from './read-calendar.ts';
import { writeCalendar } from './write-calendar.ts';

const dayMilliseconds = 86_400_000;
/** How far ahead events that repeat are read, and shifts are written where no time is asked for. */
const readDays = 400;
const writtenDays = { past: 7, ahead: 90 };

/** Rotas as calendars: what other programs show, and what was planned in them. */
@Injectable()
export class RotaCalendarsService {
  constructor(
    private readonly commands: CommandsService,
    private readonly rotas: RotasService,
    private readonly onCall: OnCallService,
    private readonly staff: StaffService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * The rota as iCalendar, one event for each shift of an active person.
   *
   * @throws RotaNotFoundError
   */
  async write(
    id: RotaId,
    asked: { readonly from: number | undefined; readonly until: number | undefined },
  ): Promise<string> {
    const { name, timeZone } = await this.rotas.get(id);
    const now = this.clock.now().getTime();
    const start = asked.from ?? now - writtenDays.past * dayMilliseconds;
    const end = asked.until ?? start + (writtenDays.past + writtenDays.ahead) * dayMilliseconds;
    const span: Span = { start, end };
    const shifts = (await this.onCall.wholeShifts(id, span)).filter(({ active }) => active);
    return writeCalendar({ rotaId: id, name, timeZone, writtenAt: instant(now), shifts });
  }

  /**
   * Takes the events of a calendar as overrides, in place of those of the calendar before that are not over. Events that are
   * over change nothing.
   *
   * @throws RotaNotFoundError
   * @throws CalendarRefusedError naming each event that cannot be taken.
   * @throws ChangedMeanwhileError
   */
  async read(id: RotaId, text: string, context: CommandContext): Promise<Rota> {
    return this.commands.execute('import-rota-calendar', context, async (command) => {
      const before = await this.rotas.lock(command, id);
      const from = command.at.getTime();
      const calendar = readCalendar(text, {
        timeZone: before.timeZone,
        from,
        until: from + readDays * dayMilliseconds,
      });
      if (!calendar.readable) throw new CalendarRefusedError(calendar.faults);
      const overrides = await this.#overrides(command.client, id, calendar.shifts);
      await this.rotas.removeCalendar(command, id);
      return this.rotas.addOverrides(command, before, { overrides, text: 'A calendar was read.' });
    });
  }

  /** @throws CalendarRefusedError naming each event whose person is not clear. */
  async #overrides(
    client: Queryable,
    id: RotaId,
    shifts: readonly CalendarShift[],
  ): Promise<readonly OverrideRecord[]> {
    const people = (await this.staff.allActive(client)).map(named);
    const faults: CalendarFault[] = [];
    const overrides = shifts.flatMap((shift) => {
      const person = personOfShift(shift, people);
      if (person.found) return [newOverride(id, 'calendar', { ...shift, personId: person.personId })];
      faults.push({ path: `VEVENT ${shift.uid}`, message: person.because });
      return [];
    });
    if (faults.length > 0) throw new CalendarRefusedError(faults);
    return overrides;
  }
}

const named = ({ id, name, contactMethods }: StaffRecord): NamedPerson => ({
  id,
  name,
  emails: contactMethods.filter(({ channel }) => channel === 'email').map(({ address }) => address),
});
