/** What full copies call their kinds: a table's name as it stands in addresses, `TokenUsage` as `token-usage`. */
export function copyKind(table: string): string {
  return table.replaceAll(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase()
}
