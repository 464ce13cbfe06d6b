/** Proofs that a claim stands in a revision. */
import type { Proof } from '../../domain/read/proof/proof.ts'
import { checkFilter } from '../arguments.ts'
import { builder, decodeId } from '../builder.ts'
import { SEAL_COST } from '../limits.ts'
import { RevisionRef } from '../refs.ts'

const ProofRef = builder.objectRef<Proof>('Proof').implement({
  description:
    'That a claim stands in the newest revision: the way from its leaf to the digest of the revision, two Merkle trees as RFC 6962 defines them. `path` leads from the leaf to the digest of its page, `pagePath` from there to `digest`. Digests are SHA-256 in hex.',
  fields: (t) => ({
    revision: t.field({
      type: RevisionRef,
      description: 'The revision in which it stands: the newest, which may have come while this was asked.',
      resolve: ({ revision }) => revision,
    }),
    digest: t.string({ description: 'The digest of that revision.', resolve: ({ seal }) => seal.digest }),
    content: t.exposeString('content', {
      description:
        'What the leaf is made of: the row of the full copy as canonical JSON (RFC 8785), without its member `recordedIn`: {"attribution":"OpenAI: …",…}.',
    }),
    leaf: t.exposeString('leaf', {
      description: 'The digest of the leaf: SHA-256 of a zero byte and `content`.',
    }),
    page: t.exposeInt('page', {
      description: 'Its page, 0 to 255: the first byte of the SHA-256 of the claim\'s id, "clm_…".',
    }),
    index: t.exposeInt('index', {
      description: 'Its place in the page, from 0; leaves are sorted by the ids of their claims: 3.',
    }),
    size: t.exposeInt('size', { description: 'Leaves of the page: 41.' }),
    path: t.exposeStringList('path', {
      description: 'Neighbours from the leaf up to the top of its page, lowest first.',
    }),
    pageDigest: t.exposeString('pageDigest', {
      description: 'The top of its page, which is a leaf of the tree of pages.',
    }),
    pagePath: t.exposeStringList('pagePath', {
      description: 'Neighbours from there up to `digest`, lowest first, in the tree of the 256 pages.',
    }),
  }),
})

builder.queryField('proof', (t) =>
  t.field({
    type: ProofRef,
    nullable: true,
    description:
      'The proof that a claim stands in the newest revision, to be checked without trusting this server; null where no such claim stands.',
    args: {
      claim: t.arg.id({
        required: true,
        description: 'The id of a claim, as `id` gives it or as full copies do: "clm_…".',
      }),
    },
    complexity: SEAL_COST.proof,
    resolve: (_root, { claim }, { read }) => {
      const id = String(claim)
      checkFilter(id)
      const { typename, id: decoded } = decodeId(id)
      return read.proof(typename === 'Claim' ? decoded : id)
    },
  }),
)
