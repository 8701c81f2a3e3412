import { type MonitoringPause, PauseReason, type Plan } from '#libs/contracts';
import { z } from 'zod';
import { beginPause, endPause } from '../../api/commands.ts';
import { serverClock } from '../../time/server-clock.ts';
import { siteTime } from '../../time/site-time.ts';
import { useMay } from '../frame/person.tsx';
import { ChangedNotice } from '../forms/changed-notice.tsx';
import { ChoiceField, TextField } from '../forms/fields.tsx';
import { FormFrame } from '../forms/form-frame.tsx';
import { timeFaults } from '../forms/faults.ts';
import { useCommand } from '../forms/use-command.ts';
import { useFormDisclosure } from '../forms/use-form-disclosure.ts';
import { useForm } from '../forms/use-form.ts';
import { useShowPlan } from '../plans/use-show-plan.ts';
import { ProblemSummary } from '../page-states/page-states.tsx';
import { pauseReasonWords, pausesAhead } from '../words/plan-words.ts';
import { timeWords } from '../words/time-words.ts';

export interface PausesProps {
  readonly plan: Plan;
  readonly now: number;
}

/** During which times no readings are waited for, and beginning or ending one. Alerts of what is measured go on. */
export function Pauses({ plan, now }: PausesProps) {
  const mayPause = useMay('adjust-monitoring');
  const pausing = useFormDisclosure(`pause/${plan.patientId}`);
  const pauses = pausesAhead(plan, now);
  const { show, refresh } = useShowPlan(plan.patientId);
  const ending = useCommand({
    send: (pause: MonitoringPause, press) => endPause(plan.patientId, pause.id, press),
    onDone: refresh,
    onChanged: show,
  });
  return (
    <>
      {ending.error !== null && <ProblemSummary title="The pause was not ended" error={ending.error} />}
      {ending.changes !== undefined && <ChangedNotice changes={ending.changes} next="Look at the pauses again." />}
      {pauses.length === 0 ? (
        <p>Not paused: readings are waited for.</p>
      ) : (
        <ul className="nhsuk-list">
          {pauses.map((pause) => (
            <li key={pause.id}>
              <Pause
                pause={pause}
                now={now}
                ending={ending.pending}
                onEnd={mayPause ? () => ending.run(pause, plan) : undefined}
              />
            </li>
          ))}
        </ul>
      )}
      {mayPause && !pausing.isOpen && plan.pathway !== null && (
        <button type="button" className="nhsuk-button nhsuk-button--secondary hw-button--small" {...pausing.opener}>
          Pause…
        </button>
      )}
      {mayPause && pausing.isOpen && <PauseForm plan={plan} name={pausing.form} onClose={pausing.close} />}
    </>
  );
}

function Pause(props: {
  readonly pause: MonitoringPause;
  readonly now: number;
  readonly ending: boolean;
  /** Absent where the person may not end it. */
  readonly onEnd: (() => void) | undefined;
}) {
  const { pause, now, ending, onEnd } = props;
  const begun = Date.parse(pause.from) <= now;
  return (
    <>
      <strong>{pauseReasonWords[pause.reason]}</strong>:{' '}
      {begun ? 'paused until' : `to be paused from ${timeWords(pause.from, now)} until`} {timeWords(pause.until, now)},
      by {pause.decidedBy.name}. Missing readings raise no alert until then; anything that is measured does.
      {onEnd !== undefined && (
        <span className="hw-actions">
          <button
            type="button"
            className="nhsuk-button nhsuk-button--secondary hw-button--small"
            disabled={ending}
            onClick={onEnd}
          >
            {ending ? 'Ending…' : begun ? 'End the pause now' : 'Take it back'}
          </button>
        </span>
      )}
    </>
  );
}

const reasons = PauseReason.options.map((value) => ({ value, words: pauseReasonWords[value] }));
const usualPauseMs = 8 * 3_600_000;

const Typed = z.object({ reason: PauseReason, until: z.string() });

function PauseForm(props: { readonly plan: Plan; readonly name: string; readonly onClose: () => void }) {
  const { plan, name, onClose } = props;
  const { show, refresh } = useShowPlan(plan.patientId);
  const form = useForm({
    name,
    shape: Typed,
    initial: (): z.infer<typeof Typed> => ({
      reason: 'asleep',
      until: siteTime.typedMinute(serverClock.now() + usualPauseMs),
    }),
    opened: plan,
    fields: ['reason', 'until'],
    check: (typed) => timeFaults('until', siteTime.readMinute(typed.until)),
    body: (typed) => {
      const until = siteTime.readMinute(typed.until);
      return { reason: typed.reason, until: until.ok ? until.at : '' };
    },
    send: (body, press) => beginPause(plan.patientId, body, press),
    onDone: async () => {
      await refresh();
      onClose();
    },
    onChanged: show,
  });
  return (
    <FormFrame
      form={form}
      title="Pause the waiting for readings"
      refusedTitle="The pause was not begun"
      submit="Begin pause"
      submitting="Beginning…"
      onCancel={onClose}
    >
      <ChoiceField
        form={form}
        path="reason"
        label="Why"
        value={form.values.reason}
        choices={reasons}
        onChange={(reason) => form.set({ reason })}
      />
      <TextField
        form={form}
        path="until"
        label="Until"
        hint="It ends by itself then. At most 14 days ahead."
        kind="time"
        value={form.values.until}
        onChange={(until) => form.set({ until })}
      />
    </FormFrame>
  );
}
