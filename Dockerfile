# Builds Sayso and serves a record: docs/how-to/container.md.
FROM python:3.11-slim AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /src
# All locked packages are fetched and checked by hash; of them only what is needed to run is installed.
# This comes first: packages change seldom, so that the layer is kept.
COPY requirements.lock ./
RUN pip download --require-hashes -r requirements.lock -d /wheels
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY src ./src
RUN python -m venv /opt/sayso \
    && /opt/sayso/bin/pip install --no-index --find-links /wheels ".[parquet,postgres]"

FROM python:3.11-slim

LABEL org.opencontainers.image.title="Sayso" \
      org.opencontainers.image.description="A sourced record of what news reports claim" \
      org.opencontainers.image.licenses="Apache-2.0"
# onnxruntime needs OpenMP.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends libgomp1 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --create-home --home-dir /home/sayso sayso \
    && install -d -o sayso -g sayso /data
COPY --from=build /opt/sayso /opt/sayso
ENV PATH=/opt/sayso/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    OPENBLAS_NUM_THREADS=1 \
    SAYSO_DB=/data/sayso.db
USER sayso
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/', timeout=4)"]
ENTRYPOINT ["sayso"]
# Others can reach the port: nobody can judge unless you give a password (sayso serve --help).
CMD ["serve", "--db", "/data/sayso.db", "--host", "0.0.0.0", "--port", "8000", "--read-only"]
