import { Controller, Get, Headers, Res } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { CapacitySnapshots, SnapshotQuery } from '#libs/contracts';
import { Permit } from '#libs/identity';
import { ZodQuery } from '#libs/problem-details';
import type { FastifyReply } from 'fastify';
import writeExcelFile from 'write-excel-file/node';
import { preferredMediaType } from '../../commands/request/preferred-media-type.ts';
import { snapshotCsv, snapshotSheet } from './snapshot-table.ts';
import { SnapshotsService } from './snapshots.service.ts';

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** `/capacity/snapshots`. */
@Controller('api/v1/capacity/snapshots')
export class SnapshotsController {
  constructor(private readonly snapshots: SnapshotsService) {}

  @Get()
  @Permit('view-wards')
  @Describe({
    summary: `Shows how full wards were at 08:00 in London, each day, each Thursday or the last Thursday of each month; in the columns of the published national table as \`text/csv\` or \`${xlsx}\`, by \`Accept\`.`,
    answers: { 200: CapacitySnapshots },
    problems: ['ward-not-found'],
  })
  async list(
    @ZodQuery(SnapshotQuery) query: SnapshotQuery,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CapacitySnapshots | string | Buffer> {
    void reply.header('Vary', 'Accept');
    const mediaType = preferredMediaType(accept, ['application/json', 'text/csv', xlsx]);
    if (mediaType === 'application/json') return this.snapshots.list(query);
    const lines = await this.snapshots.lines(query);
    const name = mediaType === xlsx ? 'capacity-snapshots.xlsx' : 'capacity-snapshots.csv';
    void reply.headers({
      'Content-Type': mediaType === xlsx ? xlsx : 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${name}"`,
    });
    if (mediaType === 'text/csv') return snapshotCsv(lines);
    return writeExcelFile(snapshotSheet(lines), { sheet: 'Snapshots' }).toBuffer();
  }
}
