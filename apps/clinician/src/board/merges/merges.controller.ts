import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import {
  Merge,
  MergeId,
  MergePreview,
  MergePreviewQuery,
  NewMerge,
  type Page,
  pageOf,
  PatientId,
  type Person,
  UndoMerge,
} from '#libs/contracts';
import { Permit } from '#libs/identity';
import { ZodBody, ZodParam, ZodQuery } from '#libs/problem-details';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { RequestedCommand } from '../../commands/request/command-context.decorator.ts';
import { MergePreviewsService } from './merge-previews.service.ts';
import { MergesService } from './merges.service.ts';
import { UndoMergesService } from './undo-merges.service.ts';

/** Two records of one patient made one, and what there is to know of it: at `/patients/{id}` and at `/merges`. */
@Controller('api/v1')
export class MergesController {
  constructor(
    private readonly previews: MergePreviewsService,
    private readonly merges: MergesService,
    private readonly undoing: UndoMergesService,
  ) {}

  @Get('patients/:id/merge-preview')
  @Permit('merge-patients')
  @Describe({
    summary: 'Says what merging another record into this one would do, and why it would be refused.',
    answers: { 200: MergePreview },
    problems: ['patient-not-found'],
  })
  preview(
    @ZodParam('id', PatientId) id: PatientId,
    @ZodQuery(MergePreviewQuery) { duplicateId }: MergePreviewQuery,
  ): Promise<MergePreview> {
    return this.previews.preview(id, duplicateId);
  }

  @Get('patients/:id/merges')
  @Permit('view-patients')
  @Describe({
    summary:
      'Lists every merge that the record was part of, on either side, the newest first; also of a record that was merged.',
    answers: { 200: pageOf(Merge) },
    problems: ['patient-not-found'],
  })
  list(@ZodParam('id', PatientId) id: PatientId): Promise<Page<Merge>> {
    return this.previews.mergesOf(id);
  }

  @Post('patients/:id/merge')
  @Permit('merge-patients')
  @Describe({
    summary: 'Merges the duplicate into this record, with everything that it has.',
    answers: { 201: Merge },
    problems: ['patient-not-found', 'patient-merged', 'merge-with-itself', 'both-on-a-ward', 'both-accepted'],
  })
  merge(
    @ZodParam('id', PatientId) id: PatientId,
    @ZodBody(NewMerge) asked: NewMerge,
    @RequestedCommand() context: CommandContext<Person>,
  ): Promise<Merge> {
    return this.merges.merge(id, asked, context);
  }

  @Post('merges/:id/undo')
  @HttpCode(200)
  @Permit('merge-patients')
  @Describe({
    summary: 'Undoes a merge: the other record has again what came from it.',
    answers: { 200: Merge },
    problems: ['merge-not-found', 'merge-undone-already', 'patient-merged'],
  })
  undo(
    @ZodParam('id', MergeId) id: MergeId,
    @ZodBody(UndoMerge) asked: UndoMerge,
    @RequestedCommand() context: CommandContext<Person>,
  ): Promise<Merge> {
    return this.undoing.undo(id, asked, context);
  }
}
