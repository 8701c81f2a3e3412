import type { StayId } from '#libs/contracts';
import { plural, t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { dischargePreviewQuery } from '../../api/patients.ts';
import { pathwayWords } from '../words/identity-words.ts';

/** What the end of a stay ends by itself, and what has to be fetched from the patient. */
export function WhatEnds({ stayId }: { readonly stayId: StayId }) {
  const preview = useQuery(dischargePreviewQuery(stayId)).data;
  if (preview === undefined) return null;
  const { openAlerts, openTasks, devices } = preview;
  const kit = devices.map(({ id, kind }) => `${pathwayWords(kind)} ${id}`).join(', ');
  return (
    <ul className="nhsuk-list nhsuk-list--bullet">
      <li>{t`${plural(openAlerts, { one: '# open alert is resolved', other: '# open alerts are resolved' })}`}</li>
      <li>{t`${plural(openTasks, { one: '# open task is cancelled', other: '# open tasks are cancelled' })}`}</li>
      <li>{kit === '' ? t`There is no kit to fetch.` : t`Kit to fetch: ${kit}`}</li>
    </ul>
  );
}
