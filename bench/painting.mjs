// SPDX-License-Identifier: GPL-3.0-or-later
// What the benchmarks of the page have in common: when something is painted, and percentiles.

const percentile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];

/** Prints the percentiles of some times in milliseconds, and returns two of them. */
export const tell = (name, times) => {
  const sorted = [...times].sort((a, b) => a - b);
  const figures = [0.5, 0.95, 1].map((share) => percentile(sorted, share).toFixed(1));
  console.log(`${name.padEnd(8)} p50 ${figures[0]} ms, p95 ${figures[1]} ms, longest ${figures[2]} ms, of ${times.length}`);
  return { p50: percentile(sorted, 0.5), p95: percentile(sorted, 0.95) };
};

/** In the page: times each keystroke of the input, until it is painted and until its answer is;
 *  and writes down what the browser says of paints, shifts and long tasks. */
export function watch(selector) {
  const input = document.querySelector(selector);
  const times = { letter: [], results: [], shift: 0, shiftTyping: 0, long: [], paint: {} };
  globalThis.times = times;
  const painted = (then) => requestAnimationFrame(() => {
    const channel = new MessageChannel(); // its task comes after the frame's paint
    channel.port1.onmessage = then;
    channel.port2.postMessage(null);
  });
  const waiting = []; // {since, q}
  const list = document.querySelector('#ap-list');
  let due = null;
  input.addEventListener('keydown', (event) => { due = event.timeStamp; }, true);
  input.addEventListener('input', () => {
    const since = due;
    waiting.push({ since, q: input.value });
    painted(() => times.letter.push(performance.now() - since));
  });
  const look = () => {
    const at = waiting.findIndex(({ q }) => q === list.dataset.query);
    if (at < 0) return;
    const { since } = waiting[at];
    waiting.splice(0, at + 1); // those before it were overtaken
    painted(() => times.results.push(performance.now() - since));
  };
  if (list) new MutationObserver(look).observe(list, { attributes: true, attributeFilter: ['data-query'] });
  const observe = (type, each) => new PerformanceObserver((entries) => entries.getEntries().forEach(each)).observe({ type, buffered: true });
  observe('layout-shift', ({ value, hadRecentInput }) => { times[hadRecentInput ? 'shiftTyping' : 'shift'] += value; });
  observe('longtask', ({ duration, startTime }) => times.long.push({ duration, startTime }));
  observe('paint', ({ name, startTime }) => { times.paint[name] = startTime; });
  observe('largest-contentful-paint', ({ startTime }) => { times.paint['largest-contentful-paint'] = startTime; });
}
