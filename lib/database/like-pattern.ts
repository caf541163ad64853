/** What LIKE and ILIKE take for exactly this text, without its signs for "anything". */
export function literally(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}
