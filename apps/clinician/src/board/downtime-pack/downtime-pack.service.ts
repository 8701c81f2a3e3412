import { Inject, Injectable } from '@nestjs/common';
import type { Instant, WardId } from '#libs/contracts';
import { RULE_BOOK, type RuleBookInForce } from '../../parts.module.ts';
import { PlansService } from '../../plans/plans/plans.service.ts';
import { ContactsService } from '../../record/contacts/contacts.service.ts';
import { BoardService } from '../board/board.service.ts';
import { DOWNTIME_CONTACTS, type DowntimeContacts } from './downtime-contacts.ts';
import { composeDowntimePack } from './downtime-pack.ts';
import { packFileName } from './pack-files.ts';
import { DowntimePdfService } from './downtime-pdf.service.ts';

/** A ward's pack, ready to be kept or sent. */
export interface PrintedPack {
  readonly fileName: string;
  readonly wardName: string;
  readonly madeAt: Instant;
  readonly bytes: Buffer;
}

/** Makes the pack of a ward: what is needed of its patients while Homeward cannot be asked. */
@Injectable()
export class DowntimePackService {
  constructor(
    @Inject(RULE_BOOK) private readonly ruleBook: RuleBookInForce,
    @Inject(DOWNTIME_CONTACTS) private readonly escalation: DowntimeContacts,
    private readonly boards: BoardService,
    private readonly plans: PlansService,
    private readonly contacts: ContactsService,
    private readonly pdf: DowntimePdfService,
  ) {}

  /** @throws WardNotFoundError */
  async packOf(wardId: WardId): Promise<PrintedPack> {
    const board = await this.boards.board(wardId, {});
    const patientIds = board.rows.map(({ patientId }) => patientId);
    const [plans, contacts, escalation] = await Promise.all([
      this.plans.inForce(patientIds),
      this.contacts.ofMany(patientIds),
      this.escalation.of(wardId),
    ]);
    const chartOf = (ruleSet: string) => this.ruleBook.current.chart(ruleSet);
    const pack = composeDowntimePack({ board, plans, contacts, escalation, chartOf });
    const { name: wardName } = board.ward;
    return {
      fileName: packFileName(wardName, wardId),
      wardName,
      madeAt: board.asOf,
      bytes: await this.pdf.print(pack),
    };
  }
}
