/** How numbers, dates and ages are written in every format. No Intl: its output changes between versions of Node. */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `4118` → `4,118`. */
export function number(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `3 of 20`. */
export function nOfM(part: number, whole: number): string {
  return `${number(part)} of ${number(whole)}`;
}

/** The share beside its two numbers, never alone: `15 %`. Says 0 % and 100 % only where that is exact; empty for a share of nothing. */
export function share(part: number, whole: number): string {
  if (whole === 0) return '';
  const percent = Math.round((100 * part) / whole);
  if (percent === 0 && part > 0) return '< 1 %';
  if (percent === 100 && part < whole) return '> 99 %';
  return `${percent} %`;
}

/** `1 rule`, `20 rules`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${number(value)} ${value === 1 ? one : many}`;
}

/** `2022-08-09` or a time → `9 Aug 2022`; anything else as it is. */
export function day(date: string): string {
  const parts = dateParts(date);
  return parts ? `${parts.day} ${MONTHS[parts.month - 1] ?? ''} ${parts.year}` : date;
}

/** `2026-11-24T14:02:11.000Z` → `24 Nov 2026, 14:02 UTC`. */
export function moment(time: string): string {
  const clock = /^\d{4}-\d{2}-\d{2}T(\d{2}:\d{2})[^+]*Z$/.exec(time)?.[1];
  return clock === undefined ? day(time) : `${day(time)}, ${clock} UTC`;
}

/** `9 Aug 2022`, of two dates `9 Aug 2022 to 10 Aug 2022`; `no date` where there is none. */
export function dayRange(oldest: string | null, newest: string | null): string {
  const [from, to] = [oldest ?? newest, newest ?? oldest];
  if (from === null || to === null) return 'no date';
  return from === to ? day(to) : `${day(from)} to ${day(to)}`;
}

/** How old `date` was at `at`: `4 y 3 m`, `3 m`, `12 d`. Empty where one of them is no date. */
export function age(date: string | null, at: string): string {
  const months = ageInMonths(date, at);
  if (months === null) return '';
  if (months < 0) return 'after this report';
  const [years, rest] = [Math.floor(months / 12), months % 12];
  if (years > 0) return rest > 0 ? `${years} y ${rest} m` : `${years} y`;
  return months > 0 ? `${months} m` : `${daysBetween(date as string, at)} d`;
}

/** Whether `date` was more than a year old at `at`: content that old is shown as old. */
export function isOld(date: string | null, at: string): boolean {
  return (ageInMonths(date, at) ?? 0) >= 12;
}

function ageInMonths(date: string | null, at: string): number | null {
  const [from, to] = [dateParts(date ?? ''), dateParts(at)];
  if (!from || !to) return null;
  return (to.year - from.year) * 12 + (to.month - from.month) - (to.day < from.day ? 1 : 0);
}

function daysBetween(date: string, at: string): number {
  return Math.round((Date.parse(at.slice(0, 10)) - Date.parse(date.slice(0, 10))) / 86_400_000);
}

function dateParts(text: string): { year: number; month: number; day: number } | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:T|$)/.exec(text);
  if (!match) return null;
  const [year, month, dayOfMonth] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return month >= 1 && month <= 12 && dayOfMonth >= 1 && dayOfMonth <= 31
    ? { year, month, day: dayOfMonth }
    : null;
}
