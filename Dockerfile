# The image for production: web, worker and scheduler are the same image with different commands.
# What runs here is what the tests ran on: Debian's libraries, Python 3.11, the locked packages.

FROM node:22-bookworm-slim AS assets
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund


FROM python:3.11-slim-bookworm AS build
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PROJECT_ENVIRONMENT=/app/.venv UV_PYTHON_DOWNLOADS=never
RUN pip install --no-cache-dir uv
WORKDIR /app
COPY pyproject.toml uv.lock ./
# Neither the tools nor the embedded PostgreSQL.
RUN uv sync --frozen --no-default-groups
COPY . .
# They stay: the renderer reads its fonts where they lie.
COPY --from=assets /app/node_modules node_modules
# Hashed and compressed once, here. No database is asked, and the key that this needs is thrown away.
RUN VP_MODE=demo VP_VAR=/tmp/var STATIC_ROOT=/app/static-collected \
    .venv/bin/python manage.py collectstatic --noinput


FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin vp \
    && install -d -o vp -g vp /data /data/media
WORKDIR /app
COPY --from=build /app /app
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 XDG_CACHE_HOME=/tmp \
    VP_MODE=production VP_VAR=/data STATIC_ROOT=/app/static-collected MEDIA_ROOT=/data/media
USER vp
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "-m", "vp.probe", "healthz"]
CMD ["gunicorn"]
