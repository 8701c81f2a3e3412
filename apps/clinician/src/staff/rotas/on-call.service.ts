import { Inject, Injectable } from '@nestjs/common';
import { instant, type OnCall, type RotaGap, type RotaId, type RotaShift } from '#libs/contracts';
import type { Database } from '#libs/database';
import { shiftAt, shiftsOf, shiftsWithin, type Span } from '#libs/rota';
import { DATABASE } from '../../parts.module.ts';
import { StaffService } from '../people/staff.service.ts';
import type { Queryable } from '../queryable.store.ts';
import { RotaNotFoundError } from './rota-errors.ts';
import { gapsIn, type RotaInSpan, type RotaRecord, rulesOf, shownShift } from './rota-record.ts';
import { RotasStore } from './rotas.store.ts';

const dayMilliseconds = 86_400_000;

/** Answers who has the turn on a rota, when, and when no person has. */
@Injectable()
export class OnCallService {
  constructor(
    private readonly store: RotasStore,
    private readonly staff: StaffService,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  async exists(client: Queryable, id: RotaId): Promise<boolean> {
    return (await this.store.find(client, id)) !== undefined;
  }

  /**
   * @param at in milliseconds since 1970.
   * @throws RotaNotFoundError
   */
  async at(id: RotaId, at: number, client: Queryable = this.database.pool): Promise<OnCall> {
    const rota = await this.#find(client, id, { start: at, end: at + 1 });
    const found = shiftAt(rulesOf(rota), at);
    const shift = found === undefined ? null : shownShift(found, rota.people);
    const people = shift?.active === true ? [{ id: shift.personId, name: shift.personName }] : [];
    return { at: instant(at), people, shift };
  }

  /**
   * The shifts that overlap a span, each as long as it is.
   *
   * @throws RotaNotFoundError
   */
  async wholeShifts(id: RotaId, span: Span): Promise<readonly RotaShift[]> {
    const rota = await this.#find(this.database.pool, id, span);
    return shiftsOf(rulesOf(rota), span).map((shift) => shownShift(shift, rota.people));
  }

  /**
   * The shifts that overlap a span, as far as they lie in it.
   *
   * @throws RotaNotFoundError
   */
  async shifts(id: RotaId, span: Span): Promise<readonly RotaShift[]> {
    return shiftsIn(await this.#find(this.database.pool, id, span), span);
  }

  /** @throws RotaNotFoundError */
  async gaps(id: RotaId, span: Span): Promise<readonly RotaGap[]> {
    return gapsIn(await this.#find(this.database.pool, id, span), span);
  }

  /** Every rota with what its cover in a span follows from. */
  async all(client: Queryable, span: Span): Promise<readonly RotaInSpan[]> {
    return this.inSpan(client, await this.store.all(client), span);
  }

  /** The rotas with what their cover in a span follows from. */
  async inSpan(client: Queryable, records: readonly RotaRecord[], span: Span): Promise<readonly RotaInSpan[]> {
    // Overrides beyond the span shorten the shifts at its ends.
    const wide = { start: span.start - 4 * dayMilliseconds, end: span.end + 4 * dayMilliseconds };
    const overrides = await this.store.overridesOf(
      client,
      records.map(({ id }) => id),
      wide,
    );
    const ofLayers = records.flatMap(({ layers }) => layers.flatMap(({ personIds }) => personIds));
    const people = await this.staff.getMany([...ofLayers, ...overrides.map(({ personId }) => personId)], client);
    return records.map((record) => ({
      record,
      overrides: overrides.filter(({ rotaId }) => rotaId === record.id),
      people,
    }));
  }

  async #find(client: Queryable, id: RotaId, span: Span): Promise<RotaInSpan> {
    const record = await this.store.find(client, id);
    const [rota] = record === undefined ? [] : await this.inSpan(client, [record], span);
    if (rota === undefined) throw new RotaNotFoundError(id);
    return rota;
  }
}

/** Those that overlap the span, as far as they lie in it. */
export function shiftsIn(rota: RotaInSpan, span: Span): readonly RotaShift[] {
  return shiftsWithin(rulesOf(rota), span).map((shift) => shownShift(shift, rota.people));
}
