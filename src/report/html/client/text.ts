/** The data of a block in the page; undefined where there is none. */
function blockOf(id: string): unknown {
  const text = document.getElementById(id)?.textContent;
  return text ? JSON.parse(text) : undefined;
}

/** A new element with a text, which never becomes mark-up. */
function element(name: string, className: string, text = ''): HTMLElement {
  const made = document.createElement(name);
  if (className !== '') made.className = className;
  if (text !== '') made.textContent = text;
  return made;
}

/** Text from outside, which keeps its own direction. */
function apart(text: string): HTMLElement {
  return element('bdi', '', text);
}

/** A whole number with its thousands apart. */
function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, '\u202f');
}

/** A moment of the work: `0:42`, `12:05`, `1:02:05`. */
function moment(seconds: number): string {
  const whole = Math.floor(seconds + 0.001);
  const tenths = Math.floor((seconds - whole) * 10 + 0.01);
  const two = (count: number): string => String(count).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const end = `${two(whole % 60)}${tenths > 0 ? `.${tenths}` : ''}`;
  return hours > 0 ? `${hours}:${two(minutes)}:${end}` : `${minutes}:${end}`;
}

function latencyText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return `${Number((ms / 1000).toFixed(2))} s`;
}

function rateText(perSecond: number): string {
  return perSecond >= 100 ? grouped(Math.round(perSecond)) : String(Number(perSecond.toFixed(perSecond >= 10 ? 1 : 2)));
}
