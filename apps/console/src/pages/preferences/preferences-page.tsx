import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { PageHeading } from '../../components/frame/page-heading.tsx';
import { Section } from '../../components/frame/section.tsx';
import { Link } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/paths.ts';
import { playAlertSound } from '../../preferences/alert-sound.ts';
import { type Preferences, themes } from '../../preferences/preferences.ts';
import { usePreferences } from '../../preferences/preferences-provider.tsx';
import { AlertKeys } from './alert-keys.tsx';

/** What a person prefers on this computer: colours, and how to be called when an alert is raised. */
export function PreferencesPage() {
  const { preferences, prefer } = usePreferences();
  return (
    <>
      <PageHeading title={t`Preferences on this computer`} />
      <p>
        <Link href={pathTo.ownContactMethods}>{t`My contact methods`}</Link>{' '}
        {t`are how you are reached away from this computer, and when not.`}
      </p>
      <Section title={t`Colours`}>
        <div className="nhsuk-radios nhsuk-radios--inline" role="radiogroup" aria-label={t`Colours`}>
          {themes.map((theme) => (
            <div className="nhsuk-radios__item" key={theme}>
              <input
                className="nhsuk-radios__input"
                id={`theme-${theme}`}
                type="radio"
                name="theme"
                checked={preferences.theme === theme}
                onChange={() => prefer({ ...preferences, theme })}
              />
              <label className="nhsuk-label nhsuk-radios__label" htmlFor={`theme-${theme}`}>
                {themeWords(theme)}
              </label>
            </div>
          ))}
        </div>
      </Section>
      <Section title={t`Keys`}>
        <Choice
          id="single-keys"
          label={t`Single keys: / finds a patient, e enters observations on a patient’s page`}
          checked={preferences.singleKeys}
          onChange={(singleKeys) => prefer({ ...preferences, singleKeys })}
        />
      </Section>
      <Section title={t`When an alert is raised`}>
        <Choice
          id="sound"
          label={t`Play a sound`}
          checked={preferences.sound}
          onChange={(sound) => prefer({ ...preferences, sound })}
        />
        <Notifications preferences={preferences} prefer={prefer} />
        <div className="hw-actions">
          <button
            type="button"
            className="nhsuk-button nhsuk-button--secondary hw-button--small"
            onClick={() => playAlertSound('high')}
          >
            <Trans>Test the sound</Trans>
          </button>
          <button
            type="button"
            className="nhsuk-button nhsuk-button--secondary hw-button--small"
            onClick={() => new Notification(t`Homeward`, { body: t`This is a test. There is no alert.` })}
          >
            <Trans>Test the notification</Trans>
          </button>
        </div>
        <p className="nhsuk-hint">
          <Trans>
            Both work only while Homeward is open in this browser. Do not rely on them alone: look at the alerts.
          </Trans>
        </p>
      </Section>
      <AlertKeys />
    </>
  );
}

function themeWords(theme: Preferences['theme']): string {
  switch (theme) {
    case 'computer':
      return t`As this computer is set`;
    case 'light':
      return t`Light`;
    case 'dark':
      return t`Dark`;
  }
}

/** Asks the browser for its permission first, and says where it has refused. */
function Notifications(props: {
  readonly preferences: Preferences;
  readonly prefer: (preferences: Preferences) => void;
}) {
  const { preferences, prefer } = props;
  const [refused, setRefused] = useState(() => 'Notification' in window && Notification.permission === 'denied');
  const change = async (wanted: boolean): Promise<void> => {
    const granted = wanted && (await Notification.requestPermission()) === 'granted';
    setRefused(wanted && !granted);
    prefer({ ...preferences, notifications: granted });
  };
  return (
    <>
      <Choice
        id="notifications"
        label={t`Show a notification of this browser`}
        checked={preferences.notifications && !refused}
        onChange={(wanted) => void change(wanted)}
      />
      {refused && (
        <p role="status">
          <Trans>This browser does not permit it: allow notifications for this site in its settings.</Trans>
        </p>
      )}
    </>
  );
}

function Choice(props: {
  readonly id: string;
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}) {
  const { id, label, checked, onChange } = props;
  return (
    <div className="nhsuk-checkboxes__item">
      <input
        className="nhsuk-checkboxes__input"
        id={id}
        type="checkbox"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      <label className="nhsuk-label nhsuk-checkboxes__label" htmlFor={id}>
        {label}
      </label>
    </div>
  );
}
