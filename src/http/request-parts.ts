/** What several routes read of a request in the same way. */

/** Scheme and host to print in addresses. The Host header is whatever the client sent, so an operator may say better. */
export const originOf = (url: URL, publicUrl: string | undefined): string =>
  publicUrl?.replace(/\/$/, '') ?? url.origin

/** Whether the client has these bytes already. A proxy that compresses makes a tag a weak one. */
export function hasTag({ headers }: Request, etag: string): boolean {
  const known = (headers.get('if-none-match') ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  return known.includes(etag) || known.includes('*')
}
