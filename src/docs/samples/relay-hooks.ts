/** What a bundler does for Relay, for `node --import`: its Babel plugin, and imports without an extension. */
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'
import { transformSync } from '@babel/core'

registerHooks({
  resolve: (specifier, context, next) =>
    next(specifier.endsWith('.graphql') ? `${specifier}.ts` : specifier, context),
  load(url, context, next) {
    if (!url.endsWith('/relay.ts')) return next(url, context)
    const filename = fileURLToPath(url)
    const made = transformSync(readFileSync(filename, 'utf8'), {
      ...{ filename, babelrc: false, configFile: false, parserOpts: { plugins: ['typescript'] } },
      plugins: [['relay', { eagerEsModules: true }]],
    })
    return { format: 'module-typescript', source: made!.code!, shortCircuit: true }
  },
})
