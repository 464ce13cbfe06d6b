// `prisma generate` needs no schema engine, but looks for one and would download it: node itself stands in.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath

export default { schema: 'schema', migrations: { path: 'migrations' } }
