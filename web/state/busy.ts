// SPDX-License-Identifier: GPL-3.0-or-later
import type { Signal } from '@preact/signals';

const BUSY_AFTER_MS = 250;

/** Shows that something is under way, but only when it takes long enough to wonder. */
export async function busy<T>(shown: Signal<boolean>, work: Promise<T>): Promise<T> {
  const timer = setTimeout(() => { shown.value = true; }, BUSY_AFTER_MS);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
    shown.value = false;
  }
}
