import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  // One copy of graphql: vite would take its ESM build for our files, while packages load its CommonJS build.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/setup/postgres.ts'],
    // Far more than any needs: a busy machine must not fail a test that only hangs would.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    // Two cores: Postgres needs its share.
    maxWorkers: 2,
    // Files share what they import: anew for each of them, that is much of the time. So none leaves anything behind.
    isolate: false,
    env: { LOG_LEVEL: 'silent' },
  },
})
