/** The reader's settings in this browser. Where storage is unavailable, reads return null and writes are ignored. */

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
    // Private windows and full disks: the choice holds for this page only.
  }
}
