import { AlertTier, alertTiers, type DryRun } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { type SyntheticEvent, useId, useState } from 'react';
import { type DryRunRequest, dryRunQuery } from '../../../api/escalation-policies.ts';
import { TimeInput } from '../../../components/forms/time-input.tsx';
import { Section } from '../../../components/frame/section.tsx';
import { Loading, ProblemSummary } from '../../../components/page-states/page-states.tsx';
import { useWardChoices } from '../../../components/people/use-names.ts';
import { useWardChoice } from '../../../components/ward-choice/ward-choice.tsx';
import { tierWords } from '../../../components/words/risk-words.ts';
import { timeWords } from '../../../components/words/time-words.ts';
import { siteTime } from '../../../time/site-time.ts';
import { useNow } from '../../../time/use-now.ts';
import { DryRunSelect } from './dry-run-select.tsx';
import { usePathwayChoices } from './use-pathway-choices.ts';

interface Asked {
  readonly wardId: string;
  readonly tier: AlertTier;
  readonly pathway: string;
  readonly ceilingOfCare: 'no' | 'yes';
  /** Blank for now. */
  readonly at: string;
}

/** Whom an alert would notify if it were raised: nothing is sent. */
export function DryRunSection() {
  const { wardId } = useWardChoice();
  const [request, setRequest] = useState<DryRunRequest | null>(null);
  return (
    <Section title={t`Who would be called now?`}>
      <p>{t`A dry run: nothing is sent.`}</p>
      <Question initialWard={wardId ?? ''} onAsk={setRequest} />
      {request !== null && <Answer request={request} />}
    </Section>
  );
}

interface QuestionProps {
  readonly initialWard: string;
  readonly onAsk: (request: DryRunRequest) => void;
}

function Question({ initialWard, onAsk }: QuestionProps) {
  const wards = useWardChoices();
  const id = useId();
  const [fault, setFault] = useState('');
  const [asked, setAsked] = useState<Asked>({
    wardId: initialWard,
    tier: 'high',
    pathway: '',
    ceilingOfCare: 'no',
    at: '',
  });
  const set = (change: Partial<Asked>): void => setAsked((before) => ({ ...before, ...change }));
  const pathways = usePathwayChoices(asked.pathway);
  const wardId = asked.wardId === '' ? (wards[0]?.value ?? '') : asked.wardId;
  const ask = (event: SyntheticEvent): void => {
    event.preventDefault();
    const time = asked.at.trim() === '' ? null : siteTime.readMinute(asked.at);
    setFault(time?.ok === false ? time.fault : '');
    if (time?.ok === false) return;
    const { tier, pathway, ceilingOfCare } = asked;
    const at = time?.at ?? null;
    onAsk({
      wardId,
      tier,
      pathway: pathway === '' ? null : pathway,
      ceilingOfCare: ceilingOfCare === 'yes' ? 'true' : null,
      at,
    });
  };
  return (
    <form className="hw-filters" aria-label={t`Dry run`} onSubmit={ask}>
      <DryRunSelect label={t`Ward`} value={wardId} choices={wards} onChange={(chosen) => set({ wardId: chosen })} />
      <DryRunSelect
        label={t`Tier`}
        value={asked.tier}
        choices={alertTiers.map((value) => ({ value, words: tierWords[value] }))}
        onChange={(tier) => set({ tier: AlertTier.parse(tier) })}
      />
      <DryRunSelect
        label={t`Pathway`}
        value={asked.pathway}
        choices={pathways}
        onChange={(pathway) => set({ pathway })}
      />
      <DryRunSelect
        label={t`Ceiling of care`}
        value={asked.ceilingOfCare}
        choices={[
          { value: 'no', words: t`No` },
          { value: 'yes', words: t`Yes` },
        ]}
        onChange={(chosen) => set({ ceilingOfCare: chosen === 'yes' ? 'yes' : 'no' })}
      />
      <div>
        <label className="nhsuk-label" htmlFor={id}>
          {t`When (blank: now)`}
        </label>
        <TimeInput
          id={id}
          value={asked.at}
          onChange={(at) => set({ at })}
          {...(fault === '' ? {} : { 'aria-invalid': true as const, 'aria-describedby': `${id}-fault` })}
        />
        <span className="nhsuk-error-message" id={`${id}-fault`} role="alert">
          {fault}
        </span>
      </div>
      <button type="submit" className="nhsuk-button hw-button--small" disabled={wardId === ''}>
        {t`Try it`}
      </button>
    </form>
  );
}

function Answer({ request }: { readonly request: DryRunRequest }) {
  const answer = useQuery(dryRunQuery(request));
  if (answer.isPending) return <Loading what={t`the dry run`} />;
  if (answer.data === undefined) return <ProblemSummary title={t`The dry run was refused`} error={answer.error} />;
  return <Steps run={answer.data} />;
}

function Steps({ run: { name, builtIn, steps } }: { readonly run: DryRun }) {
  const now = useNow(60_000);
  return (
    <div role="status">
      <p>
        {t`By the policy “${name}”`}
        {builtIn && `, ${t`since the ward has none of its own that fits`}`}:
      </p>
      <ol className="hw-chosen">
        {steps.map(({ at, people, fallback, step, faults }) => (
          <li key={at}>
            {timeWords(at, now)}, {fallback ? t`fallback` : t`step ${String(step)}`}:{' '}
            <strong>{people.length === 0 ? t`no person` : people.map((one) => one.name).join(', ')}</strong>
            {faults.map((fault) => (
              <span key={fault}> {t`Not found: ${fault}.`}</span>
            ))}
          </li>
        ))}
      </ol>
      <p>{t`The fallback is notified again and again, until a person has answered.`}</p>
    </div>
  );
}
