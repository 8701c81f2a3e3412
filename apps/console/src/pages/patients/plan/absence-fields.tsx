import { type AbsenceCode, absenceCodes, isAbsenceCode } from '#libs/clinical';
import { alertTiers } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { CheckList } from '../../../components/forms/check-list.tsx';
import { ChoiceField, TextField } from '../../../components/forms/fields.tsx';
import { FormFrame } from '../../../components/forms/form-frame.tsx';
import { type TypedForm, useForm } from '../../../components/forms/use-form.ts';
import { useMay } from '../../../components/frame/person.tsx';
import { usePathwayFile } from '../../../components/rule-sets/use-rule-sets.ts';
import { tierWords } from '../../../components/words/risk-words.ts';
import { vitalName } from '../../../components/words/vital-words.ts';
import {
  type AbsenceField,
  AbsenceForm,
  absenceFormFaults,
  absenceFormOf,
  absenceIndex,
  absencePath,
  withAbsence,
} from './absence-change.ts';
import { planForm, type PlanPartProps, usePlanChange } from './plan-part.tsx';

const tierChoices = alertTiers.map((value) => ({ value, words: tierWords[value] }));

const fieldsOfAlert: readonly AbsenceField[] = [
  'alert.absence.between.from',
  'alert.absence.between.until',
  'alert.absence.backWithinMinutes',
  'alert.absence.backShownBy',
  'alert.tier',
  'alert.response',
  'alert.respondWithinMinutes',
];

/** What says that the person is back, after what they did. */
const backWords = (code: AbsenceCode): string => {
  switch (code) {
    case 'bed-left':
      return t`They lie in bed again`;
    case 'door-opened':
      return t`The door is closed again`;
  }
};

/** The form of what is to follow from one sensor for this patient. */
export function AbsenceFields(props: PlanPartProps & { readonly code: AbsenceCode; readonly onClose: () => void }) {
  const { plan, now, code, onClose } = props;
  const mayPrescribe = useMay('prescribe');
  const { ruleSet } = plan;
  const pathway = usePathwayFile(`${ruleSet.id}@${String(ruleSet.version)}`);
  const index = absenceIndex(plan, code);
  const path = absencePath(index);
  const decided = plan.absences?.find((one) => one.code === code);
  const rule = pathway?.events?.find((one) => one.code === code);
  const zone = decided?.alert?.absence.between?.timeZone ?? 'Europe/London';
  const form = useForm({
    ...usePlanChange(plan, onClose),
    name: planForm(plan, `absence/${code}`),
    shape: AbsenceForm,
    initial: (): AbsenceForm =>
      absenceFormOf(code, {
        now,
        ...(decided === undefined ? {} : { decided }),
        ...(rule === undefined ? {} : { rule }),
      }),
    fields: ({ effect }) =>
      ([...(effect === 'alert' ? fieldsOfAlert : []), 'alert', 'reason', 'reviewAt'] as const).map(path),
    check: (typed) => absenceFormFaults(typed, index),
    body: (typed, seen) => withAbsence(seen, code, typed),
  });
  const { values, set } = form;
  const effects = [
    { value: 'alert', words: t`Alert when the person is not back in time` },
    ...(mayPrescribe || values.effect === 'silent'
      ? [{ value: 'silent', words: t`No alert, whatever the pathway says` } as const]
      : []),
  ] as const;
  return (
    <FormFrame
      form={form}
      title={vitalName(code).name}
      refusedTitle={t`The plan was not changed`}
      submit={t`Change the plan`}
      submitting={t`Changing…`}
      onCancel={onClose}
    >
      <ChoiceField
        form={form}
        path={path('alert')}
        label={t`What follows`}
        {...(mayPrescribe ? {} : { hint: t`Only a prescriber can decide that it raises no alert.` })}
        value={values.effect}
        choices={effects}
        onChange={(effect) => set({ effect })}
      />
      {values.effect === 'alert' && <AlertFields form={form} code={code} path={path} zone={zone} />}
      <TextField
        form={form}
        path={path('reason')}
        label={t`Reason`}
        value={values.reason}
        onChange={(reason) => set({ reason })}
      />
      <TextField
        form={form}
        path={path('reviewAt')}
        label={t`To be reviewed by`}
        hint={t`It lapses at the end of this day, with a task to review it.`}
        kind="date"
        value={values.reviewOn}
        onChange={(reviewOn) => set({ reviewOn })}
      />
    </FormFrame>
  );
}

function AlertFields(props: {
  readonly form: TypedForm<AbsenceForm>;
  readonly code: AbsenceCode;
  readonly path: ReturnType<typeof absencePath>;
  /** By whose clocks the hours are. */
  readonly zone: string;
}) {
  const { form, code, path, zone } = props;
  const { values, set } = form;
  return (
    <>
      <p className="nhsuk-hint">{t`About a person who leaves between these times of day, by the clocks of ${zone}. Leave both blank for all day; the second may be of the next day.`}</p>
      <div className="hw-form__row">
        <TextField
          form={form}
          path={path('alert.absence.between.from')}
          label={t`From`}
          optional
          kind="span"
          value={values.from}
          onChange={(from) => set({ from })}
        />
        <TextField
          form={form}
          path={path('alert.absence.between.until')}
          label={t`Until`}
          optional
          kind="span"
          value={values.until}
          onChange={(until) => set({ until })}
        />
        <TextField
          form={form}
          path={path('alert.absence.backWithinMinutes')}
          label={t`To be back within, minutes`}
          kind="number"
          value={values.minutes}
          onChange={(minutes) => set({ minutes })}
        />
      </div>
      {code === 'bed-left' ? (
        // Who closes the door does not lie in bed: nothing else can say so.
        <p className="nhsuk-hint">{t`They are back when the sensor, or a person, says that they lie in bed again.`}</p>
      ) : (
        <CheckList
          form={form}
          path={path('alert.absence.backShownBy')}
          label={t`What says that they are back`}
          hint={t`A door may have been closed from outside.`}
          choices={absenceCodes.map((value) => ({ value, words: backWords(value) })).toReversed()}
          checked={values.backShownBy}
          onChange={(checked) => set({ backShownBy: checked.filter(isAbsenceCode) })}
        />
      )}
      <div className="hw-form__row">
        <ChoiceField
          form={form}
          path={path('alert.tier')}
          label={t`Alerts as`}
          value={values.tier}
          choices={tierChoices}
          onChange={(tier) => set({ tier })}
        />
        <TextField
          form={form}
          path={path('alert.respondWithinMinutes')}
          label={t`To be answered within, minutes`}
          optional
          kind="number"
          value={values.respondWithin}
          onChange={(respondWithin) => set({ respondWithin })}
        />
      </div>
      <TextField
        form={form}
        path={path('alert.response')}
        label={t`What the person who answers is to do`}
        hint={t`Such as: ring her daughter next door.`}
        maxLength={200}
        value={values.response}
        onChange={(response) => set({ response })}
      />
    </>
  );
}
