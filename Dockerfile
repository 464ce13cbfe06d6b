# The API for production: it runs the TypeScript as it stands, on a Postgres that DATABASE_URL names.
# Install scripts stay off: npm's node and the embedded Postgres are not needed here.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY prisma prisma
RUN npm run generate && npm prune --omit=dev --ignore-scripts

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/src/db/generated src/db/generated
COPY prisma prisma
COPY src src
COPY seeds seeds
# The documentation shows sections of it.
COPY README.md ./
USER node
EXPOSE 4000
STOPSIGNAL SIGTERM
CMD ["node", "--disable-warning=ExperimentalWarning", "--max-semi-space-size=32", "src/cli/main.ts", "serve"]
