/** How the names that others write become slugs and parts of offers. */
import { sha256 } from '../../lib/ids.ts'

const SLUG = /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/
/** What a slug looks like whose name could not be kept as it was: `gen4-turbo-x1f3c9a2b`. */
const MARKED = /-x[0-9a-f]{8}$/
/** Beginnings that say where a name without a known maker was found. */
const RESERVED = /^(?:at|by)-/
const READABLE_MAX = 80

/**
 * A name as a slug: itself in lower case where that is one. Of any other, what can be read, and a digest of the whole
 * name, so that two names never share a slug: `a_b` is `a-b-x…`, and `a-b` is `a-b`.
 * @param dots whether it may hold dots; the slugs of providers hold none, for a dot ends them within others.
 */
export function spell(name: string, dots: 'with dots' | 'without dots'): string {
  const lower = name.toLowerCase()
  const isSlug = SLUG.test(lower) && !MARKED.test(lower) && !RESERVED.test(lower)
  if (isSlug && (dots === 'with dots' || !lower.includes('.'))) return lower
  const readable = lower
    .replace(/[^a-z0-9]+/g, (run) => (run === '.' && dots === 'with dots' ? '.' : '-'))
    .replace(RESERVED, 'x-$&')
    .slice(0, READABLE_MAX)
    .replace(/^[.-]+|[.-]+$/g, '')
  return `${readable || 'x'}-x${sha256(lower).slice(0, 8)}`
}

/** The slug of a model whose maker is unknown: `at-avian.foo-7b`, or `at-avian.by-someone.foo-7b` with its vendor. */
export function unreconciledSlug(seller: string, vendor: string | undefined, id: string): string {
  const by = vendor === undefined ? '' : `by-${spell(vendor, 'without dots')}.`
  return `at-${seller}.${by}${spell(id, 'with dots')}`
}

/** A name as a part of an offer: without the separators of offers' slugs. */
export function partOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[@+#|\s]+/gu, '-')
    .replace(/^-+|-+$/g, '')
}
