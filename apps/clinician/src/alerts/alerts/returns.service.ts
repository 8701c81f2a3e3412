import { Inject, Injectable } from '@nestjs/common';
import type { ResponseRules } from '#libs/clinical';
import { dayAndTimeInWords, type Instant, type PatientId } from '#libs/contracts';
import type { Logger } from '#libs/telemetry';
import type { Command } from '../../commands/commands.service.ts';
import { LOGGER, RULE_BOOK, type RuleBookInForce } from '../../parts.module.ts';
import { ChartService } from '../../record/chart/chart.service.ts';
import type { OpenStay } from '../../wards/stays/open-stay.ts';
import { StaysService } from '../../wards/stays/stays.service.ts';
import type { AlertRecord } from './alert-decision.ts';
import { changeByTime, outcomeWords } from './alert-event.ts';
import { AlertSignalsStore } from './alert-signals.store.ts';
import { AlertWriter } from './alert-writer.service.ts';
import { AlertsStore } from './alerts.store.ts';
import { alertTimer } from './escalation.ts';
import { FoldingService } from './folding.service.ts';
import { decideReturn, returnsAt } from './return-of-alert.ts';

/**
 * Raises an alert again that a person resolved while its level stands after the time that the outcome gives: resolved by a
 * slip, it would never come back by itself, since a level that does not change makes no signal. Its signals call for an
 * answer again, and are folded into the next alert of the condition, as those of a new rise are; so neither makes two.
 */
@Injectable()
export class ReturnsService {
  // Nest injects by position.
  // eslint-disable-next-line homeward/arguments-have-names
  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(RULE_BOOK) private readonly ruleBook: RuleBookInForce,
    private readonly store: AlertsStore,
    private readonly signals: AlertSignalsStore,
    private readonly writer: AlertWriter,
    private readonly stays: StaysService,
    private readonly chart: ChartService,
    private readonly folding: FoldingService,
  ) {}

  /** When the alert, resolved now with that outcome, is raised again, if its level stands until then. */
  async returnsAt(command: Command, resolved: AlertRecord): Promise<Instant | null> {
    const stay = (await this.stays.lockOpen(command.client, [resolved.patientId])).get(resolved.patientId);
    return returnsAt(resolved, resolved.currentTier, this.#rulesOf(stay));
  }

  /**
   * Looks at the resolved alerts whose time is over; the caller has locked the stays.
   *
   * @param due the revision of each that its timer was made for.
   */
  async onDue(
    command: Command,
    due: ReadonlyMap<string, number>,
    stays: ReadonlyMap<PatientId, OpenStay>,
  ): Promise<void> {
    const ids = [...due.keys()];
    for (const alert of await this.store.lockResolved(command.client, ids)) {
      const stay = stays.get(alert.patientId);
      if (due.get(alert.id) !== alert.revision || stay?.id !== alert.stayId) continue;
      await this.#return(command, alert, stay);
    }
  }

  async #return(command: Command, alert: AlertRecord, stay: OpenStay): Promise<void> {
    const { client, at: now } = command;
    if (await this.store.hasLaterOfCondition(client, alert)) return;
    const rules = this.#rulesOf(stay);
    const decision = decideReturn(alert, { signals: await this.signals.all(client, alert), rules, now });
    this.logger.info({ event: 'alert-return-decided', alertId: alert.id, ...decision });
    if (decision.decision === 'wait') {
      const dueAt = new Date(decision.until);
      command.schedule({ kind: alertTimer, subject: alert.id, revision: alert.revision, dueAt });
    }
    if (decision.decision !== 'return') return;
    await this.signals.reopen(client, alert, decision.from);
    const returned = { from: decision.from, words: await this.#wordsOf(command, alert) };
    const after = { ...alert, returned, returnsAt: null, undoableUntil: null, revision: alert.revision + 1 };
    await this.writer.write(command, [{ before: alert, after, ...changeByTime.raisedAgain }]);
    await this.folding.foldAgain(command, alert);
  }

  #rulesOf(stay: Pick<OpenStay, 'pathway'> | undefined): ResponseRules | undefined {
    return stay && this.ruleBook.current.newest(stay.pathway)?.general?.file.responses;
  }

  async #wordsOf({ client }: Command, alert: AlertRecord): Promise<string> {
    const { patientId, conditionKind, resolvedAt, resolvedBy, outcome } = alert;
    const score = conditionKind === 'score' ? await this.chart.newestScore(client, patientId) : undefined;
    const range = score && (score.min === score.max ? String(score.min) : `${String(score.min)}–${String(score.max)}`);
    const stands = range === undefined ? 'it still stands' : `the score is ${range} now`;
    const when = resolvedAt === null ? '' : ` at ${dayAndTimeInWords(resolvedAt)}`;
    const what = outcome === null ? '' : ` (${outcomeWords[outcome]})`;
    return `Raised again: resolved${when} by ${resolvedBy?.name ?? 'a person'}${what}, and ${stands}.`;
  }
}
