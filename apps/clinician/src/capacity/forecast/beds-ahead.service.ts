import { Injectable } from '@nestjs/common';
import { addDays, snapshotInstant } from '#libs/capacity';
import { instant, type WardId } from '#libs/contracts';
import { dayOf } from './snapshot-days.ts';
import type { Day } from '#libs/forecast';
import { BedsService } from '../../wards/beds/beds.service.ts';

/** Beds that are open and patients who are to have one, of a ward or of all wards together. */
@Injectable()
export class BedsAheadService {
  constructor(private readonly beds: BedsService) {}

  async at(at: Date, wardId: WardId | null): Promise<{ readonly open: number; readonly waiting: number }> {
    const figures = await this.beds.figuresAt({ at: instant(at), ...(wardId === null ? {} : { wardIds: [wardId] }) });
    let [open, waiting] = [0, 0];
    for (const ward of figures.values()) {
      open += ward.open;
      // A bed that is reserved is given to the patient as soon as they come.
      waiting += ward.waiting + ward.reserved;
    }
    return { open, waiting };
  }

  /** Open beds at the 08:00 of so many days after a date, as far as changes of capacity and closures are known. */
  async openOn(date: string, days: number, wardId: WardId | null): Promise<ReadonlyMap<Day, number>> {
    const open = new Map<Day, number>();
    for (let ahead = 1; ahead <= days; ahead += 1) {
      const coming = addDays(date, ahead);
      open.set(dayOf(coming), (await this.at(snapshotInstant(coming), wardId)).open);
    }
    return open;
  }
}
