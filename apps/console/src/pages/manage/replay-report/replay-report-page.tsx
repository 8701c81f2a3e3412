import { ReplayReport } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { PageHeading } from '../../../components/frame/page-heading.tsx';
import { ManageTabs } from '../manage-tabs.tsx';
import { ReplayFigures } from './replay-figures.tsx';
import { ReplayAlerts } from './replay-alerts.tsx';

type Opened =
  | { readonly kind: 'none' }
  | { readonly kind: 'unreadable'; readonly file: string; readonly why: string }
  | { readonly kind: 'report'; readonly file: string; readonly report: ReplayReport };

/** What other rules would have changed, out of a file that `homeward replay` wrote. The file stays on this computer. */
export function ReplayReportPage() {
  const [opened, setOpened] = useState<Opened>({ kind: 'none' });
  return (
    <>
      <PageHeading title={t`Replay report`} />
      <ManageTabs />
      <p>
        <Trans>
          Open a report that <code>homeward replay --format json</code> has written. It is read here and sent nowhere.
        </Trans>
      </p>
      <div className="nhsuk-form-group">
        <label className="nhsuk-label" htmlFor="replay-file">
          {t`Report file`}
        </label>
        <input
          id="replay-file"
          type="file"
          accept=".json,application/json"
          onChange={({ target }) => {
            const file = target.files?.[0];
            if (file !== undefined) void readReport(file).then(setOpened);
          }}
        />
      </div>
      {opened.kind === 'unreadable' && (
        <p className="nhsuk-error-message" role="alert">
          {t`${opened.file} is not the report of a replay: ${opened.why}`}
        </p>
      )}
      {opened.kind === 'report' && (
        <>
          <p role="status">{t`${opened.file} is open.`}</p>
          <ReplayFigures report={opened.report} />
          <ReplayAlerts alerts={opened.report.alerts} />
        </>
      )}
    </>
  );
}

async function readReport(file: File): Promise<Opened> {
  let json: unknown;
  try {
    json = JSON.parse(await file.text());
  } catch {
    return { kind: 'unreadable', file: file.name, why: t`it is not JSON.` };
  }
  const report = ReplayReport.safeParse(json);
  if (report.success) return { kind: 'report', file: file.name, report: report.data };
  const [issue] = report.error.issues;
  const at = issue?.path.join('.') ?? '';
  return { kind: 'unreadable', file: file.name, why: `${at === '' ? '' : `${at}: `}${issue?.message ?? ''}` };
}
