/** What a reader has set in this browser. Reads null and forgets writes where the browser keeps nothing. */

export function readSetting(name: string): string | null {
  try {
    return localStorage.getItem(name)
  } catch {
    return null
  }
}

export function writeSetting(name: string, value: string): void {
  try {
    localStorage.setItem(name, value)
  } catch {
    // Private windows and full disks: the choice holds for this page.
  }
}
