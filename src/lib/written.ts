/** JSON; null for what is nested too deeply to be written. */
export function written(value: unknown): string | null {
  try {
    return JSON.stringify(value)
  } catch {
    return null
  }
}
