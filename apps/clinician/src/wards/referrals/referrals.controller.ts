import { Controller, Get, HttpCode, Post, Res, UseInterceptors } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import {
  AcceptReferral,
  AsOfQuery,
  CriteriaQuery,
  EligibilityCriterion,
  NewReferral,
  type Page,
  pageOf,
  Referral,
  ReferralHistoryEntry,
  ReferralId,
  ReferralQuery,
  ReferralReason,
  ReserveReferral,
  TriageReferral,
} from '#libs/contracts';
import { Permit } from '#libs/identity';
import { ZodBody, ZodParam, ZodQuery } from '#libs/problem-details';
import type { FastifyReply } from 'fastify';
import { RequestedCommand } from '../../commands/request/command-context.decorator.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { EntityTagInterceptor } from '../../commands/revisions/entity-tag.interceptor.ts';
import { PathwayCriteriaService } from './pathway-criteria.service.ts';
import { ReferralViewsService } from './referral-views.service.ts';
import { ReferralsService } from './referrals.service.ts';

const stepProblems = ['referral-not-found', 'changed-meanwhile', 'referral-state'];

/** `/referrals`. */
@Controller('api/v1/referrals')
@UseInterceptors(EntityTagInterceptor)
export class ReferralsController {
  constructor(
    private readonly referrals: ReferralsService,
    private readonly views: ReferralViewsService,
    private readonly criteria: PathwayCriteriaService,
  ) {}

  @Get()
  @Permit('view-patients')
  @Describe({
    summary: 'Lists referrals: those that wait in the order of the waiting list, then the others, the newest first.',
    answers: { 200: pageOf(Referral) },
    problems: ['invalid-cursor'],
  })
  list(@ZodQuery(ReferralQuery) query: ReferralQuery): Promise<Page<Referral>> {
    return this.views.list(query);
  }

  @Post()
  @Permit('manage-referrals')
  @Describe({
    summary: 'Refers a patient to a pathway.',
    answers: { 201: Referral },
    problems: ['patient-not-found', 'ward-not-found', 'unknown-pathway', 'unknown-criterion'],
  })
  async refer(
    @ZodBody(NewReferral) referral: NewReferral,
    @RequestedCommand() context: CommandContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Referral> {
    const received = await this.referrals.refer(referral, context);
    void reply.header('Location', `/api/v1/referrals/${received.id}`);
    return received;
  }

  @Get('criteria')
  @Permit('view-patients')
  @Describe({
    summary: 'Lists what a pathway asks of who is referred to it, each criterion with its source.',
    answers: { 200: pageOf(EligibilityCriterion) },
    problems: ['unknown-pathway'],
  })
  criteriaOf(@ZodQuery(CriteriaQuery) { pathway }: CriteriaQuery): Page<EligibilityCriterion> {
    return this.criteria.list(pathway);
  }

  @Get(':id')
  @Permit('view-patients')
  @Describe({
    summary: 'Shows a referral; with `asOf`, as it was then.',
    answers: { 200: Referral },
    problems: ['referral-not-found', 'as-of-in-future'],
  })
  get(@ZodParam('id', ReferralId) id: ReferralId, @ZodQuery(AsOfQuery) { asOf }: AsOfQuery): Promise<Referral> {
    return this.views.get(id, asOf);
  }

  @Get(':id/history')
  @Permit('view-patients')
  @Describe({
    summary: 'Lists the states of a referral, oldest first, with who changed it, when and why.',
    answers: { 200: pageOf(ReferralHistoryEntry) },
    problems: ['referral-not-found'],
  })
  history(@ZodParam('id', ReferralId) id: ReferralId): Promise<Page<ReferralHistoryEntry>> {
    return this.views.history(id);
  }

  @Post(':id/triage')
  @HttpCode(200)
  @Permit('manage-referrals')
  @Describe({
    summary: 'Keeps what the triage found; also while the referral waits, when a new urgency moves it.',
    answers: { 200: Referral },
    problems: [...stepProblems, 'ward-not-found', 'unknown-pathway', 'unknown-criterion'],
  })
  triage(
    @ZodParam('id', ReferralId) id: ReferralId,
    @ZodBody(TriageReferral) found: TriageReferral,
    @RequestedCommand() context: CommandContext,
  ): Promise<Referral> {
    return this.referrals.triage(id, found, context);
  }

  @Post(':id/accept')
  @HttpCode(200)
  @Permit('manage-referrals')
  @Describe({
    summary: 'Accepts a referral: a bed is reserved where one is free for it, otherwise it waits, and says why.',
    answers: { 200: Referral },
    problems: [
      ...stepProblems,
      'ward-not-found',
      'referral-without-ward',
      'consent-refused',
      'criteria-not-met',
      'another-referral-accepted',
      'patient-already-admitted',
      'pathway-not-offered',
    ],
  })
  accept(
    @ZodParam('id', ReferralId) id: ReferralId,
    @ZodBody(AcceptReferral.default({})) acceptance: AcceptReferral,
    @RequestedCommand() context: CommandContext,
  ): Promise<Referral> {
    return this.referrals.accept(id, acceptance, context);
  }

  @Post(':id/reserve')
  @HttpCode(200)
  @Permit('manage-referrals')
  @Describe({
    summary: 'Reserves a bed that has become free for a referral that waits; before others only with a reason.',
    answers: { 200: Referral },
    problems: [...stepProblems, 'consent-refused', 'waiting-list-order', 'ward-full', 'ward-closed'],
  })
  reserve(
    @ZodParam('id', ReferralId) id: ReferralId,
    @ZodBody(ReserveReferral.default({})) reservation: ReserveReferral,
    @RequestedCommand() context: CommandContext,
  ): Promise<Referral> {
    return this.referrals.reserve(id, reservation, context);
  }

  @Post(':id/release')
  @HttpCode(200)
  @Permit('manage-referrals')
  @Describe({
    summary: 'Gives the reserved bed back; the referral waits again where it was before.',
    answers: { 200: Referral },
    problems: stepProblems,
  })
  release(
    @ZodParam('id', ReferralId) id: ReferralId,
    @ZodBody(ReferralReason) reason: ReferralReason,
    @RequestedCommand() context: CommandContext,
  ): Promise<Referral> {
    return this.referrals.release(id, reason, context);
  }

  @Post(':id/decline')
  @HttpCode(200)
  @Permit('manage-referrals')
  @Describe({ summary: 'Declines a referral.', answers: { 200: Referral }, problems: stepProblems })
  decline(
    @ZodParam('id', ReferralId) id: ReferralId,
    @ZodBody(ReferralReason) reason: ReferralReason,
    @RequestedCommand() context: CommandContext,
  ): Promise<Referral> {
    return this.referrals.decline(id, reason, context);
  }

  @Post(':id/withdraw')
  @HttpCode(200)
  @Permit('manage-referrals')
  @Describe({
    summary: 'Withdraws a referral: what it was for is needed no longer. A reserved bed is given back.',
    answers: { 200: Referral },
    problems: stepProblems,
  })
  withdraw(
    @ZodParam('id', ReferralId) id: ReferralId,
    @ZodBody(ReferralReason) reason: ReferralReason,
    @RequestedCommand() context: CommandContext,
  ): Promise<Referral> {
    return this.referrals.withdraw(id, reason, context);
  }
}
