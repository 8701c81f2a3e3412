import { Controller, Get, Headers, Req, Res } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { type Permission, type Person, WardId } from '#libs/contracts';
import { CurrentPerson, may, Permit, stillPermitted } from '#libs/identity';
import { ZodQuery } from '#libs/problem-details';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { WardsService } from '../../wards/wards/wards.service.ts';
import { streamPermissions } from './live-frame.ts';
import { beforeEverything, positionAfter } from './live-position.ts';
import { LiveStreamsService } from './live-streams.service.ts';

const LiveQuery = z.object({ wardId: WardId.optional() });
type LiveQuery = z.infer<typeof LiveQuery>;

/** `/live`. */
@Controller('api/v1/live')
export class LiveController {
  constructor(
    private readonly streams: LiveStreamsService,
    private readonly wards: WardsService,
  ) {}

  @Get()
  @Permit('view-patients')
  @Describe({
    summary:
      'Streams what happens on a ward, or on all of them; `Last-Event-ID` resumes without a gap. It ends with the session.',
    answers: {
      200: {
        about:
          'Events `observation`, `score`, `alert`, `stay`, `task`, `technical-alert`, `plan`, `ward`, `device` (the data is the resource), `notification` (only to the person whom it is for), `quarantine` (a reference), `reset` (fetch again), and without an id `heartbeat`, `alerting` and `session-ended`.',
        mediaType: 'text/event-stream',
      },
    },
    problems: ['ward-not-found'],
  })
  async live(
    @ZodQuery(LiveQuery) { wardId }: LiveQuery,
    @Headers('last-event-id') lastEventId: string | undefined,
    @CurrentPerson() person: Person,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (wardId !== undefined) await this.wards.get(wardId);
    // An id that is none of ours cannot be resumed from: the position before everything makes that a reset.
    const after = lastEventId ? (positionAfter(lastEventId) ?? beforeEverything) : undefined;
    const permitted = streamPermissions.filter((permission) => may(person.role, permission));
    const watch = {
      wardId,
      personId: person.id,
      after,
      may: (permission: Permission) => permitted.includes(permission),
      stillPermitted: () => stillPermitted(request, permitted),
    };
    await this.streams.open(watch, reply);
  }
}
