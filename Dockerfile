# The build stage does what the scripts do, so that its steps are exercised wherever the tests run.
FROM node:20-bookworm-slim AS build
WORKDIR /carom
# Used only where better-sqlite3 finds no prebuilt binary; nothing of it reaches the image.
RUN apt-get update \
  && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends python3 make g++ \
  && rm -rf /var/lib/apt/lists/*
COPY package.json package-lock.json .npmrc ./
COPY scripts/patches scripts/patches
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY scripts scripts
COPY src src
RUN npm run build
RUN npm prune --omit=dev
# What building better-sqlite3 leaves behind is a third of the whole.
RUN cd node_modules/better-sqlite3 && rm -rf deps src build/Release/obj* build/Release/.deps build/Release/*.a

FROM node:20-bookworm-slim
ENV NODE_ENV=production DATA_DIR=/data HOST=0.0.0.0 PORT=8080
WORKDIR /carom
COPY package.json LICENSE ./
COPY --from=build /carom/node_modules node_modules
COPY --from=build /carom/dist/src dist/src
COPY partner-templates partner-templates
COPY data data
# All that is ever written; the rest of the file system may be read-only.
RUN mkdir /data && chown node:node /data
VOLUME /data
USER node
EXPOSE 8080
STOPSIGNAL SIGTERM
# A process of --role worker answers here too.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node","-e","fetch('http://127.0.0.1:'+(process.env.PORT||8080)+'/healthz').then(a=>process.exit(a.ok?0:1),()=>process.exit(1))"]
# There is no Redis in the image: set REDIS_URL.
ENTRYPOINT ["node","dist/src/main.js"]
CMD ["start"]
