# The portal's image: web, workers and beat are the same image with different commands.
FROM python:3.11-slim-bookworm

RUN apt-get update \
    && apt-get install -y --no-install-recommends \
       fonts-noto-cjk gettext libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /data --create-home portal

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
COPY requirements.lock .
RUN pip install --require-hashes -r requirements.lock

COPY . .
# Neither step asks a server; the addresses only keep the settings from looking for embedded ones.
RUN DJANGO_SETTINGS_MODULE=volunteer_portal.settings.dev DEBUG=0 PORTAL_DATA=/tmp/build STATIC_ROOT=/app/staticfiles \
    DATABASE_URL=postgres://none REDIS_URL=redis://none \
    sh -c 'python manage.py compilemessages -v0 && python manage.py collectstatic --no-input -v0' \
    && rm -rf /tmp/build

ENV DJANGO_SETTINGS_MODULE=volunteer_portal.settings.production PORTAL_DATA=/data STATIC_ROOT=/app/staticfiles
USER portal
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "volunteer_portal.wsgi", "--bind", "0.0.0.0:8000", "--workers", "4", "--timeout", "60", \
     "--graceful-timeout", "15", "--max-requests", "5000", "--max-requests-jitter", "500", \
     "--log-level", "warning", "--no-control-socket"]
