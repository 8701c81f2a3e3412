import type { Patient, PatientId, Sbar } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { sbarQuery } from '../../../api/handover.ts';
import { Section } from '../../../components/frame/section.tsx';
import { Loading, ProblemSummary } from '../../../components/page-states/page-states.tsx';
import { timeWords } from '../../../components/words/time-words.ts';
import { useRefetchAfterEvents } from '../../../live/use-refetch-after-events.ts';
import { useNow } from '../../../time/use-now.ts';
import { PatientFrame } from '../patient-frame.tsx';
import { sbarText, sbarTitles } from './sbar-text.ts';

/** What is said of a patient to a colleague: to be read out, copied or printed. */
export function SbarPage({ patientId }: { readonly patientId: PatientId }) {
  return (
    <PatientFrame patientId={patientId} title={t`SBAR`}>
      {(patient) => <SbarOf patient={patient} />}
    </PatientFrame>
  );
}

const eventsAbout: ReadonlySet<string> = new Set(['score', 'alert', 'stay', 'task', 'note', 'plan', 'observation']);

function SbarOf({ patient }: { readonly patient: Patient }) {
  const query = sbarQuery(patient.id);
  const sbar = useQuery(query);
  useRefetchAfterEvents({ queryKey: query.queryKey, isAbout: ({ event }) => eventsAbout.has(event) });
  if (sbar.isPending) return <Loading what={t`the SBAR`} />;
  if (sbar.data === undefined) {
    return (
      <ProblemSummary title={t`The SBAR could not be fetched`} error={sbar.error} onRetry={() => void sbar.refetch()} />
    );
  }
  return <Parts sbar={sbar.data} />;
}

function Parts({ sbar }: { readonly sbar: Sbar }) {
  const now = useNow(60_000);
  return (
    <>
      <p>
        <Trans>
          As of {timeWords(sbar.madeAt, now)}, made of what Homeward knows. Say what you see and hear besides.
        </Trans>
      </p>
      <Commands sbar={sbar} />
      {sbarTitles().map(({ part, title }) => (
        <Section key={part} title={title}>
          <ul className="nhsuk-list nhsuk-list--bullet">
            {sbar[part].map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </Section>
      ))}
    </>
  );
}

function Commands({ sbar }: { readonly sbar: Sbar }) {
  const [copied, setCopied] = useState('');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(sbarText(sbar));
      setCopied(t`Copied.`);
    } catch {
      // Without HTTPS, or without permission, a page may not write to the clipboard.
      setCopied(t`The browser did not let it be copied: select the text below.`);
    }
  };
  return (
    <div className="hw-actions">
      <button type="button" className="nhsuk-button hw-button--small" onClick={() => void copy()}>
        <Trans>Copy</Trans>
      </button>
      <button
        type="button"
        className="nhsuk-button nhsuk-button--secondary hw-button--small"
        onClick={() => window.print()}
      >
        <Trans>Print</Trans>
      </button>
      <span role="status">{copied}</span>
    </div>
  );
}
