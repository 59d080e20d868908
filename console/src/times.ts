import { language, t } from './words';

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

export const now = (): number => Math.floor(Date.now() / 1000);

function split(seconds: number): [Intl.RelativeTimeFormatUnit, number][] {
  let rest = Math.abs(seconds);
  const parts: [Intl.RelativeTimeFormatUnit, number][] = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0 && parts.length < 2) parts.push([unit, count]);
  }
  return parts.length > 0 ? parts : [['second', 0]];
}

/** A lifetime in words, such as "1 hour 5 minutes". */
export function duration(seconds: number): string {
  return split(seconds)
    .map(([unit, count]) =>
      new Intl.NumberFormat(language(), { style: 'unit', unit, unitDisplay: 'long' }).format(count),
    )
    .join(' ');
}

/** "in 59 minutes" or "3 days ago". */
export function fromNow(unix: number): string {
  const seconds = unix - now();
  return (seconds >= 0 ? t('in') : t('ago')).replace('{}', duration(seconds));
}

/** A date and time, in the local zone. */
export function moment(unix: number | bigint): string {
  const date = new Date(Number(unix) * 1000);
  if (Number.isNaN(date.getTime())) return t('noDate');
  return new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeStyle: 'long' }).format(date);
}
