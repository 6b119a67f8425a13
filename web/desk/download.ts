// SPDX-License-Identifier: GPL-3.0-or-later

/** Hands the text to the browser as a file of that name. */
export function download(text: string, type: string, name: string) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address)); // when the browser has taken it
}
