// SPDX-License-Identifier: GPL-3.0-or-later
import { useComputed, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';

const TICK_MS = 250;

/** Counts seconds down once `start` was called: `left` of them, and how that is `shown` ("9:59").
 *  Calls `onDone` at the end, unless whoever shows it is gone by then. */
export function useCountdown(onDone: () => void) {
  const left = useSignal(0);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => () => clearTimeout(timer.current), []);
  const start = (seconds: number) => {
    const until = performance.now() + seconds * 1000;
    const tick = () => {
      left.value = Math.max(0, Math.ceil((until - performance.now()) / 1000));
      if (left.value > 0) timer.current = setTimeout(tick, TICK_MS);
      else onDone();
    };
    tick();
  };
  const shown = useComputed(() => `${Math.floor(left.value / 60)}:${String(left.value % 60).padStart(2, '0')}`);
  return { left, shown, start };
}
