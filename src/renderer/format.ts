const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const NUMBER = new Intl.NumberFormat('en-US');

/** 4118 → `4,118`. */
export function formatNumber(value: number): string {
  return NUMBER.format(value);
}

/** `3 of 20`. */
export function formatCount(part: number, whole: number): string {
  return `${formatNumber(part)} of ${formatNumber(whole)}`;
}

/** `1 rule`, `20 rules`; an irregular plural is given. */
export function formatThings(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

/** The text without characters that turn the order of what stands around it: for a name inside a sentence. */
export function plainText(text: string): string {
  return text.replace(/[\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]/g, '');
}

/** `13 %`, never shown without its parts; `under 1 %` where rounding would say none. */
export function formatShare(part: number, whole: number): string {
  if (whole === 0) return '0 %';
  const percent = (part / whole) * 100;
  if (percent > 0 && percent < 1) return 'under 1 %';
  if (percent > 99 && percent < 100) return 'over 99 %';
  return `${Math.round(percent)} %`;
}

/** `2022-08-09` or an ISO time → `9 Aug 2022`, in the local day. */
export function formatDate(date: string): string {
  const { year, month, day } = partsOf(date);
  return `${day} ${MONTHS[month - 1]} ${year}`;
}

/** Within the current year `12 Nov`, else with the year. */
export function formatShortDate(date: string, now: Date = new Date()): string {
  const { year, month, day } = partsOf(date);
  return year === now.getFullYear() ? `${day} ${MONTHS[month - 1]}` : `${day} ${MONTHS[month - 1]} ${year}`;
}

/** Within the current year `12 Nov 14:02`, else with the year; local. */
export function formatShortDateTime(time: string, now: Date = new Date()): string {
  return `${formatShortDate(time, now)} ${formatTime(time).slice(0, 5)}`;
}

/** An ISO time → `14:02:11`, local. */
export function formatTime(time: string): string {
  const date = new Date(time);
  return [date.getHours(), date.getMinutes(), date.getSeconds()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}

/** An ISO time → `9 Aug 2022, 14:02`, local. */
export function formatDateTime(time: string): string {
  return `${formatDate(time)}, ${formatTime(time).slice(0, 5)}`;
}

/** As a field for date and time has it: `2026-11-24T14:02`, local. */
export function toLocalMinute(date: Date): string {
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

export interface Age {
  /** `4 y 3 m`, `7 months`, `12 days`, `today`. */
  text: string;
  /** `4 y`, `7 months`: for where there is little room. */
  short: string;
  /** A year or more: shown in the attention colour. */
  isOld: boolean;
}

/** How old a date is, in whole months or days. */
export function ageOf(date: string, now: Date = new Date()): Age {
  const from = partsOf(date);
  let months = (now.getFullYear() - from.year) * 12 + now.getMonth() + 1 - from.month;
  if (now.getDate() < from.day) months--;
  if (months >= 12) {
    const [years, rest] = [Math.floor(months / 12), months % 12];
    return { text: rest === 0 ? `${years} y` : `${years} y ${rest} m`, short: `${years} y`, isOld: true };
  }
  const text = months >= 1 ? formatThings(months, 'month') : dayAge(from, now);
  return { text, short: text, isOld: false };
}

/** `2 MB`, `14 kB`, `310 bytes`. */
export function formatSize(bytes: number): string {
  if (bytes < 1000) return formatThings(bytes, 'byte');
  if (bytes < 1_000_000) return `${formatNumber(Math.round(bytes / 1000))} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

interface DateParts {
  year: number;
  month: number;
  day: number;
}

function partsOf(date: string): DateParts {
  const plain = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (plain) return { year: Number(plain[1]), month: Number(plain[2]), day: Number(plain[3]) };
  const local = new Date(date);
  return { year: local.getFullYear(), month: local.getMonth() + 1, day: local.getDate() };
}

function dayAge(from: DateParts, now: Date): string {
  const start = Date.UTC(from.year, from.month - 1, from.day);
  const days = Math.round((Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) - start) / 86_400_000);
  if (days < 0) return 'in the future';
  return days === 0 ? 'today' : formatThings(days, 'day');
}
