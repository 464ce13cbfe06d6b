/** Settings of graphql-codegen: types for each question in apollo.ts, urql.ts and typed.ts. */
import type { CodegenConfig } from '@graphql-codegen/cli'

const config: CodegenConfig = {
  schema: 'http://127.0.0.1:4000/schema.graphql',
  documents: ['apollo.ts', 'urql.ts', 'typed.ts'],
  generates: {
    './gql/': {
      preset: 'client',
      presetConfig: { fragmentMasking: { unmaskFunctionName: 'readFragment' } },
      config: {
        // Decimals are strings, so that no digit is lost on the way.
        scalars: { Date: 'string', DateTime: 'string', Decimal: 'string', JSON: 'unknown', URL: 'string' },
        enumsAsTypes: true,
        importExtension: '.ts',
        strictScalars: true,
        useTypeImports: true,
      },
    },
  },
}
export default config
