/** A whole number as people read it: `10 000`. */
export function grouped(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ' ');
}

/** `3 retries`, `1 retry`. */
export function counted(number: number, one: string, many: string): string {
  return `${grouped(number)} ${number === 1 ? one : many}`;
}

/** `1.9 rows/s`, or by the minute or the hour where they are few. */
export function rowsRate(perSecond: number): string {
  if (perSecond >= 9.95) return `${grouped(Math.round(perSecond))} rows/s`;
  if (perSecond >= 0.95 || perSecond === 0) return `${perSecond.toFixed(1)} rows/s`;
  return perSecond * 60 >= 0.95 ? `${(perSecond * 60).toFixed(0)} rows/min` : `${(perSecond * 3600).toFixed(0)} rows/h`;
}

/** `2 calls/s`, or by the minute or the hour, as `--rate` has them: `30 calls/m`. */
export function callsRate(perSecond: number): string {
  const [number, unit] =
    perSecond >= 1 ? [perSecond, 's'] : perSecond * 60 >= 1 ? [perSecond * 60, 'm'] : [perSecond * 3600, 'h'];
  const short = Number(number.toPrecision(3));
  return `${short} ${short === 1 ? 'call' : 'calls'}/${unit}`;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** About how long something to come takes, rounded up: `40 s`, `51 min`, `3 h 20 min`, `12 h`, `4 days`. */
export function roughly(ms: number): string {
  if (ms <= 90 * SECOND) return `${Math.max(1, Math.ceil(ms / SECOND))} s`;
  if (ms <= 90 * MINUTE) return `${Math.ceil(ms / MINUTE)} min`;
  if (ms <= 10 * HOUR) {
    const tens = Math.ceil(ms / (10 * MINUTE));
    return tens % 6 === 0 ? `${tens / 6} h` : `${Math.floor(tens / 6)} h ${(tens % 6) * 10} min`;
  }
  return ms <= 2 * DAY ? `${Math.ceil(ms / HOUR)} h` : `${Math.ceil(ms / DAY)} days`;
}

/** How long a wait still is, to the second: `12 s`, `4 min 50 s`, `1 h 5 min`. */
export function exactly(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / SECOND));
  if (seconds < 100) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** How long something took: `12.3 s`, `4 min 5 s`, `2 h 40 min`, `3 days`. */
export function elapsed(seconds: number): string {
  if (seconds < 90) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  if (hours >= 72) return `${grouped(Math.round(hours / 24))} days`;
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${whole % 60} s`;
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A time to come, as a clock on the wall here shows it: `15:42`, `Tue 15:42`, `12 Mar`, `12 Mar 2027`. Both are milliseconds since 1970. */
export function wallClock(at: number, now: number): string {
  const [then, today] = [new Date(at), new Date(now)];
  if (at - now > 6 * DAY) {
    const day = `${then.getDate()} ${MONTHS[then.getMonth()] ?? ''}`;
    return then.getFullYear() === today.getFullYear() ? day : `${day} ${then.getFullYear()}`;
  }
  const time = [then.getHours(), then.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':');
  return then.getDate() === today.getDate() ? time : `${WEEKDAYS[then.getDay()] ?? ''} ${time}`;
}
