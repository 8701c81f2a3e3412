import { instant, type Rota, type TimeZone } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { rotaGapsQuery, rotaShiftsQuery } from '../../../api/rotas.ts';
import { Section } from '../../../components/frame/section.tsx';
import { Loading, ProblemSummary } from '../../../components/page-states/page-states.tsx';
import { useNames } from '../../../components/people/use-names.ts';
import { hoursWords, weekdayAndDay } from '../../../components/words/rota-words.ts';
import { gapWords } from '../../../components/words/staff-words.ts';
import { useNavigation } from '../../../navigation/navigation.tsx';
import { pathTo } from '../../../navigation/paths.ts';
import { wallMinute } from '../../../time/site-time.ts';
import { useNow } from '../../../time/use-now.ts';
import {
  type CalendarDay,
  calendarDays,
  type CalendarEntry,
  calendarSpan,
  type CalendarView,
  calendarViews,
  otherSpan,
} from './rota-calendar-days.ts';

/** Which part of a rota is on screen; the address says so. */
function useCalendarPart(rota: Rota) {
  const { search, go } = useNavigation();
  const today = wallMinute(useNow(60_000), rota.timeZone).slice(0, 10);
  const asked = new URLSearchParams(search);
  const view = calendarViews.find((one) => one === asked.get('view')) ?? 'week';
  const day = asked.get('day') ?? '';
  const date = /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day)) ? day : today;
  const choose = (changed: { readonly view?: CalendarView; readonly date?: string }): void => {
    const wanted = new URLSearchParams({ view: changed.view ?? view, day: changed.date ?? date });
    go(`${pathTo.rota(rota.id)}?${wanted.toString()}`, 'replace');
  };
  return { view, date, today, choose };
}

/** The shifts of a week or a month, with gaps and overrides marked in words and by their look. */
export function RotaCalendar({ rota }: { readonly rota: Rota }) {
  const { view, date, today, choose } = useCalendarPart(rota);
  const span = calendarSpan(date, view, rota.timeZone);
  const window = { from: instant(span.from), until: instant(span.until) };
  const shifts = useQuery(rotaShiftsQuery(rota.id, window));
  const gaps = useQuery(rotaGapsQuery(rota.id, window));
  const error = shifts.error ?? gaps.error;
  const days =
    shifts.data === undefined || gaps.data === undefined
      ? null
      : calendarDays(span, { zone: rota.timeZone, shifts: shifts.data.items, gaps: gaps.data.items });
  return (
    <Section title={t`Calendar`}>
      <Steps
        view={view}
        onView={(chosen) => choose({ view: chosen })}
        onStep={(direction) => choose({ date: direction === 0 ? today : otherSpan(date, view, direction) })}
      />
      <p>
        <strong role="status">
          {weekdayAndDay(span.dates[0] ?? date)} – {weekdayAndDay(span.dates.at(-1) ?? date)}
        </strong>
        , {t`by the clocks of ${rota.timeZone}`}
      </p>
      {days === null && error === null && <Loading what={t`the shifts`} />}
      {days === null && error !== null && <ProblemSummary title={t`The shifts could not be fetched`} error={error} />}
      {days !== null && <Days days={days} today={today} zone={rota.timeZone} />}
    </Section>
  );
}

interface StepsProps {
  readonly view: CalendarView;
  readonly onView: (view: CalendarView) => void;
  /** 0 is for today. */
  readonly onStep: (direction: -1 | 0 | 1) => void;
}

function Steps({ view, onView, onStep }: StepsProps) {
  const look = 'nhsuk-button nhsuk-button--secondary hw-button--small';
  return (
    <div className="hw-actions" role="group" aria-label={t`Which days`}>
      {calendarViews.map((one) => (
        <button key={one} type="button" className={look} aria-pressed={one === view} onClick={() => onView(one)}>
          {one === 'week' ? t`Week` : t`Month`}
        </button>
      ))}
      <button type="button" className={look} onClick={() => onStep(-1)}>
        {view === 'week' ? t`Week before` : t`Month before`}
      </button>
      <button type="button" className={look} onClick={() => onStep(0)}>
        {t`Today`}
      </button>
      <button type="button" className={look} onClick={() => onStep(1)}>
        {view === 'week' ? t`Week after` : t`Month after`}
      </button>
    </div>
  );
}

function Days(props: { readonly days: readonly CalendarDay[]; readonly today: string; readonly zone: TimeZone }) {
  const { days, today } = props;
  return (
    <ol className="hw-calendar">
      {days.map(({ date, entries }) => (
        <li key={date} className="hw-calendar__day" {...(date === today ? { 'aria-current': 'date' as const } : {})}>
          <h3 className="hw-calendar__date">
            {weekdayAndDay(date)}
            {date === today && ` (${t`today`})`}
          </h3>
          {entries.length === 0 && <p className="hw-calendar__entry">{t`No shifts`}</p>}
          <ul className="hw-calendar__entries">
            {entries.map((entry, index) => (
              <Entry key={`${entry.from ?? ''} ${String(index)}`} entry={entry} />
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}

function Entry({ entry: { from, until, what } }: { readonly entry: CalendarEntry }) {
  const { person } = useNames();
  const hours = hoursWords(from, until);
  if (what.kind === 'gap') {
    return (
      <li className="hw-calendar__entry hw-calendar__entry--gap">
        {hours} <strong>{gapWords(what.gap, person)}</strong>
      </li>
    );
  }
  const { personName, layer, override } = what.shift;
  return (
    <li className={`hw-calendar__entry${override === null ? '' : ' hw-calendar__entry--override'}`}>
      {hours} <strong>{personName}</strong> {override === null ? layer : t`stands in (override)`}
    </li>
  );
}
