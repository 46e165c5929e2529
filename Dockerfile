# syntax=docker/dockerfile:1
# One image for all services; the command says which: `services/intake/main.ts`, `services/console/main.ts`,
# `services/policies/main.ts`, `services/projector/main.ts`, `scripts/migrate.ts`, `services/cli/jiahe.js`.
# It holds no account, no password, no key and no demo: `npm start`, which makes them, is not in it.

ARG NODE=20
ARG PNPM=12.21.0

# --- packages as the lock file has them, for building and for running
FROM node:${NODE}-slim AS source
ARG PNPM
WORKDIR /app
ENV CI=true
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml tsconfig.json tsconfig.base.json ./
COPY packages ./packages
COPY services ./services
COPY scripts ./scripts
# The version that package.json pins, or none.
RUN node -e "if (require('./package.json').config.pnpm !== process.argv[1]) throw new Error('PNPM is not the pinned version')" "${PNPM}"

# --- the screens
FROM source AS screens
ARG PNPM
RUN npx --yes "pnpm@${PNPM}" install --frozen-lockfile --prod --filter-prod jiahe --filter-prod '@jiahe/web...' \
 && node --import tsx services/web/build.ts

# --- what runs: no vite, no test runner, no embedded database
FROM source AS runtime
ARG PNPM
RUN npx --yes "pnpm@${PNPM}" install --frozen-lockfile --prod --filter-prod jiahe --filter-prod '@jiahe/scripts...' \
    --filter-prod '@jiahe/projector...' --filter-prod '@jiahe/cli...' \
 && rm -rf services/web
COPY --from=screens /app/services/web/dist ./services/web/dist

FROM node:${NODE}-slim
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    DEMO=none \
    TSX_DISABLE_CACHE=1
WORKDIR /app
COPY --from=runtime /app ./
# Nothing in the image belongs to who runs it.
USER 10001:10001
EXPOSE 8080 8081 8082
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "--import", "tsx", "--import", "./scripts/secretFiles.ts"]
CMD ["services/console/main.ts"]
